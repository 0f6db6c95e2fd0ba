// SPDX-License-Identifier: Apache-2.0
// The window of a layer, and which taps of a pool's lie inside its input
// (numerics.md N51).
#ifndef QSIMRT_KERNELS_WINDOW_H
#define QSIMRT_KERNELS_WINDOW_H

#include "qsimrt/model.h"

static inline qsimrt_window qsimrt_square_window(int32_t size, int32_t stride,
                                                 int32_t before,
                                                 int32_t after) {
  const qsimrt_window window = {size,  size,  stride, stride, before, before,
                                after, after, 1,      1,      1,      1};
  return window;
}

// Of a convolutional or local layer.
static inline qsimrt_window
qsimrt_convolution_window(const qsimrt_convolutional *conv) {
  if (conv->window.size_y != 0)
    return conv->window;
  return qsimrt_square_window(conv->size, conv->stride, conv->pad, conv->pad);
}

// Taps of a filter over one channel.
static inline int32_t qsimrt_filter_taps(const qsimrt_convolutional *conv) {
  const qsimrt_window window = qsimrt_convolution_window(conv);
  return window.size_y * window.size_x;
}

static inline qsimrt_window qsimrt_maxpool_window(const qsimrt_maxpool *pool) {
  const int32_t before = pool->padding / 2;
  if (pool->window.size_y != 0)
    return pool->window;
  return qsimrt_square_window(pool->size, pool->stride, before,
                              pool->padding - before);
}

// Along one axis: taps begin, begin + 1, ... before end of a window lie inside;
// tap k sees first + k * step.
typedef struct qsimrt_tap_range {
  int32_t begin, end, step;
  int64_t first;
} qsimrt_tap_range;

typedef struct qsimrt_axis {
  int32_t size, stride, before, after, dilation, extent;
} qsimrt_axis;

static inline qsimrt_axis qsimrt_rows_of(const qsimrt_window *window,
                                         int32_t extent) {
  const qsimrt_axis axis = {window->size_y, window->stride_y,   window->top,
                            window->bottom, window->dilation_y, extent};
  return axis;
}
static inline qsimrt_axis qsimrt_columns_of(const qsimrt_window *window,
                                            int32_t extent) {
  const qsimrt_axis axis = {window->size_x, window->stride_x,   window->left,
                            window->right,  window->dilation_x, extent};
  return axis;
}

// Taps of output position `at` that lie at positions `low` to `high` - 1.
static inline qsimrt_tap_range qsimrt_taps_within(const qsimrt_axis *axis,
                                                  int32_t at, int64_t low,
                                                  int64_t high) {
  const int64_t first = (int64_t)at * axis->stride - axis->before;
  const int64_t step = axis->dilation;
  int64_t begin = first >= low ? 0 : (low - first + step - 1) / step;
  int64_t end = high <= first ? 0 : (high - first + step - 1) / step;
  begin = begin < axis->size ? begin : axis->size;
  end = end < axis->size ? end : axis->size;
  const qsimrt_tap_range taps = {(int32_t)begin,
                                 (int32_t)(end > begin ? end : begin),
                                 axis->dilation, first};
  return taps;
}

static inline qsimrt_tap_range qsimrt_taps_inside(const qsimrt_axis *axis,
                                                  int32_t at) {
  return qsimrt_taps_within(axis, at, 0, axis->extent);
}

// How many taps of an average count (N53): those inside, or those inside the
// padded input.
static inline int32_t qsimrt_counted_taps(const qsimrt_axis *axis, int32_t at,
                                          int count_pads) {
  const qsimrt_tap_range taps =
      count_pads ? qsimrt_taps_within(axis, at, -(int64_t)axis->before,
                                      (int64_t)axis->extent + axis->after)
                 : qsimrt_taps_inside(axis, at);
  return taps.end - taps.begin;
}

#endif // QSIMRT_KERNELS_WINDOW_H
