// SPDX-License-Identifier: Apache-2.0
// Convolution in FLOAT by chains of fused multiply-adds (numerics.md N46): what
// its kernels share is the way through the work, what they differ in is how a
// tile is computed.
//
// Filters are taken in blocks of up to 64 of one group, a block in vectors of
// 16 lanes. The packed weights of a block are [ky][kx][c][16 * vectors], its
// biases [16 * vectors]; blocks lie behind each other, group by group. Lanes
// without a filter have weights and a bias of 0.
#ifndef QSIMRT_OPT_CONVOLUTION_FUSED_H
#define QSIMRT_OPT_CONVOLUTION_FUSED_H

#include "opt/fast.h"

enum {
  QSIMRT_BLOCK_VECTORS = QSIMRT_BLOCK / QSIMRT_LANES,
  QSIMRT_FUSED_MOST_PIXELS = 12,
  QSIMRT_CACHE_LINE = 64
};

// A part of the chains of some neighbouring pixels of a row: all taps, or some
// of them, in order. Distances are counted in floats.
typedef struct qsimrt_fused_part {
  const float *in; // the first tap of the first pixel
  int64_t row;     // to the next row of taps
  int64_t run;     // to the next run of a row
  int64_t pixel;   // to the next pixel of the tile
  int32_t rows, runs, steps;
  int32_t vectors;
  const float *weights;
  const char *ahead, *ahead_end; // weights to ask for meanwhile
  int32_t ahead_bits;  // a line at every step whose number has none of these
  const float *biases; // where the chains begin; NULL: go on from the sums
  float *out;          // where they end, behind the activation; NULL: not yet
  int64_t out_pixel;
  int32_t out_lanes; // that are written
  qsimrt_activation activation;
} qsimrt_fused_part;

typedef struct qsimrt_fused_tiles {
  int32_t pixels[QSIMRT_BLOCK_VECTORS]; // most of a tile, by its vectors
  // `sums`: [pixels][16 * vectors].
  void (*add)(const qsimrt_fused_part *part, int32_t pixels, float *sums);
} qsimrt_fused_tiles;

// As many pixels as a tile takes; at the end of a row two equal ones.
static inline int32_t qsimrt_fused_tile_width(int32_t left, int32_t most) {
  if (left <= most || left >= 2 * most)
    return left < most ? left : most;
  return (left + 1) / 2;
}

// Asks for a line of the weights that the next part reads, at some of the
// steps of this one: they come from far, and in a burst they would be in the
// way of what this part reads.
static inline void qsimrt_ask_ahead(const qsimrt_fused_part *part, int32_t step,
                                    const char **ahead) {
  if ((step & part->ahead_bits) == 0 && *ahead < part->ahead_end) {
    __builtin_prefetch(*ahead, 0, 2);
    *ahead += QSIMRT_CACHE_LINE;
  }
}

extern const qsimrt_fused_tiles qsimrt_portable_fused_tiles;
extern const qsimrt_fused_tiles qsimrt_avx2_fused_tiles;
extern const qsimrt_fused_tiles qsimrt_avx512_fused_tiles;

void qsimrt_convolve_fused(const qsimrt_fast_call *call,
                           const qsimrt_fused_tiles *tiles);

// Blocks of a group, and of all.
static inline int32_t
qsimrt_fused_group_blocks(const qsimrt_convolutional *conv) {
  return qsimrt_blocks(conv->filters / conv->groups);
}
static inline int32_t qsimrt_fused_blocks(const qsimrt_convolutional *conv) {
  return qsimrt_fused_group_blocks(conv) * conv->groups;
}

// Lanes of all blocks of a group.
static inline int32_t
qsimrt_fused_group_lanes(const qsimrt_convolutional *conv) {
  return (conv->filters / conv->groups + QSIMRT_LANES - 1) / QSIMRT_LANES *
         QSIMRT_LANES;
}

// One filter for each channel: its packed weights are [ky][kx][channels, padded
// to 16], its biases [the same].
static inline int qsimrt_is_depthwise(const qsimrt_convolutional *conv,
                                      int32_t channels) {
  return conv->groups > 1 && conv->groups == channels &&
         conv->filters == channels;
}

static inline int32_t
qsimrt_fused_depthwise_lanes(const qsimrt_convolutional *conv) {
  return (conv->filters + QSIMRT_LANES - 1) / QSIMRT_LANES * QSIMRT_LANES;
}

#endif // QSIMRT_OPT_CONVOLUTION_FUSED_H
