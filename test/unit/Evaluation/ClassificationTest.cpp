// SPDX-License-Identifier: Apache-2.0
// Rankings of classes and the scores of a classifier, by hand.
#include "qsim/Evaluation/Classification.h"
#include "qsim/Execution/Classification.h"

#include <cmath>
#include <gtest/gtest.h>
#include <limits>

using namespace qsim;

TEST(RankClasses, PutsTheBestFirst) {
  const std::vector<float> scores{1, 5, 3, -2, 4};
  EXPECT_EQ(rankClasses(scores, 3), (Ranking{1, 4, 2}));
  EXPECT_EQ(rankClasses(scores, 9), (Ranking{1, 4, 2, 0, 3}));
  EXPECT_EQ(rankClasses({}, 5), Ranking{});
}

TEST(RankClasses, BreaksTiesByTheLowerClass) {
  EXPECT_EQ(rankClasses(std::vector<float>{0, 2, 1, 2, 2, 0}, 5),
            (Ranking{1, 3, 4, 2, 0}));
  // -0 and 0 are equal.
  EXPECT_EQ(rankClasses(std::vector<float>{-0.0f, 0.0f}, 1), Ranking{0});
}

TEST(RankClasses, NeverTakesWhatIsNotANumber) {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const float infinity = std::numeric_limits<float>::infinity();
  EXPECT_EQ(rankClasses(std::vector<float>{nan, -infinity, nan, 7}, 5),
            (Ranking{3, 1}));
  EXPECT_EQ(rankClasses(std::vector<float>{nan, nan}, 5), Ranking{});
}

TEST(Classification, CountsRightAnswers) {
  const Rankings reference{{0, 1}, {1, 2}, {2, 0}, {9, 8, 7, 6, 5, 4}};
  const Rankings measured{{0, 2}, {2, 1}, {2, 0}, {9, 8, 7, 6, 5, 4}};
  const std::vector<std::int32_t> classes{0, 1, 0, 4};
  auto result = summarizeClassification(measured, classes, reference);
  ASSERT_TRUE(result) << result.message();
  EXPECT_EQ(result->pictures, 4u);
  EXPECT_EQ(result->top1, 0.25); // the first
  EXPECT_EQ(result->top5, 0.75); // 4 is the sixth of the last
  EXPECT_EQ(result->fidelity, 0.75);
  EXPECT_DOUBLE_EQ(result->top1Deviation, std::sqrt(0.25 * 0.75 / 4));
  EXPECT_DOUBLE_EQ(result->top5Deviation, std::sqrt(0.75 * 0.25 / 4));

  // Right, right, wrong, wrong becomes right, wrong, wrong, wrong.
  Top1Drop drop = dropOfTop1(reference, measured, classes);
  EXPECT_EQ(drop.drop, 0.25);
  EXPECT_DOUBLE_EQ(drop.deviation, std::sqrt((0.25 - 0.0625) / 4));
  drop = dropOfTop1(measured, reference, classes);
  EXPECT_EQ(drop.drop, -0.25);
  drop = dropOfTop1(reference, reference, classes);
  EXPECT_EQ(drop.drop, 0);
  EXPECT_EQ(drop.deviation, 0);
}

TEST(Classification, AnEmptyRankingIsWrong) {
  const Rankings none{{}, {}}, one{{1}, {}};
  const std::vector<std::int32_t> classes{0, 1};
  EXPECT_EQ(summarizeClassification(none, classes, one)->top1, 0);
  EXPECT_EQ(summarizeClassification(none, classes, one)->fidelity, 0.5);
}

TEST(Classification, RefusesOtherNumbersOfPictures) {
  const Rankings two{{0}, {1}};
  const std::vector<std::int32_t> classes{0};
  EXPECT_EQ(summarizeClassification(two, classes, two).message(),
            "evaluation: 1 labelled pictures, rankings of 2 and 2");
  EXPECT_EQ(summarizeClassification({}, {}, {}).message(),
            "evaluation: 0 labelled pictures, rankings of 0 and 0");
}

TEST(Classification, WritesItsMembers) {
  ClassificationResult result;
  result.mode = "int";
  result.pictures = 4;
  result.top1 = 0.25;
  result.top5 = 0.75;
  result.top1Deviation = 0.5;
  result.top5Deviation = 0.125;
  result.fidelity = 1;
  JsonWriter json;
  json.beginObject();
  writeMembers(json, result);
  EXPECT_EQ(json.endObject().take(),
            R"({"mode":"int","pictures":4,"top1":0.25,"top1_deviation":0.5,)"
            R"("top5":0.75,"top5_deviation":0.125,"fidelity":1})");
  EXPECT_EQ(toTable(result),
            "mode  pictures   top-1      +-   top-5      +-  fidelity\n"
            "--------------------------------------------------------\n"
            "int          4  0.2500  0.5000  0.7500  0.1250    1.0000\n");
}
