// SPDX-License-Identifier: Apache-2.0
// Thresholds that clip a distribution by count or by expected error.
#ifndef QSIM_CALIBRATION_CLIPPING_H
#define QSIM_CALIBRATION_CLIPPING_H

#include "qsim/Calibration/Histogram.h"

#include <cstddef>

namespace qsim {

/// low <= 0 <= high.
struct ValueRange {
  double low, high;
};

/// The observed extremes, widened to contain 0 and limited to +-cap; what is
/// too small for any float32 scale becomes +-2^-20.
ValueRange observedRange(const Histogram &histogram, double cap);

/// The smallest upper edge T of a bin of magnitudes beyond which at most
/// 100 - percentile per cent of all values (zeros included) lie.
double percentileThreshold(const Histogram &histogram, double percentile);

/// The same on each side, with half of what may lie beyond on either.
ValueRange percentileRange(const Histogram &histogram, double percentile);

/// OCTAV's fixed point on bin centres, with values beyond `cap` at `cap`.
/// `noise` is the mean squared rounding error for a threshold of 1.
double octavThreshold(const Histogram &histogram, double noise, double cap);

/// Rounding error of a symmetric grid with threshold 1: 4^-bits / 3.
double octavNoise(int bits);

/// What OCTAV's iteration needs to know of values at a threshold.
struct Beyond {
  double sum, count; // of magnitudes above the threshold
  double inside;     // how many are above zero and not above the threshold
};

/// s' = sum / (noise * inside + count), from the mean magnitude until it
/// stays; `measure(s)` gives the Beyond of s. Where nothing lies beyond s,
/// nothing is clipped: `largest`.
template <typename Measure>
double octavFixedPoint(double noise, double largest, Measure measure) {
  constexpr int mostSteps = 100;
  Beyond all = measure(0.0);
  if (all.count == 0)
    return largest;
  double threshold = all.sum / all.count;
  for (int i = 0; i < mostSteps; ++i) {
    Beyond now = measure(threshold);
    if (now.count == 0)
      return largest;
    double next = now.sum / (noise * now.inside + now.count);
    if (next == threshold)
      break;
    threshold = next;
  }
  return threshold < largest ? threshold : largest;
}

} // namespace qsim

#endif // QSIM_CALIBRATION_CLIPPING_H
