// SPDX-License-Identifier: Apache-2.0
// The methods that choose the scales of weights.
#include "qsim/Calibration/WeightScales.h"
#include "Rounding.h"
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
template <typename Term> double laneSum(Span span, Term term) {
  double sums[lanes] = {};
  std::size_t i = 0;
  for (; i + lanes <= span.size; i += lanes)
    for (std::size_t lane = 0; lane < lanes; ++lane)
      sums[lane] += term(span.begin[i + lane]);
  for (; i < span.size; ++i)
    sums[i % lanes] += term(span.begin[i]);
  return (sums[0] + sums[1]) + (sums[2] + sums[3]);
}

double largest(Span span) {
  double most = 0;
  for (std::size_t i = 0; i < span.size; ++i)
    most = std::max(most, std::fabs(span.begin[i]));
  return most;
}

double errorOf(Span span, double scale, double limit) {
  double inverse = 1 / scale;
  double sum = laneSum(span, [=](double w) {
    double u = w * inverse;
    double inside = u < -limit ? -limit : u > limit ? limit : u;
    double d = u - roundToInteger(inside);
    return d * d;
  });
  return sum * scale * scale;
}

// The scale with the least error among `count` candidates, the first of equal
// ones.
template <typename Candidate>
double leastError(Span span, double limit, int count, Candidate candidate) {
  double best = candidate(0), least = errorOf(span, best, limit);
  for (int i = 1; i < count; ++i) {
    double scale = candidate(i);
    double error = errorOf(span, scale, limit);
    if (error < least) {
      least = error;
      best = scale;
    }
  }
  return best;
}

double scaleFor(Span span, const WeightRequest &request) {
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
  double covering = most / limit;
  if (!search)
    return powerOfTwo ? powerOfTwoAtLeast(covering) : covering;
  if (powerOfTwo) {
    double first = powerOfTwoAtLeast(most / (limit + 0.5));
    return leastError(span, limit, log2Candidates,
                      [=](int i) { return std::ldexp(first, -i); });
  }
  return leastError(span, limit, searchSteps - searchBegin + 1, [=](int i) {
    return covering * (searchSteps - i) / searchSteps;
  });
}

} // namespace

WeightChoice qsim::judgeWeightScales(const double *weights, std::size_t filters,
                                     std::size_t perFilter, int bits,
                                     std::vector<float> scales) {
  WeightChoice choice;
  double limit = std::ldexp(1.0, bits - 1) - 1;
  double clipped = 0;
  for (std::size_t filter = 0; filter < filters; ++filter) {
    Span span{weights + filter * perFilter, perFilter};
    double scale = scales[scales.size() == 1 ? 0 : filter];
    choice.error += errorOf(span, scale, limit);
    choice.power += laneSum(span, [](double w) { return w * w; });
    clipped += laneSum(span, [=](double w) {
      return std::fabs(w) > (limit + 0.5) * scale ? 1.0 : 0.0;
    });
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
                                      const WeightRequest &request) {
  std::size_t groups = request.perChannel ? filters : 1;
  std::size_t size = filters * perFilter / groups;
  std::vector<float> scales;
  std::vector<std::size_t> empty;
  for (std::size_t group = 0; group < groups; ++group) {
    Span span{weights + group * size, size};
    scales.push_back(static_cast<float>(scaleFor(span, request)));
    if (largest(span) < 0x1p-100)
      empty.push_back(group);
  }
  WeightChoice choice = judgeWeightScales(weights, filters, perFilter,
                                          request.bits, std::move(scales));
  choice.empty = std::move(empty);
  return choice;
}
