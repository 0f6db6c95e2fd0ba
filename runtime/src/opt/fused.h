// SPDX-License-Identifier: Apache-2.0
// One fused multiply-add of float32 (numerics.md N46), and what follows the
// chain of an output, in portable C.
#ifndef QSIMRT_OPT_FUSED_H
#define QSIMRT_OPT_FUSED_H

#include "qsimrt/model.h"

#include <string.h>

#ifdef __FP_FAST_FMAF
static inline float qsimrt_fused(float a, float b, float c) {
  return __builtin_fmaf(a, b, c);
}
#else
// a * b + c, rounded once. The product is exact in float64. A float64 sum that
// is not exact is made odd, which keeps on which side of every float32, and of
// the middle between two of them, the exact sum lies: a float64 has more than
// two bits behind the last one of a float32.
static inline float qsimrt_fused(float a, float b, float c) {
  const double product = (double)a * b, addend = c;
  double sum = product + addend;
  const double part = sum - product;
  const double error = (product - (sum - part)) + (addend - part);
  int64_t bits;
  memcpy(&bits, &sum, sizeof bits);
  // Never where the error is not a number: the sum is none, or infinite.
  const int64_t rounded = error > 0 || error < 0;
  const int64_t away = (error > 0) == (sum > 0) ? 1 : -1;
  bits += rounded & ~bits & 1 ? away : 0;
  memcpy(&sum, &bits, sizeof bits);
  return (float)sum;
}
#endif

// N46: what of the activation belongs to the convolution.
static inline float qsimrt_fused_activation(qsimrt_activation activation,
                                            float x) {
  if (x > 0 || (activation != QSIMRT_LEAKY && activation != QSIMRT_RELU))
    return x;
  return activation == QSIMRT_LEAKY ? x * 0.1f : 0;
}

#endif // QSIMRT_OPT_FUSED_H
