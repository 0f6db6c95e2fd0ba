// SPDX-License-Identifier: Apache-2.0
// Nearest-neighbour upsampling in FLOAT and INT (numerics.md N15, N19). Values
// are copied, nothing is computed.
#include "qsimrt/kernels.h"

#include <string.h>

static void upsample(const qsimrt_call *call, size_t element) {
  const int32_t stride = call->layer->u.upsample.stride;
  const qsimrt_shape in = call->inputs[0].shape, out = call->layer->shape;
  const size_t row_bytes = (size_t)out.w * element;
  char *to = (char *)call->output +
             (size_t)call->channel_begin * (size_t)out.h * row_bytes;
  for (int32_t c = call->channel_begin; c < call->channel_end; ++c) {
    for (int32_t y = 0; y < out.h; ++y, to += row_bytes) {
      if (y % stride != 0) { // the same input row as the output row above
        memcpy(to, to - row_bytes, row_bytes);
        continue;
      }
      const size_t row = (size_t)c * (size_t)in.h + (size_t)(y / stride);
      const char *from =
          (const char *)call->inputs[0].data + row * (size_t)in.w * element;
      for (int32_t x = 0; x < out.w; ++x)
        memcpy(to + (size_t)x * element, from + (size_t)(x / stride) * element,
               element);
    }
  }
}

void qsimrt_upsample_float(const qsimrt_call *call) {
  upsample(call, sizeof(float));
}

void qsimrt_upsample_int(const qsimrt_call *call) {
  upsample(call, call->layer->output.bits <= 8 ? 1 : 2);
}
