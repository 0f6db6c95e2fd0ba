// SPDX-License-Identifier: Apache-2.0
// The runtime's own elementary functions: results do not depend on a libm.
#ifndef QSIMRT_ELEMENTARY_H
#define QSIMRT_ELEMENTARY_H

#include "qsimrt/model.h"

// e^x within 1 ulp of the true value; 0 below the subnormals, infinity above
// the range, NaN of NaN.
double qsimrt_exp(double x);

// Correctly rounded square root; NaN below zero.
double qsimrt_sqrt(double x);

// To the nearest integer, ties to even: next to 2^52 a float64 has no bits
// below the units, so adding and subtracting 2^52 rounds. Larger values are
// integers.
static inline double qsimrt_rint(double x) {
  const double magnitude = x < 0 ? -x : x;
  if (!(magnitude < 0x1p52))
    return x;
  const double rounded = (magnitude + 0x1p52) - 0x1p52;
  return x < 0 ? -rounded : rounded;
}

// x = fraction * 2^exponent with 0.5 <= |fraction| < 1. x is finite, not 0.
double qsimrt_split(double x, int32_t *exponent);

// The divisor d of a batch norm (numerics.md N3).
static inline double qsimrt_deviation(qsimrt_arithmetic arithmetic,
                                      float variance) {
  if (arithmetic == QSIMRT_PJREDDIE)
    return qsimrt_sqrt(variance) + (double)0.000001f;
  return qsimrt_sqrt(variance + 0.00001f);
}

#endif // QSIMRT_ELEMENTARY_H
