// SPDX-License-Identifier: Apache-2.0
// The methods that choose an activation's scale.
#include "qsim/Calibration/Thresholds.h"
#include "AsymmetricScale.h"
#include "Candidates.h"
#include "Clipping.h"
#include "Divergence.h"
#include "SquaredError.h"
#include "qsim/Calibration/PowerOfTwo.h"

#include <algorithm>
#include <cmath>

using namespace qsim;

namespace {

// The search for a threshold in steps of 1/512 of the range, not below 1/64.
constexpr int searchSteps = 512, searchBegin = 8;
// Powers of two that the minimum-error form tries, the largest first.
constexpr int log2Candidates = 5;

struct Tensor {
  const Histogram &histogram;
  double low, high, cap; // low <= 0 <= high: capped extremes
};

Tensor capped(const Histogram &histogram, double cap) {
  auto [low, high] = observedRange(histogram, cap);
  return {histogram, low, high, cap};
}

Tensor clipped(const Tensor &tensor, double threshold) {
  return {tensor.histogram, std::max(tensor.low, -threshold),
          std::min(tensor.high, threshold), tensor.cap};
}

// Smaller magnitudes count as zeros: no scale could be made of them.
constexpr double leastMagnitude = 0x1p-100;

bool holdsOnlyZeros(const Histogram &histogram) {
  return std::max(-static_cast<double>(histogram.minimum()),
                  static_cast<double>(histogram.maximum())) < leastMagnitude;
}

// The smallest scale that represents both extremes. A side without integers
// (zero point at the end of the range) cannot be represented and is left out.
double coveringScale(const Tensor &tensor, GridRange range) {
  double scale = 0;
  if (range.high > 0)
    scale = tensor.high / range.high;
  if (range.low < 0)
    scale = std::max(scale, tensor.low / range.low);
  return scale > 0 ? scale : emptyRange;
}

// Scales under which the extremes still round into the range.
double roundingScale(const Tensor &tensor, GridRange range) {
  return std::max(tensor.low / (range.low - 0.5),
                  tensor.high / (range.high + 0.5));
}

double errorOf(const Tensor &tensor, double scale, GridRange range) {
  return squaredError(tensor.histogram, scale, range, tensor.cap);
}

double leastErrorScale(const Tensor &tensor, GridRange range,
                       ThreadPool *pool) {
  const double whole = coveringScale(tensor, range);
  // The whole range first: 512 / 512 of it is the same number.
  const auto scaleAt = [=](std::size_t i) {
    return whole * (searchSteps - static_cast<int>(i)) / searchSteps;
  };
  const std::vector<double> errors =
      judgeAll(pool, searchSteps - searchBegin + 1, [&](std::size_t i) {
        return errorOf(tensor, scaleAt(i), range);
      });
  return scaleAt(static_cast<std::size_t>(
      std::min_element(errors.begin(), errors.end()) - errors.begin()));
}

double leastErrorPowerOfTwo(const Tensor &tensor, GridRange range) {
  double best = powerOfTwoAtLeast(roundingScale(tensor, range));
  double least = errorOf(tensor, best, range);
  double scale = best;
  for (int i = 1; i < log2Candidates; ++i) {
    scale /= 2;
    double error = errorOf(tensor, scale, range);
    if (error < least) {
      least = error;
      best = scale;
    }
  }
  return best;
}

double scaleFor(const Tensor &tensor, const ActivationRequest &request,
                GridRange range, ThreadPool *pool) {
  bool powerOfTwo = request.grid == ScaleGrid::PowerOfTwo ||
                    request.method == ThresholdMethod::Log2;
  if (holdsOnlyZeros(tensor.histogram)) {
    double scale = coveringScale(tensor, range);
    return powerOfTwo ? powerOfTwoAtLeast(scale) : scale;
  }
  double threshold = INFINITY;
  switch (request.method) {
  case ThresholdMethod::MSE:
    return powerOfTwo ? leastErrorPowerOfTwo(tensor, range)
                      : leastErrorScale(tensor, range, pool);
  case ThresholdMethod::Log2:
    return request.form == Log2Form::MinError
               ? leastErrorPowerOfTwo(tensor, range)
               : powerOfTwoAtLeast(coveringScale(tensor, range));
  case ThresholdMethod::KL: {
    Magnitudes magnitudes = foldMagnitudes(tensor.histogram, tensor.cap);
    if (!magnitudes.counts.empty()) {
      int levels = 1 << (request.bits - 1);
      double scale =
          leastDivergence(magnitudes, levels, pool).threshold / range.high;
      return powerOfTwo ? powerOfTwoAtLeast(scale) : scale;
    }
    break;
  }
  case ThresholdMethod::Percentile:
    threshold = percentileThreshold(tensor.histogram, request.percentile);
    break;
  case ThresholdMethod::Octav:
    threshold =
        octavThreshold(tensor.histogram, octavNoise(request.bits), tensor.cap);
    break;
  case ThresholdMethod::MinMax:
    break;
  }
  double scale = coveringScale(clipped(tensor, threshold), range);
  return powerOfTwo ? powerOfTwoAtLeast(scale) : scale;
}

double divergenceOf(const Histogram &histogram, double threshold, int bits) {
  Magnitudes magnitudes = foldMagnitudes(histogram, INFINITY);
  int levels = 1 << (bits - 1);
  int bins = static_cast<int>(magnitudes.counts.size());
  if (bins <= levels)
    return 0;
  double kept = std::nearbyint(threshold / magnitudes.width - 0.5);
  return divergenceAt(magnitudes,
                      static_cast<int>(std::clamp<double>(kept, levels, bins)),
                      levels)
      .value_or(0);
}

} // namespace

ActivationChoice qsim::judgeScale(const Histogram &histogram, float scale,
                                  int bits, int zeroPoint) {
  GridRange range = gridRange(bits, zeroPoint);
  ActivationChoice choice;
  choice.scale = scale;
  choice.zeroPoint = zeroPoint;
  choice.threshold = scale * std::max(-range.low, range.high);
  if (zeroPoint == 0)
    choice.threshold = scale * range.high;
  choice.divergence = divergenceOf(histogram, choice.threshold, bits);
  if (histogram.total())
    choice.error = squaredError(histogram, scale, range, INFINITY) /
                   static_cast<double>(histogram.total());
  choice.saturation = saturatedShare(histogram, scale, range);
  return choice;
}

ActivationChoice qsim::chooseScale(const Histogram &histogram,
                                   const ActivationRequest &request,
                                   ThreadPool *pool) {
  GridRange range = gridRange(request.bits, request.zeroPoint);
  if (request.symmetry == Symmetry::Asymmetric)
    range = gridRange(request.bits, 0);
  AffineGrid grid{static_cast<float>(scaleFor(capped(histogram, request.cap),
                                              request, range, pool)),
                  request.zeroPoint};
  if (request.symmetry == Symmetry::Asymmetric)
    grid = chooseAffineGrid(histogram, request, grid.scale, pool);
  return judgeScale(histogram, grid.scale, request.bits, grid.zeroPoint);
}
