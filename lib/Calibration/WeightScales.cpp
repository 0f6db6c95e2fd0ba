// SPDX-License-Identifier: Apache-2.0
// The methods that choose the scales of weights.
#include "qsim/Calibration/WeightScales.h"
#include "Candidates.h"
#include "Clipping.h"
#include "Rounding.h"
#include "VectorClones.h"
#include "qsim/Calibration/PowerOfTwo.h"

#include <algorithm>
#include <cmath>

using namespace qsim;

namespace {

// The search for a threshold in steps of 1/128 of the range, not below 1/4.
constexpr int searchSteps = 128, searchBegin = 32;
constexpr int log2Candidates = 5;
constexpr std::size_t lanes = 4;

struct Span {
  const double *begin;
  std::size_t size;
};

// Sums run in four fixed lanes, so that they vectorise and never change.
// Inlined always: compiled for the instruction set of the caller.
template <typename Term>
[[gnu::always_inline]] inline void addLanes(Span span, std::size_t begin,
                                            std::size_t end,
                                            double (&total)[lanes], Term term) {
  double sums[lanes];
  std::copy_n(total, lanes, sums);
  std::size_t i = begin; // a whole number of lanes
  for (; i + lanes <= end; i += lanes)
    for (std::size_t lane = 0; lane < lanes; ++lane)
      sums[lane] += term(span.begin[i + lane]);
  for (; i < end; ++i)
    sums[i % lanes] += term(span.begin[i]);
  std::copy_n(sums, lanes, total);
}

template <typename Term>
[[gnu::always_inline]] inline double laneSum(Span span, Term term) {
  double sums[lanes] = {};
  addLanes(span, 0, span.size, sums, term);
  return (sums[0] + sums[1]) + (sums[2] + sums[3]);
}

double largest(Span span) {
  double most = 0;
  for (std::size_t i = 0; i < span.size; ++i)
    most = std::max(most, std::fabs(span.begin[i]));
  return most;
}

// The search spends its time here. Sums of squares only grow, whatever they are
// rounded to: where a part of the weights has an error of `enough` or more,
// that is what is given.
QSIM_VECTOR_CLONES
double errorOf(Span span, double scale, double limit,
               double enough = INFINITY) {
  constexpr std::size_t part = 512; // weights between two looks at the error
  double inverse = 1 / scale;
  double sums[lanes] = {}, error = 0;
  std::size_t i = 0;
  do {
    const std::size_t end = std::min(i + part, span.size);
    addLanes(span, i, end, sums, [=](double w) {
      double u = w * inverse;
      double inside = u < -limit ? -limit : u > limit ? limit : u;
      double d = u - roundToInteger(inside);
      return d * d;
    });
    i = end;
    error = ((sums[0] + sums[1]) + (sums[2] + sums[3])) * scale * scale;
  } while (i < span.size && error < enough);
  return error;
}

// The scale with the least error among `count` candidates, the first of equal
// ones. With a pool all are looked at side by side.
template <typename Candidate>
double leastError(Span span, double limit, int count, ThreadPool *pool,
                  Candidate candidate) {
  if (pool) {
    const std::vector<double> errors =
        judgeAll(pool, static_cast<std::size_t>(count), [&](std::size_t i) {
          return errorOf(span, candidate(static_cast<int>(i)), limit);
        });
    return candidate(static_cast<int>(
        std::min_element(errors.begin(), errors.end()) - errors.begin()));
  }
  double best = candidate(0), least = errorOf(span, best, limit);
  for (int i = 1; i < count; ++i) {
    double scale = candidate(i);
    double error = errorOf(span, scale, limit, least);
    if (error < least) {
      least = error;
      best = scale;
    }
  }
  return best;
}

// The smallest magnitude that at least `percentile` per cent do not exceed.
double percentileOf(Span span, double percentile) {
  std::vector<double> magnitudes(span.size);
  for (std::size_t i = 0; i < span.size; ++i)
    magnitudes[i] = std::fabs(span.begin[i]);
  double wanted = std::ceil(percentile / 100 * static_cast<double>(span.size));
  auto place = magnitudes.begin() +
               static_cast<std::ptrdiff_t>(std::max(wanted, 1.0)) - 1;
  std::nth_element(magnitudes.begin(), place, magnitudes.end());
  return *place;
}

double octavOf(Span span, int bits, double most) {
  return octavFixedPoint(octavNoise(bits), most, [=](double threshold) {
    Beyond result;
    result.sum = laneSum(span, [=](double w) {
      double magnitude = std::fabs(w);
      return magnitude > threshold ? magnitude : 0.0;
    });
    result.count = laneSum(
        span, [=](double w) { return std::fabs(w) > threshold ? 1.0 : 0.0; });
    result.inside = laneSum(span, [=](double w) {
      return w != 0 && std::fabs(w) <= threshold ? 1.0 : 0.0;
    });
    return result;
  });
}

// What the method keeps without a search over scales.
double keptMagnitude(Span span, const WeightRequest &request, double most) {
  double kept = most;
  if (request.method == ThresholdMethod::Percentile)
    kept = percentileOf(span, request.percentile);
  if (request.method == ThresholdMethod::Octav)
    kept = octavOf(span, request.bits, most);
  // Where almost all weights are zero the others still need a scale.
  return kept < 0x1p-100 ? most : kept;
}

double scaleFor(Span span, const WeightRequest &request, ThreadPool *pool) {
  double limit = std::ldexp(1.0, request.bits - 1) - 1;
  double most = largest(span);
  if (most < 0x1p-100)
    return emptyWeightScale;
  bool powerOfTwo = request.grid == ScaleGrid::PowerOfTwo ||
                    request.method == ThresholdMethod::Log2;
  bool search = request.method == ThresholdMethod::MSE ||
                request.method == ThresholdMethod::KL ||
                (request.method == ThresholdMethod::Log2 &&
                 request.form == Log2Form::MinError);
  if (!search) {
    double scale = keptMagnitude(span, request, most) / limit;
    return powerOfTwo ? powerOfTwoAtLeast(scale) : scale;
  }
  if (powerOfTwo) {
    double first = powerOfTwoAtLeast(most / (limit + 0.5));
    return leastError(span, limit, log2Candidates, pool,
                      [=](int i) { return std::ldexp(first, -i); });
  }
  double covering = most / limit;
  return leastError(
      span, limit, searchSteps - searchBegin + 1, pool,
      [=](int i) { return covering * (searchSteps - i) / searchSteps; });
}

} // namespace

