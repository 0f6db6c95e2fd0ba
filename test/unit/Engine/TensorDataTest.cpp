// SPDX-License-Identifier: Apache-2.0
// Planes, extremes and smaller maps.
#include "TensorData.h"

#include <gtest/gtest.h>

#include <cmath>

using namespace qsim::engine;

namespace {

TEST(TensorDataTest, PlanesOfEveryRank) {
  const auto planes = [](const std::vector<std::int64_t> &shape) {
    const Planes found = planesOf(shape);
    return std::vector<std::int64_t>{found.channels, found.rows, found.columns};
  };
  using Shape = std::vector<std::int64_t>;
  EXPECT_EQ(planes({7}), (Shape{1, 1, 7}));
  EXPECT_EQ(planes({4, 7}), (Shape{4, 1, 7}));
  EXPECT_EQ(planes({16, 8, 9}), (Shape{16, 8, 9}));
  EXPECT_EQ(planes({16, 3, 5, 7}), (Shape{16, 15, 7})); // O x (I * H) x W
}

TEST(TensorDataTest, ABlockIsItsValueOfLargestMagnitude) {
  // Two channels of 2 x 3, at most 2 a side: blocks of 2 x 2, cut at the edge.
  const std::vector<float> values = {1, -5, 2, /**/ 3, 4, -9,
                                     0, 1,  2, /**/ 3, 4, 5};
  const SmallMap map = shrink(values, {2, 2, 3}, 0, 2, 2);
  EXPECT_EQ(map.step, 2u);
  EXPECT_EQ(map.planes.rows, 1);
  EXPECT_EQ(map.planes.columns, 2);
  EXPECT_EQ(map.values, (std::vector<float>{-5, -9, 4, 5}));
  const SmallMap second = shrink(values, {2, 2, 3}, 1, 8, 100);
  EXPECT_EQ(second.step, 1u);
  EXPECT_EQ(second.values, (std::vector<float>{0, 1, 2, 3, 4, 5}));
  EXPECT_EQ(shrink(values, {2, 2, 3}, 1, 8, 1).values, (std::vector<float>{5}));
}

TEST(TensorDataTest, WhatIsNoNumberShows) {
  const std::vector<float> values = {1, NAN, 100, 2, 3, 4};
  const SmallMap map = shrink(values, {1, 1, 6}, 0, 1, 2);
  EXPECT_TRUE(std::isnan(map.values[0]));
  EXPECT_EQ(map.values[1], 4);
}

TEST(TensorDataTest, Extremes) {
  const std::vector<float> values = {1, NAN, -2, 7};
  EXPECT_EQ(extremesOf(values).low, -2);
  EXPECT_EQ(extremesOf(values).high, 7);
  const std::vector<float> nothing = {NAN};
  EXPECT_EQ(extremesOf(nothing).low, 0);
  const std::vector<float> endless = {-INFINITY, INFINITY};
  EXPECT_TRUE(std::isfinite(extremesOf(endless).low));
  EXPECT_TRUE(std::isfinite(extremesOf(endless).high));
}

} // namespace
