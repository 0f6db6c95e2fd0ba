// SPDX-License-Identifier: Apache-2.0
// Concatenation by channel in pixel order (numerics.md N13, N19). What integers
// of another scale become is looked up: there are 256 at most.
#include "opt/fast.h"
#include "requant.h"

#include <string.h>

typedef struct rescaled {
  uint8_t byte[256];
  uint8_t saturates[256];
} rescaled;

static void fill(rescaled *table, const qsimrt_fast_call *call, int32_t input) {
  const qsimrt_quant from = call->input_quants[input];
  const qsimrt_multiplier by = call->layer->u.route.rescale[input];
  for (int32_t i = 0; i < 256; ++i) {
    uint64_t saturated = 0;
    const int64_t q = i - QSIMRT_PIXEL_OFFSET - from.zero_point;
    const int32_t y =
        qsimrt_place(qsimrt_requantize(q, by, call->datapath->rounding),
                     call->layer->output, &saturated);
    table->byte[i] = (uint8_t)(y + QSIMRT_PIXEL_OFFSET);
    table->saturates[i] = (uint8_t)saturated;
  }
}

// Channels [first, first + count) of input i, to channel `at` of the output.
static uint64_t put(const qsimrt_fast_call *call, int32_t input, int32_t first,
                    int32_t count, int32_t at) {
  const qsimrt_pixels *in = &call->inputs[input];
  const int32_t width = call->layer->shape.w;
  uint64_t saturated = 0;
  rescaled table;
  const int same =
      in->element != 1 ||
      qsimrt_same_quant(&call->input_quants[input], &call->layer->output);
  const size_t bytes = (size_t)in->element * (size_t)count;
  if (!same)
    fill(&table, call, input);
  for (int32_t y = call->begin; y < call->end; ++y) {
    for (int32_t x = 0; x < width; ++x) {
      const uint8_t *from = qsimrt_element(in, y, x, first);
      uint8_t *to = qsimrt_element(&call->output, y, x, at);
      if (same) {
        memcpy(to, from, bytes);
        continue;
      }
      for (int32_t c = 0; c < count; ++c) {
        to[c] = table.byte[from[c]];
        saturated += table.saturates[from[c]];
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
