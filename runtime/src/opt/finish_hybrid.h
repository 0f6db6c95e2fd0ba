// SPDX-License-Identifier: Apache-2.0
// From the sums of a convolution in HYBRID to real outputs (numerics.md N17):
// (float)acc * scale + bias, then leaky or relu; alone, or with a 2 x 2 max
// pool. Included after the lanes of an instruction set.
#ifndef QSIMRT_OPT_FINISH_HYBRID_H
#define QSIMRT_OPT_FINISH_HYBRID_H

#include "opt/fast.h"
#include "opt/slope.h"

#include <float.h>

static inline floats qsimrt_hybrid_value(lanes acc, floats scale, floats bias,
                                         const qsimrt_slope *below) {
  return qsimrt_along_slope(
      floats_add(floats_mul(floats_from_lanes(acc), scale), bias), below);
}

// Of a vector of channels; 0 where no filter is.
typedef struct qsimrt_hybrid_vector {
  floats scale, bias;
  int32_t room; // channels that are stored from its first one on
} qsimrt_hybrid_vector;

// 0: none of them is stored.
static inline int qsimrt_hybrid_vector_at(const qsimrt_fast_call *call,
                                          int32_t channel,
                                          qsimrt_hybrid_vector *out) {
  const qsimrt_convolutional *conv = &call->layer->u.convolutional;
  const int32_t filters = conv->filters - channel;
  if (filters <= 0)
    return 0;
  out->scale = floats_load_some(conv->hybrid_scales + channel, filters);
  out->bias = floats_load_some(conv->hybrid_biases + channel, filters);
  out->room = call->output.channels - channel;
  return 1;
}

// The sums of a pixel are those of the lanes of the block.
static inline int32_t qsimrt_hybrid_step(const qsimrt_fast_call *call,
                                         int32_t block) {
  return qsimrt_block_vectors(call->layer->u.convolutional.filters, block) *
         QSIMRT_LANES;
}

// Of `pixels` neighbours of one block.
static inline void qsimrt_finish_hybrid(const qsimrt_fast_call *call,
                                        const int32_t *sums, int32_t pixels,
                                        int32_t block, int32_t y, int32_t x) {
  const int32_t step = qsimrt_hybrid_step(call, block);
  const qsimrt_slope below =
      qsimrt_slope_of(call->layer->u.convolutional.activation);
  for (int32_t lane = 0; lane < step; lane += LANES, sums += LANES) {
    const int32_t o = block * QSIMRT_BLOCK + lane;
    qsimrt_hybrid_vector with;
    if (!qsimrt_hybrid_vector_at(call, o, &with))
      return;
    float *out = qsimrt_real_pixel(&call->output, y, x) + o;
    for (int32_t p = 0; p < pixels; ++p, out += call->output.channels)
      floats_store_some(out,
                        qsimrt_hybrid_value(lanes_load(sums + p * step),
                                            with.scale, with.bias, &below),
                        with.room);
  }
}

// The pool's outputs of `pairs` neighbours of one block, from (y, x) on, of two
// rows of sums. Maxima are taken of values, in the order of N19: the value of
// the largest sum need not have its bits.
static inline void qsimrt_finish_hybrid_pooled(const qsimrt_fast_call *call,
                                               const int32_t *above,
                                               const int32_t *beneath,
                                               int32_t pairs, int32_t block,
                                               int32_t y, int32_t x) {
  const int32_t step = qsimrt_hybrid_step(call, block);
  const qsimrt_slope below =
      qsimrt_slope_of(call->layer->u.convolutional.activation);
  for (int32_t lane = 0; lane < step; lane += LANES) {
    const int32_t o = block * QSIMRT_BLOCK + lane;
    qsimrt_hybrid_vector with;
    if (!qsimrt_hybrid_vector_at(call, o, &with))
      return;
    float *out = qsimrt_real_pixel(&call->output, y, x) + o;
    for (int32_t p = 0; p < pairs; ++p, out += call->output.channels) {
      const int32_t at = 2 * p * step + lane;
      const int32_t *four[4] = {above + at, above + at + step, beneath + at,
                                beneath + at + step};
      floats largest = floats_set(-FLT_MAX);
      for (int k = 0; k < 4; ++k)
        largest =
            floats_larger(qsimrt_hybrid_value(lanes_load(four[k]), with.scale,
                                              with.bias, &below),
                          largest);
      floats_store_some(out, largest, with.room);
    }
  }
}

#endif // QSIMRT_OPT_FINISH_HYBRID_H
