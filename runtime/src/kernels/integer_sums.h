// SPDX-License-Identifier: Apache-2.0
// Exact sums of integer products, for layers with weights in INT and HYBRID.
#ifndef QSIMRT_KERNELS_INTEGER_SUMS_H
#define QSIMRT_KERNELS_INTEGER_SUMS_H

#include "kernels/geometry.h"
#include "kernels/integers.h"

// Filters that are summed together: what a tap sees is gathered once for all.
enum { QSIMRT_FILTERS_AT_ONCE = 4 };

// Scratch of one segment of up to QSIMRT_FILTERS_AT_ONCE filters.
typedef struct qsimrt_integer_sums {
  int64_t total[QSIMRT_FILTERS_AT_ONCE][QSIMRT_SEGMENT];
  int32_t partial[QSIMRT_FILTERS_AT_ONCE][QSIMRT_SEGMENT];
  int16_t taps[QSIMRT_SEGMENT];
  qsimrt_span spans[]; // [columns of the window]
} qsimrt_integer_sums;

// The part of the output that one call of qsimrt_sum_products computes: the
// columns x0 .. x0 + count - 1 of row y, for filters of one group.
typedef struct qsimrt_block {
  int32_t filter, filters;
  int32_t y, x0, count;
} qsimrt_block;

// How many filters to sum together from `filter` on, before `end`.
static inline int32_t qsimrt_filters_at_once(const qsimrt_geometry *g,
                                             int32_t filter, int32_t end) {
  const int32_t left_in_group =
      g->filters_per_group - filter % g->filters_per_group;
  int32_t filters = end - filter;
  filters = filters < left_in_group ? filters : left_in_group;
  return filters < QSIMRT_FILTERS_AT_ONCE ? filters : QSIMRT_FILTERS_AT_ONCE;
}

// sums->total[f][x] = sum over (c, ky, kx) of weight * integer; a tap outside
// the input has the input's zero point.
void qsimrt_sum_products(const qsimrt_call *call, const qsimrt_geometry *g,
                         const qsimrt_block *block, qsimrt_integer_sums *sums);

// The exact sum of `count` products: weights from `first` on, and the integers
// of the input from its beginning.
int64_t qsimrt_dot_product(const qsimrt_call *call, int64_t first,
                           int64_t count);

#endif // QSIMRT_KERNELS_INTEGER_SUMS_H
