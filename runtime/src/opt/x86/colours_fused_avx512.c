// SPDX-License-Identifier: Apache-2.0
// A tile of a first layer on AVX-512 (numerics.md N46): filters of 3 by 3 on a
// picture of three colours. Its chains are so short that loops over the taps
// would cost more than the products: here they are constants, but the last.
#include "opt/x86/colours_fused_avx512.h"

#include "opt/x86/lanes_avx512.h"

#include "opt/slope.h"

enum { SIZE = 3, COLOURS = 3, STORED = 4, PIXELS = QSIMRT_FUSED_MOST_PIXELS };

// `stride` and `vectors` are constants wherever this is instantiated.
static inline __attribute__((always_inline)) void
add_to_tile(const qsimrt_fused_part *part, const int stride,
            const int vectors) {
  const float *weights = part->weights;
  __m512 acc[PIXELS][2];
#pragma GCC unroll 2
  for (int n = 0; n < vectors; ++n)
#pragma GCC unroll 12
    for (int p = 0; p < PIXELS; ++p)
      acc[p][n] = _mm512_loadu_ps(part->biases + QSIMRT_LANES * n);
  for (int ky = 0; ky < SIZE; ++ky) {
    const float *in = part->in + ky * part->row;
    // Unrolled, what neighbouring taps see of the same pixels would be kept,
    // and there are not enough registers.
#pragma GCC unroll 1
    for (int kx = 0; kx < SIZE; ++kx, in += STORED)
#pragma GCC unroll 3
      for (int c = 0; c < COLOURS; ++c, weights += vectors * QSIMRT_LANES) {
        __m512 w[2];
#pragma GCC unroll 2
        for (int n = 0; n < vectors; ++n)
          w[n] = _mm512_loadu_ps(weights + QSIMRT_LANES * n);
#pragma GCC unroll 12
        for (int p = 0; p < PIXELS; ++p) {
          const __m512 x = _mm512_set1_ps(in[p * stride * STORED + c]);
#pragma GCC unroll 2
          for (int n = 0; n < vectors; ++n)
            acc[p][n] = _mm512_fmadd_ps(x, w[n], acc[p][n]);
        }
      }
  }
  const qsimrt_slope below = qsimrt_slope_of(part->activation);
#pragma GCC unroll 2
  for (int n = 0; n < vectors; ++n) {
    const int32_t there = part->out_lanes - QSIMRT_LANES * n;
#pragma GCC unroll 12
    for (int p = 0; p < PIXELS; ++p)
      floats_store_some(part->out + p * part->out_pixel + QSIMRT_LANES * n,
                        qsimrt_along_slope(acc[p][n], &below), there);
  }
}

typedef void (*tile_function)(const qsimrt_fused_part *part);

#define DEFINE_TILE(STRIDE, VECTORS)                                           \
  static void tile_##STRIDE##_##VECTORS(const qsimrt_fused_part *part) {       \
    add_to_tile(part, STRIDE, VECTORS);                                        \
  }
DEFINE_TILE(1, 1)
DEFINE_TILE(1, 2)
DEFINE_TILE(2, 1)
DEFINE_TILE(2, 2)

int qsimrt_avx512_add_colours(const qsimrt_fused_part *part, int32_t pixels) {
  static const tile_function tiles[2][2] = {{tile_1_1, tile_1_2},
                                            {tile_2_1, tile_2_2}};
  const int64_t stride = part->pixel / STORED;
  if (pixels != PIXELS || part->rows != SIZE || part->runs != SIZE ||
      part->steps != COLOURS || part->run != STORED || part->vectors > 2 ||
      stride > 2 || !part->biases || !part->out)
    return 0;
  tiles[stride - 1][part->vectors - 1](part);
  return 1;
}
