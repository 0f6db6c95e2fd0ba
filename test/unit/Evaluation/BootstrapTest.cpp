// SPDX-License-Identifier: Apache-2.0
// Deviations: known cases, pairing, and independence of the threads.
#include "qsim/Evaluation/Bootstrap.h"
#include "Scenes.h"
#include "qsim/Evaluation/AveragePrecision.h"

#include <cmath>
#include <gtest/gtest.h>
#include <numeric>

using namespace qsim;
using namespace qsim::test;

TEST(Bootstrap, EstimatesAKnownDeviation) {
  ThreadPool pool(2);
  // The share of picture 0 in a sample is binomial(n, 1/n) / n.
  std::uint32_t n = 100;
  double deviation = bootstrapDeviation(
      n,
      [&](PictureWeights weights) {
        EXPECT_EQ(std::accumulate(weights.begin(), weights.end(), 0u), n);
        return weights[0] / double(n);
      },
      pool, {4000, 1});
  EXPECT_NEAR(deviation, std::sqrt(1 - 1.0 / n) / n, 0.0005);
}

TEST(Bootstrap, OnePictureHasNoDeviation) {
  ThreadPool pool(1);
  EXPECT_EQ(bootstrapDeviation(
                1, [](PictureWeights) { return 7; }, pool),
            0);
}

static Matching matched(const Scenes &scenes, int classes) {
  auto matching = matchDetections(scenes.detections, scenes.labels, classes);
  EXPECT_TRUE(matching.ok()) << matching.message();
  return *std::move(matching);
}

TEST(Bootstrap, DoesNotDependOnThreads) {
  Matching a = matched(randomScenes(40, 5, 1, .1), 5);
  Matching b = matched(randomScenes(40, 5, 2, .2), 5);
  ThreadPool one(1), four(4);
  double deviation = deviationOfMap50(a, one);
  EXPECT_GT(deviation, 0.005);
  EXPECT_LT(deviation, 0.2);
  EXPECT_EQ(deviation, deviationOfMap50(a, four));
  EXPECT_EQ(pairedDropOfMap50(a, b, one)->deviation,
            pairedDropOfMap50(a, b, four)->deviation);
  EXPECT_NE(deviation, deviationOfMap50(a, one, {500, 99}));
}

TEST(Bootstrap, SamplesWholePictures) {
  // The weighted score of a sample is the score of a data set made of it.
  Scenes scenes = randomScenes(6, 3, 5, .2);
  std::vector<std::uint32_t> weights = {2, 0, 1, 3, 0, 0};
  Scenes sample;
  for (std::size_t p = 0; p < weights.size(); ++p)
    for (std::uint32_t i = 0; i < weights[p]; ++i) {
      sample.detections.push_back(scenes.detections[p]);
      sample.labels.push_back(scenes.labels[p]);
    }
  Matching all = matched(scenes, 3), drawn = matched(sample, 3);
  EXPECT_DOUBLE_EQ(meanAveragePrecision(all, 0, weights),
                   meanAveragePrecision(drawn, 0));
  EXPECT_DOUBLE_EQ(pooledAveragePrecision(all, 0, weights),
                   pooledAveragePrecision(drawn, 0));
}

TEST(PairedDrop, CancelsWhatIsCommon) {
  ThreadPool pool(2);
  Matching a = matched(randomScenes(60, 3, 1, .2), 3);
  auto same = pairedDropOfMap50(a, a, pool);
  ASSERT_TRUE(same.ok());
  EXPECT_EQ(same->drop, 0);
  EXPECT_EQ(same->deviation, 0);

  // One picture of sixty got worse: far less deviation than the score itself.
  Scenes worse = randomScenes(60, 3, 1, .2);
  for (auto &detections : worse.detections)
    if (!detections.empty()) {
      detections.pop_back();
      break;
    }
  Matching b = matched(worse, 3);
  auto drop = pairedDropOfMap50(a, b, pool);
  ASSERT_TRUE(drop.ok());
  EXPECT_DOUBLE_EQ(drop->drop,
                   meanAveragePrecision(a, 0) - meanAveragePrecision(b, 0));
  EXPECT_GT(drop->drop, 0);
  EXPECT_LT(drop->deviation, deviationOfMap50(a, pool));
  auto pooled = pairedDropOfPooledAp50(a, b, pool);
  EXPECT_DOUBLE_EQ(pooled->drop,
                   pooledAveragePrecision(a, 0) - pooledAveragePrecision(b, 0));
}

TEST(PairedDrop, AgainstNothingIsTheScore) {
  ThreadPool pool(2);
  Scenes scenes = randomScenes(30, 3, 1, .1);
  Matching a = matched(scenes, 3);
  for (auto &detections : scenes.detections)
    detections.clear();
  auto drop = pairedDropOfMap50(a, matched(scenes, 3), pool);
  EXPECT_EQ(drop->drop, meanAveragePrecision(a, 0));
  EXPECT_EQ(drop->deviation, deviationOfMap50(a, pool));
}

TEST(PairedDrop, RefusesDifferentPictures) {
  ThreadPool pool(1);
  Matching a = matched(randomScenes(5, 3, 1, .1), 3);
  Matching b = matched(randomScenes(6, 3, 1, .1), 3);
  const char *wanted = "evaluation: a drop can only be taken between runs on "
                       "the same labelled pictures";
  EXPECT_EQ(pairedDropOfMap50(a, b, pool).message(), wanted);
  EXPECT_EQ(pairedDropOfPooledAp50(a, b, pool).message(), wanted);
}
