// SPDX-License-Identifier: Apache-2.0
// Choosing the scales of a layer's weights.
#ifndef QSIM_CALIBRATION_WEIGHTSCALES_H
#define QSIM_CALIBRATION_WEIGHTSCALES_H

#include "qsim/Calibration/Thresholds.h"

#include <cstddef>
#include <vector>

namespace qsim {

/// The scale of a channel (or tensor) whose weights are all zero.
constexpr double emptyWeightScale = 0x1p-20;

struct WeightRequest {
  /// KL is meant for activations; weights take MSE for it.
  ThresholdMethod method = ThresholdMethod::MSE;
  ScaleGrid grid = ScaleGrid::Any; // Log2 implies PowerOfTwo
  Log2Form form = Log2Form::MinError;
  int bits = 8; // 2..16; integers -(2^(bits-1) - 1)..2^(bits-1) - 1
  bool perChannel = true;
  double percentile = defaultPercentile; // 50..100
};

struct WeightChoice {
  std::vector<float> scales; // one, or one per filter
  /// Mean of (w - quantized w)^2, and of w^2, over all weights.
  double error = 0, power = 0;
  /// Share of the weights that were clipped, 0..1.
  double saturation = 0;
  /// Filters (with one scale for all: 0 or 1) whose weights are all zero.
  std::vector<std::size_t> empty;
};

/// `weights` holds filters * perFilter effective weights (batch norm's gain
/// included). The choice is the same with and without a pool, which searches on
/// its threads.
WeightChoice chooseWeightScales(const double *weights, std::size_t filters,
                                std::size_t perFilter,
                                const WeightRequest &request,
                                ThreadPool *pool = nullptr);

/// What given scales (one, or one per filter) do to the weights.
WeightChoice judgeWeightScales(const double *weights, std::size_t filters,
                               std::size_t perFilter, int bits,
                               std::vector<float> scales,
                               ThreadPool *pool = nullptr);

} // namespace qsim

#endif // QSIM_CALIBRATION_WEIGHTSCALES_H
