// SPDX-License-Identifier: Apache-2.0
// The sum of inputs of the output's shape in FLOAT (numerics.md N38), in pixel
// order: rows of pixels are runs of floats.
#include "opt/fast.h"

#include <string.h>

static void add_row(float *restrict to, const float *restrict from,
                    size_t count) {
  for (size_t i = 0; i < count; ++i)
    to[i] += from[i];
}

void qsimrt_fast_float_shortcut(const qsimrt_fast_call *call) {
  const qsimrt_activation activation = call->layer->u.elementwise.activation;
  const size_t count =
      (size_t)call->output.channels * (size_t)call->layer->shape.w;
  for (int32_t y = call->begin; y < call->end; ++y) {
    float *to = qsimrt_real_pixel(&call->output, y, 0);
    memcpy(to, qsimrt_real_pixel(&call->inputs[0], y, 0), count * sizeof *to);
    for (int32_t i = 1; i < call->layer->input_count; ++i)
      add_row(to, qsimrt_real_pixel(&call->inputs[i], y, 0), count);
    // The others are the caller's (kernels.h).
    if (activation == QSIMRT_LEAKY)
      qsimrt_activate(call->arithmetic, activation, NULL, to, count);
  }
}
