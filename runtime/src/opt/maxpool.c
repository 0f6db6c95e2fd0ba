// SPDX-License-Identifier: Apache-2.0
// Max pool of bytes in pixel order (numerics.md N14): the channels of a pixel
// together. The offset of stored integers keeps their order.
#include "opt/maxpool.h"
#include "requant.h"

#include <string.h>

static void keep_larger(uint8_t *restrict to, const uint8_t *restrict tap,
                        int32_t count) {
  for (int32_t c = 0; c < count; ++c)
    to[c] = tap[c] > to[c] ? tap[c] : to[c];
}

// The usual window.
static void largest_of_four(uint8_t *restrict to, const uint8_t *restrict above,
                            const uint8_t *restrict below, int32_t count) {
  for (int32_t c = 0; c < count; ++c) {
    const uint8_t a = above[c] > above[count + c] ? above[c] : above[count + c];
    const uint8_t b = below[c] > below[count + c] ? below[c] : below[count + c];
    to[c] = a > b ? a : b;
  }
}

static void pool_pixel(const qsimrt_fast_call *call,
                       const qsimrt_pool_window *window, int32_t y, int32_t x) {
  const qsimrt_pixels *in = &call->inputs[0];
  uint8_t *to = qsimrt_pixel(&call->output, y, x);
  if (window->is_usual) {
    largest_of_four(to, qsimrt_pixel(in, window->top, window->left),
                    qsimrt_pixel(in, window->top + 1, window->left),
                    in->channels);
    return;
  }
  memset(to, qsimrt_quant_min(call->layer->output.bits) + QSIMRT_PIXEL_OFFSET,
         (size_t)in->channels);
  for (int32_t row = window->top; row < window->bottom; ++row)
    for (int32_t column = window->left; column < window->right; ++column)
      keep_larger(to, qsimrt_pixel(in, row, column), in->channels);
}

void qsimrt_fast_maxpool(const qsimrt_fast_call *call) {
  qsimrt_pool_pixels(call, pool_pixel);
}
