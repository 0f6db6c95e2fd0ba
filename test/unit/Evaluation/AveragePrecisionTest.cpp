// SPDX-License-Identifier: Apache-2.0
// Areas under precision-recall curves, computed by hand.
#include "qsim/Evaluation/AveragePrecision.h"
#include "Scenes.h"

#include <gtest/gtest.h>

using namespace qsim;
using namespace qsim::test;

/// A curve from a string: '+' a hit, '-' a miss, one picture each.
static std::vector<RankedDetection> curve(std::string_view flags) {
  std::vector<RankedDetection> ranked;
  for (std::size_t i = 0; i < flags.size(); ++i)
    ranked.push_back({1.0f / static_cast<float>(i + 1),
                      static_cast<std::uint32_t>(i),
                      static_cast<std::uint16_t>(flags[i] == '+')});
  return ranked;
}

static double area(std::string_view flags, std::uint32_t objects) {
  return averagePrecision(curve(flags), std::vector{objects}, 0);
}

TEST(AveragePrecision, IsTheAreaUnderTheEnvelope) {
  EXPECT_DOUBLE_EQ(area("+", 1), 1);
  EXPECT_DOUBLE_EQ(area("+", 2), 0.5);
  EXPECT_DOUBLE_EQ(area("-+", 1), 0.5);
  // Precisions at the hits: 1, 2/3, 3/5.
  EXPECT_DOUBLE_EQ(area("+-+-+", 3), (1 + 2.0 / 3 + 3.0 / 5) / 3);
  // 1/2 is lifted to the 2/3 that follows.
  EXPECT_DOUBLE_EQ(area("-++", 2), 2.0 / 3);
  // Misses at the end cost nothing.
  EXPECT_DOUBLE_EQ(area("+---", 1), 1);
  EXPECT_DOUBLE_EQ(area("--", 5), 0);
  EXPECT_DOUBLE_EQ(area("", 5), 0);
  EXPECT_DOUBLE_EQ(area("-", 0), 0);
}

TEST(AveragePrecision, CountsPicturesByWeight) {
  std::vector<RankedDetection> ranked = curve("+-+");
  std::vector<std::uint32_t> objects = {1, 0, 1};
  auto weighted = [&](std::vector<std::uint32_t> weights) {
    return averagePrecision(ranked, objects, 0, weights);
  };
  EXPECT_DOUBLE_EQ(weighted({1, 1, 1}), (1 + 2.0 / 3) / 2);
  EXPECT_DOUBLE_EQ(weighted({1, 0, 1}), 1);
  // 2 hits, 1 miss, 1 hit: precision 1, then 3/4; 3 objects.
  EXPECT_DOUBLE_EQ(weighted({2, 1, 1}), (2 * 1 + 3.0 / 4) / 3);
  // 3 misses, then 2 hits: 2/5.
  EXPECT_DOUBLE_EQ(weighted({0, 3, 2}), 2.0 / 5);
  EXPECT_DOUBLE_EQ(weighted({0, 3, 0}), 0);
}

TEST(MeanAveragePrecision, DividesByAllClasses) {
  // Class 0: found; class 1: missed; class 2: a false alarm and no object;
  // class 3: nothing at all.
  auto matching =
      matchDetections({{detection(0, .9f, .2f), detection(2, .8f, .5f)}},
                      {{object(0, .2f), object(1, .8f)}}, 4);
  ASSERT_TRUE(matching.ok());
  EXPECT_EQ(classAveragePrecisions(*matching, 0),
            (std::vector<double>{1, 0, 0, 0}));
  EXPECT_DOUBLE_EQ(meanAveragePrecision(*matching, 0), 0.25);
  // Pooled: hit, miss; one of two objects.
  EXPECT_DOUBLE_EQ(pooledAveragePrecision(*matching, 0), 0.5);
  EXPECT_EQ(meanAveragePrecision(Matching(), 0), 0);
}

TEST(MeanAveragePrecision, AveragesThresholds) {
  // Overlap 2/3 reaches .50, .55, .60 and .65.
  auto matching =
      matchDetections({{detection(0, .9f, .54f)}}, {{object(0, .5f)}}, 1);
  ASSERT_TRUE(matching.ok());
  EXPECT_DOUBLE_EQ(meanAveragePrecisionOverThresholds(*matching), 0.4);
}

TEST(PooledAveragePrecision, MixesClassesInOneCurve) {
  // Order: class 1 misses at .9, class 0 hits at .8, class 1 hits at .7.
  auto matching =
      matchDetections({{detection(0, .8f, .2f), detection(1, .9f, .5f),
                        detection(1, .7f, .8f)}},
                      {{object(0, .2f), object(1, .8f)}}, 2);
  ASSERT_TRUE(matching.ok());
  EXPECT_DOUBLE_EQ(pooledAveragePrecision(*matching, 0), 2.0 / 3);
  EXPECT_DOUBLE_EQ(meanAveragePrecision(*matching, 0), (1 + 0.5) / 2);
}
