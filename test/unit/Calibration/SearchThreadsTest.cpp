// SPDX-License-Identifier: Apache-2.0
// What a search finds does not depend on the threads that it runs on.
#include "qsim/Calibration/Thresholds.h"
#include "qsim/Calibration/WeightScales.h"
#include "qsim/Support/Random.h"
#include "qsim/Support/ThreadPool.h"

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

using namespace qsim;

namespace {

constexpr ThresholdMethod methods[] = {
    ThresholdMethod::MinMax,     ThresholdMethod::KL,
    ThresholdMethod::MSE,        ThresholdMethod::Log2,
    ThresholdMethod::Percentile, ThresholdMethod::Octav};

double drawn(SplitMix64 &random) {
  return (random.uniform() - 0.4) * random.uniform() * random.uniform();
}

void expectSame(const WeightChoice &a, const WeightChoice &b) {
  EXPECT_EQ(a.scales, b.scales);
  EXPECT_EQ(a.error, b.error);
  EXPECT_EQ(a.power, b.power);
  EXPECT_EQ(a.saturation, b.saturation);
  EXPECT_EQ(a.empty, b.empty);
}

TEST(SearchThreads, WeightScalesStayTheSame) {
  constexpr std::size_t filters = 37, perFilter = 1201;
  SplitMix64 random(1);
  std::vector<double> weights(filters * perFilter);
  for (double &weight : weights)
    weight = drawn(random);
  // A filter of zeros, one with a single large weight, a constant one.
  for (std::size_t i = 0; i < perFilter; ++i) {
    weights[i] = 0;
    weights[2 * perFilter + i] = 0.25;
  }
  weights[perFilter + 600] = 40;
  for (ThresholdMethod method : methods)
    for (bool perChannel : {true, false})
      for (int bits : {2, 4, 8, 16}) {
        SCOPED_TRACE(std::to_string(int(method)) + " " +
                     std::to_string(perChannel) + " " + std::to_string(bits));
        WeightRequest request;
        request.method = method;
        request.perChannel = perChannel;
        request.bits = bits;
        const WeightChoice alone =
            chooseWeightScales(weights.data(), filters, perFilter, request);
        for (int threads : {1, 2, 5}) {
          ThreadPool pool(threads);
          expectSame(chooseWeightScales(weights.data(), filters, perFilter,
                                        request, &pool),
                     alone);
        }
      }
}

// The search gives up a candidate early; trying all to the end finds the same.
TEST(SearchThreads, GivingUpEarlyFindsTheLeastError) {
  SplitMix64 random(2);
  std::vector<double> weights(2000);
  for (double &weight : weights)
    weight = drawn(random);
  for (int bits : {2, 3, 8}) {
    WeightRequest request;
    request.bits = bits;
    const float found =
        chooseWeightScales(weights.data(), 1, weights.size(), request)
            .scales[0];
    double most = 0;
    for (double weight : weights)
      most = std::max(most, std::fabs(weight));
    const double whole = most / (std::ldexp(1.0, bits - 1) - 1);
    double least = INFINITY;
    float best = 0;
    for (int i = 128; i >= 32; --i) {
      const float scale = static_cast<float>(whole * i / 128);
      const double error =
          judgeWeightScales(weights.data(), 1, weights.size(), bits, {scale})
              .error;
      if (error < least * (1 - 1e-6)) {
        least = error;
        best = scale;
      }
    }
    EXPECT_EQ(found, best) << bits;
  }
}

TEST(SearchThreads, ActivationScalesStayTheSame) {
  SplitMix64 random(3);
  std::vector<float> values(20000);
  for (float &value : values)
    value = static_cast<float>(drawn(random));
  values[7] = 3;
  Histogram histogram;
  histogram.add(values.data(), values.size());
  for (ThresholdMethod method : methods)
    for (Symmetry symmetry : {Symmetry::Symmetric, Symmetry::Asymmetric}) {
      if (method == ThresholdMethod::Log2 && symmetry == Symmetry::Asymmetric)
        continue;
      ActivationRequest request;
      request.method = method;
      request.symmetry = symmetry;
      const ActivationChoice alone = chooseScale(histogram, request);
      for (int threads : {1, 2, 5}) {
        ThreadPool pool(threads);
        const ActivationChoice found = chooseScale(histogram, request, &pool);
        EXPECT_EQ(found.scale, alone.scale) << int(method);
        EXPECT_EQ(found.zeroPoint, alone.zeroPoint) << int(method);
        EXPECT_EQ(found.error, alone.error) << int(method);
        EXPECT_EQ(found.divergence, alone.divergence) << int(method);
      }
    }
}

} // namespace
