// SPDX-License-Identifier: Apache-2.0
// Checks N1, N2, N7, N7b, N9, N10 and the CRC on values computed by hand.
#include "SelfTest.h"
#include "Container.h"
#include "Numerics.h"

#include <cmath>
#include <cstdio>

namespace oracle {

int selfTestFailures = 0;

namespace {

void testQuantize() {
  Quantization half{8, 0.5f, 10}; // the inverse is 2
  expect("0 -> z", quantize(0.0f, half), 10);
  expect("1 -> 2 + z", quantize(1.0f, half), 12);
  expect("tie 0.5 to even 0", quantize(0.25f, half), 10);
  expect("tie 1.5 to even 2", quantize(0.75f, half), 12);
  expect("tie -0.5 to even 0", quantize(-0.25f, half), 10);
  expect("tie -1.5 to even -2", quantize(-0.75f, half), 8);
  expect("NaN -> z", quantize(std::nanf(""), half), 10);
  expect("+inf saturates", quantize(INFINITY, half), 127);
  expect("-inf saturates", quantize(-INFINITY, half), -128);
  expect("just inside", quantize(58.5f, half), 127);
  expect("just outside", quantize(59.0f, half), 127);
  expect("huge", quantize(3e38f, half), 127);
  expect("2 bits", quantize(-9.0f, {2, 1.0f, 0}), -2);
  expect("16 bits", quantize(1000.0f, {16, 0.03125f, 0}), 32000);
  // f32(1 / 0.1f) is 10 exactly; 0.25f * 10 = 2.5, a tie: 2.
  expect("the product, not the quotient", quantize(0.25f, {8, 0.1f, 0}), 2);
  expect("dequantize", dequantize(7, half), -1.5f);
}

void testEncode() {
  expect("1/4 is a shift", encode(0.25, 31, 62), Multiplier{1, 2});
  expect("2^-40 is a shift", encode(0x1p-40, 15, 62), Multiplier{1, 40});
  expect("0.75", encode(0.75, 31, 62), Multiplier{3, 2});
  // 1 = 0.5 * 2^1: mult 2^30, shift 30; halved 29 times: 2 at shift 1.
  expect("1", encode(1.0, 31, 62), Multiplier{2, 1});
  // 0.1 = 0.8 * 2^-3: 0.8 * 16 = 12.8 -> 13, shift 7.
  expect("0.1 in 4 bits", encode(0.1, 4, 62), Multiplier{13, 7});
  // 0.99 * 16 = 15.84 -> 16 = 2^B: mult 8, e = 1, shift 3; halved to 2, 1.
  expect("rounds up to 2^B", encode(0.99, 4, 62), Multiplier{2, 1});
  // 0.1 * 2^5 = 3.2 -> 3 where the shift 7 is not allowed.
  expect("max_shift", encode(0.1, 4, 5), Multiplier{3, 5});
  expect("max_shift, then halved", encode(0.12, 4, 5), Multiplier{1, 3});
  expect("vanishes", encode(0.001, 4, 5), Multiplier{0, 1});
  // 6 in 4 bits: 12 at shift 1; the shift stays 1.
  expect("6 in 4 bits", encode(6.0, 4, 62), Multiplier{12, 1});
  // 0.5 * 2^4: shift 0
  expectRefusal("8 in 4 bits", [] { encode(8.0, 4, 62); });
  expect("the slope of a relu", encode(0.0, 31, 62), Multiplier{0, 1});
  expectRefusal("a negative multiplier", [] { encode(-0.5, 31, 62); });
  expectRefusal("an infinite one", [] { encode(INFINITY, 31, 62); });
}

void testEncodeTogether() {
  using Together = std::vector<Multiplier>;
  // 1 is 8 at shift 3, 1/4 then 2; halved once, because 1/4 becomes odd.
  expect("1 and 1/4", encodeTogether({1.0, 0.25}, 4, 62),
         Together{{4, 2}, {1, 2}});
  // 0.75 is 12 at shift 4, 0.3 then 4.8 -> 5, which is odd.
  expect("0.3 and 0.75", encodeTogether({0.3, 0.75}, 4, 62),
         Together{{5, 4}, {12, 4}});
  // 0.001 * 8 rounds to 0, which any halving leaves even.
  expect("one vanishes", encodeTogether({0.001, 1.0}, 4, 62),
         Together{{0, 1}, {2, 1}});
  expect("all are 0", encodeTogether({0.0, 0.0}, 4, 62),
         Together{{0, 1}, {0, 1}});
  expect("all vanish", encodeTogether({0.001, 0.0005}, 4, 5),
         Together{{0, 1}, {0, 1}});
  // 0.99 becomes 8 at shift 3 (not 16 at 4); 0.5 is 4 there.
  expect("the largest rounds up to 2^B", encodeTogether({0.5, 0.99}, 4, 62),
         Together{{1, 1}, {2, 1}});
  expectRefusal("a large one", [] { encodeTogether({0.5, 8.0}, 4, 62); });
}

void testRounding() {
  struct {
    int64_t a;
    int64_t halfUp, halfAway, halfEven, towardZero, floor;
  } cases[] = {
      // a / 4
      {0, 0, 0, 0, 0, 0},       {1, 0, 0, 0, 0, 0},
      {2, 1, 1, 0, 0, 0},       {3, 1, 1, 1, 0, 0},
      {6, 2, 2, 2, 1, 1},       {10, 3, 3, 2, 2, 2},
      {-1, 0, 0, 0, 0, -1},     {-2, 0, -1, 0, 0, -1},
      {-3, -1, -1, -1, 0, -1},  {-4, -1, -1, -1, -1, -1},
      {-6, -1, -2, -2, -1, -2}, {-10, -2, -3, -2, -2, -3},
  };
  for (const auto &c : cases) {
    Multiplier quarter{1, 2};
    expect("half-up", scaleAndRound(c.a, quarter, Rounding::HalfUp), c.halfUp);
    expect("half-away", scaleAndRound(c.a, quarter, Rounding::HalfAway),
           c.halfAway);
    expect("half-even", scaleAndRound(c.a, quarter, Rounding::HalfEven),
           c.halfEven);
    expect("toward-zero", scaleAndRound(c.a, quarter, Rounding::TowardZero),
           c.towardZero);
    expect("floor", scaleAndRound(c.a, quarter, Rounding::Floor), c.floor);
  }
  // -5 * 3 / 8 = -1.875
  expect("with a multiplier", scaleAndRound(-5, {3, 3}, Rounding::HalfUp),
         int64_t(-2));
  // -2^47 * (2^15 - 1) / 2^62 = -0.99997
  expect("large",
         scaleAndRound(-(int64_t(1) << 47), {32767, 62}, Rounding::TowardZero),
         int64_t(0));
}

void testAccumulator() {
  Accumulator saturate(8, false), wrap(8, true);
  expect("inside", saturate.judge(127), int64_t(127));
  expect("saturates up", saturate.judge(128), int64_t(127));
  expect("saturates down", saturate.judge(-129), int64_t(-128));
  expect("counts", saturate.overflows, int64_t(2));
  expect("wraps up", wrap.judge(128), int64_t(-128));
  expect("wraps down", wrap.judge(-129), int64_t(127));
  expect("wraps twice", wrap.judge(513), int64_t(1));
  expect("wraps twice down", wrap.judge(-513), int64_t(-1));
}

} // namespace

bool selfTest() {
  testQuantize();
  testEncode();
  testEncodeTogether();
  testRounding();
  testAccumulator();
  expect("CRC-32 check value", crc32("123456789", 9), 0xCBF43926u);
  expect("CRC-32 in parts", crc32("6789", 4, crc32("12345", 5)), 0xCBF43926u);
  selfTestActivations();
  selfTestWeights();
  selfTestLayers();
  selfTestParameters();
  selfTestWindows();
  selfTestViews();
  selfTestResize();
  selfTestOnnx();
  std::printf("self-test: %d failures\n", selfTestFailures);
  return selfTestFailures == 0;
}

} // namespace oracle
