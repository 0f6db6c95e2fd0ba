// SPDX-License-Identifier: Apache-2.0
// Operations on two tensors of one shape: difference, larger and smaller in
// FLOAT and INT, quotient and power in FLOAT (numerics.md N61).
//
// Accumulator width: q - zero point is below 2^16, a multiplier below 2^31: a
// difference of two products is below 2^48, an int64.
#include "elementary.h"
#include "kernels/integers.h"
#include "kernels/weights.h"

static float operate(qsimrt_binary_kind operation, float x, float y) {
  switch (operation) {
  case QSIMRT_BINARY_SUB:
    return x - y;
  case QSIMRT_BINARY_MAX:
    return x > y ? x : y;
  case QSIMRT_BINARY_MIN:
    return x < y ? x : y;
  case QSIMRT_BINARY_DIV:
    return x / y;
  case QSIMRT_BINARY_POW:
    break;
  }
  return (float)qsimrt_real_pow(x, y);
}

// The first and the last element of a share of the output.
typedef struct range {
  int64_t begin, end;
} range;

static range range_of(const qsimrt_call *call) {
  const int64_t places = (int64_t)call->layer->shape.h * call->layer->shape.w;
  return (range){call->channel_begin * places, call->channel_end * places};
}

void qsimrt_binary_float(const qsimrt_call *call) {
  const qsimrt_elementwise *own = &call->layer->u.elementwise;
  const float *a = call->inputs[0].data, *b = call->inputs[1].data;
  const range share = range_of(call);
  for (int64_t i = share.begin; i < share.end; ++i)
    ((float *)call->output)[i] = qsimrt_leaky_float(
        call, own->activation, operate(own->operation, a[i], b[i]));
}

static int64_t contribution(const qsimrt_operand *in, int64_t at,
                            qsimrt_multiplier by) {
  const int64_t value =
      qsimrt_integer_at(in->data, in->quant.bits, at) - in->quant.zero_point;
  return value * by.mult;
}

static int64_t combine(const qsimrt_call *call, int64_t at,
                       const qsimrt_multiplier *multipliers) {
  const int64_t a = contribution(&call->inputs[0], at, multipliers[0]);
  const int64_t b = contribution(&call->inputs[1], at, multipliers[1]);
  switch (call->layer->u.elementwise.operation) {
  case QSIMRT_BINARY_MAX:
    return a > b ? a : b;
  case QSIMRT_BINARY_MIN:
    return a < b ? a : b;
  default:
    return a - b;
  }
}

void qsimrt_binary_int(const qsimrt_call *call) {
  const qsimrt_elementwise *own = &call->layer->u.elementwise;
  const qsimrt_finish finish = qsimrt_finish_of(
      own->activation, &own->parameters, own->preactivation, own->table,
      call->layer->output, call->datapath->rounding);
  const range share = range_of(call);
  for (int64_t i = share.begin; i < share.end; ++i) {
    qsimrt_multiplier by = {1, own->positive[0].shift};
    int64_t acc = combine(call, i, own->positive);
    if (acc < 0 && finish.has_negative) {
      acc = combine(call, i, own->negative);
      by.shift = own->negative[0].shift;
    }
    qsimrt_keep_accumulator(call, i, acc);
    qsimrt_integer_store(
        call->output, call->layer->output.bits, i,
        qsimrt_finish_accumulator(&finish, acc, by, call->saturated_outputs));
  }
}
