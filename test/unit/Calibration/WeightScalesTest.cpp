// SPDX-License-Identifier: Apache-2.0
// Scales of weights with hand-computed values.
#include "qsim/Calibration/WeightScales.h"
#include "qsim/Support/Random.h"

#include <gtest/gtest.h>

#include <vector>

using namespace qsim;

namespace {

WeightRequest request(ThresholdMethod method, bool perChannel = true) {
  WeightRequest request;
  request.method = method;
  request.perChannel = perChannel;
  return request;
}

TEST(WeightScales, MinMaxPerChannelAndPerTensor) {
  std::vector<double> weights = {1.27, -0.5, 0.1, -2.54};
  WeightChoice channels = chooseWeightScales(weights.data(), 2, 2,
                                             request(ThresholdMethod::MinMax));
  EXPECT_EQ(channels.scales, (std::vector<float>{0.01f, 0.02f}));
  WeightChoice tensor = chooseWeightScales(
      weights.data(), 2, 2, request(ThresholdMethod::MinMax, false));
  EXPECT_EQ(tensor.scales, std::vector<float>{0.02f});
  EXPECT_EQ(tensor.saturation, 0);
}

TEST(WeightScales, AllZeroChannel) {
  std::vector<double> weights = {0, 0, 0, 1.27};
  for (auto method :
       {ThresholdMethod::MinMax, ThresholdMethod::MSE, ThresholdMethod::Log2}) {
    WeightChoice choice =
        chooseWeightScales(weights.data(), 2, 2, request(method));
    EXPECT_EQ(choice.scales[0], 0x1p-20f);
    EXPECT_EQ(choice.empty, std::vector<std::size_t>{0});
  }
}

TEST(WeightScales, Log2BeginsWhereTheLargestRoundsIntoTheRange) {
  // 0.99609375 / 127.5 = 2^-7 exactly: rint(127.5) = 128 is clipped by half a
  // step, so 2^-7 is allowed and no smaller step is better for one weight...
  std::vector<double> weights = {0.99609375};
  EXPECT_EQ(
      chooseWeightScales(weights.data(), 1, 1, request(ThresholdMethod::Log2))
          .scales[0],
      // ... while 2^-6 is not: it is no candidate.
      0x1p-7f);
  WeightRequest keep = request(ThresholdMethod::Log2);
  keep.form = Log2Form::NonOverflow;
  // 0.99609375 / 127 = 0.00784 > 2^-7
  EXPECT_EQ(chooseWeightScales(weights.data(), 1, 1, keep).scales[0], 0x1p-6f);
}

TEST(WeightScales, PercentileKeepsThatManyMagnitudes) {
  // Of 0.01 .. 1.00 in steps of 0.01, 90 per cent do not exceed 0.90.
  std::vector<double> weights;
  for (int i = 100; i > 0; --i)
    weights.push_back((i % 2 ? 0.01 : -0.01) * i);
  WeightRequest most = request(ThresholdMethod::Percentile, false);
  most.percentile = 90;
  WeightChoice choice = chooseWeightScales(weights.data(), 1, 100, most);
  EXPECT_FLOAT_EQ(choice.scales[0], 0.90f / 127);
  EXPECT_DOUBLE_EQ(choice.saturation, 0.10);
  most.percentile = 100;
  EXPECT_FLOAT_EQ(chooseWeightScales(weights.data(), 1, 100, most).scales[0],
                  1.00f / 127);
  // Mostly zeros: the others still get a scale.
  std::vector<double> sparse(100);
  sparse[7] = -1.27;
  most.percentile = 90;
  EXPECT_FLOAT_EQ(chooseWeightScales(sparse.data(), 1, 100, most).scales[0],
                  0.01f);
}

TEST(WeightScales, OctavReachesItsFixedPoint) {
  // 2 bits: noise 4^-2 / 3 = 1/48. Weights 1 (99 of them) and 10.
  // s between 1 and 10: s = 10 / (99/48 + 1) = 480/147 = 3.265; it stays.
  std::vector<double> weights(100, 1.0);
  weights[50] = -10;
  WeightRequest octav = request(ThresholdMethod::Octav, false);
  octav.bits = 2;
  WeightChoice choice = chooseWeightScales(weights.data(), 1, 100, octav);
  EXPECT_FLOAT_EQ(choice.scales[0], static_cast<float>(480.0 / 147));
  // All of one size: nothing lies beyond their mean, nothing is clipped.
  std::vector<double> equal(8, 0.5);
  EXPECT_FLOAT_EQ(chooseWeightScales(equal.data(), 1, 8, octav).scales[0],
                  0.5f);
}

TEST(WeightScales, MseIsNoWorseThanMinMax) {
  SplitMix64 random(3);
  std::vector<double> weights(4 * 90);
  for (double &weight : weights)
    weight = (random.uniform() - 0.5) * (random.uniform() - 0.5);
  for (int bits : {2, 4, 8}) {
    WeightRequest mse = request(ThresholdMethod::MSE);
    WeightRequest whole = request(ThresholdMethod::MinMax);
    mse.bits = whole.bits = bits;
    WeightChoice best = chooseWeightScales(weights.data(), 4, 90, mse);
    WeightChoice covering = chooseWeightScales(weights.data(), 4, 90, whole);
    EXPECT_LE(best.error, covering.error);
    if (bits < 8) {
      EXPECT_LT(best.error, covering.error);
    }
  }
}

TEST(WeightScales, NarrowRange) {
  // 2 bits: integers -1, 0, 1. Scale 1: 0.4 -> 0, 1 -> 1, -3 -> -1.
  // Errors 0.16 + 0 + 4 over three weights; one of three is clipped.
  std::vector<double> weights = {0.4, 1, -3};
  WeightChoice judged = judgeWeightScales(weights.data(), 1, 3, 2, {1.0f});
  EXPECT_NEAR(judged.error, 4.16 / 3, 1e-12);
  EXPECT_NEAR(judged.power, 10.16 / 3, 1e-12);
  EXPECT_NEAR(judged.saturation, 1.0 / 3, 1e-12);
}

} // namespace
