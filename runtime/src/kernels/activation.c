// SPDX-License-Identifier: Apache-2.0
// Activations of real values (numerics.md N26, N54): what FLOAT and HYBRID
// apply and what the tables of INT hold (N28).
//
// Every expression is float64 and rounded once at the end, but the few that the
// rule gives in float32. No accumulator.
#include "elementary.h"
#include "qsimrt/kernels.h"
#include "qsimrt/qsimrt.h"

static double tanh_of(double x) {
  const double e = qsimrt_exp(2 * x);
  return e > 0x1.fffffffffffffp1023 ? 1 : (e - 1) / (e + 1);
}

static double lhtan_of(double x) {
  if (x < 0)
    return 0.001 * x;
  return x > 1 ? 0.001 * (x - 1) + 1 : x;
}

static double plse_of(double x) {
  if (x < -4)
    return 0.01 * (x + 4);
  return x > 4 ? 0.01 * (x - 4) + 1 : 0.125 * x + 0.5;
}

static double stair_of(double x) {
  const double n = qsimrt_floor(x), half = qsimrt_floor(x / 2);
  return half * 2 == n ? half : (float)(x - n) + half;
}

static double mish_of(double x) {
  if (x > 20)
    return x;
  const double e = qsimrt_exp(x);
  const double n = e * (e + 2);
  return x * (n / (n + 2));
}

static double hard_mish_of(double x) {
  if (x > 0)
    return x;
  return x > -2 ? x * x / 2 + x : 0;
}

static double gelu_of(double x) {
  const double u = 0.797885 * x + 0.035677 * x * x * x;
  const double t = 2 / (1 + qsimrt_exp(-2 * u)) - 1;
  return 0.5 * x * (1 + t);
}

// The three whose negative slope is a float32 outside pjreddie.
static float sloped(qsimrt_arithmetic arithmetic, qsimrt_activation activation,
                    float x) {
  const int exact = arithmetic == QSIMRT_PJREDDIE;
  if (activation == QSIMRT_RAMP) {
    const float part = x > 0 ? x : 0;
    return exact ? (float)(part + 0.1 * x) : part + 0.1f * x;
  }
  if (x > 0)
    return x;
  if (activation == QSIMRT_RELIE)
    return exact ? (float)(0.01 * x) : 0.01f * x;
  return exact ? (float)(0.1 * x) : 0.1f * x;
}

// ---- with parameters (N54) -------------------------------------------------

static float clip(float x, float low, float high) {
  const float above = x < low ? low : x;
  return above > high ? high : above;
}

// max(0, min(1, x)); NaN stays.
static double ramp_of(double x) { return x > 1 ? 1 : x < 0 ? 0 : x; }

static double softplus_of(double x) {
  if (x > 0)
    return x + qsimrt_log(1 + qsimrt_exp(-x));
  return qsimrt_log(1 + qsimrt_exp(x));
}

static float parametric(qsimrt_activation activation,
                        const qsimrt_parameters *parameters, float x) {
  const float alpha = parameters->alpha, beta = parameters->beta;
  switch (activation) {
  case QSIMRT_LEAKY_RELU:
    return x > 0 ? x : alpha * x;
  case QSIMRT_CLIP:
    return clip(x, alpha, beta);
  case QSIMRT_AFFINE:
    return (float)((double)alpha * x + beta);
  case QSIMRT_ELU:
    return x >= 0 ? x : (float)(alpha * (qsimrt_exp(x) - 1));
  case QSIMRT_SELU:
    return x >= 0 ? beta * x
                  : (float)((double)beta * (alpha * (qsimrt_exp(x) - 1)));
  case QSIMRT_HARD_SIGMOID:
    return (float)ramp_of((double)alpha * x + beta);
  case QSIMRT_THRESHOLDED_RELU:
    return x > alpha ? x : 0;
  case QSIMRT_POW:
    return (float)qsimrt_power(x, alpha);
  default:
    return x;
  }
}

