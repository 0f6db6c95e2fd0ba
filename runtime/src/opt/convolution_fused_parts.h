// SPDX-License-Identifier: Apache-2.0
// Tiles of convolution in FLOAT by chains of fused multiply-adds (numerics.md
// N46) where an instruction set's vectors are parts of the 16 filters of a
// vector of the block. Included after its lanes.
//
// A tile is up to 6 pixels by 16 filters: 6 registers of sums for each part, a
// register of weights for each, and 1 that holds a channel of a pixel in every
// lane. That is 29 registers of NEON's 32 and 15 of AVX2's 16.
#ifndef QSIMRT_OPT_CONVOLUTION_FUSED_PARTS_H
#define QSIMRT_OPT_CONVOLUTION_FUSED_PARTS_H

#include "opt/convolution_fused.h"
#include "opt/slope.h"
#include "opt/tiles.h"

enum { MOST_PIXELS = 6, PARTS = QSIMRT_LANES / LANES };

// Vector n of the block. `pixels` is a constant wherever this is instantiated,
// and loops over it are unrolled before anything else: the compiler keeps the
// sums in registers.
static inline __attribute__((always_inline)) void
add_to_tile(const qsimrt_fused_part *part, const int pixels, int32_t n,
            float *sums) {
  const int32_t step = part->vectors * QSIMRT_LANES;
  floats acc[MOST_PIXELS][PARTS];
  sums += n * QSIMRT_LANES;
#pragma GCC unroll 6
  for (int p = 0; p < pixels; ++p)
#pragma GCC unroll 4
    for (int i = 0; i < PARTS; ++i)
      acc[p][i] = floats_load(
          (part->biases ? part->biases + n * QSIMRT_LANES : sums + p * step) +
          LANES * i);
  const float *weights = part->weights + n * QSIMRT_LANES;
  const char *ahead = n == 0 ? part->ahead : part->ahead_end;
  for (int32_t r = 0; r < part->rows; ++r) {
    for (int32_t u = 0; u < part->runs; ++u) {
      const float *in = part->in + r * part->row + u * part->run;
      for (int32_t s = 0; s < part->steps; ++s, ++in, weights += step) {
        qsimrt_ask_ahead(part, s, &ahead);
        floats w[PARTS];
#pragma GCC unroll 4
        for (int i = 0; i < PARTS; ++i)
          w[i] = floats_load(weights + LANES * i);
#pragma GCC unroll 6
        for (int p = 0; p < pixels; ++p) {
          const floats x = floats_set(in[p * part->pixel]);
#pragma GCC unroll 4
          for (int i = 0; i < PARTS; ++i)
            acc[p][i] = floats_fma(x, w[i], acc[p][i]);
        }
      }
    }
  }
  const qsimrt_slope below = qsimrt_slope_of(part->activation);
  float *out = part->out ? part->out + n * QSIMRT_LANES : sums;
  const int64_t pixel = part->out ? part->out_pixel : step;
  const int32_t there =
      part->out ? part->out_lanes - n * QSIMRT_LANES : QSIMRT_LANES;
#pragma GCC unroll 6
  for (int p = 0; p < pixels; ++p)
#pragma GCC unroll 4
    for (int i = 0; i < PARTS; ++i)
      floats_store_some(out + p * pixel + LANES * i,
                        part->out ? qsimrt_along_slope(acc[p][i], &below)
                                  : acc[p][i],
                        there - LANES * i);
}

typedef void (*tile_function)(const qsimrt_fused_part *part, float *sums);

#define DEFINE_TILE(PIXELS, WIDTH)                                             \
  static void tile_##PIXELS##_##WIDTH(const qsimrt_fused_part *part,           \
                                      float *sums) {                           \
    for (int32_t n = 0; n < part->vectors; ++n)                                \
      add_to_tile(part, PIXELS, n, sums);                                      \
  }
QSIMRT_TILES_6(DEFINE_TILE, 1)

static void add_to_tiles(const qsimrt_fused_part *part, int32_t pixels,
                         float *sums) {
  static const tile_function tiles[MOST_PIXELS] = {
      QSIMRT_TILES_6(QSIMRT_TILE_NAME, 1)};
  tiles[pixels - 1](part, sums);
}

#endif // QSIMRT_OPT_CONVOLUTION_FUSED_PARTS_H
