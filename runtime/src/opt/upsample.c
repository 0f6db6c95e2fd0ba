// SPDX-License-Identifier: Apache-2.0
// Nearest-neighbour upsampling in pixel order (numerics.md N15, N19).
#include "opt/fast.h"

#include <string.h>

void qsimrt_fast_upsample(const qsimrt_fast_call *call) {
  const int32_t stride = call->layer->u.upsample.stride;
  const qsimrt_pixels *in = &call->inputs[0];
  const size_t bytes = (size_t)in->channels * (size_t)in->element;
  for (int32_t y = call->begin; y < call->end; ++y)
    for (int32_t x = 0; x < call->layer->shape.w; ++x)
      memcpy(qsimrt_element(&call->output, y, x, 0),
             qsimrt_element(in, y / stride, x / stride, 0), bytes);
}
