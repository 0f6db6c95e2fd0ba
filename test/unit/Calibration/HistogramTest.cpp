// SPDX-License-Identifier: Apache-2.0
// Histograms: placement, merging, independence of order and division.
#include "qsim/Calibration/Histogram.h"
#include "qsim/Calibration/Statistics.h"
#include "qsim/Support/Random.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

using namespace qsim;

namespace {

Histogram of(const std::vector<float> &values) {
  Histogram histogram;
  histogram.add(values.data(), values.size());
  return histogram;
}

std::vector<float> randomValues(std::uint64_t seed, std::size_t count) {
  SplitMix64 random(seed);
  std::vector<float> values(count);
  // Magnitudes over many octaves, a tenth of them zero.
  for (float &value : values)
    value = random.below(10) == 0
                ? 0
                : static_cast<float>(
                      (random.uniform() - 0.4) *
                      std::ldexp(1.0, static_cast<int>(random.below(24)) - 12));
  return values;
}

TEST(Histogram, PlacesValuesByFloor) {
  // The largest magnitude 4 = 2^2 gives width 2^(2-11) = 1/512.
  Histogram histogram = of({4.0f, 1.0f / 512, -1.0f / 1024, 0.0f, -0.0f});
  EXPECT_EQ(histogram.exponent(), -9);
  EXPECT_EQ(histogram.width(), 1.0 / 512);
  EXPECT_EQ(histogram.bin(2048), 1u); // 4 * 512
  EXPECT_EQ(histogram.bin(1), 1u);
  EXPECT_EQ(histogram.bin(-1), 1u); // floor(-1/2)
  EXPECT_EQ(histogram.bin(0), 0u);  // zeros are in no bin
  EXPECT_EQ(histogram.zeros(), 2u);
  EXPECT_EQ(histogram.total(), 5u);
  EXPECT_EQ(histogram.minimum(), -1.0f / 1024);
  EXPECT_EQ(histogram.maximum(), 4.0f);
  EXPECT_EQ(histogram.firstBin(), -1);
  EXPECT_EQ(histogram.lastBin(), 2048);
}

TEST(Histogram, TinyNegativeValuesStayNegative) {
  // With bins 2^5 wide the product -1e-45 * 2^-5 rounds to zero.
  Histogram histogram = of({65536.0f, -1e-45f});
  EXPECT_EQ(histogram.bin(-1), 1u);
  EXPECT_EQ(histogram.bin(0), 0u);
}

TEST(Histogram, CountsNaNAndInfinityApart) {
  float infinity = std::numeric_limits<float>::infinity();
  Histogram histogram = of({1.0f, std::nanf(""), infinity, -infinity});
  EXPECT_EQ(histogram.nonFinite(), 3u);
  EXPECT_EQ(histogram.total(), 1u);
  EXPECT_EQ(histogram.maximum(), 1.0f);
  EXPECT_EQ(histogram.minimum(), 1.0f);
}

TEST(Histogram, EmptyHasNoBins) {
  Histogram histogram = of({0.0f, 0.0f});
  EXPECT_GT(histogram.firstBin(), histogram.lastBin());
  EXPECT_EQ(histogram.total(), 2u);
  EXPECT_EQ(histogram, [] {
    Histogram zeros;
    float zero = 0;
    zeros.add(&zero, 1);
    zeros.add(&zero, 1);
    return zeros;
  }());
}

TEST(Histogram, ExtremesOfFloat) {
  float largest = std::numeric_limits<float>::max();
  float smallest = std::numeric_limits<float>::denorm_min();
  Histogram histogram = of({largest, -largest, smallest});
  EXPECT_EQ(histogram.exponent(), 116); // 127 - 11
  EXPECT_EQ(histogram.bin(4095), 1u);
  EXPECT_EQ(histogram.bin(-4096), 1u);
  EXPECT_EQ(histogram.bin(0), 1u);
}

TEST(Histogram, OrderAndDivisionDoNotMatter) {
  std::vector<float> values = randomValues(1, 5000);
  Histogram whole = of(values);
  SplitMix64 random(2);
  for (int round = 0; round < 20; ++round) {
    for (std::size_t i = values.size() - 1; i > 0; --i)
      std::swap(values[i], values[random.below(i + 1)]);
    std::vector<Histogram> parts(1 + random.below(4));
    for (std::size_t begin = 0; begin < values.size();) {
      std::size_t count =
          std::min<std::size_t>(1 + random.below(1500), values.size() - begin);
      parts[random.below(parts.size())].add(values.data() + begin, count);
      begin += count;
    }
    Histogram merged;
    for (const Histogram &part : parts)
      merged.merge(part);
    ASSERT_EQ(merged, whole) << "round " << round;
  }
}

TEST(Histogram, BlocksCountLikeSingleValues) {
  std::vector<float> values = randomValues(3, 3000);
  Histogram singly;
  for (float value : values)
    singly.add(&value, 1);
  EXPECT_EQ(singly, of(values));
}

TEST(ChannelSums, MeansAreExactInAnyOrder) {
  std::vector<float> a = randomValues(4, 300), b = randomValues(5, 300);
  ChannelSums forward(3), backward(3), merged(3);
  forward.add(a.data(), 100);
  forward.add(b.data(), 100);
  backward.add(b.data(), 100);
  merged.add(a.data(), 100);
  merged.merge(backward);
  backward.add(a.data(), 100);
  EXPECT_EQ(forward, backward);
  EXPECT_EQ(forward, merged);
}

TEST(ChannelSums, MeanPerChannel) {
  // Channel 0: (1 + 2) / 2, channel 1: (-4 + 0) / 2.
  std::vector<float> values = {1, 2, -4, 0};
  ChannelSums sums(2);
  sums.add(values.data(), 2);
  EXPECT_EQ(sums.mean(0), 1.5);
  EXPECT_EQ(sums.mean(1), -2);
  EXPECT_EQ(sums.count(), 2u);
}

} // namespace
