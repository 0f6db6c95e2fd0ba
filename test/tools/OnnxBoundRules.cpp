// SPDX-License-Identifier: Apache-2.0
// Bounds of single layers, written out.
#include "OnnxBoundRules.h"

#include "OnnxBound.h"

#include <algorithm>
#include <cmath>

namespace qsim::conformance {

static double largest(const std::vector<double> &bounds) {
  return bounds.empty() ? 0 : *std::max_element(bounds.begin(), bounds.end());
}

std::vector<double> productBounds(const Uncertain &a, const Uncertain &b,
                                  qsimrt_shape first, qsimrt_shape second) {
  const std::size_t places =
      static_cast<std::size_t>(second.h) * static_cast<std::size_t>(second.w);
  std::vector<double> result(b.values.size());
  for (std::size_t i = 0; i < result.size(); ++i) {
    const std::size_t k = a.values.size() == b.values.size() ? i
                          : first.c == second.c              ? i / places
                                                             : i % places;
    result[i] = std::abs(a.values[k]) * b.bounds[i] +
                std::abs(b.values[i]) * a.bounds[k] + a.bounds[k] * b.bounds[i];
  }
  return result;
}

static double quotientBound(double a, double ea, double b, double eb) {
  if (eb == 0 && ea == 0)
    return 0;
  // a'/b' - a/b = (a' - a - a/b (b' - b)) / b'
  return std::abs(b) > eb ? (ea + std::abs(a / b) * eb) / (std::abs(b) - eb)
                          : kUnbounded;
}

/// Of a positive base a power is monotone in base and exponent: its extremes
/// lie in corners. Of others only with a fixed exponent that is a whole number.
static double powerBound(double a, double ea, double b, double eb) {
  if (eb == 0 && ea == 0)
    return 0;
  const double real = std::pow(a, b);
  if (a - ea > 0) {
    double bound = 0;
    for (double base : {a - ea, a + ea})
      for (double exponent : {b - eb, b + eb})
        bound = std::max(bound, std::abs(std::pow(base, exponent) - real));
    return bound;
  }
  if (eb == 0 && b >= 1 && b == std::floor(b)) {
    const double size = std::abs(a);
    return std::pow(size + ea, b) - std::pow(size, b) +
           (size < ea ? 2 * std::pow(size, b) : 0);
  }
  return kUnbounded;
}

std::vector<double> binaryBounds(qsimrt_binary_kind operation,
                                 const Uncertain &a, const Uncertain &b) {
  std::vector<double> result(a.values.size());
  for (std::size_t i = 0; i < result.size(); ++i) {
    const double ea = a.bounds[i], eb = b.bounds[i];
    switch (operation) {
    case QSIMRT_BINARY_SUB:
      result[i] = ea + eb;
      break;
    case QSIMRT_BINARY_MAX:
    case QSIMRT_BINARY_MIN:
      result[i] = std::max(ea, eb);
      break;
    case QSIMRT_BINARY_DIV:
      result[i] = quotientBound(a.values[i], ea, b.values[i], eb);
      break;
    case QSIMRT_BINARY_POW:
      result[i] = powerBound(a.values[i], ea, b.values[i], eb);
      break;
    }
  }
  return result;
}

std::vector<double> softmaxBounds(const qsimrt_softmax &softmax,
                                  const std::vector<float> &results,
                                  const Uncertain &input) {
  // Numerator and denominator are each off by a factor within exp(+-off).
  const double off = largest(input.bounds) / softmax.temperature;
  std::vector<double> bounds(results.size(), 2 * off);
  if (!softmax.log)
    for (std::size_t i = 0; i < bounds.size(); ++i)
      bounds[i] = std::min(1.0, std::abs(results[i]) * std::expm1(2 * off));
  return bounds;
}

std::vector<double> argmaxBounds(const qsimrt_argmax &argmax,
                                 std::size_t results, const Uncertain &input) {
  std::vector<double> bounds(results, 0);
  const auto inner = static_cast<std::size_t>(argmax.inner);
  const std::size_t n = input.values.size() / results;
  for (std::size_t i = 0; i < results; ++i) {
    const std::size_t first = i / inner * n * inner + i % inner;
    std::size_t best = first;
    for (std::size_t k = 1; k < n; ++k)
      if (input.values[first + k * inner] > input.values[best])
        best = first + k * inner;
    // Another may win where the two may meet.
    for (std::size_t k = 0; k < n; ++k) {
      const std::size_t at = first + k * inner;
      const double off = input.bounds[at] + input.bounds[best];
      if (at != best && off > 0 && input.values[best] - input.values[at] <= off)
        bounds[i] = kUnbounded;
    }
  }
  return bounds;
}

std::vector<double> lrnBounds(const qsimrt_lrn &lrn, qsimrt_shape shape,
                              const Uncertain &input) {
  const int places = shape.h * shape.w, channels = shape.c / lrn.batch;
  const double factor = double(lrn.alpha) / lrn.size;
  std::vector<double> bounds(input.values.size());
  for (int c = 0; c < shape.c; ++c)
    for (int i = 0; i < places; ++i) {
      const int low = c / channels * channels, high = low + channels - 1;
      double sum = 0, off = 0;
      for (int k = std::max(low, c - (lrn.size - 1) / 2);
           k <= std::min(high, c + lrn.size / 2); ++k) {
        const auto at = static_cast<std::size_t>(k * places + i);
        const double x = std::abs(input.values[at]), e = input.bounds[at];
        sum += x * x;
        off += 2 * x * e + e * e;
      }
      const auto at = static_cast<std::size_t>(c * places + i);
      const double x = input.values[at], e = input.bounds[at];
      const double real = x / std::pow(lrn.bias + factor * sum, lrn.beta);
      double bound = 0;
      for (double sums : {std::max(0.0, sum - off), sum + off})
        for (double value : {x - e, x + e})
          bound = std::max(
              bound,
              std::abs(value / std::pow(lrn.bias + factor * sums, lrn.beta) -
                       real));
      bounds[at] = bound;
    }
  return bounds;
}

std::vector<double> instanceNormBounds(const qsimrt_instance_norm &norm,
                                       qsimrt_shape shape,
                                       const Uncertain &input) {
  const auto places =
      static_cast<std::size_t>(shape.h) * static_cast<std::size_t>(shape.w);
  std::vector<double> bounds(input.values.size());
  for (std::size_t c = 0; c < static_cast<std::size_t>(shape.c); ++c) {
    const std::size_t from = c * places;
    double mean = 0, off = 0, variance = 0, moved = 0;
    for (std::size_t i = from; i < from + places; ++i) {
      mean += input.values[i] / double(places);
      off += input.bounds[i] / double(places);
    }
    for (std::size_t i = from; i < from + places; ++i) {
      variance += std::pow(input.values[i] - mean, 2) / double(places);
      moved += std::pow(input.bounds[i] + off, 2) / double(places);
    }
    // A deviation is a length: it changes by no more than the length of the
    // change (with epsilon as one more coordinate).
    const double epsilon = norm.epsilon;
    const double deviation = std::sqrt(variance + epsilon);
    const double change = std::sqrt(moved);
    const double least = std::max(deviation - change, std::sqrt(epsilon));
    for (std::size_t i = from; i < from + places; ++i) {
      const double centred = std::abs(input.values[i] - mean);
      bounds[i] = std::abs(norm.scales[c]) *
                  (input.bounds[i] + off + centred * change / deviation) /
                  least;
    }
  }
  return bounds;
}

/// Weights of the four taps of a cubic resize at distance f behind the second.
static void cubicWeights(double a, double f, double (&weights)[4]) {
  const double distances[4] = {1 + f, f, 1 - f, 2 - f};
  for (int i = 0; i < 4; ++i) {
    const double t = distances[i];
    weights[i] = t <= 1 ? ((a + 2) * t - (a + 3)) * t * t + 1
                        : ((a * t - 5 * a) * t + 8 * a) * t - 4 * a;
  }
}

/// The largest sum of the magnitudes of one direction's weights, which sum to
/// 1. Where taps outside are left out, the others are divided by their sum.
static double gainOf(const qsimrt_resizing &resize) {
  if (resize.mode != QSIMRT_CUBIC)
    return 1;
  double gain = 1;
  for (int step = 0; step <= 1000; ++step) {
    const double f = step / 1000.0;
    double weights[4];
    cubicWeights(resize.cubic_a, f, weights);
    for (int low = 0; low <= 2; ++low)
      for (int high = 1; high < 4; ++high) {
        const bool whole = low == 0 && high == 3;
        // A place beyond the last one, or before the first, is at most half
        // away from it.
        if (high < low || (!whole && !resize.exclude_outside) ||
            (high == 1 && f > 0.5) || (low == 2 && f < 0.5))
          continue;
        double sum = 0, magnitudes = 0;
        for (int i = low; i <= high; ++i) {
          sum += weights[i];
          magnitudes += std::abs(weights[i]);
        }
        gain = std::max(gain, magnitudes / std::abs(sum));
      }
  }
  return gain;
}

std::vector<double> resizeBounds(const qsimrt_resizing &resize, bool integers,
                                 std::size_t results, const Uncertain &input) {
  const double gain = gainOf(resize);
  double bound = gain * gain * largest(input.bounds);
  if (integers) {
    // Each weight but the largest is off by half of 1/2048, that one by what
    // the others are together. The sum stays 1: what all values have in common
    // is not touched.
    const double others = resize.mode == QSIMRT_CUBIC ? 3 : 1;
    const double off = 2 * others / 4096;
    const auto [least, most] =
        std::minmax_element(input.values.begin(), input.values.end());
    const double half = (double(*most) - *least) / 2 + largest(input.bounds);
    bound += (2 * gain + off) * off * half;
  }
  return std::vector<double>(results, bound);
}

} // namespace qsim::conformance
