// SPDX-License-Identifier: Apache-2.0
// Activations: of real numbers (N26), as slopes (N27) and as tables (N28).
#include "Activation.h"
#include "Numerics.h"

#include <algorithm>
#include <cmath>

namespace oracle {

double logistic(double x) { return 1.0 / (1.0 + std::exp(-x)); }

namespace {

double tanhOf(double x) {
  double e = std::exp(2 * x);
  return std::isinf(e) ? 1 : (e - 1) / (e + 1);
}

double mishOf(double x) {
  if (x > 20)
    return x;
  double e = std::exp(x);
  double n = e * (e + 2);
  return x * (n / (n + 2));
}

double geluOf(double x) {
  double u = 0.797885 * x + 0.035677 * x * x * x;
  double t = 2 / (1 + std::exp(-2 * u)) - 1;
  return 0.5 * x * (1 + t);
}

double stairOf(double x) {
  double n = std::floor(x), half = std::floor(x / 2);
  if (std::isinf(n) || std::fmod(n, 2) == 0)
    return half;
  return static_cast<float>(x - n) + half;
}

double plseOf(double x) {
  if (x < -4)
    return 0.01 * (x + 4);
  if (x > 4)
    return 0.01 * (x - 4) + 1;
  return 0.125 * x + 0.5;
}

double lhtanOf(double x) {
  if (x < 0)
    return 0.001 * x;
  return x > 1 ? 0.001 * (x - 1) + 1 : x;
}

// Everything but what alexeyab computes in float32.
double activate64(Activation activation, double x) {
  switch (activation) {
  case Activation::Linear:
    return x;
  case Activation::Leaky:
    return x > 0 ? x : 0.1 * x;
  case Activation::Relu:
    return x > 0 ? x : 0;
  case Activation::Relu6:
    if (x > 6)
      return 6;
    return x > 0 ? x : 0;
  case Activation::Relie:
    return x > 0 ? x : 0.01 * x;
  case Activation::Ramp:
    return (x > 0 ? x : 0) + 0.1 * x;
  case Activation::Logistic:
    return logistic(x);
  case Activation::Loggy:
    return 2 / (1 + std::exp(-x)) - 1;
  case Activation::Tanh:
    return tanhOf(x);
  case Activation::Elu:
    return x >= 0 ? x : std::exp(x) - 1;
  case Activation::Selu:
    return x >= 0 ? 1.0507 * x : 1.0507 * 1.6732 * (std::exp(x) - 1);
  case Activation::Hardtan:
    if (x < -1)
      return -1;
    return x > 1 ? 1 : x;
  case Activation::Lhtan:
    return lhtanOf(x);
  case Activation::Plse:
    return plseOf(x);
  case Activation::Stair:
    return stairOf(x);
  case Activation::Swish:
    return x * logistic(x);
  case Activation::Mish:
    return mishOf(x);
  case Activation::HardMish:
    if (x > 0)
      return x;
    return x > -2 ? x * x / 2 + x : 0;
  case Activation::Gelu:
    return geluOf(x);
  default:
    throw Error("unknown activation");
  }
}

} // namespace

float activate(const Layer &layer, Arithmetic arithmetic, float x) {
  Activation activation = layer.activation;
  if (isOfN54(layer))
    return activateN54(layer, x);
  if (arithmetic != Arithmetic::PJReddie) {
    if (activation == Activation::Leaky)
      return x > 0 ? x : 0.1f * x;
    if (activation == Activation::Relie)
      return x > 0 ? x : 0.01f * x;
    if (activation == Activation::Ramp) {
      float tenth = 0.1f * x;
      return (x > 0 ? x : 0.0f) + tenth;
    }
  }
  return static_cast<float>(activate64(activation, double(x)));
}

Slopes slopes(const Layer &layer, LeakyForm form) {
  switch (layer.activation) {
  case Activation::Leaky:
    if (form == LeakyForm::Multiplier)
      return {1, 0.1};
    return {1, form == LeakyForm::N256 ? 26.0 / 256.0 : 1.0 / 8.0};
  case Activation::Relu:
  case Activation::Relu6:
    return {1, 0};
  case Activation::Relie:
    return {1, 0.01};
  case Activation::Ramp:
    return {1.1, 0.1};
  case Activation::LeakyRelu:
    return {1, double(*layer.alpha)};
  default: // linear, clip, and tables, which see the value itself
    return {1, 1};
  }
}

int32_t limitOf(double limit, const Quantization &to) {
  double q = std::rint(limit / double(to.scale)) + to.zero;
  return static_cast<int32_t>(
      std::clamp(q, double(to.min()), double(to.max())));
}

std::vector<int32_t> activationTable(const Layer &layer,
                                     Arithmetic arithmetic) {
  const Quantization &from = *layer.preactivation;
  std::vector<int32_t> table;
  for (int32_t p = from.min(); p <= from.max(); ++p)
    table.push_back(quantize(activate(layer, arithmetic, dequantize(p, from)),
                             *layer.quantization));
  return table;
}

float adjust(float x) {
  float product = x * 2;
  return product - 1;
}

std::vector<int32_t> cropTable(const Quantization &x, const Quantization &y) {
  std::vector<int32_t> table;
  for (int32_t q = x.min(); q <= x.max(); ++q)
    table.push_back(quantize(adjust(dequantize(q, x)), y));
  return table;
}

} // namespace oracle
