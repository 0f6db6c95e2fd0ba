// SPDX-License-Identifier: Apache-2.0
// Overlap, order, and who finds which object.
#include "Scenes.h"

#include <cmath>
#include <gtest/gtest.h>

using namespace qsim;
using namespace qsim::test;

TEST(Overlap, IsIntersectionOverUnion) {
  // Half of each box is common: .02 / (.04 + .04 - .02) = 1/3.
  EXPECT_NEAR(intersectionOverUnion(object(0, .5f), object(0, .6f)), 1.0 / 3,
              1e-6);
  EXPECT_EQ(intersectionOverUnion(object(0, .5f), object(0, .5f)), 1);
  EXPECT_EQ(intersectionOverUnion(object(0, .1f), object(0, .9f)), 0);
  EXPECT_EQ(intersectionOverUnion({0, 0, 0, 0, 0}, {0, 0, 0, 0, 0}), 0);
}

/// Hits at overlap .5 in the pooled order.
static std::vector<bool> hits(const DetectionSets &detections,
                              const LabelSets &labels) {
  auto matching = matchDetections(detections, labels, 3);
  EXPECT_TRUE(matching.ok()) << matching.message();
  std::vector<bool> flags;
  for (const RankedDetection &ranked : matching->pooled)
    flags.push_back(ranked.hit(0));
  return flags;
}
using Flags = std::vector<bool>;

TEST(Matching, UsesEachObjectOnce) {
  // The second detection of the same object is wrong, however well it fits.
  EXPECT_EQ(hits({{detection(0, .8f, .5f), detection(0, .9f, .52f)}},
                 {{object(0, .5f)}}),
            (Flags{true, false}));
}

TEST(Matching, TakesTheBestFreeObject) {
  // The better detection takes the object at .5 (overlap 1); the other one
  // then gets the object at .53, which it overlaps less but enough.
  EXPECT_EQ(hits({{detection(0, .9f, .5f), detection(0, .8f, .51f)}},
                 {{object(0, .53f), object(0, .5f)}}),
            (Flags{true, true}));
}

TEST(Matching, StaysWithinClassAndPicture) {
  EXPECT_EQ(hits({{detection(1, .9f, .5f)}, {detection(0, .8f, .5f)}},
                 {{object(0, .5f)}, {}}),
            (Flags{false, false}));
}

TEST(Matching, JudgesEveryThreshold) {
  // Same centre and height, width w of 1: the overlap is w.
  Label whole{0, .5f, .5f, 1, 1};
  for (auto [width, count] :
       {std::pair(.25f, 0), {.49f, 0}, {.5f, 1}, {.625f, 3}, {.96f, 10}}) {
    qsimrt_detection found = detection(0, .5f, .5f);
    found.w = width;
    found.h = 1;
    auto matching = matchDetections({{found}}, {{whole}}, 1);
    ASSERT_TRUE(matching.ok());
    EXPECT_EQ(matching->pooled[0].hits, (1 << count) - 1) << width;
  }
  EXPECT_EQ(iouThreshold(0), 0.5);
  EXPECT_EQ(iouThreshold(9), 0.95);
}

TEST(Matching, ThresholdsDoNotDisturbEachOther) {
  // The better detection overlaps by 2/3: at .5 it takes the object, at .75 it
  // cannot, and the exact one gets it.
  auto matching =
      matchDetections({{detection(0, .9f, .54f), detection(0, .8f, .5f)}},
                      {{object(0, .5f)}}, 1);
  ASSERT_TRUE(matching.ok());
  EXPECT_TRUE(matching->pooled[0].hit(0));
  EXPECT_FALSE(matching->pooled[1].hit(0));
  EXPECT_FALSE(matching->pooled[0].hit(5));
  EXPECT_TRUE(matching->pooled[1].hit(5));
}

TEST(Matching, OrdersEqualScoresByPlace) {
  auto place = [](int layer, int cell, int anchor, int classId) {
    qsimrt_detection found = detection(classId, .5f, .5f, cell);
    found.layer = layer;
    found.anchor = anchor;
    return found;
  };
  // One object per class 0; only the first in the order can have it.
  std::vector<qsimrt_detection> sorted = {place(1, 0, 0, 0), place(2, 0, 0, 0),
                                          place(2, 1, 0, 0), place(2, 1, 1, 0)};
  std::vector<qsimrt_detection> reversed(sorted.rbegin(), sorted.rend());
  EXPECT_EQ(hits({reversed}, {{object(0, .5f)}}),
            (Flags{true, false, false, false}));
  // Mixed with classes: only class 2 has an object, and comes last of its
  // anchor; a better score in a later picture comes first of all.
  EXPECT_EQ(hits({{place(0, 0, 0, 2), place(0, 0, 0, 1), place(0, 0, 1, 0)},
                  {detection(0, .6f, .9f)}},
                 {{object(2, .5f)}, {object(0, .9f)}}),
            (Flags{true, false, true, false}));
  auto matching = matchDetections({{place(0, 0, 0, 0)}, {place(0, 0, 0, 0)}},
                                  {{}, {object(0, .5f)}}, 1);
  EXPECT_EQ(matching->pooled[0].picture, 0u);
}

TEST(Matching, CountsObjects) {
  auto matching = matchDetections(
      {{}, {}}, {{object(0, .1f), object(2, .5f), object(0, .9f)}, {}}, 3);
  ASSERT_TRUE(matching.ok());
  using Counts = std::vector<std::uint32_t>;
  EXPECT_EQ(matching->objects, (std::vector<Counts>{{2, 0}, {0, 0}, {1, 0}}));
  EXPECT_EQ(matching->pooledObjects, (Counts{3, 0}));
  EXPECT_EQ(matching->pictureCount, 2u);
}

TEST(Matching, RefusesWhatDoesNotBelongTogether) {
  EXPECT_EQ(matchDetections({{}}, {{}, {}}, 1).message(),
            "evaluation: there are detections of 1 pictures and labels of 2");
  EXPECT_EQ(
      matchDetections({{}, {detection(3, .5f, .5f)}}, {{}, {}}, 3).message(),
      "evaluation: a detection of picture 1 has class 3, 0..2 is wanted");
  EXPECT_EQ(matchDetections({{}}, {{object(-1, .5f)}}, 3).message(),
            "evaluation: an object of picture 0 has class -1, 0..2 is wanted");
  EXPECT_EQ(
      matchDetections({{detection(0, std::nanf(""), .5f)}}, {{}}, 3).message(),
      "evaluation: the score of a detection of picture 0 is not a number");
}
