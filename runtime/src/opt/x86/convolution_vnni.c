// SPDX-License-Identifier: Apache-2.0
// Dense convolution in INT on AVX-512 VNNI.
//
// Sums: vpdpbusd adds four products of an unsigned by a signed byte to each of
// 16 int32. Activations are stored as q + 128, and the packed biases hold
// bias - 128 * sum of weights: modulo 2^32 the sum is the accumulator of N10,
// which pack.c has shown to need no more than 32 bits, and never to overflow.
//
// A tile is up to 6 pixels by 64 output channels: 24 vectors of sums, 4 of
// weights and 1 that holds 4 channels of one pixel in every lane. Neighbouring
// taps of a row lie side by side in memory, so that a row of the filter is one
// run over the input wherever channels fill their storage.
#include "opt/x86/finish_avx512.h"

enum { TILE = 6, MOST_VECTORS = QSIMRT_BLOCK / QSIMRT_LANES };

// What one tile reads.
typedef struct source {
  const uint8_t *in; // the first tap of the first pixel
  int64_t row;       // bytes to the next row of taps
  int64_t run;       // bytes to the next run in a row
  int64_t pixel;     // bytes to the next pixel of the tile
  int32_t rows, runs, steps;
  const int8_t *weights;
  const int32_t *biases;
} source;

static inline __m512i four_channels(const uint8_t *in) {
  int32_t bytes;
  memcpy(&bytes, in, sizeof bytes);
  return _mm512_set1_epi32(bytes);
}

// `pixels` and `vectors` are constants wherever this is instantiated: the
// compiler keeps the sums in registers.
static inline __attribute__((always_inline)) void
sum_tile(const source *from, const int pixels, const int vectors,
         int32_t sums[TILE][QSIMRT_BLOCK]) {
  __m512i acc[TILE][MOST_VECTORS];
  for (int n = 0; n < vectors; ++n)
    for (int p = 0; p < pixels; ++p)
      acc[p][n] = _mm512_loadu_si512(from->biases + QSIMRT_LANES * n);
  const int8_t *weights = from->weights;
  for (int32_t r = 0; r < from->rows; ++r) {
    for (int32_t u = 0; u < from->runs; ++u) {
      const uint8_t *in = from->in + r * from->row + u * from->run;
      for (int32_t s = 0; s < from->steps; ++s, in += 4) {
        __m512i w[MOST_VECTORS];
        for (int n = 0; n < vectors; ++n, weights += 64)
          w[n] = _mm512_loadu_si512(weights);
        for (int p = 0; p < pixels; ++p) {
          const __m512i x = four_channels(in + p * from->pixel);
          for (int n = 0; n < vectors; ++n)
            acc[p][n] = _mm512_dpbusd_epi32(acc[p][n], x, w[n]);
        }
      }
    }
  }
  for (int p = 0; p < pixels; ++p)
    for (int n = 0; n < vectors; ++n)
      _mm512_store_si512(sums[p] + QSIMRT_LANES * n, acc[p][n]);
}

typedef void (*tile_function)(const source *from,
                              int32_t sums[TILE][QSIMRT_BLOCK]);

#define DEFINE_TILE(PIXELS, VECTORS)                                           \
  static void tile_##PIXELS##_##VECTORS(const source *from,                    \
                                        int32_t sums[TILE][QSIMRT_BLOCK]) {    \
    sum_tile(from, PIXELS, VECTORS, sums);                                     \
  }
#define DEFINE_TILES(VECTORS)                                                  \
  DEFINE_TILE(1, VECTORS)                                                      \
  DEFINE_TILE(2, VECTORS)                                                      \
  DEFINE_TILE(3, VECTORS)                                                      \
  DEFINE_TILE(4, VECTORS)                                                      \
  DEFINE_TILE(5, VECTORS)                                                      \
  DEFINE_TILE(6, VECTORS)
DEFINE_TILES(1)
DEFINE_TILES(2)
DEFINE_TILES(3)
DEFINE_TILES(4)

#define TILES(VECTORS)                                                         \
  {                                                                            \
    tile_1_##VECTORS, tile_2_##VECTORS, tile_3_##VECTORS, tile_4_##VECTORS,    \
        tile_5_##VECTORS, tile_6_##VECTORS                                     \
  }
static const tile_function tiles[MOST_VECTORS][TILE] = {TILES(1), TILES(2),
                                                        TILES(3), TILES(4)};

// One row of one block of output channels.
static void convolve_row(const qsimrt_fast_call *call, source *from,
                         qsimrt_finisher *finisher, int32_t block, int32_t y) {
  const qsimrt_convolutional *conv = &call->layer->u.convolutional;
  const qsimrt_pixels *in = &call->inputs[0];
  const int32_t vectors = qsimrt_block_vectors(conv->filters, block);
  const int32_t width = call->layer->shape.w;
  // Tiles of equal width, as far as possible: 13 = 5 + 4 + 4.
  const int32_t count = (width + TILE - 1) / TILE;
  _Alignas(64) int32_t sums[TILE][QSIMRT_BLOCK];
  for (int32_t i = 0, x = 0; i < count; ++i) {
    const int32_t pixels = (width - x + count - i - 1) / (count - i);
    from->in = qsimrt_pixel(in, y * conv->stride - conv->pad,
                            x * conv->stride - conv->pad);
    tiles[vectors - 1][pixels - 1](from, sums);
    qsimrt_finish_tile(finisher, sums, pixels, block, y, x);
    x += pixels;
  }
}

void qsimrt_vnni_convolution(const qsimrt_fast_call *call) {
  const qsimrt_convolutional *conv = &call->layer->u.convolutional;
  const qsimrt_packed_layer *packed = qsimrt_packed_of(call);
  const qsimrt_pixels *in = &call->inputs[0];
  const int32_t steps = qsimrt_steps(in->shape.c);
  const int is_whole = steps * 4 == in->channels;
  const int8_t *weights =
      (const int8_t *)((const char *)call->packed + packed->weights);
  const int32_t *biases =
      (const int32_t *)(const void *)((const char *)call->packed +
                                      packed->biases);
  const int64_t block_bytes =
      (int64_t)conv->size * conv->size * steps * 4 * QSIMRT_BLOCK;
  source from = {NULL,
                 in->row,
                 in->channels,
                 (int64_t)conv->stride * in->channels,
                 conv->size,
                 is_whole ? 1 : conv->size,
                 is_whole ? conv->size * steps : steps,
                 NULL,
                 NULL};
  qsimrt_finisher finisher = qsimrt_finisher_of(call);
  for (int32_t unit = call->begin; unit < call->end; ++unit) {
    const int32_t block = unit / call->layer->shape.h;
    from.weights = weights + block * block_bytes;
    from.biases = biases + block * QSIMRT_BLOCK;
    convolve_row(call, &from, &finisher, block, unit % call->layer->shape.h);
  }
  *call->saturated_outputs += qsimrt_saturated(&finisher);
}
