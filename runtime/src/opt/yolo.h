// SPDX-License-Identifier: Apache-2.0
// The yolo head (numerics.md N20). Included after the lanes of an instruction
// set.
#ifndef QSIMRT_OPT_YOLO_H
#define QSIMRT_OPT_YOLO_H

#include "opt/activate.h"

#include <string.h>

static inline void yolo_head(const qsimrt_call *call) {
  const qsimrt_yolo *yolo = &call->layer->u.yolo;
  const int32_t entries = 5 + yolo->classes;
  const qsimrt_shape shape = call->layer->shape;
  const int64_t plane = (int64_t)shape.h * shape.w;
  const float shift = -0.5f * (yolo->scale_x_y - 1);
  for (int32_t c = call->channel_begin; c < call->channel_end; ++c) {
    const float *in = (const float *)call->inputs[0].data + c * plane;
    float *out = (float *)call->output + c * plane;
    const int32_t entry = c % entries;
    if (entry == 2 || entry == 3 || yolo->new_coords)
      memcpy(out, in, (size_t)plane * sizeof *out);
    else
      activate_each(in, out, (size_t)plane, QSIMRT_LOGISTIC, logistic_of);
    if (entry < 2 && yolo->scale_x_y != 1)
      for (int64_t i = 0; i < plane; ++i) {
        const float scaled = out[i] * yolo->scale_x_y;
        out[i] = scaled + shift;
      }
  }
}

#endif // QSIMRT_OPT_YOLO_H
