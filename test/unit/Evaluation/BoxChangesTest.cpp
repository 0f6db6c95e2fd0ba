// SPDX-License-Identifier: Apache-2.0
// Tests of what is said about boxes that were kept, lost and added.
#include "qsim/Evaluation/BoxChanges.h"

#include "gtest/gtest.h"

#include <cmath>

using namespace qsim;

namespace {

/// A box of size .2 x .2 at height .5.
qsimrt_detection box(int classId, float score, float x) {
  qsimrt_detection found = {};
  found.class_id = classId;
  found.score = score;
  found.x = x;
  found.y = .5f;
  found.w = found.h = .2f;
  return found;
}

TEST(BoxChanges, TellsKeptLostAndAdded) {
  // .3 is found again at .35: overlap .15 of .25 = .6. Of the other class at
  // .7 nothing is left, and .9 is new.
  const BoxChanges changes = boxChanges(
      {{box(0, .9f, .3f), box(1, .8f, .7f)}},
      {{box(0, .9f, .35f), box(0, .5f, .7f), box(1, .4f, .9f)}}, .25f);
  EXPECT_EQ(changes.kept, 1u);
  EXPECT_EQ(changes.lost, 1u);
  EXPECT_EQ(changes.added, 2u);
  EXPECT_NEAR(changes.meanOverlap(), .6, 1e-6);
}

TEST(BoxChanges, CountsNoBoxBelowTheThreshold) {
  const BoxChanges changes = boxChanges({{box(0, .3f, .3f), box(0, .2f, .7f)}},
                                        {{box(0, .2f, .3f)}}, .25f);
  EXPECT_EQ(changes.kept, 0u);
  EXPECT_EQ(changes.lost, 1u);
  EXPECT_EQ(changes.added, 0u);
  EXPECT_TRUE(std::isnan(changes.meanOverlap()));
}

TEST(BoxChanges, GivesEachBoxToOneOnly) {
  // The better one comes last and takes it.
  const BoxChanges changes = boxChanges(
      {{box(0, .9f, .3f)}}, {{box(0, .5f, .3f), box(0, .6f, .3f)}}, .25f);
  EXPECT_EQ(changes.kept, 1u);
  EXPECT_EQ(changes.added, 1u);
}

TEST(BoxChanges, DoesNotMixPictures) {
  const BoxChanges changes =
      boxChanges({{box(0, .9f, .3f)}, {}}, {{}, {box(0, .9f, .3f)}}, .25f);
  EXPECT_EQ(changes.lost, 1u);
  EXPECT_EQ(changes.added, 1u);
}

} // namespace
