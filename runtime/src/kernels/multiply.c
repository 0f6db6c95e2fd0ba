// SPDX-License-Identifier: Apache-2.0
// Products of two inputs in FLOAT and INT (numerics.md N32, N38).
//
// Accumulator width: a product of two differences of 17 bits is at most 2^32 in
// magnitude, an int64.
#include "kernels/integers.h"
#include "kernels/weights.h"

// The value of the first input that belongs to value `place` of channel c: it
// has all of the second's channels or one, and all of its places or one.
static int64_t first_index(qsimrt_shape first, int32_t c, int64_t place) {
  const int64_t places = (int64_t)first.h * first.w;
  return (first.c == 1 ? 0 : c) * places + (places == 1 ? 0 : place);
}

void qsimrt_multiply_float(const qsimrt_call *call) {
  const qsimrt_shape shape = call->layer->shape;
  const int64_t places = (int64_t)shape.h * shape.w;
  const float *a = call->inputs[0].data, *b = call->inputs[1].data;
  const qsimrt_activation activation = call->layer->u.elementwise.activation;
  for (int32_t c = call->channel_begin; c < call->channel_end; ++c)
    for (int64_t i = 0; i < places; ++i) {
      const float product =
          a[first_index(call->inputs[0].shape, c, i)] * b[c * places + i];
      ((float *)call->output)[c * places + i] =
          qsimrt_leaky_float(call, activation, product);
    }
}

static int64_t difference(const qsimrt_operand *in, int64_t index) {
  return qsimrt_integer_at(in->data, in->quant.bits, index) -
         in->quant.zero_point;
}

void qsimrt_multiply_int(const qsimrt_call *call) {
  const qsimrt_shape shape = call->layer->shape;
  const int64_t places = (int64_t)shape.h * shape.w;
  const qsimrt_operand *a = &call->inputs[0], *b = &call->inputs[1];
  const qsimrt_elementwise *product = &call->layer->u.elementwise;
  const qsimrt_finish finish = qsimrt_finish_of(
      product->activation, &product->parameters, product->preactivation,
      product->table, call->layer->output, call->datapath->rounding);
  for (int32_t c = call->channel_begin; c < call->channel_end; ++c)
    for (int64_t i = 0; i < places; ++i) {
      const int64_t at = c * places + i;
      const int64_t acc =
          difference(a, first_index(a->shape, c, i)) * difference(b, at);
      qsimrt_keep_accumulator(call, at, acc);
      const int below = acc < 0 && finish.has_negative;
      qsimrt_integer_store(
          call->output, call->layer->output.bits, at,
          qsimrt_finish_accumulator(
              &finish, acc, below ? product->negative[0] : product->positive[0],
              call->saturated_outputs));
    }
}
