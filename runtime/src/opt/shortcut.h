// SPDX-License-Identifier: Apache-2.0
// The sum of two inputs in INT (N31). Included after the lanes of an
// instruction set.
//
// A second input of another shape is put beside the first one in the scratch
// memory, some pixels at a time: zero points where the output sees nothing.
//
// mult * (q - zero point) has at most 40 bits and the sum of two 41: float64
// holds it exactly. With a shift of at most 44 (pack.c) sum * 2^-shift + half
// is exact wherever it is inside the output's range.
#ifndef QSIMRT_OPT_SHORTCUT_H
#define QSIMRT_OPT_SHORTCUT_H

#include "kernels/overlap.h"
#include "opt/fast.h"
#include "requant.h"

#include <string.h>

typedef struct side { // the multipliers for one sign of the sum
  reals first, second, scale;
} side;

typedef struct terms {
  side positive, negative;
  int has_negative;
  reals half, limit, opposite_limit;
  lanes zero_first, zero_second; // taken off what is stored
  lanes offset, low, high, most;
} terms;

static inline side side_of(const qsimrt_multiplier *multipliers) {
  const side out = {
      reals_set(multipliers[0].mult), reals_set(multipliers[1].mult),
      reals_set(1.0 / (double)((int64_t)1 << multipliers[0].shift))};
  return out;
}

static inline qsimrt_finish finish_of_sum(const qsimrt_fast_call *call) {
  const qsimrt_elementwise *sum = &call->layer->u.elementwise;
  return qsimrt_finish_of(sum->activation, &sum->parameters, sum->preactivation,
                          sum->table, call->layer->output,
                          call->datapath->rounding);
}

static inline terms terms_of(const qsimrt_fast_call *call,
                             const qsimrt_finish *finish) {
  const qsimrt_elementwise *sum = &call->layer->u.elementwise;
  const int32_t bits = finish->target.bits;
  const terms out = {
      side_of(sum->positive),
      side_of(sum->negative ? sum->negative : sum->positive),
      finish->has_negative,
      reals_set(finish->rounding == QSIMRT_ROUND_HALF_UP ? 0.5 : 0.0),
      reals_set(1 << 24),
      reals_set(-(1 << 24)),
      lanes_set(-(call->inputs[0].zero_point + QSIMRT_PIXEL_OFFSET)),
      lanes_set(-(call->inputs[1].zero_point + QSIMRT_PIXEL_OFFSET)),
      lanes_set(finish->target.zero_point + QSIMRT_PIXEL_OFFSET),
      lanes_set(qsimrt_quant_min(bits) + QSIMRT_PIXEL_OFFSET),
      lanes_set(qsimrt_quant_max(bits) + QSIMRT_PIXEL_OFFSET),
      lanes_set(finish->most + QSIMRT_PIXEL_OFFSET)};
  return out;
}

// Half of the lanes, not yet rounded.
static inline reals add_rescaled(const terms *with, reals a, reals b) {
  const side *up = &with->positive, *down = &with->negative;
  reals acc = reals_fma(a, up->first, reals_mul(b, up->second));
  reals scale = up->scale;
  if (with->has_negative) {
    const reals below = reals_fma(a, down->first, reals_mul(b, down->second));
    scale = reals_where_negative(acc, down->scale, scale);
    acc = reals_where_negative(acc, below, acc);
  }
  return reals_max(reals_min(reals_fma(acc, scale, with->half), with->limit),
                   with->opposite_limit);
}

// A vector of channels of one pixel, of which the first `count` are there: what
// is clamped in them is counted.
static inline void add_exactly(const terms *with, const uint8_t *first,
                               const uint8_t *second, uint8_t *to,
                               int32_t count, lanes *saturated) {
  const lanes a = lanes_add(lanes_load_bytes(first), with->zero_first);
  const lanes b = lanes_add(lanes_load_bytes(second), with->zero_second);
  const lanes rounded =
      lanes_round_down(add_rescaled(with, lanes_low(a), lanes_low(b)),
                       add_rescaled(with, lanes_high(a), lanes_high(b)));
  const lanes placed = lanes_add(rounded, with->offset);
  const lanes clamped = lanes_max(lanes_min(placed, with->high), with->low);
  *saturated = lanes_count_changed(
      *saturated, lanes_where_first(count, placed, clamped), clamped);
  lanes_store_bytes(to, lanes_min(clamped, with->most));
}

// The sums of `count` values that lie side by side.
typedef void (*run_adder)(void *context, const uint8_t *first,
                          const uint8_t *second, uint8_t *to, int32_t count);

// The second input as `pixels` outputs from (y, x) on see it.
static inline void see_second(const qsimrt_fast_call *call, int32_t y,
                              int32_t x, int32_t pixels, uint8_t *to) {
  const qsimrt_pixels *in = &call->inputs[1];
  const qsimrt_shape out = call->layer->shape;
  const int32_t step = call->output.channels;
  const int32_t row = qsimrt_seen(qsimrt_overlap_of(in->shape.h, out.h), y);
  const qsimrt_overlap along = qsimrt_overlap_of(in->shape.w, out.w);
  const int32_t channels = in->shape.c < out.c ? in->shape.c : out.c;
  memset(to, in->zero_point + QSIMRT_PIXEL_OFFSET, (size_t)(pixels * step));
  for (int32_t p = 0; row >= 0 && p < pixels; ++p) {
    const int32_t column = qsimrt_seen(along, x + p);
    if (column >= 0)
      memcpy(to + p * step, qsimrt_pixel(in, row, column), (size_t)channels);
  }
}

// A row at a time where no channels are padding, else a pixel at a time.
static inline __attribute__((always_inline)) void
add_rows(const qsimrt_fast_call *call, run_adder add, void *context) {
  const qsimrt_shape shape = call->layer->shape;
  const int is_seen = !qsimrt_same_shape(call->inputs[1].shape, shape);
  const int32_t fitting = QSIMRT_FAST_SUMS / call->output.channels;
  const int32_t whole = is_seen && fitting < shape.w ? fitting : shape.w;
  const int32_t most = shape.c == call->output.channels ? whole : 1;
  for (int32_t y = call->begin; y < call->end; ++y)
    for (int32_t x = 0, pixels; x < shape.w; x += pixels) {
      pixels = shape.w - x < most ? shape.w - x : most;
      const uint8_t *second = call->scratch;
      if (is_seen)
        see_second(call, y, x, pixels, call->scratch);
      else
        second = qsimrt_pixel(&call->inputs[1], y, x);
      add(context, qsimrt_pixel(&call->inputs[0], y, x), second,
          qsimrt_pixel(&call->output, y, x), pixels * shape.c);
    }
}

#endif // QSIMRT_OPT_SHORTCUT_H
