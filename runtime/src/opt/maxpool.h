// SPDX-License-Identifier: Apache-2.0
// The way of a max pool through maps in pixel order (numerics.md N14, N19).
#ifndef QSIMRT_OPT_MAXPOOL_H
#define QSIMRT_OPT_MAXPOOL_H

#include "opt/fast.h"

// Taps [top, bottom) by [left, right) of the input.
typedef struct qsimrt_pool_window {
  int32_t top, left, bottom, right;
  int is_usual; // 2 x 2, all inside
} qsimrt_pool_window;

static inline int32_t qsimrt_limited(int32_t x, int32_t low, int32_t high) {
  return x < low ? low : x > high ? high : x;
}

static inline qsimrt_pool_window
qsimrt_pool_window_of(const qsimrt_fast_call *call, int32_t y, int32_t x) {
  const qsimrt_maxpool *pool = &call->layer->u.maxpool;
  const qsimrt_shape in = call->inputs[0].shape;
  const int32_t top = y * pool->stride - pool->padding / 2;
  const int32_t left = x * pool->stride - pool->padding / 2;
  qsimrt_pool_window out = {qsimrt_limited(top, 0, in.h),
                            qsimrt_limited(left, 0, in.w),
                            qsimrt_limited(top + pool->size, 0, in.h),
                            qsimrt_limited(left + pool->size, 0, in.w), 0};
  out.is_usual = out.bottom - out.top == 2 && out.right - out.left == 2;
  return out;
}

// Calls for every pixel of the output.
static inline __attribute__((always_inline)) void qsimrt_pool_pixels(
    const qsimrt_fast_call *call,
    void (*pool)(const qsimrt_fast_call *call, const qsimrt_pool_window *window,
                 int32_t y, int32_t x)) {
  for (int32_t y = call->begin; y < call->end; ++y)
    for (int32_t x = 0; x < call->layer->shape.w; ++x) {
      const qsimrt_pool_window window = qsimrt_pool_window_of(call, y, x);
      pool(call, &window, y, x);
    }
}

#endif // QSIMRT_OPT_MAXPOOL_H
