// SPDX-License-Identifier: Apache-2.0
// Scale and zero point chosen together.
#include "qsim/Calibration/Thresholds.h"
#include "qsim/Support/Random.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

using namespace qsim;

namespace {

Histogram of(const std::vector<float> &values) {
  Histogram histogram;
  histogram.add(values.data(), values.size());
  return histogram;
}

ActivationRequest asymmetric(ThresholdMethod method, int bits = 8) {
  ActivationRequest request{method};
  request.bits = bits;
  request.symmetry = Symmetry::Asymmetric;
  return request;
}

// Sums of four uniform numbers, below zero multiplied by `slope`.
std::vector<float> leaky(std::uint64_t seed, std::size_t count, double slope,
                         float outlier) {
  SplitMix64 random(seed);
  std::vector<float> values(count);
  for (float &value : values) {
    double x = 2 * (random.uniform() + random.uniform() + random.uniform() +
                    random.uniform()) -
               4;
    value = static_cast<float>(x < 0 ? slope * x : x);
  }
  values[0] = outlier;
  return values;
}

TEST(AffineGrid, ThePicture) {
  AffineGrid grid = affineGrid(0, 1, 8);
  EXPECT_EQ(grid.scale, static_cast<float>(1.0 / 255));
  EXPECT_EQ(grid.zeroPoint, -128);
}

TEST(AffineGrid, AlwaysContainsZero) {
  // 2..4.08 becomes 0..4.08: 4.08 / 255 = 0.016
  AffineGrid above = affineGrid(2, 4.08, 8);
  EXPECT_FLOAT_EQ(above.scale, 0.016f);
  EXPECT_EQ(above.zeroPoint, -128);
  // -2.55..0: 0.01, zero point -128 + 255 = 127
  EXPECT_EQ(affineGrid(-2.55, -1, 8).zeroPoint, 127);
}

TEST(AffineGrid, RoundsTheZeroPoint) {
  // -0.5..2.05: 0.01; -128 + 50 = -78
  EXPECT_EQ(affineGrid(-0.5, 2.05, 8).zeroPoint, -78);
  // 4 bits, -1..2: 0.2; -8 + 5 = -3
  EXPECT_EQ(affineGrid(-1, 2, 4).zeroPoint, -3);
}

TEST(Asymmetric, MinMaxIsTheObservedRange) {
  ActivationChoice choice = chooseScale(of({-0.5f, 0.25f, 2.05f}),
                                        asymmetric(ThresholdMethod::MinMax));
  EXPECT_FLOAT_EQ(choice.scale, 0.01f);
  EXPECT_EQ(choice.zeroPoint, -78);
  EXPECT_EQ(choice.saturation, 0);
}

TEST(Asymmetric, EmptyRange) {
  for (auto method :
       {ThresholdMethod::MinMax, ThresholdMethod::KL, ThresholdMethod::MSE,
        ThresholdMethod::Percentile, ThresholdMethod::Octav}) {
    ActivationChoice choice = chooseScale(of({0, 0}), asymmetric(method));
    EXPECT_GE(choice.scale, static_cast<float>(0x1p-20 / 255));
    EXPECT_LE(choice.scale, static_cast<float>(0x1p-20 / 127));
  }
}

TEST(Asymmetric, MseIsNeverWorseThanSymmetric) {
  int better = 0;
  for (std::uint64_t seed = 1; seed < 9; ++seed)
    for (double slope : {0.0, 0.1, 1.0})
      for (int bits : {2, 4, 8, 16}) {
        Histogram histogram = of(leaky(seed, 3000, slope, 9));
        ActivationRequest symmetric{ThresholdMethod::MSE};
        symmetric.bits = bits;
        double with =
            chooseScale(histogram, asymmetric(ThresholdMethod::MSE, bits))
                .error;
        double without = chooseScale(histogram, symmetric).error;
        EXPECT_LE(with, without) << seed << " " << slope << " " << bits;
        better += with < without;
      }
  EXPECT_GT(better, 60); // of 96
}

TEST(Asymmetric, MseGainsMostOfABitWithoutNegativeValues) {
  // Twice the steps on the same range: a quarter of the error.
  Histogram histogram = of(leaky(5, 50000, 0, 4));
  double with = chooseScale(histogram, asymmetric(ThresholdMethod::MSE)).error;
  double without = chooseScale(histogram, {ThresholdMethod::MSE}).error;
  EXPECT_LT(with, 0.3 * without);
}

TEST(Asymmetric, MseFindsTheBestPairOfEnds) {
  // Exhaustive over a coarser set of ends: none of them has less error.
  Histogram histogram = of(leaky(21, 4000, 0.4, 15));
  ActivationRequest request = asymmetric(ThresholdMethod::MSE, 4);
  double found = chooseScale(histogram, request).error;
  double least = INFINITY;
  for (int low = 1; low <= 32; ++low)
    for (int high = 1; high <= 32; ++high) {
      AffineGrid grid = affineGrid(histogram.minimum() * low / 32,
                                   histogram.maximum() * high / 32, 4);
      least = std::min(
          least, judgeScale(histogram, grid.scale, 4, grid.zeroPoint).error);
    }
  EXPECT_LE(found, least * 1.001);
}

TEST(Asymmetric, ThresholdsClipBothSides) {
  // The long tail is positive; the negative side is short and is kept whole.
  Histogram histogram = of(leaky(9, 50000, 0.1, 40));
  for (auto method : {ThresholdMethod::KL, ThresholdMethod::Octav,
                      ThresholdMethod::Percentile}) {
    ActivationRequest request = asymmetric(method, 4);
    ActivationChoice choice = chooseScale(histogram, request);
    double low = choice.scale * (-8.0 - choice.zeroPoint);
    double high = choice.scale * (7.0 - choice.zeroPoint);
    EXPECT_LT(high, 20) << static_cast<int>(method);
    EXPECT_GT(high, 1) << static_cast<int>(method);
    EXPECT_LE(low, 0);
    if (method != ThresholdMethod::Percentile) {
      EXPECT_NEAR(low, histogram.minimum(), choice.scale);
    }
  }
}

} // namespace
