// SPDX-License-Identifier: Apache-2.0
// Concatenation in CHW and INT (numerics.md N13, N62), of at most 8 bits of
// each input that has another scale: its values are looked up.
#include "kernels/integers.h"
#include "opt/fast.h"
#include "opt/rescale.h"

#include <string.h>

static size_t values_of(const qsimrt_operand *in) {
  return (size_t)in->shape.c * (size_t)in->shape.h * (size_t)in->shape.w;
}

// One run of each input after the other makes a run of the output.
static size_t runs_of(const qsimrt_route *route) {
  return route->outer > 1 ? (size_t)route->outer : 1;
}

// Is the input copied, or longer than the table that it needs?
static int is_worth_it(const qsimrt_call *call, const qsimrt_operand *in) {
  return qsimrt_same_quant(&in->quant, &call->layer->output) ||
         (in->quant.bits <= 8 && values_of(in) >= 256);
}

// Writes `count` integers; returns how many are saturated.
static uint64_t look_up(const qsimrt_rescaled *table, const int8_t *from,
                        size_t count, int32_t bits, void *to) {
  int8_t *bytes = to;
  int16_t *words = to;
  uint64_t saturated = 0;
  if (bits <= 8)
    for (size_t i = 0; i < count; ++i) {
      const uint32_t entry = table->entry[from[i] + QSIMRT_PIXEL_OFFSET];
      bytes[i] = (int8_t)entry;
      saturated += entry >> 16;
    }
  else
    for (size_t i = 0; i < count; ++i) {
      const uint32_t entry = table->entry[from[i] + QSIMRT_PIXEL_OFFSET];
      words[i] = (int16_t)entry;
      saturated += entry >> 16;
    }
  return saturated;
}

// Input i of the layer: `at` is where its first run begins in the output, and
// `round` the length of a run of that.
static void put(const qsimrt_call *call, int32_t i, size_t at, size_t round) {
  const qsimrt_operand *in = &call->inputs[i];
  const qsimrt_quant output = call->layer->output;
  const size_t element = qsimrt_element_size(output.bits);
  const size_t runs = runs_of(&call->layer->u.route);
  const size_t count = values_of(in) / runs;
  const int same = qsimrt_same_quant(&in->quant, &output);
  qsimrt_rescaled table;
  if (!same)
    qsimrt_fill_rescaled(in->quant, call->layer->u.route.rescale[i], output,
                         call->datapath->rounding, &table);
  for (size_t run = 0; run < runs; ++run) {
    char *to = (char *)call->output + element * (at + run * round);
    if (same) {
      memcpy(to, (const char *)in->data + element * run * count,
             element * count);
      continue;
    }
    const int8_t *from = (const int8_t *)in->data + run * count;
    *call->saturated_outputs += look_up(&table, from, count, output.bits, to);
  }
}

void qsimrt_fast_route_runs(const qsimrt_call *call) {
  const qsimrt_route *route = &call->layer->u.route;
  size_t round = 0, at = 0;
  int all = route->groups == 1;
  for (int32_t i = 0; i < call->layer->input_count; ++i) {
    all &= is_worth_it(call, &call->inputs[i]);
    round += values_of(&call->inputs[i]) / runs_of(route);
  }
  if (!all) {
    qsimrt_route_int(call);
    return;
  }
  for (int32_t i = 0; i < call->layer->input_count; ++i) {
    put(call, i, at, round);
    at += values_of(&call->inputs[i]) / runs_of(route);
  }
}
