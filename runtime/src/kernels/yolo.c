// SPDX-License-Identifier: Apache-2.0
// The yolo head (numerics.md N20): logistic on everything but width and height.
// No accumulator.
#include "elementary.h"
#include "qsimrt/kernels.h"

void qsimrt_yolo_float(const qsimrt_call *call) {
  const qsimrt_yolo *yolo = &call->layer->u.yolo;
  const int32_t entries = 5 + yolo->classes;
  const qsimrt_shape shape = call->layer->shape;
  const int64_t plane = (int64_t)shape.h * shape.w;
  const float shift = -0.5f * (yolo->scale_x_y - 1);
  const float *in =
      (const float *)call->inputs[0].data + call->channel_begin * plane;
  float *out = (float *)call->output + call->channel_begin * plane;
  for (int32_t c = call->channel_begin; c < call->channel_end; ++c) {
    const int32_t entry = c % entries;
    const int is_size = entry == 2 || entry == 3;
    const int is_scaled = entry < 2 && yolo->scale_x_y != 1;
    for (int64_t i = 0; i < plane; ++i, ++in) {
      float value = *in;
      if (!is_size && !yolo->new_coords)
        value = qsimrt_logistic(value);
      if (is_scaled) {
        value = value * yolo->scale_x_y;
        value = value + shift;
      }
      *out++ = value;
    }
  }
}
