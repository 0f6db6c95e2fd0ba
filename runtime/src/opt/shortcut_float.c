// SPDX-License-Identifier: Apache-2.0
// The sum of inputs in FLOAT (numerics.md N38), in pixel order: rows of pixels
// are runs of floats; of an input of another shape, pixels are.
#include "kernels/overlap.h"
#include "opt/fast.h"

#include <string.h>

static void add_row(float *restrict to, const float *restrict from,
                    size_t count) {
  for (size_t i = 0; i < count; ++i)
    to[i] += from[i];
}

// Row y of the output, where it sees the input.
static void add_overlap(const qsimrt_pixels *in, const qsimrt_pixels *out,
                        int32_t y) {
  const int32_t row =
      qsimrt_seen(qsimrt_overlap_of(in->shape.h, out->shape.h), y);
  const qsimrt_overlap along = qsimrt_overlap_of(in->shape.w, out->shape.w);
  const int32_t channels =
      in->shape.c < out->shape.c ? in->shape.c : out->shape.c;
  for (int32_t x = 0; row >= 0 && x < out->shape.w; ++x) {
    const int32_t column = qsimrt_seen(along, x);
    if (column >= 0)
      add_row(qsimrt_real_pixel(out, y, x), qsimrt_real_pixel(in, row, column),
              (size_t)channels);
  }
}

void qsimrt_fast_float_shortcut(const qsimrt_fast_call *call) {
  const qsimrt_activation activation = call->layer->u.elementwise.activation;
  const size_t count =
      (size_t)call->output.channels * (size_t)call->layer->shape.w;
  for (int32_t y = call->begin; y < call->end; ++y) {
    float *to = qsimrt_real_pixel(&call->output, y, 0);
    memcpy(to, qsimrt_real_pixel(&call->inputs[0], y, 0), count * sizeof *to);
    for (int32_t i = 1; i < call->layer->input_count; ++i) {
      const qsimrt_pixels *in = &call->inputs[i];
      if (qsimrt_same_shape(in->shape, call->layer->shape))
        add_row(to, qsimrt_real_pixel(in, y, 0), count);
      else
        add_overlap(in, &call->output, y);
    }
    // The others are the caller's (kernels.h).
    if (activation == QSIMRT_LEAKY)
      qsimrt_activate(call->arithmetic, activation, NULL, to, count);
  }
}
