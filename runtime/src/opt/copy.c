// SPDX-License-Identifier: Apache-2.0
// Layers that hand on what they read (numerics.md N37), in pixel order.
#include "opt/fast.h"

#include <string.h>

void qsimrt_fast_copy(const qsimrt_fast_call *call) {
  const qsimrt_pixels *in = &call->inputs[0];
  const size_t bytes =
      (size_t)in->shape.w * (size_t)in->channels * (size_t)in->element;
  for (int32_t y = call->begin; y < call->end; ++y)
    memcpy(qsimrt_element(&call->output, y, 0, 0), qsimrt_element(in, y, 0, 0),
           bytes);
}
