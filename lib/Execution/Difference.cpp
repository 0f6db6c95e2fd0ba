// SPDX-License-Identifier: Apache-2.0
// Sums over pairs of values and what follows from them.
#include "qsim/Execution/Difference.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace qsim {

// NaN wins over any number, in either place.
static double larger(double a, double b) {
  return a > b || std::isnan(a) ? a : b;
}

void Difference::add(const float *reference, const float *values,
                     std::size_t number) {
  for (std::size_t i = 0; i < number; ++i) {
    const double x = reference[i], y = values[i];
    const double error = y - x;
    signal += x * x;
    measured += y * y;
    product += x * y;
    noise += error * error;
    maxAbs = larger(maxAbs, std::fabs(error));
  }
  count += number;
}

void Difference::add(const Difference &other) {
  count += other.count;
  signal += other.signal;
  measured += other.measured;
  product += other.product;
  noise += other.noise;
  maxAbs = larger(maxAbs, other.maxAbs);
  saturatedOutputs += other.saturatedOutputs;
  accumulatorOverflows += other.accumulatorOverflows;
}

double Difference::cosine() const {
  if (noise == 0)
    return 1;
  if (signal == 0 || measured == 0)
    return 0;
  return std::clamp(product / std::sqrt(signal) / std::sqrt(measured), -1.0,
                    1.0);
}

double Difference::sqnr() const {
  if (noise == 0)
    return std::numeric_limits<double>::infinity();
  return 10 * std::log10(signal / noise);
}

double Difference::mse() const {
  return count ? noise / static_cast<double>(count) : 0;
}

double Difference::saturation() const {
  return count ? static_cast<double>(saturatedOutputs) /
                     static_cast<double>(count)
               : 0;
}

double Difference::noiseRatio() const {
  if (noise == 0)
    return 0;
  const double ratio = noise / signal;
  return std::isnan(ratio) ? std::numeric_limits<double>::infinity() : ratio;
}

} // namespace qsim
