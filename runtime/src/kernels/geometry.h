// SPDX-License-Identifier: Apache-2.0
// How the convolution kernels walk: rows of outputs in segments, one tap of the
// filter at a time.
#ifndef QSIMRT_KERNELS_GEOMETRY_H
#define QSIMRT_KERNELS_GEOMETRY_H

#include "qsimrt/kernels.h"

// Outputs of one row that are accumulated together. Every tap is added to a
// whole segment before the next tap: each output sees its taps in the order of
// the specification, and the inner loop runs over neighbours in memory.
enum { QSIMRT_SEGMENT = 256 };

typedef struct qsimrt_geometry {
  int32_t in_h, in_w, out_h, out_w;
  int32_t size, stride, pad;
  int32_t channels; // input channels of a filter
  int32_t filters_per_group;
  int64_t taps; // channels * size * size
} qsimrt_geometry;

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
                       in.c / conv->groups,
                       conv->filters / conv->groups,
                       0};
  g.taps = (int64_t)g.channels * g.size * g.size;
  if (g.size == 1 && g.stride == 1 && g.pad == 0) {
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

// The outputs [begin, end) of a segment, counted from its first, whose tap at
// one column of the filter lies inside the input.
typedef struct qsimrt_span {
  int32_t begin, end;
} qsimrt_span;

// For every kx of the filter.
static inline void qsimrt_find_spans(const qsimrt_geometry *g, int32_t x0,
                                     int32_t count, qsimrt_span *spans) {
  for (int32_t kx = 0; kx < g->size; ++kx) {
    // 0 <= x * stride + offset < in_w
    const int32_t offset = kx - g->pad;
    int32_t begin = offset >= 0 ? 0 : (-offset + g->stride - 1) / g->stride;
    int32_t end =
        offset >= g->in_w ? 0 : (g->in_w - 1 - offset) / g->stride + 1;
    begin = begin < x0 ? 0 : begin - x0;
    begin = begin > count ? count : begin;
    end = end - x0 > count ? count : end - x0;
    spans[kx].begin = begin;
    spans[kx].end = end < begin ? begin : end;
  }
}

// The first input channel of the group of filter o.
static inline int32_t qsimrt_first_channel(const qsimrt_geometry *g,
                                           int32_t o) {
  return o / g->filters_per_group * g->channels;
}

#endif // QSIMRT_KERNELS_GEOMETRY_H
