// SPDX-License-Identifier: Apache-2.0
// Shortcut, multiply and average pool (numerics.md N31 to N33, N38) with
// numbers computed by hand.
#include "KernelCall.h"

#include <gtest/gtest.h>

namespace {

using namespace qsim::test;

TEST(Shortcut, FloatAddsInOrder) {
  KernelCall call;
  const Reals a{1e8f, 1}, b{-1e8f, -5}, c{3, 1};
  for (const Reals *in : {&a, &b, &c})
    call.input(*in, {1, 1, 2});
  call.layer.shape = {1, 1, 2};
  EXPECT_EQ(call.run<float>(qsimrt_shortcut_float), (Reals{3, -3}));
  call.inputs = {call.inputs[0], call.inputs[2], call.inputs[1]};
  // 1e8 + 3 is 1e8 in float32 (steps of 8)
  EXPECT_EQ(call.run<float>(qsimrt_shortcut_float), (Reals{0, -3}));
  call.layer.u.elementwise.activation = QSIMRT_LEAKY;
  EXPECT_EQ(call.run<float>(qsimrt_shortcut_float),
            (Reals{0, float(0.1 * -3.0)}));
  call.layer.u.elementwise.activation = QSIMRT_RELU; // left to the caller
  EXPECT_EQ(call.run<float>(qsimrt_shortcut_float), (Reals{0, -3}));
}

// A larger input is read at every second place, and its third channel not at
// all; a smaller one is added at every second place.
TEST(Shortcut, UnequalShapes) {
  KernelCall call;
  const Reals base(2 * 2 * 2, 100);
  const Reals large{1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12,
                    13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24,
                    25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36,
                    37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48};
  const Reals small{1000};
  call.input(base, {2, 2, 2});
  call.input(large, {3, 4, 4});
  call.input(small, {1, 1, 1});
  call.layer.shape = {2, 2, 2};
  EXPECT_EQ(call.run<float>(qsimrt_shortcut_float),
            (Reals{1101, 103, 109, 111, 117, 119, 125, 127}));
  EXPECT_EQ(call.run<float>(qsimrt_shortcut_float, 1),
            (Reals{1101, 103, 109, 111, 117, 119, 125, 127}));
}

// 3 wide into 2 wide: stride and sample 1, the last column is left out.
TEST(Shortcut, OverlapWithoutAWholeRatio) {
  KernelCall call;
  const Reals base(4, 0), other{1, 2, 3, 4, 5, 6, 7, 8, 9};
  call.input(base, {1, 2, 2});
  call.input(other, {1, 3, 3});
  call.layer.shape = {1, 2, 2};
  EXPECT_EQ(call.run<float>(qsimrt_shortcut_float), (Reals{1, 2, 4, 5}));
}

struct IntegerSum : testing::Test {
  IntegerSum() {
    call.input(a, {1, 1, 4}, {8, 1, 10});
    call.input(b, {1, 1, 4}, {16, 1, -1});
    call.layer.shape = {1, 1, 4};
    call.layer.output = {8, 1, 5};
    call.layer.u.elementwise.positive = positive.data();
  }
  KernelCall call;
  const Bytes a{11, 12, -10, 127};      // 1, 2, -20, 117
  const Words b{0, -4, 99, 499};        // 1, -3, 100, 500
  Multipliers positive{{4, 3}, {1, 3}}; // a / 2 + b / 8
};

TEST_F(IntegerSum, IsRoundedOnce) {
  // 5 / 8 = 0.625, 5 / 8, 20 / 8 = 2.5, 968 / 8 = 121; half-up; + 5
  EXPECT_EQ(call.run<int8_t>(qsimrt_shortcut_int), (Bytes{6, 6, 8, 126}));
  EXPECT_EQ(call.saturated, 0U);
  call.datapath.rounding = QSIMRT_ROUND_HALF_EVEN;
  EXPECT_EQ(call.run<int8_t>(qsimrt_shortcut_int), (Bytes{6, 6, 7, 126}));
  call.layer.output.zero_point = 7;
  EXPECT_EQ(call.run<int8_t>(qsimrt_shortcut_int), (Bytes{8, 8, 9, 127}));
  EXPECT_EQ(call.saturated, 1U);
}

// The sign of the sum by the positive multipliers decides, once.
TEST_F(IntegerSum, NegativeMultipliers) {
  positive = {{8, 3}, {1, 3}}; // 9, 13, -60, 1436
  const Multipliers negative{{1, 1}, {1, 1}};
  call.layer.u.elementwise.activation = QSIMRT_LEAKY;
  call.layer.u.elementwise.negative = negative.data();
  // 9 / 8 -> 1, 13 / 8 -> 2, (-20 + 100) / 2 = 40, 179.5 -> 180; + 5
  EXPECT_EQ(call.run<int8_t>(qsimrt_shortcut_int), (Bytes{6, 7, 45, 127}));
  EXPECT_EQ(call.saturated, 1U);
}

TEST_F(IntegerSum, TableOfAPreactivation) {
  // The pre-activation is 3 bits: -4 .. 3, zero point 1.
  const Bytes table{-40, -30, -20, -10, 0, 10, 20, 30};
  call.layer.u.elementwise.activation = QSIMRT_MISH;
  call.layer.u.elementwise.preactivation = {3, 1, 1};
  call.layer.u.elementwise.table = table.data();
  positive = {{1, 1}, {0, 1}};
  // 1 / 2 -> 1, 2 / 2, -20 / 2, 117 / 2; + 1: 2, 2, -4 and 3 saturated
  EXPECT_EQ(call.run<int8_t>(qsimrt_shortcut_int), (Bytes{20, 20, -40, 30}));
  EXPECT_EQ(call.saturated, 2U);
}

// N55: a sum of one input; clip's limits count nothing, the clamp does.
TEST(ActivationAlone, ClipsAndLeaks) {
  KernelCall call;
  const Bytes in{-100, -3, 0, 5, 100};
  call.input(in, {5, 1, 1}, {8, 1, 0});
  call.layer.kind = QSIMRT_ACTIVATION;
  call.layer.shape = {5, 1, 1};
  call.layer.output = {8, 0.5f, 10};
  auto &own = call.layer.u.elementwise;
  const Multipliers positive{{4, 1}}, negative{{1, 1}};
  own.activation = QSIMRT_CLIP;
  own.parameters = {2, -2, 3}; // -2 / 0.5 + 10 = 6, 3 / 0.5 + 10 = 16
  own.positive = positive.data();
  // 2 * q + 10: -190 (clamped), 4, 10, 20, 210 (clamped)
  EXPECT_EQ(call.run<int8_t>(qsimrt_shortcut_int), (Bytes{6, 6, 10, 16, 16}));
  EXPECT_EQ(call.saturated, 2U);
  own.activation = QSIMRT_LEAKY_RELU;
  own.parameters = {1, 0.25f, 0};
  own.negative = negative.data();
  // q / 2 + 10 below 0: -40, -1.5 -> -1 (half up); 10, 20, 127
  EXPECT_EQ(call.run<int8_t>(qsimrt_shortcut_int),
            (Bytes{-40, 9, 10, 20, 127}));
  EXPECT_EQ(call.saturated, 1U);
  const Reals real{-2, 3};
  call.inputs[0].data = real.data();
  call.layer.shape = {2, 1, 1};
  EXPECT_EQ(call.run<float>(qsimrt_shortcut_float), real); // left to the caller
}

TEST(Shortcut, IntUnequalShapes) {
  KernelCall call;
  const Bytes base{1, 2, 3, 4}, small{10};
  call.input(base, {1, 2, 2}, {8, 1, 0});
  call.input(small, {1, 1, 1}, {8, 1, 5});
  call.layer.shape = {1, 2, 2};
  call.layer.output = {8, 1, 0};
  const Multipliers positive{{2, 1}, {2, 1}};
  call.layer.u.elementwise.positive = positive.data();
  // Where nothing overlaps there is no zero point either.
  EXPECT_EQ(call.run<int8_t>(qsimrt_shortcut_int), (Bytes{6, 2, 3, 4}));
}

TEST(Multiply, FloatPerChannelPerPlaceAndWhole) {
  KernelCall call;
  const Reals per_channel{2, -1}, per_place{1, 10}, values{1, 2, 3, 4};
  call.input(per_channel, {2, 1, 1});
  call.input(values, {2, 1, 2});
  call.layer.shape = {2, 1, 2};
  EXPECT_EQ(call.run<float>(qsimrt_multiply_float, 1), (Reals{2, 4, -3, -4}));
  call.inputs[0] = {per_place.data(), {1, 1, 2}, {}};
  EXPECT_EQ(call.run<float>(qsimrt_multiply_float), (Reals{1, 20, 3, 40}));
  call.inputs[0] = {values.data(), {2, 1, 2}, {}};
  EXPECT_EQ(call.run<float>(qsimrt_multiply_float), (Reals{1, 4, 9, 16}));
}

TEST(Multiply, IntWithZeroPointsAndBothMultipliers) {
  KernelCall call;
  const Bytes gate{3, -3};
  const Words values{100, -100, 50, 32767};
  call.input(gate, {2, 1, 1}, {8, 1, 1}); // 2, -4
  call.input(values, {2, 1, 2}, {16, 1, -10});
  call.layer.shape = {2, 1, 2};
  call.layer.output = {8, 1, -3};
  const Multipliers positive{{1, 2}}, negative{{1, 4}};
  call.layer.u.elementwise.positive = positive.data();
  // 2 * 110 / 4 = 55, 2 * -90 / 4 = -45, -4 * 60 / 4 = -60, far below; - 3
  EXPECT_EQ(call.run<int8_t>(qsimrt_multiply_int), (Bytes{52, -48, -63, -128}));
  EXPECT_EQ(call.saturated, 1U);
  call.layer.u.elementwise.activation = QSIMRT_RELIE;
  call.layer.u.elementwise.negative = negative.data();
  // -180 / 16 = -11.25, -240 / 16 = -15
  EXPECT_EQ(call.run<int8_t>(qsimrt_multiply_int), (Bytes{52, -14, -18, -128}));
}

TEST(AveragePool, FloatSumsInOrder) {
  KernelCall call;
  const Reals in{1, 2, 3, 6, 1e8f, 3, -1e8f, 2};
  call.input(in, {2, 2, 2});
  call.layer.shape = {2, 1, 1};
  // (1e8 + 3) - 1e8 + 2 is 2: 3 is lost
  EXPECT_EQ(call.run<float>(qsimrt_avgpool_float, 1), (Reals{3, 0.5f}));
}

TEST(AveragePool, IntRoundsOnce) {
  KernelCall call;
  const Bytes in{1, 2, 3, 7, 127, 127, 127, 127};
  call.input(in, {2, 2, 2}, {8, 1, -1});
  call.layer.shape = {2, 1, 1};
  call.layer.output = {8, 1, 2};
  const Multipliers rescale{{1, 3}}; // half of the mean
  call.layer.u.avgpool.rescale = rescale.data();
  // 17 / 8 = 2.125 -> 2, 512 / 8 = 64; + 2
  EXPECT_EQ(call.run<int8_t>(qsimrt_avgpool_int, 1), (Bytes{4, 66}));
  const Multipliers larger{{1, 1}}; // 8.5 -> 9, 256; + 2
  call.layer.u.avgpool.rescale = larger.data();
  EXPECT_EQ(call.run<int8_t>(qsimrt_avgpool_int), (Bytes{11, 127}));
  EXPECT_EQ(call.saturated, 1U);
}

} // namespace
