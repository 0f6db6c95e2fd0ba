// SPDX-License-Identifier: Apache-2.0
// The activations of N54, which have alpha and beta or came with networks from
// ONNX.
#include "Activation.h"

#include <cmath>
#include <limits>

namespace oracle {

bool isOfN54(const Layer &layer) {
  return layer.activation == Activation::LeakyRelu ||
         layer.activation == Activation::Clip ||
         layer.activation >= Activation::Affine || layer.alpha.has_value();
}

double powerOf(double x, double exponent, bool products) {
  if (products && exponent == 1)
    return x;
  if (products && exponent == 2)
    return x * x;
  if (products && exponent == 3)
    return x * x * x;
  if (x == 0) {
    if (exponent == 0)
      return 1;
    if (std::isnan(exponent))
      return exponent;
    return exponent > 0 ? 0 : std::numeric_limits<double>::infinity();
  }
  if (x > 0)
    return std::exp(exponent * std::log(x));
  if (std::isinf(exponent) || std::floor(exponent) != exponent)
    return std::nan("");
  double magnitude = std::exp(exponent * std::log(-x));
  return std::fmod(exponent, 2) != 0 ? -magnitude : magnitude;
}

namespace {

// Two limits, of which the upper one has the last word; a NaN stays one.
template <typename Real> Real limited(Real x, Real low, Real high) {
  Real y = x < low ? low : x;
  return y > high ? high : y;
}

double softplus(double x) {
  return x > 0 ? x + std::log(1 + std::exp(-x)) : std::log(1 + std::exp(x));
}

double table(const Layer &layer, double x) {
  double alpha = layer.alpha.value_or(0.0f), beta = layer.beta.value_or(0.0f);
  switch (layer.activation) {
  case Activation::Affine:
    return alpha * x + beta;
  case Activation::Elu:
    return x >= 0 ? x : alpha * (std::exp(x) - 1);
  case Activation::Selu:
    return x >= 0 ? beta * x : beta * (alpha * (std::exp(x) - 1));
  case Activation::HardSigmoid:
    return limited(alpha * x + beta, 0.0, 1.0);
  case Activation::HardSwish:
    return x * limited(x / 6 + 0.5, 0.0, 1.0);
  case Activation::Softplus:
    return softplus(x);
  case Activation::Softsign:
    return x / (1 + std::fabs(x));
  case Activation::ThresholdedRelu:
    return x > alpha ? x : 0;
  case Activation::Exp:
    return std::exp(x);
  case Activation::Log:
    return std::log(x);
  case Activation::Sqrt:
    return std::sqrt(x);
  case Activation::Abs:
    return std::fabs(x);
  case Activation::Reciprocal:
    return 1 / x;
  case Activation::Pow:
    return powerOf(x, alpha, true);
  default:
    throw Error("not an activation of N54");
  }
}

} // namespace

float activateN54(const Layer &layer, float x) {
  if (layer.activation == Activation::LeakyRelu)
    return x > 0 ? x : *layer.alpha * x;
  if (layer.activation == Activation::Clip)
    return limited(x, *layer.alpha, *layer.beta);
  return static_cast<float>(table(layer, double(x)));
}

} // namespace oracle
