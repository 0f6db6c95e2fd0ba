// SPDX-License-Identifier: Apache-2.0
// Measures of two tensors against numbers worked out by hand.
#include "qsim/Execution/Difference.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

using namespace qsim;

namespace {

Difference between(std::initializer_list<float> x,
                   std::initializer_list<float> y) {
  Difference difference;
  difference.add(x.begin(), y.begin(), x.size());
  return difference;
}

TEST(Difference, MeasuresByHand) {
  // x.x = 9 + 16 = 25; errors 1 and -1: 2; y.y = 16 + 9; x.y = 12 + 12 = 24.
  const Difference difference = between({3, 4}, {4, 3});
  EXPECT_EQ(difference.count, 2u);
  EXPECT_EQ(difference.signal, 25);
  EXPECT_EQ(difference.measured, 25);
  EXPECT_EQ(difference.product, 24);
  EXPECT_EQ(difference.noise, 2);
  EXPECT_EQ(difference.mse(), 1);
  EXPECT_EQ(difference.maxAbs, 1);
  EXPECT_DOUBLE_EQ(difference.cosine(), 24.0 / 25);
  EXPECT_DOUBLE_EQ(difference.sqnr(), 10 * std::log10(12.5));
  EXPECT_DOUBLE_EQ(difference.noiseRatio(), 0.08);
}

TEST(Difference, TenDecibels) {
  // 10 / 1: one error of 1 in sqrt(10) = {1, 3}.
  EXPECT_DOUBLE_EQ(between({1, 3}, {1, 2}).sqnr(), 10);
  EXPECT_DOUBLE_EQ(between({1, -3}, {1, -2}).sqnr(), 10);
}

TEST(Difference, SumsOfPartsAreThoseOfTheWhole) {
  Difference parts = between({1, 2, 3}, {1, 2.5f, 3});
  parts.saturatedOutputs = 1;
  Difference second = between({-4, 0}, {-6, 0.25f});
  second.saturatedOutputs = 2;
  second.accumulatorOverflows = 7;
  parts.add(second);
  const Difference whole = between({1, 2, 3, -4, 0}, {1, 2.5f, 3, -6, 0.25f});
  EXPECT_EQ(parts.count, 5u);
  EXPECT_EQ(parts.signal, whole.signal);
  EXPECT_EQ(parts.noise, whole.noise);
  EXPECT_EQ(parts.product, whole.product);
  EXPECT_EQ(parts.measured, whole.measured);
  EXPECT_EQ(parts.maxAbs, 2);
  EXPECT_DOUBLE_EQ(parts.saturation(), 0.6); // 3 of 5
  EXPECT_EQ(parts.accumulatorOverflows, 7u);
}

TEST(Difference, WithoutNoise) {
  const Difference same = between({1, -2, 0}, {1, -2, 0});
  EXPECT_EQ(same.sqnr(), std::numeric_limits<double>::infinity());
  EXPECT_EQ(same.cosine(), 1);
  EXPECT_EQ(same.noiseRatio(), 0);
  // All zeros are equal, not at right angles.
  EXPECT_EQ(between({0, 0}, {0, 0}).cosine(), 1);
}

TEST(Difference, WithoutSignal) {
  const Difference noise = between({0, 0}, {1, 0});
  EXPECT_EQ(noise.sqnr(), -std::numeric_limits<double>::infinity());
  EXPECT_EQ(noise.noiseRatio(), std::numeric_limits<double>::infinity());
  EXPECT_EQ(noise.cosine(), 0);
  EXPECT_EQ(between({1, 0}, {0, 0}).cosine(), 0);
}

TEST(Difference, WithoutValues) {
  const Difference nothing;
  EXPECT_EQ(nothing.mse(), 0);
  EXPECT_EQ(nothing.saturation(), 0);
  EXPECT_EQ(nothing.noiseRatio(), 0);
}

TEST(Difference, NotANumberIsTheWorst) {
  const float nan = std::nanf("");
  Difference broken = between({1, 2}, {nan, 5});
  EXPECT_TRUE(std::isnan(broken.maxAbs));
  EXPECT_EQ(broken.noiseRatio(), std::numeric_limits<double>::infinity());
  broken.add(between({1}, {100}));
  EXPECT_TRUE(std::isnan(broken.maxAbs));
  Difference later = between({1}, {100});
  later.add(between({1}, {nan}));
  EXPECT_TRUE(std::isnan(later.maxAbs));
}

} // namespace
