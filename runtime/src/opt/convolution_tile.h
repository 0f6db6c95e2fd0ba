// SPDX-License-Identifier: Apache-2.0
// Sums of a tile of a convolution: some neighbouring pixels by some vectors of
// output channels, in registers.
//
// Included by the file of an instruction set that says the size of the largest
// tile, after that of its lanes and the definition of
//   lanes multiply_add(lanes sums, lanes activations, lanes weights)
// which adds to each of the sums the products of 4 bytes of activations, the
// same in every lane, and of 4 bytes of weights.
#ifndef QSIMRT_OPT_CONVOLUTION_TILE_H
#define QSIMRT_OPT_CONVOLUTION_TILE_H

#include "opt/fast.h"
#include "opt/tiles.h"

#include <string.h>

// What one pass over a tile reads.
typedef struct source {
  const uint8_t *in; // the first tap of the first pixel
  int64_t row;       // bytes to the next row of taps
  int64_t run;       // bytes to the next run in a row
  int64_t pixel;     // bytes to the next pixel of the tile
  int64_t line;      // bytes to the first tap of the next row of pixels
  int32_t rows, runs, steps;
  const int8_t *weights; // of the tile's first channel
  int64_t lanes;         // of the block: its sums of a pixel, weights of a step
} source;

static inline lanes four_bytes(const uint8_t *in) {
  int32_t bytes;
  memcpy(&bytes, in, sizeof bytes);
  return lanes_set(bytes);
}

// Adds to the sums, or to the biases where they are given. `pixels` and
// `vectors` are constants wherever this is instantiated, and loops over them
// are unrolled before anything else: the compiler keeps the sums in registers.
static inline __attribute__((always_inline)) void
add_to_tile(const source *from, const int pixels, const int vectors,
            const int32_t *biases, int32_t *sums) {
  lanes acc[MOST_PIXELS][MOST_VECTORS];
#pragma GCC unroll 12
  for (int p = 0; p < pixels; ++p)
#pragma GCC unroll 4
    for (int n = 0; n < vectors; ++n)
      acc[p][n] =
          lanes_load((biases ? biases : sums + p * from->lanes) + LANES * n);
  const int8_t *weights = from->weights;
  for (int32_t r = 0; r < from->rows; ++r) {
    for (int32_t u = 0; u < from->runs; ++u) {
      const uint8_t *in = from->in + r * from->row + u * from->run;
      for (int32_t s = 0; s < from->steps; ++s, in += 4) {
        lanes w[MOST_VECTORS];
#pragma GCC unroll 4
        for (int n = 0; n < vectors; ++n)
          w[n] = lanes_load((const int32_t *)(const void *)weights + LANES * n);
        weights += 4 * from->lanes;
#pragma GCC unroll 12
        for (int p = 0; p < pixels; ++p) {
          const lanes x = four_bytes(in + p * from->pixel);
#pragma GCC unroll 4
          for (int n = 0; n < vectors; ++n)
            acc[p][n] = multiply_add(acc[p][n], x, w[n]);
        }
      }
    }
  }
#pragma GCC unroll 12
  for (int p = 0; p < pixels; ++p)
#pragma GCC unroll 4
    for (int n = 0; n < vectors; ++n)
      lanes_store(sums + p * from->lanes + LANES * n, acc[p][n]);
}

typedef void (*tile_function)(const source *from, const int32_t *biases,
                              int32_t *sums);

#define QSIMRT_DEFINE_TILE(PIXELS, VECTORS)                                    \
  static void tile_##PIXELS##_##VECTORS(                                       \
      const source *from, const int32_t *biases, int32_t *sums) {              \
    add_to_tile(from, PIXELS, VECTORS, biases, sums);                          \
  }

#endif // QSIMRT_OPT_CONVOLUTION_TILE_H