float qsimrt_activation_value(qsimrt_arithmetic arithmetic,
                              qsimrt_activation activation,
                              const qsimrt_parameters *parameters, float x) {
  if (parameters && parameters->count > 0)
    return parametric(activation, parameters, x);
  switch (activation) {
  case QSIMRT_LINEAR:
  case QSIMRT_ACTIVATION_COUNT:
    break;
  case QSIMRT_LEAKY:
  case QSIMRT_RELIE:
  case QSIMRT_RAMP:
    return sloped(arithmetic, activation, x);
  case QSIMRT_RELU:
    return x > 0 ? x : 0;
  case QSIMRT_RELU6:
    return x > 6 ? 6 : x > 0 ? x : 0;
  case QSIMRT_LOGISTIC:
    return qsimrt_logistic(x);
  case QSIMRT_LOGGY:
    return (float)(2 / (1 + qsimrt_exp(-(double)x)) - 1);
  case QSIMRT_TANH:
    return (float)tanh_of(x);
  case QSIMRT_ELU:
    return x >= 0 ? x : (float)(qsimrt_exp(x) - 1);
  case QSIMRT_SELU:
    return x >= 0 ? (float)(1.0507 * x)
                  : (float)(1.0507 * 1.6732 * (qsimrt_exp(x) - 1));
  case QSIMRT_HARDTAN:
    return x < -1 ? -1 : x > 1 ? 1 : x;
  case QSIMRT_LHTAN:
    return (float)lhtan_of(x);
  case QSIMRT_PLSE:
    return (float)plse_of(x);
  case QSIMRT_STAIR:
    return (float)stair_of(x);
  case QSIMRT_SWISH:
    return (float)(x * (1 / (1 + qsimrt_exp(-(double)x))));
  case QSIMRT_MISH:
    return (float)mish_of(x);
  case QSIMRT_HARD_MISH:
    return (float)hard_mish_of(x);
  case QSIMRT_GELU:
    return (float)gelu_of(x);
  case QSIMRT_HARD_SWISH:
    return (float)(x * ramp_of((double)x / 6 + 0.5));
  case QSIMRT_SOFTPLUS:
    return (float)softplus_of(x);
  case QSIMRT_SOFTSIGN:
    return (float)(x / (1.0 + (x < 0 ? -x : x)));
  case QSIMRT_EXP:
    return (float)qsimrt_exp(x);
  case QSIMRT_LOG:
    return (float)qsimrt_log(x);
  case QSIMRT_SQRT:
    return (float)qsimrt_sqrt(x);
  case QSIMRT_ABS:
    return x > 0 ? x : 0 - x;
  case QSIMRT_RECIPROCAL:
    return (float)(1.0 / x);
  case QSIMRT_LEAKY_RELU: // those that cannot do without parameters
  case QSIMRT_CLIP:
  case QSIMRT_AFFINE:
  case QSIMRT_HARD_SIGMOID:
  case QSIMRT_THRESHOLDED_RELU:
  case QSIMRT_POW:
    break;
  }
  return x;
}

void qsimrt_activate(qsimrt_arithmetic arithmetic, qsimrt_activation activation,
                     const qsimrt_parameters *parameters, float *values,
                     size_t count) {
  if (activation == QSIMRT_LINEAR)
    return;
  for (size_t i = 0; i < count; ++i)
    values[i] =
        qsimrt_activation_value(arithmetic, activation, parameters, values[i]);
}

qsimrt_activation qsimrt_pending_activation(const qsimrt_layer *layer,
                                            qsimrt_arithmetic arithmetic,
                                            qsimrt_mode mode) {
  if (mode == QSIMRT_INT ||
      (mode == QSIMRT_HYBRID && arithmetic == QSIMRT_YOLO2_LIGHT))
    return QSIMRT_LINEAR;
  const qsimrt_activation activation = qsimrt_activation_of(layer);
  return activation == QSIMRT_LEAKY ? QSIMRT_LINEAR : activation;
}
