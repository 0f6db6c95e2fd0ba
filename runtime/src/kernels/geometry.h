// SPDX-License-Identifier: Apache-2.0
// How the convolution kernels walk: rows of outputs in segments, one tap of the
// filter at a time.
#ifndef QSIMRT_KERNELS_GEOMETRY_H
#define QSIMRT_KERNELS_GEOMETRY_H

#include "kernels/window.h"
#include "qsimrt/kernels.h"

// Outputs of one row that are accumulated together. Every tap is added to a
// whole segment before the next tap: each output sees its taps in the order of
// the specification, and the inner loop runs over neighbours in memory.
enum { QSIMRT_SEGMENT = 256 };

typedef struct qsimrt_geometry {
  int32_t in_h, in_w, out_h, out_w;
  int32_t size, stride, pad; // where the window is square (N51)
  qsimrt_window window;
  // Along a row, the outputs whose tap at one column of the filter lies inside
  // are out_step apart, and what they see in_step: 1 and the stride where the
  // input is not dilated.
  int32_t out_step, in_step;
  int32_t channels; // input channels of a filter
  int32_t filters_per_group;
  int64_t taps; // channels * rows * columns of the window
} qsimrt_geometry;

static inline int32_t qsimrt_common_divisor(int32_t a, int32_t b) {
  while (b != 0) {
    const int32_t rest = a % b;
    a = b;
    b = rest;
  }
  return a;
}

static inline qsimrt_geometry qsimrt_geometry_of(const qsimrt_call *call) {
  const qsimrt_convolutional *conv = &call->layer->u.convolutional;
  const qsimrt_shape in = call->inputs[0].shape, out = call->layer->shape;
  qsimrt_geometry g = {in.h,
                       in.w,
                       out.h,
                       out.w,
                       conv->size,
                       conv->stride,
                       conv->pad,
                       qsimrt_convolution_window(conv),
                       0,
                       0,
                       in.c / conv->groups,
                       conv->filters / conv->groups,
                       0};
  const qsimrt_window *w = &g.window;
  const int32_t common =
      qsimrt_common_divisor(w->stride_x, w->input_dilation_x);
  g.out_step = w->input_dilation_x / common;
  g.in_step = w->stride_x / common;
  g.taps = (int64_t)g.channels * w->size_y * w->size_x;
  if (conv->window.size_y == 0 && g.size == 1 && g.stride == 1 && g.pad == 0) {
    // A 1x1 filter does not see rows: the whole map is one.
    g.in_w *= g.in_h;
    g.out_w *= g.out_h;
    g.in_h = g.out_h = 1;
  }
  return g;
}

// Outputs of the segment that begins at column x0.
static inline int32_t qsimrt_segment_length(const qsimrt_geometry *g,
                                            int32_t x0) {
  const int32_t left = g->out_w - x0;
  return left < QSIMRT_SEGMENT ? left : QSIMRT_SEGMENT;
}

// The row of the input that tap ky of output row y sees; -1: it lies outside,
// or between two rows of a dilated input.
static inline int32_t qsimrt_row_of(const qsimrt_geometry *g, int32_t y,
                                    int32_t ky) {
  const qsimrt_window *w = &g->window;
  const int64_t at =
      (int64_t)y * w->stride_y + (int64_t)ky * w->dilation_y - w->top;
  if (at < 0 || at % w->input_dilation_y != 0 ||
      at / w->input_dilation_y >= g->in_h)
    return -1;
  return (int32_t)(at / w->input_dilation_y);
}

// Likewise.
static inline int32_t qsimrt_column_of(const qsimrt_geometry *g, int32_t x,
                                       int32_t kx) {
  const qsimrt_window *w = &g->window;
  const int64_t at =
      (int64_t)x * w->stride_x + (int64_t)kx * w->dilation_x - w->left;
  if (at < 0 || at % w->input_dilation_x != 0 ||
      at / w->input_dilation_x >= g->in_w)
    return -1;
  return (int32_t)(at / w->input_dilation_x);
}

// The outputs begin, begin + out_step, ... before end of a segment, counted
// from its first, whose tap at one column of the filter lies inside the input;
// the first of them sees `column` of it.
typedef struct qsimrt_span {
  int32_t begin, end, column;
} qsimrt_span;

// For every kx of the filter.
static inline void qsimrt_find_spans(const qsimrt_geometry *g, int32_t x0,
                                     int32_t count, qsimrt_span *spans) {
  const qsimrt_window *w = &g->window;
  const int64_t stride = w->stride_x, dilation = w->input_dilation_x;
  for (int32_t kx = 0; kx < w->size_x; ++kx) {
    const qsimrt_span none = {count, count, 0};
    spans[kx] = none;
    // 0 <= x * stride + offset < in_w * dilation, and dilation divides it.
    const int64_t offset = (int64_t)kx * w->dilation_x - w->left;
    const int64_t end = (int64_t)g->in_w * dilation - offset;
    int64_t first = offset >= 0 ? 0 : (-offset + stride - 1) / stride;
    first = first < x0 ? x0 : first;
    int32_t tries = g->out_step;
    while (tries > 0 && (first * stride + offset) % dilation != 0)
      ++first, --tries;
    if (tries == 0 || first >= (int64_t)x0 + count || first * stride >= end)
      continue;
    const int64_t behind = (end - 1) / stride + 1 - x0;
    spans[kx].begin = (int32_t)(first - x0);
    spans[kx].end = behind > count ? count : (int32_t)behind;
    spans[kx].column = (int32_t)((first * stride + offset) / dilation);
  }
}

// The first input channel of the group of filter o.
static inline int32_t qsimrt_first_channel(const qsimrt_geometry *g,
                                           int32_t o) {
  return o / g->filters_per_group * g->channels;
}

#endif // QSIMRT_KERNELS_GEOMETRY_H
