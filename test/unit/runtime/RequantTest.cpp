// SPDX-License-Identifier: Apache-2.0
// Rounding (numerics.md N9), accumulators (N10) and the final clamp (N12), with
// numbers computed by hand.
#include "requant.h"

#include <gtest/gtest.h>

#include <random>

namespace {

int64_t round(int64_t value, int32_t mult, int32_t shift,
              qsimrt_rounding rounding) {
  return qsimrt_requantize(value, {mult, shift}, rounding);
}

struct Row {
  int64_t value;
  int32_t mult, shift;
  int64_t halfUp, halfAway, halfEven, towardZero, floor;
};

// value * mult / 2^shift, then the five roundings.
const Row rows[] = {
    {5, 1, 1, 3, 3, 2, 2, 2},        // 2.5
    {-5, 1, 1, -2, -3, -2, -2, -3},  // -2.5
    {7, 1, 1, 4, 4, 4, 3, 3},        // 3.5
    {-7, 1, 1, -3, -4, -4, -3, -4},  // -3.5
    {9, 1, 2, 2, 2, 2, 2, 2},        // 2.25
    {-9, 1, 2, -2, -2, -2, -2, -3},  // -2.25
    {11, 1, 2, 3, 3, 3, 2, 2},       // 2.75
    {-11, 1, 2, -3, -3, -3, -2, -3}, // -2.75
    {3, 3, 1, 5, 5, 4, 4, 4},        // 9/2 = 4.5
    {-3, 3, 1, -4, -5, -4, -4, -5},  // -4.5
    {8, 1, 2, 2, 2, 2, 2, 2},        // 2 exactly
    {-8, 1, 2, -2, -2, -2, -2, -2},  // -2 exactly
    {0, 77, 5, 0, 0, 0, 0, 0},
    {100, 0, 1, 0, 0, 0, 0, 0},
    {1, 1, 62, 0, 0, 0, 0, 0},   // 2^-62
    {-1, 1, 62, 0, 0, 0, 0, -1}, // -2^-62: only floor sees it
    // 2^31 - 1 times itself / 2^62 = 1 - 2^-30 + 2^-62
    {2147483647, 2147483647, 62, 1, 1, 1, 0, 0},
    // -2^31 * (2^31 - 1) / 2^62 = -1 + 2^-31
    {-2147483648LL, 2147483647, 62, -1, -1, -1, 0, -1},
    // beyond 32 bits: 2^40 * 3 / 2^41 = 1.5, and below zero
    {1099511627776, 3, 41, 2, 2, 2, 1, 1},
    {-1099511627776, 3, 41, -1, -2, -2, -1, -2},
    // (2^47 - 1) * 1 / 2^1 = 2^46 - 1/2
    {140737488355327, 1, 1, 70368744177664, 70368744177664, 70368744177664,
     70368744177663, 70368744177663},
};

TEST(Requant, FiveRoundings) {
  for (const Row &row : rows) {
    SCOPED_TRACE(testing::Message()
                 << row.value << " * " << row.mult << " / 2^" << row.shift);
    EXPECT_EQ(round(row.value, row.mult, row.shift, QSIMRT_ROUND_HALF_UP),
              row.halfUp);
    EXPECT_EQ(round(row.value, row.mult, row.shift, QSIMRT_ROUND_HALF_AWAY),
              row.halfAway);
    EXPECT_EQ(round(row.value, row.mult, row.shift, QSIMRT_ROUND_HALF_EVEN),
              row.halfEven);
    EXPECT_EQ(round(row.value, row.mult, row.shift, QSIMRT_ROUND_TOWARD_ZERO),
              row.towardZero);
    EXPECT_EQ(round(row.value, row.mult, row.shift, QSIMRT_ROUND_FLOOR),
              row.floor);
  }
}

// The rule itself on 128-bit integers.
__extension__ typedef __int128 Wide;
Wide exact(int64_t value, int32_t mult, int32_t shift,
           qsimrt_rounding rounding) {
  const Wide product = Wide(value) * mult, one = 1;
  const Wide magnitude = product < 0 ? -product : product;
  switch (rounding) {
  case QSIMRT_ROUND_HALF_UP:
    return (product + (one << (shift - 1))) >> shift;
  case QSIMRT_ROUND_HALF_AWAY: {
    const Wide away = (magnitude + (one << (shift - 1))) >> shift;
    return product < 0 ? -away : away;
  }
  case QSIMRT_ROUND_HALF_EVEN: {
    const Wide up = (product + (one << (shift - 1))) >> shift;
    const bool tie = (magnitude & ((one << shift) - 1)) == one << (shift - 1);
    return tie && (up & 1) ? up - 1 : up;
  }
  case QSIMRT_ROUND_TOWARD_ZERO: {
    const Wide toward = magnitude >> shift;
    return product < 0 ? -toward : toward;
  }
  case QSIMRT_ROUND_FLOOR:
    break;
  }
  return product >> shift;
}

TEST(Requant, AgreesWithWideIntegers) {
  std::mt19937_64 random(1);
  const Wide limit = Wide(1) << 32;
  for (int i = 0; i < 400000; ++i) {
    const int64_t value = int64_t(random()) >> (16 + random() % 47);
    const int32_t mult = int32_t(random() % 2147483648U) >> (random() % 31);
    const int32_t shift = 1 + int32_t(random() % 62);
    const auto rounding = qsimrt_rounding(random() % 5);
    const Wide want = exact(value, mult, shift, rounding);
    const int64_t got = round(value, mult, shift, rounding);
    if (want > limit)
      ASSERT_GE(got, int64_t(limit)); // far outside every tensor, on its side
    else if (want < -limit)
      ASSERT_LE(got, -int64_t(limit));
    else
      ASSERT_EQ(got, int64_t(want))
          << value << " * " << mult << " / 2^" << shift << " " << rounding;
  }
}

TEST(Requant, JudgeSaturatesOrWraps) {
  uint64_t overflows = 0;
  // 8 bits hold -128..127.
  EXPECT_EQ(qsimrt_judge(127, 8, QSIMRT_WRAP, &overflows), 127);
  EXPECT_EQ(qsimrt_judge(-128, 8, QSIMRT_SATURATE, &overflows), -128);
  EXPECT_EQ(overflows, 0U);
  EXPECT_EQ(qsimrt_judge(128, 8, QSIMRT_SATURATE, &overflows), 127);
  EXPECT_EQ(qsimrt_judge(-129, 8, QSIMRT_SATURATE, &overflows), -128);
  EXPECT_EQ(overflows, 2U);
  EXPECT_EQ(qsimrt_judge(128, 8, QSIMRT_WRAP, &overflows), -128);
  EXPECT_EQ(qsimrt_judge(-129, 8, QSIMRT_WRAP, &overflows), 127);
  // 1000 = 3 * 256 + 232, and 232 - 256 = -24
  EXPECT_EQ(qsimrt_judge(1000, 8, QSIMRT_WRAP, &overflows), -24);
  // -1000 = -4 * 256 + 24
  EXPECT_EQ(qsimrt_judge(-1000, 8, QSIMRT_WRAP, &overflows), 24);
  EXPECT_EQ(overflows, 6U);
  // 48 bits: 2^47 is one too many
  EXPECT_EQ(qsimrt_judge(int64_t(1) << 47, 48, QSIMRT_WRAP, &overflows),
            -(int64_t(1) << 47));
}

TEST(Requant, PlaceCountsWhatTheClampChanges) {
  uint64_t saturated = 0;
  const qsimrt_quant quant = {8, 1.0f, 10};
  EXPECT_EQ(qsimrt_place(117, quant, &saturated), 127); // 127: fits exactly
  EXPECT_EQ(qsimrt_place(-138, quant, &saturated), -128);
  EXPECT_EQ(saturated, 0U);
  EXPECT_EQ(qsimrt_place(118, quant, &saturated), 127);
  EXPECT_EQ(qsimrt_place(-139, quant, &saturated), -128);
  EXPECT_EQ(saturated, 2U);
}

} // namespace
