// SPDX-License-Identifier: Apache-2.0
// The yolo head (numerics.md N20): logistic on everything but width and height.
// No accumulator.
#include "elementary.h"
#include "qsimrt/kernels.h"

void qsimrt_yolo_float(const qsimrt_call *call) {
  const int32_t entries = 5 + call->layer->u.yolo.classes;
  const qsimrt_shape shape = call->layer->shape;
  const int64_t plane = (int64_t)shape.h * shape.w;
  const float *in = call->inputs[0].data;
  float *out = call->output;
  for (int32_t c = 0; c < shape.c; ++c) {
    const int32_t entry = c % entries;
    const int is_size = entry == 2 || entry == 3;
    for (int64_t i = 0; i < plane; ++i, ++in)
      *out++ = is_size ? *in : (float)(1.0 / (1.0 + qsimrt_exp(-*in)));
  }
}
