// SPDX-License-Identifier: Apache-2.0
// A 2 x 2 max pool with stride 2, fused into the convolution before it.
//
// Requantization is monotone: the largest of four outputs is the output of the
// largest of four sums, so that a quarter of them is requantized. What the
// convolution alone would have clamped is counted on the sums: pack.c has found
// the smallest and the largest of every channel that no clamp changes.
#ifndef QSIMRT_OPT_X86_POOLED_AVX512_H
#define QSIMRT_OPT_X86_POOLED_AVX512_H

#include "opt/x86/finish_row_avx512.h"

typedef struct qsimrt_bounds {
  __m512i lowest, highest;
} qsimrt_bounds;

static inline qsimrt_bounds qsimrt_bounds_at(const qsimrt_fast_call *call,
                                             int32_t channel) {
  const qsimrt_packed_layer *packed = qsimrt_packed_of(call);
  const char *base = (const char *)call->packed;
  const int32_t *lowest = (const void *)(base + packed->lowest);
  const int32_t *highest = (const void *)(base + packed->highest);
  const qsimrt_bounds out = {_mm512_loadu_si512(lowest + channel),
                             _mm512_loadu_si512(highest + channel)};
  return out;
}

static inline __mmask16 qsimrt_outside(__m512i acc, qsimrt_bounds in) {
  return _mm512_cmplt_epi32_mask(acc, in.lowest) |
         _mm512_cmpgt_epi32_mask(acc, in.highest);
}

// The largest of each four sums of 16 channels, in the place of the first ones;
// returns how many of the four are outside the bounds. Sums of neighbours are
// `step` apart.
static inline __m512i qsimrt_pool_sums(int32_t *above, const int32_t *below,
                                       int32_t step, int32_t pairs,
                                       qsimrt_bounds bounds) {
  const __m512i one = _mm512_set1_epi32(1);
  __m512i outside = _mm512_setzero_si512();
  int32_t *to = above;
  for (int32_t i = 0; i < pairs; ++i, to += step) {
    const __m512i sums[4] = {
        _mm512_load_si512(above), _mm512_load_si512(above + step),
        _mm512_load_si512(below), _mm512_load_si512(below + step)};
    const __m512i largest = _mm512_max_epi32(
        _mm512_max_epi32(sums[0], sums[1]), _mm512_max_epi32(sums[2], sums[3]));
    const __m512i smallest = _mm512_min_epi32(
        _mm512_min_epi32(sums[0], sums[1]), _mm512_min_epi32(sums[2], sums[3]));
    if (_mm512_cmplt_epi32_mask(smallest, bounds.lowest) |
        _mm512_cmpgt_epi32_mask(largest, bounds.highest))
      for (int k = 0; k < 4; ++k)
        outside = _mm512_mask_add_epi32(
            outside, qsimrt_outside(sums[k], bounds), outside, one);
    _mm512_store_si512(to, largest);
    above += 2 * step;
    below += 2 * step;
  }
  return outside;
}

// The pool's outputs of `pairs` neighbours of one block, from (y, x) on, of two
// rows of sums.
static inline void qsimrt_finish_pooled_row(qsimrt_finisher *finisher,
                                            int32_t *above,
                                            const int32_t *below, int32_t pairs,
                                            int32_t block, int32_t y,
                                            int32_t x) {
  const qsimrt_fast_call *call = finisher->call;
  const int32_t vectors =
      qsimrt_block_vectors(call->layer->u.convolutional.filters, block);
  const uint64_t besides = finisher->saturated_besides;
  __m512i saturated = finisher->saturated;
  for (int32_t n = 0; n < vectors; ++n) {
    const int32_t lane = n * QSIMRT_LANES;
    saturated = _mm512_add_epi32(
        saturated,
        qsimrt_pool_sums(above + lane, below + lane, vectors * QSIMRT_LANES,
                         pairs,
                         qsimrt_bounds_at(call, block * QSIMRT_BLOCK + lane)));
  }
  qsimrt_finish_row(finisher, above, pairs, block, y, x);
  finisher->saturated = saturated; // not of the largest ones alone
  finisher->saturated_besides = besides;
}

#endif // QSIMRT_OPT_X86_POOLED_AVX512_H
