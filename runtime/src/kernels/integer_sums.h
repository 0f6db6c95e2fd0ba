// SPDX-License-Identifier: Apache-2.0
// Exact sums of integer products, shared by the convolutions in INT and HYBRID.
#ifndef QSIMRT_KERNELS_INTEGER_SUMS_H
#define QSIMRT_KERNELS_INTEGER_SUMS_H

#include "kernels/geometry.h"

// Scratch of one segment.
typedef struct qsimrt_integer_sums {
  int64_t total[QSIMRT_SEGMENT];
  int32_t partial[QSIMRT_SEGMENT];
  qsimrt_span spans[]; // [size]
} qsimrt_integer_sums;

// sums->total[x] = start + sum over (c, ky, kx) of weight * integer, for the
// outputs (y, x0 .. x0 + count - 1) of filter o; a tap outside the input has
// the input's zero point.
void qsimrt_sum_products(const qsimrt_call *call, const qsimrt_geometry *g,
                         int32_t o, int32_t y, int32_t x0, int32_t count,
                         int64_t start, qsimrt_integer_sums *sums);

// One weight or input integer out of an array of int8_t or int16_t.
static inline int32_t qsimrt_integer_at(const void *integers, int32_t bits,
                                        int64_t index) {
  return bits <= 8 ? ((const int8_t *)integers)[index]
                   : ((const int16_t *)integers)[index];
}

#endif // QSIMRT_KERNELS_INTEGER_SUMS_H
