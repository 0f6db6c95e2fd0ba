// SPDX-License-Identifier: Apache-2.0
// Convolution of 3 by 3 in FLOAT by Winograd's transforms (numerics.md N47,
// N48): which layers, and what its kernels share.
//
// A tile is 4 by 4 outputs and reads 6 by 6 inputs, or 2 by 2 and 4 by 4. Both
// sides of the products are transformed, to as many points as there are inputs;
// at each, the products of every tile and filter are summed over the channels
// alone: by the tiles of convolution_fused.h, with tiles in the place of
// pixels. The packed weights of a block of filters are
// [point][c][16 * vectors], the biases those of convolution_fused.h.
#ifndef QSIMRT_OPT_WINOGRAD_H
#define QSIMRT_OPT_WINOGRAD_H

#include "opt/convolution_fused.h"

// Along a side of a tile; and the sides there are: 2 and 4.
enum {
  QSIMRT_WINOGRAD_MOST_OUTPUTS = 4,
  QSIMRT_WINOGRAD_MOST_INPUTS = QSIMRT_WINOGRAD_MOST_OUTPUTS + 2,
  QSIMRT_WINOGRAD_SIDES = 2
};

static inline int32_t qsimrt_winograd_points(int32_t side) {
  return (side + 2) * (side + 2);
}

// N47: outputs along a side of a tile; 0: the layer is computed directly.
static inline int32_t qsimrt_winograd_side(const qsimrt_convolutional *conv,
                                           qsimrt_shape in, qsimrt_shape out) {
  const int32_t shorter = out.h < out.w ? out.h : out.w;
  if (conv->size != 3 || conv->stride != 1 || conv->pad != 1 ||
      conv->groups != 1 || in.c < 16 || conv->filters < 16 || shorter < 7)
    return 0;
  return shorter < 16 ? 2 : 4;
}

// How the work on a layer is divided.
qsimrt_winograd qsimrt_winograd_of(const qsimrt_layer *layer, int32_t side,
                                   int32_t channels);

// Floats of the transformed inputs of a group of tiles; bytes of the sums of a
// block of filters.
size_t qsimrt_winograd_inputs(const qsimrt_winograd *work, int32_t channels);
size_t qsimrt_winograd_sums(const qsimrt_winograd *work);

// The inputs of a tile, and where its points go. Distances are counted in
// floats; what is beyond `rows` and `columns` is 0.
typedef struct qsimrt_winograd_input {
  const float *in;
  int64_t row, pixel;
  int32_t rows, columns; // that are there
  int32_t lanes;         // channels, a multiple of 16
  float *out;
  int64_t point; // to the next one
} qsimrt_winograd_input;

// The sums of a tile at its points, and where its outputs go.
typedef struct qsimrt_winograd_output {
  const float *sums;
  int64_t point;
  const float *biases;
  float *out;
  int64_t row, pixel;
  int32_t rows, columns; // that are there: of the output, or of the pool's
  int32_t lanes;         // that are written
  qsimrt_activation activation;
  int32_t is_pooled;
} qsimrt_winograd_output;

typedef struct qsimrt_winograd_kernel {
  const qsimrt_fused_tiles *tiles;
  // By half of the side, less 1.
  void (*transform[QSIMRT_WINOGRAD_SIDES])(const qsimrt_winograd_input *tile);
  void (*finish[QSIMRT_WINOGRAD_SIDES])(const qsimrt_winograd_output *tile);
} qsimrt_winograd_kernel;

// Where there is one group of tiles, its inputs are transformed first: units
// are tiles.
void qsimrt_transform_inputs(const qsimrt_fast_call *call,
                             const qsimrt_winograd_kernel *kernel);
void qsimrt_convolve_winograd(const qsimrt_fast_call *call,
                              const qsimrt_winograd_kernel *kernel);

#endif // QSIMRT_OPT_WINOGRAD_H
