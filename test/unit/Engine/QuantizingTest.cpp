// SPDX-License-Identifier: Apache-2.0
// Ranges to scales, layers to selectors.
#include "Quantizing.h"

#include <gtest/gtest.h>

#include <tuple>

using namespace qsim::engine;

namespace {

TEST(QuantizingTest, ARangeHoldsBothItsEnds) {
  for (const int width : {2, 4, 8, 16})
    for (const auto &[low, high] :
         {std::pair(-6.0, 6.0), std::pair(-1.0, 4.0), std::pair(0.0, 3.0),
          std::pair(-2.0, 0.0), std::pair(-0.1, 100.0)}) {
      const GridChoice grid = gridFor(low, high, width, false);
      const double half = 1 << (width - 1);
      // A zero point is an integer: half a step may be lost at either end.
      EXPECT_LE(grid.scale * (-half - grid.zeroPoint), low + grid.scale / 2);
      EXPECT_GE(grid.scale * (half - 1 - grid.zeroPoint),
                high - grid.scale / 2);
      EXPECT_GE(grid.zeroPoint, -half);
      EXPECT_LT(grid.zeroPoint, half);
    }
}

TEST(QuantizingTest, AnOpenSideIsClosedAtZero) {
  // 2 to 5 has no zero: 0 to 5 in 255 steps, 0 the lowest integer.
  const GridChoice above = gridFor(2, 5, 8, false);
  EXPECT_DOUBLE_EQ(above.scale, 5.0 / 255);
  EXPECT_EQ(above.zeroPoint, -128);
  const GridChoice below = gridFor(-5, -2, 8, false);
  EXPECT_EQ(below.zeroPoint, 127);
}

TEST(QuantizingTest, PowersOfTwo) {
  // 6 becomes 8, 8/128 = 2^-4; 4 is one already, 4/128 = 2^-5.
  EXPECT_EQ(gridFor(-6, 6, 8, true).scale, 1.0 / 16);
  EXPECT_EQ(gridFor(-4, 4, 8, true).scale, 1.0 / 32);
  EXPECT_EQ(gridFor(-1, 6, 8, true).scale, 1.0 / 16);
  EXPECT_EQ(gridFor(-1, 6, 8, true).zeroPoint, 0);
  EXPECT_EQ(gridFor(0, 0.3, 4, true).scale, 1.0 / 16);
}

TEST(QuantizingTest, LayersThatFollowEachOtherAreARange) {
  EXPECT_EQ(selectorsText({3}), "3");
  EXPECT_EQ(selectorsText({3, 4, 5, 9, 11, 12}), "3..5,9,11..12");
  EXPECT_EQ(selectorsText({-1, 2}), "image,2");
}

} // namespace