namespace {
/// What the weights of one filter add to a WeightChoice.
struct FilterError {
  double error, power, clipped;
};
} // namespace

WeightChoice qsim::judgeWeightScales(const double *weights, std::size_t filters,
                                     std::size_t perFilter, int bits,
                                     std::vector<float> scales,
                                     ThreadPool *pool) {
  double limit = std::ldexp(1.0, bits - 1) - 1;
  const std::vector<FilterError> parts =
      judgeAll(pool, filters, [&](std::size_t filter) {
        Span span{weights + filter * perFilter, perFilter};
        double scale = scales[scales.size() == 1 ? 0 : filter];
        return FilterError{errorOf(span, scale, limit),
                           laneSum(span, [](double w) { return w * w; }),
                           laneSum(span, [=](double w) {
                             return std::fabs(w) > (limit + 0.5) * scale ? 1.0
                                                                         : 0.0;
                           })};
      });
  WeightChoice choice;
  double clipped = 0;
  for (const FilterError &part : parts) {
    choice.error += part.error;
    choice.power += part.power;
    clipped += part.clipped;
  }
  double total = static_cast<double>(filters * perFilter);
  choice.error /= total;
  choice.power /= total;
  choice.saturation = clipped / total;
  choice.scales = std::move(scales);
  return choice;
}

WeightChoice qsim::chooseWeightScales(const double *weights,
                                      std::size_t filters,
                                      std::size_t perFilter,
                                      const WeightRequest &request,
                                      ThreadPool *pool) {
  std::size_t groups = request.perChannel ? filters : 1;
  std::size_t size = filters * perFilter / groups;
  // Where one scale serves all, the search itself is what can be divided.
  ThreadPool *inside = groups == 1 ? pool : nullptr;
  std::vector<float> scales =
      judgeAll(groups == 1 ? nullptr : pool, groups, [&](std::size_t group) {
        return static_cast<float>(
            scaleFor({weights + group * size, size}, request, inside));
      });
  std::vector<std::size_t> empty;
  for (std::size_t group = 0; group < groups; ++group)
    if (largest({weights + group * size, size}) < 0x1p-100)
      empty.push_back(group);
  WeightChoice choice = judgeWeightScales(
      weights, filters, perFilter, request.bits, std::move(scales), pool);
  choice.empty = std::move(empty);
  return choice;
}
