// SPDX-License-Identifier: Apache-2.0
// Connected layers in FLOAT, HYBRID and INT (numerics.md N29, N17, N18).
//
// Accumulator width: the sum of K products is an int64 (a product is below
// 2^30, K below 2^31), and so is zero point * sum of weights, below 2^61. With
// per-add the judged value is below 2^47 and a product below 2^30.
#include "kernels/integer_sums.h"
#include "kernels/weights.h"

static int64_t input_values(const qsimrt_call *call) {
  const qsimrt_shape in = call->inputs[0].shape;
  return (int64_t)in.c * in.h * in.w;
}

void qsimrt_connected_float(const qsimrt_call *call) {
  const int64_t count = input_values(call);
  const float *in = call->inputs[0].data;
  for (int32_t o = call->channel_begin; o < call->channel_end; ++o) {
    const float *weights = call->layer->u.convolutional.weights + o * count;
    const qsimrt_norm norm = qsimrt_norm_of(call, o);
    float acc = 0;
    for (int64_t k = 0; k < count; ++k)
      acc += weights[k] * norm.gain * in[k];
    qsimrt_finish_float(call, &norm, 1, &acc, (float *)call->output + o);
  }
}

void qsimrt_connected_hybrid(const qsimrt_call *call) {
  const qsimrt_convolutional *conv = &call->layer->u.convolutional;
  const int64_t count = input_values(call);
  for (int32_t o = call->channel_begin; o < call->channel_end; ++o) {
    int64_t sum_of_weights = 0;
    for (int64_t k = 0; k < count; ++k)
      sum_of_weights +=
          qsimrt_integer_at(conv->q_weights, conv->weight_bits, o * count + k);
    const int64_t acc = qsimrt_dot_product(call, o * count, count) -
                        call->inputs[0].quant.zero_point * sum_of_weights;
    ((float *)call->output)[o] = qsimrt_finish_hybrid(call, o, o, acc);
  }
}

static int64_t sum_judging_each(const qsimrt_call *call, int64_t first,
                                int64_t count, int64_t bias, int32_t bits) {
  const qsimrt_convolutional *conv = &call->layer->u.convolutional;
  const qsimrt_operand *in = &call->inputs[0];
  int64_t acc = qsimrt_judge_for(call, bits, bias);
  for (int64_t k = 0; k < count; ++k) {
    acc += (int64_t)qsimrt_integer_at(conv->q_weights, conv->weight_bits,
                                      first + k) *
           qsimrt_integer_at(in->data, in->quant.bits, k);
    acc = qsimrt_judge_for(call, bits, acc);
  }
  return acc;
}

void qsimrt_connected_int(const qsimrt_call *call) {
  const int64_t count = input_values(call);
  const int32_t bits = qsimrt_accumulator_bits(call);
  const qsimrt_finish finish = qsimrt_finish_int_of(call);
  for (int32_t o = call->channel_begin; o < call->channel_end; ++o) {
    const int64_t bias = qsimrt_bias_at(call, o);
    const int64_t acc =
        call->datapath->overflow_check == QSIMRT_CHECK_PER_ADD
            ? sum_judging_each(call, o * count, count, bias, bits)
            : qsimrt_judge_for(call, bits,
                               bias +
                                   qsimrt_dot_product(call, o * count, count));
    qsimrt_keep_accumulator(call, o, acc);
    qsimrt_integer_store(call->output, call->layer->output.bits, o,
                         qsimrt_finish_int(call, &finish, o, acc));
  }
}
