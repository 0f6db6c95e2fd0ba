// SPDX-License-Identifier: Apache-2.0
// What convolutional, connected and local layers share: from the sum of an
// output to its value, in each mode.
#ifndef QSIMRT_KERNELS_WEIGHTS_H
#define QSIMRT_KERNELS_WEIGHTS_H

#include "elementary.h"
#include "kernels/integers.h"
#include "qsimrt/kernels.h"
#include "qsimrt/qsimrt.h"
#include "requant.h"

// Leaky in FLOAT (N26), where the layer has it; the other activations are the
// caller's (kernels.h).
static inline float qsimrt_leaky_float(const qsimrt_call *call,
                                       qsimrt_activation activation, float x) {
  if (activation != QSIMRT_LEAKY || x > 0)
    return x;
  return call->arithmetic == QSIMRT_PJREDDIE ? (float)(0.1 * x) : 0.1f * x;
}

// ---- FLOAT (N18, N42) ----

// What one filter multiplies its weights by, and does to its sums.
typedef struct qsimrt_norm {
  float gain; // of the weights
  float bias;
  int divides; // batch norm after the sum
  float mean, scale;
  double deviation;
} qsimrt_norm;

static inline qsimrt_norm qsimrt_norm_of(const qsimrt_call *call, int32_t o) {
  const qsimrt_convolutional *conv = &call->layer->u.convolutional;
  qsimrt_norm norm = {1, conv->biases[o], 0, 0, 1, 1};
  if (call->arithmetic == QSIMRT_YOLO2_LIGHT) {
    const qsimrt_light_fold fold = qsimrt_fold_light(conv, o);
    norm.gain = fold.gain;
    norm.bias = fold.bias;
  } else if (conv->batch_normalize) {
    norm.divides = 1;
    norm.mean = conv->mean[o];
    norm.scale = conv->scales[o];
    norm.deviation =
        qsimrt_deviation(call->arithmetic, conv->epsilon, conv->variance[o]);
  }
  return norm;
}

static inline void qsimrt_finish_float(const qsimrt_call *call,
                                       const qsimrt_norm *norm, int32_t count,
                                       const float *acc, float *out) {
  const qsimrt_activation activation = call->layer->u.convolutional.activation;
  for (int32_t x = 0; x < count; ++x) {
    float value = acc[x];
    if (norm->divides) {
      const float centred = value - norm->mean;
      value = (float)(centred / norm->deviation);
      value = value * norm->scale;
    }
    out[x] = value + norm->bias;
  }
  if (activation == QSIMRT_LEAKY)
    for (int32_t x = 0; x < count; ++x)
      out[x] = qsimrt_leaky_float(call, activation, out[x]);
}

// ---- HYBRID (N17, N44) ----

// acc is the sum of weight * (integer - zero point).
static inline float qsimrt_finish_hybrid(const qsimrt_call *call, int32_t o,
                                         int64_t bias_index, int64_t acc) {
  const qsimrt_convolutional *conv = &call->layer->u.convolutional;
  const int light = call->arithmetic == QSIMRT_YOLO2_LIGHT;
  float scale = conv->hybrid_scales[light ? 0 : o];
  if (light) {
    acc /= 32; // toward zero
    acc = acc < -32767 ? -32767 : acc > 32767 ? 32767 : acc;
  }
  const float scaled = (float)acc * scale;
  const float value = scaled + conv->hybrid_biases[bias_index];
  if (conv->activation != QSIMRT_LEAKY || value > 0)
    return value;
  return light ? value / 10.0f : value * 0.1f;
}

// ---- INT (N5, N10, N12) ----

static inline int64_t qsimrt_bias_at(const qsimrt_call *call, int64_t index) {
  const qsimrt_convolutional *conv = &call->layer->u.convolutional;
  return qsimrt_is_narrow(conv, &call->inputs[0].quant)
             ? ((const int32_t *)conv->q_biases)[index]
             : ((const int64_t *)conv->q_biases)[index];
}

static inline int32_t qsimrt_accumulator_bits(const qsimrt_call *call) {
  return qsimrt_is_narrow(&call->layer->u.convolutional, &call->inputs[0].quant)
             ? call->datapath->accumulator_bits
             : call->datapath->wide_accumulator_bits;
}

static inline int64_t qsimrt_judge_for(const qsimrt_call *call, int32_t bits,
                                       int64_t acc) {
  return qsimrt_judge(acc, bits, call->datapath->overflow,
                      call->accumulator_overflows);
}

static inline qsimrt_finish qsimrt_finish_int_of(const qsimrt_call *call) {
  const qsimrt_convolutional *conv = &call->layer->u.convolutional;
  return qsimrt_finish_of(conv->activation, &conv->parameters,
                          conv->preactivation, conv->table, call->layer->output,
                          call->datapath->rounding);
}

// N12, N27, N28 for a judged accumulator of filter o.
static inline int32_t qsimrt_finish_int(const qsimrt_call *call,
                                        const qsimrt_finish *finish, int32_t o,
                                        int64_t acc) {
  const qsimrt_convolutional *conv = &call->layer->u.convolutional;
  return qsimrt_finish_accumulator(
      finish, acc,
      acc < 0 && finish->has_negative ? conv->negative[o] : conv->positive[o],
      call->saturated_outputs);
}

#endif // QSIMRT_KERNELS_WEIGHTS_H
