// SPDX-License-Identifier: Apache-2.0
// Tests of the search for breaking layers, on made-up scores.
#include "qsim/Execution/CrossingSearch.h"

#include "gtest/gtest.h"

#include <algorithm>
#include <numeric>

using namespace qsim;

namespace {

using Layers = std::vector<int>;

Layers firstLayers(int count) {
  Layers layers(static_cast<std::size_t>(count));
  std::iota(layers.begin(), layers.end(), 0);
  return layers;
}

bool has(const Layers &layers, int layer) {
  return std::find(layers.begin(), layers.end(), layer) != layers.end();
}

/// FLOAT scores 1; where `breaks` says so .5 is left. The limit is .1.
CrossingFinding search(int count,
                       const std::function<bool(const Layers &)> &breaks,
                       bool exhaustive = false) {
  int runs = 0;
  Result<CrossingFinding> finding =
      searchCrossings(firstLayers(count), {.1, exhaustive},
                      [&](const Layers &layers) -> Result<double> {
                        ++runs;
                        return breaks(layers) ? .5 : 1.0;
                      });
  EXPECT_TRUE(finding.ok());
  EXPECT_EQ(finding->runs, runs);
  return *finding;
}

TEST(CrossingSearch, FindsEverySingleLayerInFewRuns) {
  for (int bad = 0; bad < 100; ++bad) {
    const CrossingFinding finding =
        search(100, [&](const Layers &layers) { return has(layers, bad); });
    ASSERT_TRUE(finding.breaking);
    EXPECT_EQ(finding.breaking->layer, bad);
    EXPECT_TRUE(finding.breaking->alone);
    EXPECT_EQ(finding.breaking->set, Layers{bad});
    EXPECT_FALSE(finding.recovered);
    EXPECT_FALSE(finding.complete);
    EXPECT_LE(finding.runs, 2 * 7 + 6); // log2(100) < 7
  }
}

TEST(CrossingSearch, OnlyAllFrontsProveMonotony) {
  const auto breaks = [](const Layers &layers) { return has(layers, 9); };
  EXPECT_FALSE(search(22, breaks).complete);
  const CrossingFinding all = search(22, breaks, true);
  EXPECT_TRUE(all.complete);
  EXPECT_FALSE(all.recovered);
  EXPECT_EQ(all.fronts.size(), 23u);
  EXPECT_EQ(all.runs, 24); // and layer 9 alone
}

TEST(CrossingSearch, SeesThatItIsFineAgain) {
  // As in a network with two bad layers: 2 breaks it, 13 mends that, the last
  // one breaks it again.
  const auto breaks = [](const Layers &layers) {
    return has(layers, 21) || (has(layers, 2) && !has(layers, 13));
  };
  const CrossingFinding finding = search(22, breaks);
  ASSERT_TRUE(finding.breaking);
  EXPECT_EQ(finding.breaking->layer, 2);
  ASSERT_TRUE(finding.recovered);
  EXPECT_GE(finding.recovered->length, 14u);
  const CrossingFinding all = search(22, breaks, true);
  EXPECT_EQ(all.recovered->length, 14u);
}

TEST(CrossingSearch, LooksInsideAWholeThatIsFine) {
  const CrossingFinding finding = search(22, [](const Layers &layers) {
    return has(layers, 2) && !has(layers, 20);
  });
  ASSERT_TRUE(finding.breaking);
  EXPECT_EQ(finding.breaking->layer, 2);
  EXPECT_TRUE(finding.recovered);
}

TEST(CrossingSearch, ExhaustiveFindsTheFirst) {
  // One front among fine ones, where halving does not look.
  const auto breaks = [](const Layers &layers) {
    return layers.size() == 5 || has(layers, 60);
  };
  const CrossingFinding finding = search(64, breaks, true);
  ASSERT_TRUE(finding.breaking);
  EXPECT_EQ(finding.breaking->layer, 4);
  EXPECT_EQ(finding.recovered->length, 6u);
}

TEST(CrossingSearch, FindsASetFromWhichNoneCanBeLeftOut) {
  // Any four of 3, 10, 11, 20 and 30 break it; 30 is in no broken set that is
  // needed. The front up to 20 is the first.
  const CrossingFinding finding = search(40, [](const Layers &layers) {
    return has(layers, 3) + has(layers, 10) + has(layers, 11) +
               has(layers, 20) + has(layers, 30) >=
           4;
  });
  ASSERT_TRUE(finding.breaking);
  EXPECT_EQ(finding.breaking->layer, 20);
  EXPECT_FALSE(finding.breaking->alone);
  EXPECT_EQ(finding.breaking->set, (Layers{3, 10, 11, 20}));
  EXPECT_EQ(finding.breaking->setScore, .5);
  EXPECT_LE(finding.runs, 2 * 6 + 6 + 2 * 4 * 6);
}

TEST(CrossingSearch, KeepsAllWhereAllAreNeeded) {
  const CrossingFinding finding =
      search(5, [](const Layers &layers) { return layers.size() >= 4; });
  ASSERT_TRUE(finding.breaking);
  EXPECT_EQ(finding.breaking->set, (Layers{0, 1, 2, 3}));
}

TEST(CrossingSearch, SaysThatNothingBreaks) {
  for (const int count : {0, 1, 2, 30}) {
    const CrossingFinding finding =
        search(count, [](const Layers &) { return false; });
    EXPECT_FALSE(finding.breaking);
    EXPECT_FALSE(finding.recovered);
    EXPECT_EQ(finding.complete, count <= 2);
  }
}

TEST(CrossingSearch, HandsErrorsOn) {
  int runs = 0;
  const auto score = [&](const Layers &) -> Result<double> {
    if (++runs == 4)
      return Error{"no picture"};
    return runs == 1 ? 1.0 : 0.0;
  };
  EXPECT_EQ(searchCrossings(firstLayers(30), {.1, false}, score).message(),
            "no picture");
}

} // namespace
