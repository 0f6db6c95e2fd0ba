// SPDX-License-Identifier: Apache-2.0
// Normalization of each channel by its own map, in FLOAT (numerics.md N64).
#include "elementary.h"
#include "qsimrt/kernels.h"

void qsimrt_instance_norm_float(const qsimrt_call *call) {
  const qsimrt_instance_norm *norm = &call->layer->u.instance_norm;
  const qsimrt_shape shape = call->layer->shape;
  const int64_t places = (int64_t)shape.h * shape.w;
  for (int32_t c = call->channel_begin; c < call->channel_end; ++c) {
    const float *in = (const float *)call->inputs[0].data + c * places;
    float *out = (float *)call->output + c * places;
    double mean = 0, variance = 0;
    for (int64_t i = 0; i < places; ++i)
      mean += in[i];
    mean /= (double)places;
    for (int64_t i = 0; i < places; ++i) {
      const double centred = in[i] - mean;
      variance += centred * centred;
    }
    variance /= (double)places;
    const double deviation = qsimrt_sqrt(variance + norm->epsilon);
    for (int64_t i = 0; i < places; ++i) {
      const double scaled = norm->scales[c] * (in[i] - mean) / deviation;
      out[i] = (float)(scaled + norm->biases[c]);
    }
  }
}
