// SPDX-License-Identifier: Apache-2.0
// The runtime's own elementary functions: results do not depend on a libm.
#ifndef QSIMRT_ELEMENTARY_H
#define QSIMRT_ELEMENTARY_H

#include "qsimrt/model.h"

// e^x within 1 ulp of the true value; 0 below the subnormals, infinity above
// the range, NaN of NaN.
double qsimrt_exp(double x);

// The natural logarithm within 1 ulp of the true value; -infinity of 0, NaN
// below zero.
double qsimrt_log(double x);

// exp(power * log(x)), the product rounded (numerics.md N25).
double qsimrt_pow(double x, double power);

// x to a power whatever their signs are (numerics.md N54); NaN where there is
// no such real number.
double qsimrt_real_pow(double x, double power);

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

static inline double qsimrt_floor(double x) {
  const double rounded = qsimrt_rint(x);
  return rounded > x ? rounded - 1 : rounded;
}

// N54: small powers by products.
static inline double qsimrt_power(double x, double power) {
  if (power == 1)
    return x;
  if (power == 2)
    return x * x;
  return power == 3 ? x * x * x : qsimrt_real_pow(x, power);
}

// N26: logistic.
static inline float qsimrt_logistic(float x) {
  return (float)(1.0 / (1.0 + qsimrt_exp(-(double)x)));
}

// x = fraction * 2^exponent with 0.5 <= |fraction| < 1. x is finite, not 0.
double qsimrt_split(double x, int32_t *exponent);

// The divisor d of a batch norm (numerics.md N3, N52).
static inline double qsimrt_deviation(qsimrt_arithmetic arithmetic,
                                      float epsilon, float variance) {
  if (arithmetic == QSIMRT_PJREDDIE)
    return qsimrt_sqrt(variance) + (double)0.000001f;
  if (arithmetic == QSIMRT_ONNX)
    return qsimrt_sqrt((double)variance + (double)epsilon);
  return qsimrt_sqrt(variance + 0.00001f);
}

// Batch norm as a factor of the weights and a bias (numerics.md N42).
typedef struct qsimrt_light_fold {
  float gain, bias;
} qsimrt_light_fold;

static inline qsimrt_light_fold
qsimrt_fold_light(const qsimrt_convolutional *conv, int32_t filter) {
  qsimrt_light_fold fold = {1, conv->biases[filter]};
  if (conv->batch_normalize) {
    const float root = (float)qsimrt_sqrt(conv->variance[filter]);
    const float deviation = root + 0.000001f;
    const float product = conv->scales[filter] * conv->mean[filter];
    const float shift = product / deviation;
    fold.gain = conv->scales[filter] / deviation;
    fold.bias = conv->biases[filter] - shift;
  }
  return fold;
}

#endif // QSIMRT_ELEMENTARY_H
