// SPDX-License-Identifier: Apache-2.0
// Sums of inputs, of equal or unequal shapes, in FLOAT and INT (numerics.md
// N31, N38); of one input, an activation alone (N55).
//
// Accumulator width: q - zero point is below 2^16, a multiplier below 2^31:
// 2^14 inputs sum up to less than 2^61, an int64.
#include "kernels/integers.h"
#include "kernels/overlap.h"
#include "kernels/weights.h"

// The flat index in an input of what output (k, y, x) sees; -1: nothing.
static int64_t seen_index(qsimrt_shape in, qsimrt_shape out, int32_t k,
                          int32_t y, int32_t x) {
  const int32_t row = qsimrt_seen(qsimrt_overlap_of(in.h, out.h), y);
  const int32_t column = qsimrt_seen(qsimrt_overlap_of(in.w, out.w), x);
  if (k >= in.c || row < 0 || column < 0)
    return -1;
  return ((int64_t)k * in.h + row) * in.w + column;
}

void qsimrt_shortcut_float(const qsimrt_call *call) {
  const qsimrt_shape out = call->layer->shape;
  const qsimrt_activation activation = call->layer->u.elementwise.activation;
  int64_t at = (int64_t)call->channel_begin * out.h * out.w;
  for (int32_t k = call->channel_begin; k < call->channel_end; ++k)
    for (int32_t y = 0; y < out.h; ++y)
      for (int32_t x = 0; x < out.w; ++x, ++at) {
        float sum = ((const float *)call->inputs[0].data)[at];
        for (int32_t i = 1; i < call->layer->input_count; ++i) {
          const qsimrt_operand *in = &call->inputs[i];
          const int64_t from = qsimrt_same_shape(in->shape, out)
                                   ? at
                                   : seen_index(in->shape, out, k, y, x);
          if (from >= 0)
            sum += ((const float *)in->data)[from];
        }
        ((float *)call->output)[at] = qsimrt_leaky_float(call, activation, sum);
      }
}

// The sum for one output, with one set of multipliers.
static int64_t sum_inputs(const qsimrt_call *call,
                          const qsimrt_multiplier *multipliers, int64_t at,
                          int32_t k, int32_t y, int32_t x) {
  const qsimrt_shape out = call->layer->shape;
  int64_t acc = 0;
  for (int32_t i = 0; i < call->layer->input_count; ++i) {
    const qsimrt_operand *in = &call->inputs[i];
    const int64_t from = qsimrt_same_shape(in->shape, out)
                             ? at
                             : seen_index(in->shape, out, k, y, x);
    if (from >= 0)
      acc += (int64_t)multipliers[i].mult *
             (qsimrt_integer_at(in->data, in->quant.bits, from) -
              in->quant.zero_point);
  }
  return acc;
}

void qsimrt_shortcut_int(const qsimrt_call *call) {
  const qsimrt_shape out = call->layer->shape;
  const qsimrt_elementwise *sum = &call->layer->u.elementwise;
  const qsimrt_finish finish = qsimrt_finish_of(
      sum->activation, &sum->parameters, sum->preactivation, sum->table,
      call->layer->output, call->datapath->rounding);
  int64_t at = (int64_t)call->channel_begin * out.h * out.w;
  for (int32_t k = call->channel_begin; k < call->channel_end; ++k)
    for (int32_t y = 0; y < out.h; ++y)
      for (int32_t x = 0; x < out.w; ++x, ++at) {
        qsimrt_multiplier by = {1, sum->positive[0].shift};
        int64_t acc = sum_inputs(call, sum->positive, at, k, y, x);
        if (acc < 0 && finish.has_negative) {
          acc = sum_inputs(call, sum->negative, at, k, y, x);
          by.shift = sum->negative[0].shift;
        }
        qsimrt_keep_accumulator(call, at, acc);
        qsimrt_integer_store(call->output, call->layer->output.bits, at,
                             qsimrt_finish_accumulator(
                                 &finish, acc, by, call->saturated_outputs));
      }
}
