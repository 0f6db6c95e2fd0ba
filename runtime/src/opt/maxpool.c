// SPDX-License-Identifier: Apache-2.0
// Max pool of bytes in pixel order (numerics.md N14): the channels of a pixel
// together. The offset of stored integers keeps their order.
#include "opt/fast.h"
#include "requant.h"

#include <string.h>

static void keep_larger(uint8_t *restrict to, const uint8_t *restrict tap,
                        int32_t count) {
  for (int32_t c = 0; c < count; ++c)
    to[c] = tap[c] > to[c] ? tap[c] : to[c];
}

// A window inside the map, without padding, of 2 x 2: the usual one.
static void largest_of_four(uint8_t *restrict to, const uint8_t *restrict above,
                            const uint8_t *restrict below, int32_t count) {
  for (int32_t c = 0; c < count; ++c) {
    const uint8_t a = above[c] > above[count + c] ? above[c] : above[count + c];
    const uint8_t b = below[c] > below[count + c] ? below[c] : below[count + c];
    to[c] = a > b ? a : b;
  }
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
  uint8_t *to = qsimrt_pixel(&call->output, y, x);
  if (pool->size == 2 && top >= 0 && left >= 0 && bottom == top + 2 &&
      right == left + 2) {
    largest_of_four(to, qsimrt_pixel(in, top, left),
                    qsimrt_pixel(in, top + 1, left), channels);
    return;
  }
  memset(to, qsimrt_quant_min(call->layer->output.bits) + QSIMRT_PIXEL_OFFSET,
         (size_t)channels);
  for (int32_t row = top < 0 ? 0 : top; row < bottom; ++row)
    for (int32_t column = left < 0 ? 0 : left; column < right; ++column)
      keep_larger(to, qsimrt_pixel(in, row, column), channels);
}

void qsimrt_fast_maxpool(const qsimrt_fast_call *call) {
  for (int32_t y = call->begin; y < call->end; ++y)
    for (int32_t x = 0; x < call->layer->shape.w; ++x)
      pool_pixel(call, y, x);
}
