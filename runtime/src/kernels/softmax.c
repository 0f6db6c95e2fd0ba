// SPDX-License-Identifier: Apache-2.0
// Softmax in FLOAT (numerics.md N39), and its logarithm (N63).
#include "kernels/softmax.h"
#include "elementary.h"
#include "qsimrt/kernels.h"

void qsimrt_softmax_of(const float *in, int64_t count, int64_t step,
                       float temperature, float *out) {
  float largest = in[0];
  for (int64_t i = 1; i < count; ++i)
    largest = in[i * step] > largest ? in[i * step] : largest;
  const float scaled_largest = largest / temperature;
  double sum = 0; // over 1000 classes a float32 sum is off by 1e-6
  for (int64_t i = 0; i < count; ++i) {
    const float scaled = in[i * step] / temperature;
    const float below = scaled - scaled_largest;
    out[i * step] = (float)qsimrt_exp(below);
    sum += out[i * step];
  }
  const float total = (float)sum;
  for (int64_t i = 0; i < count; ++i)
    out[i * step] /= total;
}

static void log_softmax_of(const float *in, int64_t count, int64_t step,
                           float temperature, float *out) {
  float largest = in[0];
  for (int64_t i = 1; i < count; ++i)
    largest = in[i * step] > largest ? in[i * step] : largest;
  const float scaled_largest = largest / temperature;
  double sum = 0;
  for (int64_t i = 0; i < count; ++i) {
    const float scaled = in[i * step] / temperature;
    out[i * step] = scaled - scaled_largest;
    sum += (float)qsimrt_exp(out[i * step]);
  }
  const float total = (float)qsimrt_log(sum);
  for (int64_t i = 0; i < count; ++i)
    out[i * step] -= total;
}

void qsimrt_softmax_float(const qsimrt_call *call) {
  const qsimrt_softmax *softmax = &call->layer->u.softmax;
  const qsimrt_shape shape = call->layer->shape;
  const int64_t inner = softmax->inner > 1 ? softmax->inner : 1;
  const int64_t group = (int64_t)shape.c * shape.h * shape.w / softmax->groups;
  for (int64_t g = 0; g < softmax->groups; ++g)
    for (int64_t first = g * group; first < g * group + inner; ++first)
      (softmax->log ? log_softmax_of : qsimrt_softmax_of)(
          (const float *)call->inputs[0].data + first, group / inner, inner,
          softmax->temperature, (float *)call->output + first);
}
