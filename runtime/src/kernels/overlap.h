// SPDX-License-Identifier: Apache-2.0
// How inputs of a sum overlap its output where their shapes differ (numerics.md
// N31, N38).
#ifndef QSIMRT_KERNELS_OVERLAP_H
#define QSIMRT_KERNELS_OVERLAP_H

#include "qsimrt/model.h"

// Along one axis: output positions 0, sample, 2 * sample, ... (`count` of them)
// see input positions 0, stride, 2 * stride, ...
typedef struct qsimrt_overlap {
  int32_t stride, sample, count;
} qsimrt_overlap;

static inline qsimrt_overlap qsimrt_overlap_of(int32_t in, int32_t out) {
  const qsimrt_overlap axis = {in / out > 1 ? in / out : 1,
                               out / in > 1 ? out / in : 1,
                               in < out ? in : out};
  return axis;
}

// The input position that an output position sees; -1: none.
static inline int32_t qsimrt_seen(qsimrt_overlap axis, int32_t at) {
  if (at % axis.sample != 0 || at / axis.sample >= axis.count)
    return -1;
  return at / axis.sample * axis.stride;
}

static inline int qsimrt_same_shape(qsimrt_shape a, qsimrt_shape b) {
  return a.c == b.c && a.h == b.h && a.w == b.w;
}

#endif // QSIMRT_KERNELS_OVERLAP_H
