// SPDX-License-Identifier: Apache-2.0
// What follows a chain of fused multiply-adds (numerics.md N46), on AVX-512.
#ifndef QSIMRT_OPT_X86_FUSED_AVX512_H
#define QSIMRT_OPT_X86_FUSED_AVX512_H

#include "opt/convolution_fused.h"

#include <immintrin.h>

// A mask of the first `count` lanes; all where there are more.
static inline __mmask16 qsimrt_lanes_below(int32_t count) {
  return (__mmask16)(count >= QSIMRT_LANES ? 0xffffU
                     : count <= 0          ? 0U
                                           : (1U << count) - 1U);
}

// What sums that are not above 0 become: a tenth (leaky), 0 (relu), or they
// stay.
typedef struct qsimrt_below {
  __m512 slope;
  __mmask16 changes, is_kept; // all lanes or none
} qsimrt_below;

static inline qsimrt_below qsimrt_below_of(qsimrt_activation activation) {
  const int is_leaky = activation == QSIMRT_LEAKY;
  const int is_relu = activation == QSIMRT_RELU;
  const qsimrt_below out = {_mm512_set1_ps(0.1f),
                            (__mmask16)(is_leaky || is_relu ? 0xffff : 0),
                            (__mmask16)(is_relu ? 0 : 0xffff)};
  return out;
}

static inline __m512 qsimrt_activate_below(__m512 x, const qsimrt_below *with) {
  const __mmask16 is_below = _mm512_mask_cmp_ps_mask(
      with->changes, x, _mm512_setzero_ps(), _CMP_NGT_UQ);
  return _mm512_mask_mov_ps(x, is_below,
                            _mm512_maskz_mul_ps(with->is_kept, x, with->slope));
}

// A tile of a first layer; 0: it is none that this is for.
int qsimrt_avx512_add_colours(const qsimrt_fused_part *part, int32_t pixels);

#endif // QSIMRT_OPT_X86_FUSED_AVX512_H
