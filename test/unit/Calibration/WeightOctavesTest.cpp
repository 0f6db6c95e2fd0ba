// SPDX-License-Identifier: Apache-2.0
// The weight multipliers of yolo2_light with hand-computed values.
#include "qsim/Calibration/WeightOctaves.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

using namespace qsim;

namespace {

WeightOctaves octavesOf(const std::vector<float> &weights) {
  WeightOctaves octaves;
  for (float weight : weights)
    octaves.add(weight);
  return octaves;
}

float multiplierOf(const std::vector<float> &weights) {
  return octavesOf(weights).multiplier();
}

TEST(WeightOctaves, TheFirstWindowThatHoldsMost) {
  // 0.5 is in octave 15: 2^(15-16) <= 0.5 < 2^0. The windows 8 .. 15 hold it;
  // the first gives 2^(16-8) / 4 = 64.
  EXPECT_EQ(multiplierOf({0.5f}), 64);
  // Octaves 15 and 8 (2^-8) together: only window 8 .. 15 holds both.
  EXPECT_EQ(multiplierOf({0.5f, 0x1p-8f}), 64);
  // 2^-7 is octave 9: windows 8 and 9 hold both, and the first counts.
  EXPECT_EQ(multiplierOf({0.5f, 0x1p-7f}), 64);
  // 1.0 is octave 16: windows 9 .. 16, 2^(16-9) / 4 = 32.
  EXPECT_EQ(multiplierOf({1.0f, 0.5f}), 32);
}

TEST(WeightOctaves, EightOctavesAreOneWindow) {
  // No window reaches from octave 7 to octave 15. The first that holds one of
  // them is 0 .. 7.
  EXPECT_EQ(multiplierOf({0.5f, 0x1p-9f}), 0x1p14f);
  // A second weight in octave 15 outvotes octave 7.
  EXPECT_EQ(multiplierOf({0.5f, 0.75f, 0x1p-9f}), 64);
}

TEST(WeightOctaves, AnOctaveIncludesItsLowerEndOnly) {
  // Just below 1.0 is still octave 15.
  EXPECT_EQ(multiplierOf({std::nextafter(1.0f, 0.0f)}), 64);
  EXPECT_EQ(multiplierOf({1.0f}), 32);
}

TEST(WeightOctaves, NegativeWeightsAreNeverCounted) {
  // Three at -1.0 would outvote the one at 2^-8 (octave 8, windows 1 .. 8).
  EXPECT_EQ(multiplierOf({-1.0f, -1.0f, -1.0f, 0x1p-8f}), 0x1p13f);
  EXPECT_EQ(octavesOf({-1.0f, 0x1p-8f}).counted(), 1u);
}

TEST(WeightOctaves, OutsideOfAllOctavesNothingIsCounted) {
  const float infinity = std::numeric_limits<float>::infinity();
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const WeightOctaves none = octavesOf(
      {0, -0.0f, 0x1.fffffep-17f, 0x1p16f, infinity, -infinity, nan, 1e-40f});
  EXPECT_EQ(none.counted(), 0u);
  EXPECT_EQ(none.multiplier(), 0x1p14f); // 2^(16-0) / 4

  // The ends of the range: 2^-16 is octave 0, just below 2^16 octave 31, which
  // only window 24 .. 31 holds: 2^(16-24) / 4 = 2^-10.
  EXPECT_EQ(multiplierOf({0x1p-16f}), 0x1p14f);
  EXPECT_EQ(multiplierOf({0x1.fffffep15f}), 0x1p-10f);
}

TEST(WeightOctaves, TiesGoToTheLowestWindow) {
  // Two in octave 2, two in octave 20.
  EXPECT_EQ(multiplierOf({16.0f, 17.0f, 0x1p-14f, 0x1.8p-14f}), 0x1p14f);
  // The same with a third in octave 20: windows 13 .. 20, 2^(16-13) / 4 = 2.
  EXPECT_EQ(multiplierOf({16.0f, 17.0f, 18.0f, 0x1p-14f, 0x1.8p-14f}), 2);
}

} // namespace
