// SPDX-License-Identifier: Apache-2.0
// The methods for grids whose zero point is free.
#include "AsymmetricScale.h"
#include "Candidates.h"
#include "Clipping.h"
#include "Divergence.h"
#include "SquaredError.h"

#include <algorithm>
#include <cmath>

using namespace qsim;

namespace {

// Both ends move in steps of 1/512 of their side, not below 1/64; the search
// begins on every 32nd step.
constexpr int searchSteps = 512, searchBegin = 8, coarseStep = 32;

ValueRange clippedTo(ValueRange range, double threshold) {
  return {std::max(range.low, -threshold), std::min(range.high, threshold)};
}

double longerSide(ValueRange range) { return std::max(-range.low, range.high); }

// The least squared error over both ends.
class EndSearch {
public:
  EndSearch(const Histogram &histogram, const ActivationRequest &request,
            ThreadPool *pool)
      : histogram(histogram), request(request), pool(pool),
        whole(observedRange(histogram, request.cap)) {}

  AffineGrid search(float symmetric) {
    take({searchSteps, searchSteps});
    takeAll(coarseEnds());
    // The symmetric grid without what nobody uses of it.
    GridRange range = gridRange(request.bits, 0);
    take({nearest(range.low * symmetric, whole.low),
          nearest(range.high * symmetric, whole.high)});
    for (int step = coarseStep / 2; step > 0; step /= 2)
      while (improve(step)) {
      }
    AffineGrid plain{symmetric, 0};
    return errorOf(plain) <= least ? plain : gridOf(best);
  }

private:
  struct Ends {
    int low, high; // in steps
  };

  static int nearest(double end, double side) {
    double steps = side == 0 ? searchSteps : searchSteps * end / side;
    return static_cast<int>(
        std::nearbyint(std::clamp<double>(steps, searchBegin, searchSteps)));
  }

  static std::vector<Ends> coarseEnds() {
    std::vector<Ends> all;
    for (int low = searchSteps; low > 0; low -= coarseStep)
      for (int high = searchSteps; high > 0; high -= coarseStep)
        all.push_back({low, high});
    return all;
  }

  AffineGrid gridOf(Ends ends) const {
    return affineGrid(whole.low * ends.low / searchSteps,
                      whole.high * ends.high / searchSteps, request.bits);
  }

  double errorOf(AffineGrid grid) const {
    return squaredError(histogram, grid.scale,
                        gridRange(request.bits, grid.zeroPoint), request.cap);
  }

  // NaN, which is never less, where there are no such ends: a side that holds
  // nothing has only one.
  double errorOf(Ends ends) const {
    if ((whole.low == 0 && ends.low != searchSteps) ||
        (whole.high == 0 && ends.high != searchSteps))
      return NAN;
    return errorOf(gridOf(ends));
  }

  // In the order given, as if one were looked at after the other.
  void takeAll(const std::vector<Ends> &all) {
    const std::vector<double> errors = judgeAll(
        pool, all.size(), [&](std::size_t i) { return errorOf(all[i]); });
    for (std::size_t i = 0; i < all.size(); ++i)
      take(all[i], errors[i]);
  }

  bool take(Ends ends) { return take(ends, errorOf(ends)); }

  bool take(Ends ends, double error) {
    if (!(error < least))
      return false;
    least = error;
    best = ends;
    return true;
  }

  bool improve(int step) {
    Ends centre = best;
    bool better = false;
    for (int low = -1; low <= 1; ++low)
      for (int high = -1; high <= 1; ++high) {
        Ends ends{centre.low + low * step, centre.high + high * step};
        if (std::min(ends.low, ends.high) >= searchBegin &&
            std::max(ends.low, ends.high) <= searchSteps &&
            (low != 0 || high != 0))
          better |= take(ends);
      }
    return better;
  }

  const Histogram &histogram;
  const ActivationRequest &request;
  ThreadPool *pool;
  ValueRange whole;
  Ends best{searchSteps, searchSteps};
  double least = INFINITY;
};

ValueRange clippedRange(const Histogram &histogram,
                        const ActivationRequest &request, ThreadPool *pool) {
  ValueRange whole = observedRange(histogram, request.cap);
  double longer = longerSide(whole), reach = whole.high - whole.low;
  switch (request.method) {
  case ThresholdMethod::Percentile: {
    ValueRange tails = percentileRange(histogram, request.percentile);
    ValueRange kept{std::max(whole.low, tails.low),
                    std::min(whole.high, tails.high)};
    // Zeros have tails as narrow as a bin, which no scale can represent.
    return kept.high - kept.low < 0x1p-100 ? whole : kept;
  }
  case ThresholdMethod::Octav: {
    // Of two equal sides this is octavNoise; one side alone has half the step.
    double share = reach / (2 * longer);
    return clippedTo(whole,
                     octavThreshold(histogram,
                                    octavNoise(request.bits) * share * share,
                                    request.cap));
  }
  case ThresholdMethod::KL: {
    Magnitudes magnitudes = foldMagnitudes(histogram, request.cap);
    if (magnitudes.counts.empty())
      return whole;
    int levels =
        static_cast<int>(std::ldexp(1.0, request.bits) * longer / reach);
    return clippedTo(whole,
                     leastDivergence(magnitudes, levels, pool).threshold);
  }
  default:
    return whole;
  }
}

} // namespace

AffineGrid qsim::affineGrid(double low, double high, int bits) {
  low = std::min(low, 0.0);
  high = std::max(high, 0.0);
  double steps = std::ldexp(1.0, bits) - 1, half = std::ldexp(1.0, bits - 1);
  float scale = static_cast<float>((high - low) / steps);
  double zeroPoint = std::nearbyint(-half - low / scale);
  return {scale, static_cast<int>(std::clamp(zeroPoint, -half, half - 1))};
}

AffineGrid qsim::chooseAffineGrid(const Histogram &histogram,
                                  const ActivationRequest &request,
                                  float symmetric, ThreadPool *pool) {
  if (request.method == ThresholdMethod::MSE)
    return EndSearch(histogram, request, pool).search(symmetric);
  ValueRange range = clippedRange(histogram, request, pool);
  return affineGrid(range.low, range.high, request.bits);
}
