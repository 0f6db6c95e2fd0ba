// SPDX-License-Identifier: Apache-2.0
// Percentiles and OCTAV on histograms.
#include "Clipping.h"
#include "qsim/Calibration/Thresholds.h"

#include <algorithm>
#include <cmath>

using namespace qsim;

namespace {

// How many values may lie beyond.
double allowance(const Histogram &histogram, double share) {
  return share * static_cast<double>(histogram.total());
}

// Values with magnitudes in [c * width, (c + 1) * width).
double magnitudes(const Histogram &histogram, int c) {
  return static_cast<double>(histogram.bin(c) + histogram.bin(-c - 1));
}

int lastMagnitude(const Histogram &histogram) {
  return std::max({histogram.lastBin(), -histogram.firstBin() - 1, 0});
}

// From the last bin down: the first that may not be given up. count(c) is that
// of the bin that begins c widths away from zero.
template <typename Count>
double edgeWithin(int last, double width, double allowed, Count count) {
  double beyond = 0;
  for (; last > 0; --last) {
    beyond += count(last);
    if (beyond > allowed)
      break;
  }
  return (last + 1) * width;
}

} // namespace

ValueRange qsim::observedRange(const Histogram &histogram, double cap) {
  double low = std::max(std::min<double>(histogram.minimum(), 0), -cap);
  double high = std::min(std::max<double>(histogram.maximum(), 0), cap);
  // Magnitudes that no float32 scale could serve count as zero.
  if (std::max(-low, high) < 0x1p-100)
    return {-emptyRange, emptyRange};
  return {low, high};
}

double qsim::percentileThreshold(const Histogram &histogram,
                                 double percentile) {
  double allowed = allowance(histogram, (100 - percentile) / 100);
  return edgeWithin(lastMagnitude(histogram), histogram.width(), allowed,
                    [&](int c) { return magnitudes(histogram, c); });
}

ValueRange qsim::percentileRange(const Histogram &histogram,
                                 double percentile) {
  double allowed = allowance(histogram, (100 - percentile) / 200);
  double width = histogram.width();
  double high =
      edgeWithin(std::max(histogram.lastBin(), 0), width, allowed,
                 [&](int c) { return static_cast<double>(histogram.bin(c)); });
  double low = edgeWithin(
      std::max(-histogram.firstBin() - 1, 0), width, allowed,
      [&](int c) { return static_cast<double>(histogram.bin(-c - 1)); });
  return {-low, high};
}

double qsim::octavNoise(int bits) { return std::ldexp(1.0, -2 * bits) / 3; }

double qsim::octavThreshold(const Histogram &histogram, double noise,
                            double cap) {
  ValueRange observed = observedRange(histogram, cap);
  double width = histogram.width();
  int last = lastMagnitude(histogram);
  return octavFixedPoint(noise, std::max(-observed.low, observed.high),
                         [&](double threshold) {
                           Beyond result{};
                           for (int c = 0; c <= last; ++c) {
                             double centre = std::min((c + 0.5) * width, cap);
                             double count = magnitudes(histogram, c);
                             if (centre > threshold) {
                               result.sum += count * centre;
                               result.count += count;
                             } else {
                               result.inside += count;
                             }
                           }
                           return result;
                         });
}
