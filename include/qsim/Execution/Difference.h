// SPDX-License-Identifier: Apache-2.0
// How far one tensor is from another, as sums that can be added up.
#ifndef QSIM_EXECUTION_DIFFERENCE_H
#define QSIM_EXECUTION_DIFFERENCE_H

#include <cstddef>
#include <cstdint>

namespace qsim {

/// Sums over the values of one or more tensors; those of the reference are x,
/// the measured ones y. Zero-initialised: no values.
struct Difference {
  std::uint64_t count = 0;
  double signal = 0;   ///< sum of x * x
  double measured = 0; ///< sum of y * y
  double product = 0;  ///< sum of x * y
  double noise = 0;    ///< sum of (y - x)^2
  double maxAbs = 0;   ///< largest |y - x|; NaN once a difference was
  /// From the counters of the layer that made y.
  std::uint64_t saturatedOutputs = 0, accumulatorOverflows = 0;

  /// Adds `values` pairs, in their order.
  void add(const float *reference, const float *values, std::size_t number);
  /// Adds the sums of another difference.
  void add(const Difference &other);

  /// Of the angle between x and y, -1..1: 1 without noise, 0 where one of the
  /// two is all zeros.
  double cosine() const;
  /// Signal to quantization noise ratio in dB: infinite without noise, minus
  /// infinite with noise and no signal.
  double sqnr() const;
  /// Mean of (y - x)^2; 0 without values.
  double mse() const;
  /// Fraction of the values that the layer's clamp changed; 0 without values.
  double saturation() const;
  /// noise / signal: 0 without noise, infinite with noise and no signal, and
  /// where a value is not a number.
  double noiseRatio() const;
};

} // namespace qsim

#endif // QSIM_EXECUTION_DIFFERENCE_H
