// SPDX-License-Identifier: Apache-2.0
// From the sums of neighbouring pixels to stored outputs, on the way that is
// right for the layer. Included after the lanes of an instruction set.
#ifndef QSIMRT_OPT_FINISH_ROW_H
#define QSIMRT_OPT_FINISH_ROW_H

#include "opt/requantize_float32.h"

// A vector of channels of `pixels` neighbours by float32, to bytes.
// has_negative and has_ties are constants wherever this is called.
static inline __attribute__((always_inline)) void
qsimrt_finish_vector_float32(qsimrt_finisher *finisher, const int32_t *sums,
                             int32_t sums_step, int32_t pixels, int32_t channel,
                             int32_t y, int32_t x, const int has_negative,
                             const int has_ties) {
  const qsimrt_float32_constants constants =
      qsimrt_float32_constants_of(finisher);
  const qsimrt_float32_factors by =
      qsimrt_float32_factors_at(finisher, channel);
  const lanes low = finisher->low, high = finisher->high;
  const lanes most = finisher->most;
  const int32_t step = finisher->call->output.channels;
  uint8_t *to = qsimrt_pixel(&finisher->call->output, y, x) + channel;
  lanes saturated = finisher->saturated;
  for (int32_t p = 0; p < pixels; ++p, to += step, sums += sums_step) {
    floats far = floats_set(0);
    const lanes placed = qsimrt_by_float32(lanes_load(sums), &by, &constants,
                                           &far, has_negative, has_ties);
    if (floats_any_from(far, constants.middle)) {
      finisher->saturated = saturated;
      qsimrt_finish_any(finisher, sums, 0, 1, channel, y, x + p);
      saturated = finisher->saturated;
      continue;
    }
    const lanes clamped = lanes_max(lanes_min(placed, high), low);
    saturated = lanes_count_changed(saturated, placed, clamped);
    lanes_store_bytes(to, lanes_min(clamped, most));
  }
  finisher->saturated = saturated;
}

static inline void qsimrt_finish_row_float32(qsimrt_finisher *finisher,
                                             const int32_t *sums,
                                             int32_t pixels, int32_t block,
                                             int32_t y, int32_t x) {
  const int32_t step =
      qsimrt_block_vectors(finisher->call->layer->u.convolutional.filters,
                           block) *
      QSIMRT_LANES;
  for (int32_t lane = 0; lane < step; lane += LANES, sums += LANES) {
    const int32_t channel = block * QSIMRT_BLOCK + lane;
    if (finisher->has_negative && finisher->has_ties)
      qsimrt_finish_vector_float32(finisher, sums, step, pixels, channel, y, x,
                                   1, 1);
    else if (finisher->has_negative)
      qsimrt_finish_vector_float32(finisher, sums, step, pixels, channel, y, x,
                                   1, 0);
    else
      qsimrt_finish_vector_float32(finisher, sums, step, pixels, channel, y, x,
                                   0, 1);
  }
}

static inline void qsimrt_finish_row(qsimrt_finisher *finisher,
                                     const int32_t *sums, int32_t pixels,
                                     int32_t block, int32_t y, int32_t x) {
  // Of pixels of fewer channels a vector has no room.
  if (finisher->by_float32 && finisher->call->output.channels >= QSIMRT_LANES)
    qsimrt_finish_row_float32(finisher, sums, pixels, block, y, x);
  else
    qsimrt_finish_exactly(finisher, sums, pixels, block, y, x);
}

#endif // QSIMRT_OPT_FINISH_ROW_H
