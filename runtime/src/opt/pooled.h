// SPDX-License-Identifier: Apache-2.0
// A 2 x 2 max pool with stride 2, fused into the convolution before it.
//
// Requantization is monotone: the largest of four outputs is the output of the
// largest of four sums, so that a quarter of them is requantized. What the
// convolution alone would have clamped is counted on the sums: pack.c has found
// the smallest and the largest of every channel that no clamp changes.
//
// Included after finish_row.h, or what an instruction set has in its place.
#ifndef QSIMRT_OPT_POOLED_H
#define QSIMRT_OPT_POOLED_H

#include "opt/fast.h"

typedef struct qsimrt_bounds {
  lanes lowest, highest;
} qsimrt_bounds;

static inline qsimrt_bounds qsimrt_bounds_at(const qsimrt_fast_call *call,
                                             int32_t channel) {
  const qsimrt_packed_layer *packed = qsimrt_packed_of(call);
  const char *base = (const char *)call->packed;
  const int32_t *lowest = (const void *)(base + packed->lowest);
  const int32_t *highest = (const void *)(base + packed->highest);
  const qsimrt_bounds out = {lanes_load(lowest + channel),
                             lanes_load(highest + channel)};
  return out;
}

// The largest of each four sums of a vector of channels, in the place of the
// first ones; returns how many of the four are outside the bounds. Sums of
// neighbours are `step` apart.
static inline lanes qsimrt_pool_sums(int32_t *above, const int32_t *below,
                                     int32_t step, int32_t pairs,
                                     qsimrt_bounds bounds) {
  lanes outside = lanes_set(0);
  int32_t *to = above;
  for (int32_t i = 0; i < pairs; ++i, to += step) {
    const lanes sums[4] = {lanes_load(above), lanes_load(above + step),
                           lanes_load(below), lanes_load(below + step)};
    const lanes largest =
        lanes_max(lanes_max(sums[0], sums[1]), lanes_max(sums[2], sums[3]));
    const lanes smallest =
        lanes_min(lanes_min(sums[0], sums[1]), lanes_min(sums[2], sums[3]));
    if (lanes_any_outside(smallest, largest, bounds.lowest, bounds.highest))
      for (int k = 0; k < 4; ++k)
        outside = lanes_count_outside(outside, sums[k], bounds.lowest,
                                      bounds.highest);
    lanes_store(to, largest);
    above += 2 * step;
    below += 2 * step;
  }
  return outside;
}

// The pool's outputs of `pairs` neighbours of one block, from (y, x) on, of two
// rows of sums.
static inline void qsimrt_finish_pooled_row(qsimrt_finisher *finisher,
                                            int32_t *above,
                                            const int32_t *below, int32_t pairs,
                                            int32_t block, int32_t y,
                                            int32_t x) {
  const qsimrt_fast_call *call = finisher->call;
  const int32_t step =
      qsimrt_block_vectors(call->layer->u.convolutional.filters, block) *
      QSIMRT_LANES;
  const uint64_t besides = finisher->saturated_besides;
  lanes saturated = finisher->saturated;
  for (int32_t lane = 0; lane < step; lane += LANES)
    saturated = lanes_add(
        saturated,
        qsimrt_pool_sums(above + lane, below + lane, step, pairs,
                         qsimrt_bounds_at(call, block * QSIMRT_BLOCK + lane)));
  qsimrt_finish_row(finisher, above, pairs, block, y, x);
  finisher->saturated = saturated; // not of the largest ones alone
  finisher->saturated_besides = besides;
}

#endif // QSIMRT_OPT_POOLED_H
