// SPDX-License-Identifier: Apache-2.0
// Max pool of 2 by 2 with stride 2 in FLOAT on AVX-512 (numerics.md N19), the
// one that networks have; others are the reference's. Maxima are taken in the
// order of the reference: NaN and zeros of both signs give the same.
#include "opt/fast.h"

#include <float.h>
#include <immintrin.h>

// tap > largest ? tap : largest.
static float keep_larger(float tap, float largest) {
  return tap > largest ? tap : largest;
}

// Outputs [x, x + 16) of a row, from the two rows that their windows cover.
static __m512 pool_16(const float *above, const float *below) {
  const __m512i even = _mm512_setr_epi32(0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20,
                                         22, 24, 26, 28, 30);
  const __m512i odd = _mm512_add_epi32(even, _mm512_set1_epi32(1));
  const float *rows[] = {above, below};
  __m512 largest = _mm512_set1_ps(-FLT_MAX);
  for (int i = 0; i < 2; ++i) {
    const __m512 low = _mm512_loadu_ps(rows[i]);
    const __m512 high = _mm512_loadu_ps(rows[i] + 16);
    largest = _mm512_max_ps(_mm512_permutex2var_ps(low, even, high), largest);
    largest = _mm512_max_ps(_mm512_permutex2var_ps(low, odd, high), largest);
  }
  return largest;
}

static void pool_row(const float *above, int32_t in_w, int is_last_row,
                     int32_t out_w, float *out) {
  const float *below = above + in_w;
  int32_t x = 0;
  for (; !is_last_row && x + 16 <= out_w && 2 * x + 32 <= in_w; x += 16)
    _mm512_storeu_ps(out + x, pool_16(above + 2 * x, below + 2 * x));
  for (; x < out_w; ++x) {
    const int has_right = 2 * x + 1 < in_w;
    float largest = keep_larger(above[2 * x], -FLT_MAX);
    if (has_right)
      largest = keep_larger(above[2 * x + 1], largest);
    if (!is_last_row)
      largest = keep_larger(below[2 * x], largest);
    if (!is_last_row && has_right)
      largest = keep_larger(below[2 * x + 1], largest);
    out[x] = largest;
  }
}

void qsimrt_avx512_maxpool_float(const qsimrt_call *call) {
  const qsimrt_maxpool *pool = &call->layer->u.maxpool;
  const qsimrt_shape in = call->inputs[0].shape, out = call->layer->shape;
  if (pool->window.size_y != 0 || pool->size != 2 || pool->stride != 2 ||
      pool->padding > 1) {
    qsimrt_maxpool_float(call);
    return;
  }
  for (int32_t c = call->channel_begin; c < call->channel_end; ++c)
    for (int32_t y = 0; y < out.h; ++y)
      pool_row((const float *)call->inputs[0].data +
                   ((int64_t)c * in.h + 2 * y) * in.w,
               in.w, 2 * y + 1 >= in.h, out.w,
               (float *)call->output + ((int64_t)c * out.h + y) * out.w);
}
