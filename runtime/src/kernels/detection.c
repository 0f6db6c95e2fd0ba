// SPDX-License-Identifier: Apache-2.0
// The detection head of the first YOLO (numerics.md N41): class scores of every
// cell first, then objectness, then boxes. No accumulator.
#include "kernels/softmax.h"
#include "qsimrt/kernels.h"

#include <string.h>

void qsimrt_detection_float(const qsimrt_call *call) {
  const qsimrt_detection_head *head = &call->layer->u.detection;
  const qsimrt_shape shape = call->layer->shape;
  float *out = call->output;
  memcpy(out, call->inputs[0].data,
         (size_t)shape.c * (size_t)shape.h * (size_t)shape.w * sizeof *out);
  if (!head->softmax)
    return;
  for (int64_t cell = 0; cell < (int64_t)head->side * head->side; ++cell)
    qsimrt_softmax_of(out + cell * head->classes, head->classes, 1, 1,
                      out + cell * head->classes);
}
