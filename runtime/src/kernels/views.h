// SPDX-License-Identifier: Apache-2.0
// Walking over views: tensors that are flat, looked at in other dimensions.
#ifndef QSIMRT_KERNELS_VIEWS_H
#define QSIMRT_KERNELS_VIEWS_H

#include "kernels/integers.h"

static inline int64_t qsimrt_count_of(qsimrt_shape shape) {
  return (int64_t)shape.c * shape.h * shape.w;
}

// Dimensions of a view with the distance of neighbours in each.
typedef struct qsimrt_walk {
  int32_t rank;
  int64_t sizes[QSIMRT_VIEW_DIMS], steps[QSIMRT_VIEW_DIMS];
} qsimrt_walk;

static inline void qsimrt_walk_add(qsimrt_walk *walk, int64_t size,
                                   int64_t step) {
  walk->sizes[walk->rank] = size;
  walk->steps[walk->rank] = step;
  ++walk->rank;
}

// How many elements the walk has.
static inline int64_t qsimrt_walk_count(const qsimrt_walk *walk) {
  int64_t count = 1;
  for (int32_t k = 0; k < walk->rank; ++k)
    count *= walk->sizes[k];
  return count;
}

// Where element i of the walk (row-major) lies, counted from its first.
static inline int64_t qsimrt_walk_to(const qsimrt_walk *walk, int64_t i) {
  int64_t at = 0;
  for (int32_t k = walk->rank - 1; k >= 0; --k) {
    at += i % walk->sizes[k] * walk->steps[k];
    i /= walk->sizes[k];
  }
  return at;
}

// Bytes of an element: of the layer's own integers, or of real numbers.
static inline size_t qsimrt_element_of(const qsimrt_call *call, int is_int) {
  return is_int ? qsimrt_element_size(call->layer->output.bits) : sizeof(float);
}

#endif // QSIMRT_KERNELS_VIEWS_H
