// SPDX-License-Identifier: Apache-2.0
// Max pool of float32 in pixel order (numerics.md N19): the channels of a pixel
// together. Maxima are taken in the order of the reference: NaN and zeros of
// both signs give the same.
#include "opt/fast.h"

#include <float.h>

static void keep_larger(float *restrict to, const float *restrict tap,
                        int32_t count) {
  for (int32_t c = 0; c < count; ++c)
    to[c] = tap[c] > to[c] ? tap[c] : to[c];
}

static float larger(float tap, float largest) {
  return tap > largest ? tap : largest;
}

// A window inside the map of 2 x 2: the usual one.
static void largest_of_four(float *restrict to, const float *restrict above,
                            const float *restrict below, int32_t count) {
  for (int32_t c = 0; c < count; ++c)
    to[c] = larger(
        below[count + c],
        larger(below[c], larger(above[count + c], larger(above[c], -FLT_MAX))));
}

static void pool_pixel(const qsimrt_fast_call *call, int32_t y, int32_t x) {
  const qsimrt_maxpool *pool = &call->layer->u.maxpool;
  const qsimrt_pixels *in = &call->inputs[0];
  const int32_t channels = in->channels;
  const int32_t top = y * pool->stride - pool->padding / 2;
  const int32_t left = x * pool->stride - pool->padding / 2;
  const int32_t bottom =
      top + pool->size > in->shape.h ? in->shape.h : top + pool->size;
  const int32_t right =
      left + pool->size > in->shape.w ? in->shape.w : left + pool->size;
  float *to = qsimrt_real_pixel(&call->output, y, x);
  if (pool->size == 2 && top >= 0 && left >= 0 && bottom == top + 2 &&
      right == left + 2) {
    largest_of_four(to, qsimrt_real_pixel(in, top, left),
                    qsimrt_real_pixel(in, top + 1, left), channels);
    return;
  }
  for (int32_t c = 0; c < channels; ++c)
    to[c] = -FLT_MAX;
  for (int32_t row = top < 0 ? 0 : top; row < bottom; ++row)
    for (int32_t column = left < 0 ? 0 : left; column < right; ++column)
      keep_larger(to, qsimrt_real_pixel(in, row, column), channels);
}

void qsimrt_fast_float_maxpool(const qsimrt_fast_call *call) {
  for (int32_t y = call->begin; y < call->end; ++y)
    for (int32_t x = 0; x < call->layer->shape.w; ++x)
      pool_pixel(call, y, x);
}
