// SPDX-License-Identifier: Apache-2.0
// Percentile and OCTAV on histograms, with hand-computed thresholds.
#include "../../../lib/Calibration/Clipping.h"
#include "qsim/Calibration/PowerOfTwo.h"
#include "qsim/Calibration/Thresholds.h"

#include <gtest/gtest.h>

#include <vector>

using namespace qsim;

namespace {

Histogram of(const std::vector<float> &values) {
  Histogram histogram;
  histogram.add(values.data(), values.size());
  return histogram;
}

// 100 values: 1, 2, ..., 99 with alternating signs, and -100.
std::vector<float> ramp() {
  std::vector<float> values;
  for (int i = 1; i <= 100; ++i)
    values.push_back(static_cast<float>(i % 2 ? i : -i));
  return values;
}

TEST(Percentile, TheEdgeOfTheFirstBinThatMayNotBeGivenUp) {
  // 100 lies in 2^6..2^7: bins are 2^-5 wide. 91 .. 100 are the 10 per cent
  // beyond; a bin below zero ends at its value, -90 in the bin up to 90.
  Histogram histogram = of(ramp());
  EXPECT_EQ(percentileThreshold(histogram, 90), 90);
  // A bin above zero begins at its value: 89 in the bin up to 89 + 2^-5.
  EXPECT_EQ(percentileThreshold(histogram, 89), 89 + 0x1p-5);
  EXPECT_EQ(percentileThreshold(histogram, 100), 100);
}

TEST(Percentile, ZerosCount) {
  // 100 zeros more: the 10 per cent of 200 are the 20 largest.
  std::vector<float> values = ramp();
  values.insert(values.end(), 100, 0.0f);
  EXPECT_EQ(percentileThreshold(of(values), 90), 80);
}

TEST(Percentile, TailsShareWhatMayLieBeyond) {
  // 5 per cent on each side: 91, 93 .. 99 above, -92 .. -100 below.
  ValueRange range = percentileRange(of(ramp()), 90);
  EXPECT_EQ(range.high, 89 + 0x1p-5);
  EXPECT_EQ(range.low, -90);
}

TEST(Percentile, AllKeptIsMinMax) {
  ActivationRequest percentile{ThresholdMethod::Percentile};
  percentile.percentile = 100;
  Histogram histogram = of({5.08f, -2.0f, 1.0f});
  // The edge beyond 5.08 is clipped to 5.08: 5.08 / 127 = 0.04.
  EXPECT_FLOAT_EQ(chooseScale(histogram, percentile).scale, 0.04f);
}

TEST(Percentile, PowersOfTwoCoverTheThreshold) {
  ActivationRequest percentile{ThresholdMethod::Percentile,
                               ScaleGrid::PowerOfTwo};
  percentile.percentile = 60;
  // 60 / 127 = 0.472, 60 / 128 below zero: 2^-1.
  EXPECT_EQ(chooseScale(of(ramp()), percentile).scale, 0.5f);
}

TEST(Octav, FixedPointOnBinCentres) {
  // 2 bits: noise 1/48. Bins are 2^-7 wide; -16 lies in the one around
  // 16 - 2^-8, 99 ones around 1 + 2^-8: s = (16 - 2^-8) / (99/48 + 1).
  std::vector<float> values(99, 1.0f);
  values.push_back(-16);
  double expected = (16 - 0x1p-8) / (99.0 / 48 + 1);
  EXPECT_DOUBLE_EQ(octavThreshold(of(values), octavNoise(2), INFINITY),
                   expected);
  // Zeros take no part.
  values.insert(values.end(), 1000, 0.0f);
  EXPECT_DOUBLE_EQ(octavThreshold(of(values), octavNoise(2), INFINITY),
                   expected);
  ActivationRequest octav{ThresholdMethod::Octav};
  octav.bits = 2;
  // Largest 1, smallest -16, kept to -s: s / 2 steps below zero.
  EXPECT_FLOAT_EQ(chooseScale(of(values), octav).scale,
                  static_cast<float>(expected / 2));
}

TEST(Octav, NeverBeyondWhatWasSeen) {
  // One value only: nothing lies beyond the mean.
  EXPECT_EQ(octavThreshold(of({3, 3, 3}), octavNoise(8), INFINITY), 3);
  EXPECT_EQ(octavThreshold(of({0, 0}), octavNoise(8), INFINITY), emptyRange);
  // 12 caps what is beyond: all values are 12 then.
  EXPECT_EQ(octavThreshold(of({-40, 30}), octavNoise(8), 12), 12);
}

} // namespace
