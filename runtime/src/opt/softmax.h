// SPDX-License-Identifier: Apache-2.0
// Softmax in FLOAT (numerics.md N39): exponentials of the whole tensor at a
// time, everything else as the reference does it. Included after activate.h.
#ifndef QSIMRT_OPT_SOFTMAX_H
#define QSIMRT_OPT_SOFTMAX_H

// Of the `count` values out[0], out[step], ...: scaled, less the largest.
static inline void below_largest(const float *in, int64_t count, int64_t step,
                                 float temperature, float *out) {
  float largest = in[0];
  for (int64_t i = 1; i < count; ++i)
    largest = in[i * step] > largest ? in[i * step] : largest;
  const float scaled_largest = largest / temperature;
  for (int64_t i = 0; i < count; ++i)
    out[i * step] = in[i * step] / temperature - scaled_largest;
}

static inline void divide_by_sum(float *out, int64_t count, int64_t step) {
  double sum = 0;
  for (int64_t i = 0; i < count; ++i)
    sum += out[i * step];
  const float total = (float)sum;
  for (int64_t i = 0; i < count; ++i)
    out[i * step] /= total;
}

static inline void softmax_values(const qsimrt_call *call) {
  const qsimrt_softmax *softmax = &call->layer->u.softmax;
  if (softmax->log) {
    qsimrt_softmax_float(call);
    return;
  }
  const qsimrt_shape shape = call->layer->shape;
  const int64_t values = (int64_t)shape.c * shape.h * shape.w;
  const int64_t inner = softmax->inner > 1 ? softmax->inner : 1;
  const int64_t group = values / softmax->groups;
  const float *in = call->inputs[0].data;
  float *out = call->output;
  for (int64_t first = 0; first < values; first += group)
    for (int64_t i = first; i < first + inner; ++i)
      below_largest(in + i, group / inner, inner, softmax->temperature,
                    out + i);
  activate_values(QSIMRT_EXP, out, (size_t)values);
  for (int64_t first = 0; first < values; first += group)
    for (int64_t i = first; i < first + inner; ++i)
      divide_by_sum(out + i, group / inner, inner);
}

#endif // QSIMRT_OPT_SOFTMAX_H
