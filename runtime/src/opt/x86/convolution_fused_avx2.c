// SPDX-License-Identifier: Apache-2.0
// Convolution in FLOAT by chains of fused multiply-adds on AVX2 and FMA
// (numerics.md N46).
//
// A tile is up to 6 pixels by 16 filters, a vector of the block: 12 registers
// of sums, 2 of weights and 1 that holds a channel of a pixel in every lane.
#include "opt/tiles.h"
#include "opt/x86/fused_avx2.h"

enum { MOST_PIXELS = 6, HALVES = 2 };

// Vector n of the block. `pixels` is a constant wherever this is instantiated:
// the compiler keeps the sums in registers.
static inline __attribute__((always_inline)) void
add_to_tile(const qsimrt_fused_part *part, const int pixels, int32_t n,
            float *sums) {
  const int32_t lanes = part->vectors * QSIMRT_LANES;
  __m256 acc[MOST_PIXELS][HALVES];
  sums += n * QSIMRT_LANES;
  for (int h = 0; h < HALVES; ++h)
    for (int p = 0; p < pixels; ++p)
      acc[p][h] = _mm256_loadu_ps(
          (part->biases ? part->biases + n * QSIMRT_LANES : sums + p * lanes) +
          QSIMRT_HALF_LANES * h);
  const float *weights = part->weights + n * QSIMRT_LANES;
  const char *ahead = n == 0 ? part->ahead : part->ahead_end;
  for (int32_t r = 0; r < part->rows; ++r) {
    for (int32_t u = 0; u < part->runs; ++u) {
      const float *in = part->in + r * part->row + u * part->run;
      for (int32_t s = 0; s < part->steps; ++s, ++in, weights += lanes) {
        qsimrt_ask_ahead(part, s, &ahead);
        const __m256 low = _mm256_loadu_ps(weights);
        const __m256 high = _mm256_loadu_ps(weights + QSIMRT_HALF_LANES);
        for (int p = 0; p < pixels; ++p) {
          const __m256 x = _mm256_broadcast_ss(in + p * part->pixel);
          acc[p][0] = _mm256_fmadd_ps(x, low, acc[p][0]);
          acc[p][1] = _mm256_fmadd_ps(x, high, acc[p][1]);
        }
      }
    }
  }
  if (!part->out) {
    for (int p = 0; p < pixels; ++p)
      for (int h = 0; h < HALVES; ++h)
        _mm256_storeu_ps(sums + p * lanes + QSIMRT_HALF_LANES * h, acc[p][h]);
    return;
  }
  const qsimrt_half_below with = qsimrt_half_below_of(part->activation);
  float *out = part->out + n * QSIMRT_LANES;
  for (int h = 0; h < HALVES; ++h) {
    const __m256i there = qsimrt_half_lanes_below(
        part->out_lanes - n * QSIMRT_LANES - h * QSIMRT_HALF_LANES);
    for (int p = 0; p < pixels; ++p)
      _mm256_maskstore_ps(out + p * part->out_pixel + QSIMRT_HALF_LANES * h,
                          there, qsimrt_half_activate_below(acc[p][h], &with));
  }
}

typedef void (*tile_function)(const qsimrt_fused_part *part, float *sums);

#define DEFINE_TILE(PIXELS, WIDTH)                                             \
  static void tile_##PIXELS##_##WIDTH(const qsimrt_fused_part *part,           \
                                      float *sums) {                           \
    for (int32_t n = 0; n < part->vectors; ++n)                                \
      add_to_tile(part, PIXELS, n, sums);                                      \
  }
QSIMRT_TILES_6(DEFINE_TILE, 1)

static void add(const qsimrt_fused_part *part, int32_t pixels, float *sums) {
  static const tile_function tiles[MOST_PIXELS] = {
      QSIMRT_TILES_6(QSIMRT_TILE_NAME, 1)};
  tiles[pixels - 1](part, sums);
}

const qsimrt_fused_tiles qsimrt_avx2_fused_tiles = {
    {MOST_PIXELS, MOST_PIXELS, MOST_PIXELS, MOST_PIXELS}, add};

void qsimrt_avx2_convolution_fused(const qsimrt_fast_call *call) {
  qsimrt_convolve_fused(call, &qsimrt_avx2_fused_tiles);
}
