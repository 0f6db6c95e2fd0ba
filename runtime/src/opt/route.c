// SPDX-License-Identifier: Apache-2.0
// Concatenation by channel in pixel order (numerics.md N13, N19). What integers
// of another scale become is looked up: there are 256 at most.
#include "opt/fast.h"
#include "opt/rescale.h"

#include <string.h>

// Channels that lie in vectors of their own are the library's to copy, fewer
// take less time than a call.
static inline void copy_channels(uint8_t *to, const uint8_t *from,
                                 size_t bytes) {
  if (bytes >= 64) {
    memcpy(to, from, bytes);
    return;
  }
  size_t i = 0;
  for (; i + 16 <= bytes; i += 16)
    memcpy(to + i, from + i, 16);
  for (; i + 4 <= bytes; i += 4)
    memcpy(to + i, from + i, 4);
  for (; i < bytes; ++i)
    to[i] = from[i];
}

// Channels [first, first + count) of input i, to channel `at` of the output.
static uint64_t put(const qsimrt_fast_call *call, int32_t input, int32_t first,
                    int32_t count, int32_t at) {
  const qsimrt_pixels *in = &call->inputs[input];
  const int32_t width = call->layer->shape.w;
  uint64_t saturated = 0;
  qsimrt_rescaled table;
  const int same =
      in->element != 1 ||
      qsimrt_same_quant(&call->input_quants[input], &call->layer->output);
  const size_t bytes = (size_t)in->element * (size_t)count;
  if (!same)
    qsimrt_fill_rescaled(call->input_quants[input],
                         call->layer->u.route.rescale[input],
                         call->layer->output, call->datapath->rounding, &table);
  for (int32_t y = call->begin; y < call->end; ++y) {
    for (int32_t x = 0; x < width; ++x) {
      const uint8_t *from = qsimrt_element(in, y, x, first);
      uint8_t *to = qsimrt_element(&call->output, y, x, at);
      if (same) {
        copy_channels(to, from, bytes);
        continue;
      }
      for (int32_t c = 0; c < count; ++c) {
        const uint32_t entry = table.entry[from[c]];
        to[c] = (uint8_t)(entry + QSIMRT_PIXEL_OFFSET); // modulo 256
        saturated += entry >> 16;
      }
    }
  }
  return saturated;
}

void qsimrt_fast_route(const qsimrt_fast_call *call) {
  const qsimrt_route *route = &call->layer->u.route;
  const qsimrt_pixels *out = &call->output;
  int32_t at = 0;
  for (int32_t i = 0; i < call->layer->input_count; ++i) {
    const int32_t count = call->inputs[i].shape.c / route->groups;
    *call->saturated_outputs +=
        put(call, i, route->group_id * count, count, at);
    at += count;
  }
  if (at == out->channels)
    return;
  for (int32_t y = call->begin; y < call->end; ++y)
    for (int32_t x = 0; x < out->shape.w; ++x)
      memset(qsimrt_element(out, y, x, at), 0,
             (size_t)out->element * (size_t)(out->channels - at));
}
