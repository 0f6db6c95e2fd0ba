// SPDX-License-Identifier: Apache-2.0
// Convolution in FLOAT by chains of fused multiply-adds on AVX-512 (numerics.md
// N46).
//
// A tile is up to 6 pixels by 64 filters: 24 vectors of sums, 4 of weights and
// 1 that holds a channel of a pixel in every lane. With fewer filters it is
// wider.
#include "opt/x86/lanes_avx512.h"

#include "opt/slope.h"
#include "opt/tiles.h"
#include "opt/x86/colours_fused_avx512.h"

enum { MOST_PIXELS = QSIMRT_FUSED_MOST_PIXELS };

// `pixels` and `vectors` are constants wherever this is instantiated: the
// compiler keeps the sums in registers.
static inline __attribute__((always_inline)) void
add_to_tile(const qsimrt_fused_part *part, const int pixels, const int vectors,
            float *sums) {
  __m512 acc[MOST_PIXELS][QSIMRT_BLOCK_VECTORS];
  for (int n = 0; n < vectors; ++n)
    for (int p = 0; p < pixels; ++p)
      acc[p][n] = part->biases
                      ? _mm512_loadu_ps(part->biases + QSIMRT_LANES * n)
                      : _mm512_load_ps(sums + QSIMRT_LANES * (p * vectors + n));
  const float *weights = part->weights;
  const char *ahead = part->ahead;
  for (int32_t r = 0; r < part->rows; ++r) {
    for (int32_t u = 0; u < part->runs; ++u) {
      const float *in = part->in + r * part->row + u * part->run;
      for (int32_t s = 0; s < part->steps; ++s, ++in) {
        qsimrt_ask_ahead(part, s, &ahead);
        __m512 w[QSIMRT_BLOCK_VECTORS];
        for (int n = 0; n < vectors; ++n, weights += QSIMRT_LANES)
          w[n] = _mm512_loadu_ps(weights);
        for (int p = 0; p < pixels; ++p) {
          const __m512 x = _mm512_set1_ps(in[p * part->pixel]);
          for (int n = 0; n < vectors; ++n)
            acc[p][n] = _mm512_fmadd_ps(x, w[n], acc[p][n]);
        }
      }
    }
  }
  if (!part->out) {
    for (int p = 0; p < pixels; ++p)
      for (int n = 0; n < vectors; ++n)
        _mm512_store_ps(sums + QSIMRT_LANES * (p * vectors + n), acc[p][n]);
    return;
  }
  const qsimrt_slope below = qsimrt_slope_of(part->activation);
  for (int n = 0; n < vectors; ++n) {
    const int32_t there = part->out_lanes - QSIMRT_LANES * n;
    for (int p = 0; p < pixels; ++p)
      floats_store_some(part->out + p * part->out_pixel + QSIMRT_LANES * n,
                        qsimrt_along_slope(acc[p][n], &below), there);
  }
}

typedef void (*tile_function)(const qsimrt_fused_part *part, float *sums);

#define DEFINE_TILE(PIXELS, VECTORS)                                           \
  static void tile_##PIXELS##_##VECTORS(const qsimrt_fused_part *part,         \
                                        float *sums) {                         \
    add_to_tile(part, PIXELS, VECTORS, sums);                                  \
  }
QSIMRT_TILES_12(DEFINE_TILE, 1)
QSIMRT_TILES_12(DEFINE_TILE, 2)
QSIMRT_TILES_8(DEFINE_TILE, 3)
QSIMRT_TILES_6(DEFINE_TILE, 4)

static const tile_function tiles[QSIMRT_BLOCK_VECTORS][MOST_PIXELS] = {
    {QSIMRT_TILES_12(QSIMRT_TILE_NAME, 1)},
    {QSIMRT_TILES_12(QSIMRT_TILE_NAME, 2)},
    {QSIMRT_TILES_8(QSIMRT_TILE_NAME, 3)},
    {QSIMRT_TILES_6(QSIMRT_TILE_NAME, 4)}};

static void add(const qsimrt_fused_part *part, int32_t pixels, float *sums) {
  if (!qsimrt_avx512_add_colours(part, pixels))
    tiles[part->vectors - 1][pixels - 1](part, sums);
}

const qsimrt_fused_tiles qsimrt_avx512_fused_tiles = {{12, 12, 8, 6}, add};

void qsimrt_avx512_convolution_fused(const qsimrt_fast_call *call) {
  qsimrt_convolve_fused(call, &qsimrt_avx512_fused_tiles);
}
