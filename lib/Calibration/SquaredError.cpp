// SPDX-License-Identifier: Apache-2.0
// Closed forms of the error inside one bin.
#include "SquaredError.h"
#include "Rounding.h"

#include <algorithm>
#include <cmath>

using namespace qsim;

namespace {

// Integral from 0 to u of (v - q(v))^2 dv, where q rounds v to the nearest
// integer of the range: every whole step holds 1/12, the rest of one is a cube;
// outside the range the cube goes on growing.
double errorIntegral(double u, GridRange range) {
  double q = roundToInteger(std::clamp(u, range.low, range.high));
  double d = u - q;
  return q / 12 + d * d * d / 3;
}

} // namespace

GridRange qsim::gridRange(int bits, int zeroPoint) {
  double half = std::ldexp(1.0, bits - 1);
  return {-half - zeroPoint, half - 1 - zeroPoint};
}

double qsim::squaredError(const Histogram &histogram, double scale,
                          GridRange range, double cap) {
  double width = histogram.width(), step = width / scale;
  double atCap = cap / scale;
  double sum = 0;
  for (int bin = histogram.firstBin(), last = histogram.lastBin(); bin <= last;
       ++bin) {
    double count = static_cast<double>(histogram.bin(bin));
    if (count == 0)
      continue;
    double begin = bin * step, end = begin + step;
    if (begin >= atCap || end <= -atCap) {
      double at = std::copysign(atCap, begin);
      double d = at - roundToInteger(std::clamp(at, range.low, range.high));
      sum += count * d * d;
      continue;
    }
    sum += count * (errorIntegral(end, range) - errorIntegral(begin, range)) /
           step;
  }
  return sum * scale * scale;
}

double qsim::saturatedShare(const Histogram &histogram, double scale,
                            GridRange range) {
  if (histogram.total() == 0)
    return 0;
  double step = histogram.width() / scale;
  double low = range.low - 0.5, high = range.high + 0.5;
  // The outermost bins reach only to the extremes that were seen.
  double smallest = histogram.minimum() / scale;
  double largest = histogram.maximum() / scale;
  double outside = 0;
  for (int bin = histogram.firstBin(), last = histogram.lastBin(); bin <= last;
       ++bin) {
    double count = static_cast<double>(histogram.bin(bin));
    if (count == 0)
      continue;
    double begin = std::max(bin * step, smallest);
    double end = std::min((bin + 1) * step, largest);
    if (end <= begin) { // all values of the bin are equal
      outside += begin > high || begin < low ? count : 0;
      continue;
    }
    double inside = std::min(end, high) - std::max(begin, low);
    outside += count * (1 - std::clamp(inside / (end - begin), 0.0, 1.0));
  }
  return outside / static_cast<double>(histogram.total());
}
