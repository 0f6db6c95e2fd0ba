// SPDX-License-Identifier: Apache-2.0
// "Quads": the integer weights of a dense convolution in the order of the
// kernels, the same for every instruction set that multiplies bytes
// (docs/spec/weights-container.md). Filters are taken in blocks of up to 64, a
// block in vectors of 16 lanes, channels 4 at a time: of a block
//   int8_t [ky][kx][c / 4][lanes][4],
// with 0 where there is no filter or channel.
#ifndef QSIMRT_OPT_QUADS_H
#define QSIMRT_OPT_QUADS_H

#include "qsimrt/qsimrt.h"

// Lanes of all blocks.
int32_t qsimrt_quad_lanes(const qsimrt_convolutional *conv);

// Bytes of the quads of a layer that reads so many channels.
int64_t qsimrt_quad_bytes(const qsimrt_convolutional *conv, int32_t channels);

// Fills them from q_weights.
void qsimrt_pack_quads(const qsimrt_convolutional *conv, int32_t channels,
                       int8_t *to);

// The sum of a filter's weights, and that of their magnitudes.
typedef struct qsimrt_weight_sums {
  int64_t weights, magnitudes;
} qsimrt_weight_sums;

qsimrt_weight_sums qsimrt_sums_of(const qsimrt_convolutional *conv,
                                  int64_t taps, int32_t filter);

#endif // QSIMRT_OPT_QUADS_H
