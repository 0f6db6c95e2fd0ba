// SPDX-License-Identifier: Apache-2.0
// Choosing the scale of a tensor from the distribution of its values.
#ifndef QSIM_CALIBRATION_THRESHOLDS_H
#define QSIM_CALIBRATION_THRESHOLDS_H

#include "qsim/Calibration/Histogram.h"

#include <limits>

namespace qsim {

class ThreadPool;

/// How a threshold is chosen (docs/spec/calibration.md).
enum class ThresholdMethod { MinMax, KL, MSE, Log2, Percentile, Octav };
/// Which scales are allowed: any float32, or powers of two.
enum class ScaleGrid { Any, PowerOfTwo };
/// The two forms of method log2.
enum class Log2Form { MinError, NonOverflow };

/// Whether an activation's zero point is 0 or chosen with the scale.
enum class Symmetry { Symmetric, Asymmetric };

/// The percentile of method percentile where none is named, and its limits.
constexpr double defaultPercentile = 99.99;
constexpr double lowestPercentile = 50, highestPercentile = 100;

/// A range that holds nothing but zeros is taken as +-emptyRange.
constexpr double emptyRange = 0x1p-20;

struct ActivationRequest {
  ThresholdMethod method = ThresholdMethod::KL;
  ScaleGrid grid = ScaleGrid::Any; // Log2 implies PowerOfTwo
  Log2Form form = Log2Form::MinError;
  int bits = 8;      // 2..16
  int zeroPoint = 0; // fixed unless asymmetric; KL needs 0
  /// Asymmetric chooses the zero point too; needs grid Any, and not Log2.
  Symmetry symmetry = Symmetry::Symmetric;
  double percentile = defaultPercentile; // 50..100
  /// Values beyond +-cap are taken as +-cap.
  double cap = std::numeric_limits<double>::infinity();
};

struct ActivationChoice {
  float scale = 0; // a positive normal float32
  int zeroPoint = 0;
  /// The largest magnitude that the scale represents; of a symmetric grid the
  /// largest positive one, scale * (2^(bits-1) - 1).
  double threshold = 0;
  /// KL divergence at that threshold, in nats.
  double divergence = 0;
  /// Mean squared error of all values, zeros included.
  double error = 0;
  /// Share of all values that lie outside the representable range, 0..1.
  double saturation = 0;
};

/// The finest grid of `bits` bits that reaches from `low` to `high` (widened to
/// contain 0): scale = f32((high - low) / (2^bits - 1)), zero point =
/// rint(qmin - low / scale) in the range of the integers.
struct AffineGrid {
  float scale;
  int zeroPoint;
};
AffineGrid affineGrid(double low, double high, int bits);

/// Chooses a scale, the same with and without a pool, which searches on its
/// threads. Never fails: an empty range gives the scale of +-2^-20.
ActivationChoice chooseScale(const Histogram &histogram,
                             const ActivationRequest &request,
                             ThreadPool *pool = nullptr);

/// What a given scale does to the values.
ActivationChoice judgeScale(const Histogram &histogram, float scale, int bits,
                            int zeroPoint);

} // namespace qsim

#endif // QSIM_CALIBRATION_THRESHOLDS_H
