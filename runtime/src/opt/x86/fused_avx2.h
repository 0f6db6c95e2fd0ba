// SPDX-License-Identifier: Apache-2.0
// What follows a chain of fused multiply-adds (numerics.md N46), on AVX2.
#ifndef QSIMRT_OPT_X86_FUSED_AVX2_H
#define QSIMRT_OPT_X86_FUSED_AVX2_H

#include "opt/convolution_fused.h"

#include <immintrin.h>

enum { QSIMRT_HALF_LANES = 8 };

// A mask of the first `count` lanes; all where there are more.
static inline __m256i qsimrt_half_lanes_below(int32_t count) {
  return _mm256_cmpgt_epi32(_mm256_set1_epi32(count),
                            _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7));
}

// What sums that are not above 0 become: a tenth (leaky), 0 (relu), or they
// stay.
typedef struct qsimrt_half_below {
  __m256 slope;
  __m256 changes, is_kept; // all bits or none
} qsimrt_half_below;

static inline qsimrt_half_below
qsimrt_half_below_of(qsimrt_activation activation) {
  const int is_leaky = activation == QSIMRT_LEAKY;
  const int is_relu = activation == QSIMRT_RELU;
  const qsimrt_half_below out = {
      _mm256_set1_ps(0.1f),
      _mm256_castsi256_ps(_mm256_set1_epi32(is_leaky || is_relu ? -1 : 0)),
      _mm256_castsi256_ps(_mm256_set1_epi32(is_relu ? 0 : -1))};
  return out;
}

static inline __m256 qsimrt_half_activate_below(__m256 x,
                                                const qsimrt_half_below *with) {
  const __m256 is_below = _mm256_and_ps(
      with->changes, _mm256_cmp_ps(x, _mm256_setzero_ps(), _CMP_NGT_UQ));
  return _mm256_blendv_ps(
      x, _mm256_and_ps(with->is_kept, _mm256_mul_ps(x, with->slope)), is_below);
}

#endif // QSIMRT_OPT_X86_FUSED_AVX2_H
