// SPDX-License-Identifier: Apache-2.0
// Max pool of float32 in pixel order (numerics.md N19): the channels of a pixel
// together. Maxima are taken in the order of the reference: NaN and zeros of
// both signs give the same.
#include "opt/maxpool.h"

#include <float.h>

static void keep_larger(float *restrict to, const float *restrict tap,
                        int32_t count) {
  for (int32_t c = 0; c < count; ++c)
    to[c] = tap[c] > to[c] ? tap[c] : to[c];
}

static float larger(float tap, float largest) {
  return tap > largest ? tap : largest;
}

// The usual window.
static void largest_of_four(float *restrict to, const float *restrict above,
                            const float *restrict below, int32_t count) {
  for (int32_t c = 0; c < count; ++c)
    to[c] = larger(
        below[count + c],
        larger(below[c], larger(above[count + c], larger(above[c], -FLT_MAX))));
}

static void pool_pixel(const qsimrt_fast_call *call,
                       const qsimrt_pool_window *window, int32_t y, int32_t x) {
  const qsimrt_pixels *in = &call->inputs[0];
  float *to = qsimrt_real_pixel(&call->output, y, x);
  if (window->is_usual) {
    largest_of_four(to, qsimrt_real_pixel(in, window->top, window->left),
                    qsimrt_real_pixel(in, window->top + 1, window->left),
                    in->channels);
    return;
  }
  for (int32_t c = 0; c < in->channels; ++c)
    to[c] = -FLT_MAX;
  for (int32_t row = window->top; row < window->bottom; ++row)
    for (int32_t column = window->left; column < window->right; ++column)
      keep_larger(to, qsimrt_real_pixel(in, row, column), in->channels);
}

void qsimrt_fast_float_maxpool(const qsimrt_fast_call *call) {
  qsimrt_pool_pixels(call, pool_pixel);
}
