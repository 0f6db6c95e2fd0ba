// SPDX-License-Identifier: Apache-2.0
// The sum of two inputs in INT on AVX2.
#include "opt/x86/lanes_avx2.h"

#include "opt/x86/shortcut.h"

void qsimrt_avx2_shortcut(const qsimrt_fast_call *call) {
  const qsimrt_finish finish = finish_of_sum(call);
  const terms with = terms_of(call, &finish);
  const qsimrt_shape shape = call->layer->shape;
  lanes clamped = lanes_set(0);
  for (int32_t y = call->begin; y < call->end; ++y) {
    for (int32_t x = 0; x < shape.w; ++x) {
      const uint8_t *first = qsimrt_pixel(&call->inputs[0], y, x);
      const uint8_t *second = qsimrt_pixel(&call->inputs[1], y, x);
      uint8_t *to = qsimrt_pixel(&call->output, y, x);
      for (int32_t c = 0; c < shape.c; c += LANES)
        add_exactly(&with, first + c, second + c, to + c, shape.c - c,
                    &clamped);
    }
  }
  *call->saturated_outputs += lanes_sum(clamped);
}
