// SPDX-License-Identifier: Apache-2.0
// Views of tensors against the same moves made on lists.
#include "View.h"

#include "gtest/gtest.h"

using namespace qsim::onnximport;

namespace {

std::vector<std::int64_t> placesOf(const View &view) {
  std::vector<std::int64_t> places;
  forEachPlace(view, [&](std::int64_t place) { places.push_back(place); });
  return places;
}

TEST(OnnxView, TransposeOfTwoRowsAndThreeColumns) {
  const View view = transposed(identityView({2, 3}), {1, 0});
  EXPECT_EQ(placesOf(view), (std::vector<std::int64_t>{0, 3, 1, 4, 2, 5}));
}

TEST(OnnxView, TwiceTransposedIsTheTensorItself) {
  const View once = transposed(identityView({2, 3, 4}), {2, 0, 1});
  EXPECT_FALSE(isIdentity(once, 24));
  EXPECT_TRUE(isIdentity(transposed(once, {1, 2, 0}), 24));
}

TEST(OnnxView, NumbersInOneRunAreOneDimension) {
  const View view = compact(identityView({2, 1, 3, 4}));
  EXPECT_EQ(view.sizes, (Dims{24}));
  EXPECT_EQ(view.steps, (Dims{1}));
}

// 6 channels as 2 x 3, turned, seen as 6 again: 0 3 1 4 2 5.
TEST(OnnxView, ChannelShuffleKeepsItsView) {
  const View turned = transposed(identityView({2, 3, 4}), {1, 0, 2});
  EXPECT_FALSE(withDims(turned, {6, 4})); // two extents make up the first
  const auto groups = grouped(turned, {6, 4});
  ASSERT_TRUE(groups);
  EXPECT_EQ((*groups)[0].sizes, (Dims{3, 2}));
  EXPECT_EQ((*groups)[0].steps, (Dims{4, 12}));
  EXPECT_EQ((*groups)[1].sizes, (Dims{4}));
}

TEST(OnnxView, DimensionsThatCrossCannotBeSeen) {
  const View turned = transposed(identityView({2, 3}), {1, 0}); // 3 x 2
  EXPECT_FALSE(grouped(turned, {2, 3}));
  EXPECT_TRUE(grouped(turned, {3, 2}));
}

TEST(OnnxView, SlicesCompose) {
  // Every second of 8, from 1; of these the last two, backwards: 7, 5.
  View view = sliced(identityView({8}), 0, 1, 2, 4);
  EXPECT_EQ(placesOf(view), (std::vector<std::int64_t>{1, 3, 5, 7}));
  view = sliced(view, 0, 3, -1, 2);
  EXPECT_EQ(placesOf(view), (std::vector<std::int64_t>{7, 5}));
}

TEST(OnnxView, ExpandedDimensionsStandStill) {
  const View view = expanded(identityView({2, 1}), {2, 2, 3});
  EXPECT_EQ(placesOf(view),
            (std::vector<std::int64_t>{0, 0, 0, 1, 1, 1, 0, 0, 0, 1, 1, 1}));
}

TEST(OnnxView, EmptyAndSingle) {
  EXPECT_TRUE(placesOf(identityView({2, 0})).empty());
  EXPECT_EQ(placesOf(identityView({})), (std::vector<std::int64_t>{0}));
  EXPECT_TRUE(isIdentity(identityView({}), 1));
}

TEST(OnnxTensor, CountsDoNotOverflow) {
  EXPECT_EQ(countOf({}), 1);
  EXPECT_EQ(countOf({3, 0, 5}), 0);
  EXPECT_FALSE(countOf({3, 0, std::int64_t(1) << 62}));
  EXPECT_EQ(countOf({std::int64_t(1) << 20, std::int64_t(1) << 20}),
            std::int64_t(1) << 40);
  EXPECT_FALSE(countOf({std::int64_t(1) << 32, std::int64_t(1) << 32}));
  EXPECT_FALSE(countOf({2, -1}));
}

} // namespace
