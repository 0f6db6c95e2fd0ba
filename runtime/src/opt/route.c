// SPDX-License-Identifier: Apache-2.0
// Concatenation by channel in pixel order (numerics.md N13, N19). What integers
// of another scale become is looked up: there are 256 at most.
#include "opt/fast.h"
#include "opt/rescale.h"

#include <string.h>

// Channels of the pixels of a row, and where they go.
typedef struct run {
  const uint8_t *from;
  uint8_t *to;
  int64_t from_step, to_step; // bytes to the next pixels
  int32_t pixels;
} run;

// `bytes` is a constant wherever this pays: a call for each pixel would take
// longer than the copy.
static inline __attribute__((always_inline)) void copy_each(const run *of,
                                                            size_t bytes) {
  const uint8_t *from = of->from;
  uint8_t *to = of->to;
  for (int32_t i = 0; i < of->pixels; ++i) {
    memcpy(to, from, bytes);
    from += of->from_step;
    to += of->to_step;
  }
}

static void copy_run(const run *of, size_t bytes) {
  switch (bytes) {
  case 4:
    copy_each(of, 4);
    return;
  case 16:
    copy_each(of, 16);
    return;
  case 32:
    copy_each(of, 32);
    return;
  default:
    copy_each(of, bytes);
  }
}

// So many bytes, or up to the next multiple of 16 or of 4 where both sides have
// room: what is too much is written again, by the next input or as padding.
static size_t with_room(size_t bytes, size_t left_in, size_t left_out) {
  const size_t room = left_in < left_out ? left_in : left_out;
  const size_t sixteens = (bytes + 15) / 16 * 16, fours = (bytes + 3) / 4 * 4;
  return bytes > 4 && sixteens <= room ? sixteens
         : fours <= room               ? fours
                                       : bytes;
}

static run run_of(const qsimrt_fast_call *call, int32_t input, int32_t first,
                  int32_t at, int32_t y) {
  const qsimrt_pixels *in = &call->inputs[input], *out = &call->output;
  const run of = {qsimrt_element(in, y, 0, first),
                  qsimrt_element(out, y, 0, at),
                  (int64_t)in->element * in->channels,
                  (int64_t)out->element * out->channels, out->shape.w};
  return of;
}

static uint64_t look_up_run(const run *of, const qsimrt_rescaled *table,
                            int32_t count) {
  const uint8_t *from = of->from;
  uint8_t *to = of->to;
  uint64_t saturated = 0;
  for (int32_t i = 0; i < of->pixels; ++i) {
    for (int32_t c = 0; c < count; ++c) {
      const uint32_t entry = table->entry[from[c]];
      to[c] = (uint8_t)(entry + QSIMRT_PIXEL_OFFSET); // modulo 256
      saturated += entry >> 16;
    }
    from += of->from_step;
    to += of->to_step;
  }
  return saturated;
}

// Channels [first, first + count) of input i, to channel `at` of the output.
static uint64_t put(const qsimrt_fast_call *call, int32_t input, int32_t first,
                    int32_t count, int32_t at) {
  const qsimrt_pixels *in = &call->inputs[input], *out = &call->output;
  const size_t element = (size_t)in->element;
  uint64_t saturated = 0;
  qsimrt_rescaled table;
  const int same = element != 1 || qsimrt_same_quant(&call->input_quants[input],
                                                     &call->layer->output);
  const size_t bytes = with_room(element * (size_t)count,
                                 element * (size_t)(in->channels - first),
                                 element * (size_t)(out->channels - at));
  if (!same)
    qsimrt_fill_rescaled(call->input_quants[input],
                         call->layer->u.route.rescale[input],
                         call->layer->output, call->datapath->rounding, &table);
  for (int32_t y = call->begin; y < call->end; ++y) {
    const run of = run_of(call, input, first, at, y);
    if (same)
      copy_run(&of, bytes);
    else
      saturated += look_up_run(&of, &table, count);
  }
  return saturated;
}

// The padded channels of the output, from `at` on: fewer than 16.
static void put_padding(const qsimrt_fast_call *call, int32_t at) {
  static const uint8_t zeros[16 * sizeof(float)] = {0};
  const qsimrt_pixels *out = &call->output;
  for (int32_t y = call->begin; y < call->end; ++y) {
    run of = run_of(call, 0, 0, at, y);
    of.from = zeros;
    of.from_step = 0;
    copy_run(&of, (size_t)out->element * (size_t)(out->channels - at));
  }
}

void qsimrt_fast_route(const qsimrt_fast_call *call) {
  const qsimrt_route *route = &call->layer->u.route;
  int32_t at = 0;
  for (int32_t i = 0; i < call->layer->input_count; ++i) {
    const int32_t count = call->inputs[i].shape.c / route->groups;
    *call->saturated_outputs +=
        put(call, i, route->group_id * count, count, at);
    at += count;
  }
  if (at < call->output.channels)
    put_padding(call, at);
}
