// SPDX-License-Identifier: Apache-2.0
// Walking over views: tensors that are flat, looked at in other dimensions.
#ifndef QSIMRT_KERNELS_VIEWS_H
#define QSIMRT_KERNELS_VIEWS_H

#include "kernels/integers.h"

#include <string.h>

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

// From the element at `at`, whose indices are `index`, to the next one,
// row-major; from the last one back to the first.
static inline int64_t qsimrt_walk_next(const qsimrt_walk *walk, int64_t *index,
                                       int64_t at) {
  for (int32_t k = walk->rank - 1; k >= 0; --k) {
    at += walk->steps[k];
    if (++index[k] < walk->sizes[k])
      return at;
    at -= walk->sizes[k] * walk->steps[k];
    index[k] = 0;
  }
  return at;
}

// Elements from `from` on, `step` of them apart, one behind the other.
static inline void qsimrt_copy_row(char *to, const char *from, int64_t count,
                                   int64_t step, size_t element) {
  if (step == 1)
    memcpy(to, from, (size_t)count * element);
  else if (element == 1)
    for (int64_t i = 0; i < count; ++i)
      to[i] = from[i * step];
  else
    for (int64_t i = 0; i < count; ++i)
      memcpy(to + (size_t)i * element, from + i * step * (int64_t)element,
             element);
}

#endif // QSIMRT_KERNELS_VIEWS_H
