// SPDX-License-Identifier: Apache-2.0
// Nearest-neighbour upsampling of bytes in pixel order (numerics.md N15).
#include "opt/fast.h"

#include <string.h>

void qsimrt_fast_upsample(const qsimrt_fast_call *call) {
  const int32_t stride = call->layer->u.upsample.stride;
  const qsimrt_pixels *in = &call->inputs[0];
  const size_t bytes = (size_t)in->channels;
  for (int32_t y = call->begin; y < call->end; ++y)
    for (int32_t x = 0; x < call->layer->shape.w; ++x)
      memcpy(qsimrt_pixel(&call->output, y, x),
             qsimrt_pixel(in, y / stride, x / stride), bytes);
}
