// SPDX-License-Identifier: Apache-2.0
// The three convolutions against the rules written out naively, over a table of
// shapes and widths; small cases by hand.
#include "Convolution.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace {

using namespace qsim::test;

// inC inH inW filters size stride pad groups | weight, input bits, zero point
const ConvolutionShape table[] = {
    {3, 7, 9, 5, 3, 1, 1, 1, 8, 8, 0},
    {3, 7, 9, 5, 3, 1, 1, 1, 8, 8, -128},
    {4, 8, 8, 6, 3, 2, 1, 1, 8, 8, 17},
    {4, 9, 5, 4, 3, 2, 0, 1, 4, 6, 3},
    {6, 5, 5, 7, 1, 1, 0, 1, 8, 8, -5},
    {6, 5, 4, 3, 1, 2, 0, 1, 8, 8, -5},
    {4, 6, 6, 8, 3, 1, 1, 2, 8, 8, 9},
    {6, 6, 6, 6, 3, 1, 1, 6, 8, 8, -9},
    {2, 6, 6, 3, 5, 1, 2, 1, 8, 8, 100},
    {2, 4, 4, 3, 3, 1, 3, 1, 8, 8, 100}, // some windows see only padding
    {2, 3, 3, 3, 3, 4, 1, 1, 8, 8, 1},
    {1, 1, 1, 1, 1, 1, 0, 1, 2, 2, 1},
    {2, 3, 600, 3, 3, 1, 1, 1, 8, 8, 7}, // several segments
    {2, 40, 40, 3, 1, 1, 0, 1, 8, 8, 7}, // a map of several segments
    {1, 2, 1100, 2, 3, 2, 1, 1, 8, 8, 7},
    {3, 7, 9, 5, 3, 1, 1, 1, 16, 16, 1234},
    {3, 7, 9, 5, 3, 1, 1, 1, 8, 16, -32768},
    {3, 7, 9, 5, 3, 1, 1, 1, 16, 8, 3},
    {3, 6, 6, 5, 3, 2, 1, 1, 12, 10, 3},
    // General windows (N51): size y, x | stride | top, left, bottom, right |
    // dilation | input dilation; size and stride of the rows once more.
    {3, 7, 9, 5, 3, 2, 0, 1, 8, 8, -9, {3, 2, 2, 1, 1, 0, 0, 2, 1, 1, 1, 1}},
    {3, 9, 8, 5, 3, 1, 0, 1, 8, 8, 77, {3, 3, 1, 2, 2, 2, 2, 2, 2, 3, 1, 1}},
    {4, 5, 4, 6, 3, 1, 0, 2, 8, 8, 5, {3, 2, 1, 1, 2, 1, 2, 1, 1, 1, 2, 3}},
    {4, 5, 4, 4, 4, 2, 0, 4, 8, 8, 5, {4, 1, 2, 3, 3, 0, 4, 1, 1, 1, 4, 2}},
    {2, 4, 5, 3, 2, 3, 0, 1, 8, 8, -3, {2, 3, 3, 2, 0, 4, 1, 0, 2, 2, 3, 5}},
    {1, 1, 7, 2, 1, 1, 0, 1, 8, 8, 1, {1, 5, 1, 1, 0, 2, 0, 2, 1, 1, 1, 1}},
    {2, 3, 2, 3, 1, 1, 0, 1, 8, 8, 6, {1, 1, 1, 1, 0, 0, 0, 0, 1, 1, 2, 2}},
    {2, 2, 300, 3, 2, 1, 0, 1, 8, 8, 7, {2, 4, 1, 2, 1, 3, 0, 3, 1, 2, 1, 3}},
    {3, 6, 6, 5, 3, 1, 0, 1, 16, 12, 30, {3, 2, 1, 2, 0, 1, 2, 0, 2, 1, 2, 1}},
};

std::string describe(const ConvolutionShape &s) {
  return std::to_string(s.inC) + "x" + std::to_string(s.inH) + "x" +
         std::to_string(s.inW) + " filters " + std::to_string(s.filters) +
         " size " + std::to_string(s.size) + " stride " +
         std::to_string(s.stride) + " pad " + std::to_string(s.pad) +
         " groups " + std::to_string(s.groups) + " bits " +
         std::to_string(s.weightBits) + "x" + std::to_string(s.inputBits) +
         (s.window.size_y
              ? " general window of " + std::to_string(s.window.size_y) + "x" +
                    std::to_string(s.window.size_x)
              : "");
}

// N18, one output at a time.
std::vector<float> naiveFloat(const Convolution &c) {
  std::vector<float> out;
  c.forEachOutput([&](int o, int, int, const auto &taps) {
    float acc = 0;
    for (auto [weight, in] : taps)
      if (in >= 0)
        acc += c.weights[weight] * c.input[in];
    float t = acc;
    if (c.layer.u.convolutional.batch_normalize) {
      const double d =
          c.arithmetic == QSIMRT_PJREDDIE
              ? std::sqrt(double(c.variance[o])) + double(0.000001f)
              : double(std::sqrt(double(c.variance[o] + 0.00001f)));
      const float centred = acc - c.mean[o];
      t = float(double(centred) / d);
      t = t * c.scales[o];
    }
    t = t + c.biases[o];
    if (c.layer.u.convolutional.activation == QSIMRT_LEAKY && !(t > 0))
      t = c.arithmetic == QSIMRT_PJREDDIE ? float(0.1 * double(t)) : 0.1f * t;
    out.push_back(t);
  });
  return out;
}

int64_t qWeight(const Convolution &c, size_t index) {
  return c.shape.weightBits <= 8 ? c.q8[index] : c.q16[index];
}

// N17.
std::vector<float> naiveHybrid(const Convolution &c) {
  const std::vector<int16_t> q = c.integers();
  std::vector<float> out;
  c.forEachOutput([&](int o, int, int, const auto &taps) {
    int64_t acc = 0;
    for (auto [weight, in] : taps)
      if (in >= 0)
        acc += qWeight(c, weight) * (q[in] - c.inputQuant.zero_point);
    const float scaled = float(acc) * c.hybridScales[o];
    const float y = scaled + c.hybridBiases[o];
    const bool leaky = c.layer.u.convolutional.activation == QSIMRT_LEAKY;
    out.push_back(leaky && !(y > 0) ? y * 0.1f : y);
  });
  return out;
}

// N10 to N12 for the default rounding (half-up), with its own arithmetic.
struct NaiveInt {
  std::vector<int16_t> out;
  uint64_t overflows = 0, saturated = 0;

  int64_t judge(const Convolution &c, int64_t acc) {
    const int bits = c.narrow() ? c.datapath.accumulator_bits
                                : c.datapath.wide_accumulator_bits;
    const int64_t range = int64_t(1) << bits, low = -range / 2;
    if (acc >= low && acc < low + range)
      return acc;
    ++overflows;
    if (c.datapath.overflow == QSIMRT_SATURATE)
      return acc < low ? low : low + range - 1;
    return ((acc - low) % range + range) % range + low;
  }

  explicit NaiveInt(const Convolution &c) {
    const std::vector<int16_t> q = c.integers();
    const bool perAdd = c.datapath.overflow_check == QSIMRT_CHECK_PER_ADD;
    c.forEachOutput([&](int o, int, int, const auto &taps) {
      int64_t acc = c.narrow() ? c.b32[o] : c.b64[o];
      if (perAdd)
        acc = judge(c, acc);
      for (auto [weight, in] : taps) {
        acc += qWeight(c, weight) * (in >= 0 ? q[in] : c.inputQuant.zero_point);
        if (perAdd)
          acc = judge(c, acc);
      }
      if (!perAdd)
        acc = judge(c, acc);
      const bool below =
          c.layer.u.convolutional.activation == QSIMRT_LEAKY && acc < 0;
      const qsimrt_multiplier m = below ? c.negative[o] : c.positive[o];
      __extension__ typedef __int128 Wide;
      const Wide r =
          (Wide(acc) * m.mult + (Wide(1) << (m.shift - 1))) >> m.shift;
      const Wide y = r + c.layer.output.zero_point;
      const int bits = c.layer.output.bits;
      const Wide low = -(1 << (bits - 1)), high = (1 << (bits - 1)) - 1;
      saturated += y < low || y > high;
      out.push_back(int16_t(std::clamp(y, low, high)));
    });
  }
};

std::vector<int16_t> runInt(Convolution &c, int step = 1000) {
  if (c.layer.output.bits > 8)
    return c.run<int16_t>(QSIMRT_INT, step);
  const std::vector<int8_t> out = c.run<int8_t>(QSIMRT_INT, step);
  return {out.begin(), out.end()};
}

TEST(Convolution, Float) {
  for (const ConvolutionShape &shape : table) {
    SCOPED_TRACE(describe(shape));
    for (auto arithmetic : {QSIMRT_PJREDDIE, QSIMRT_ALEXEYAB}) {
      Convolution c(shape, 1);
      c.arithmetic = arithmetic;
      EXPECT_EQ(c.run<float>(QSIMRT_FLOAT), naiveFloat(c));
      c.layer.u.convolutional.batch_normalize = 0;
      c.layer.u.convolutional.activation = QSIMRT_LINEAR;
      EXPECT_EQ(c.run<float>(QSIMRT_FLOAT, 2), naiveFloat(c));
    }
  }
}

TEST(Convolution, Hybrid) {
  for (const ConvolutionShape &shape : table) {
    SCOPED_TRACE(describe(shape));
    for (auto activation : {QSIMRT_LEAKY, QSIMRT_LINEAR}) {
      Convolution c(shape, 2, activation);
      ASSERT_EQ(c.derive(), QSIMRT_OK);
      EXPECT_EQ(c.run<float>(QSIMRT_HYBRID), naiveHybrid(c));
      EXPECT_EQ(c.run<float>(QSIMRT_HYBRID, 3), naiveHybrid(c));
    }
  }
}

TEST(Convolution, Int) {
  for (const ConvolutionShape &shape : table) {
    SCOPED_TRACE(describe(shape));
    for (int outputBits : {8, 16}) {
      Convolution c(shape, 3);
      c.layer.output = {outputBits, outputBits == 8 ? 0.02f : 0.0005f, 5};
      qsimrt_error error = {};
      ASSERT_EQ(c.derive(&error), QSIMRT_OK) << error.text;
      const NaiveInt want(c);
      EXPECT_EQ(runInt(c), want.out);
      EXPECT_EQ(c.overflows, want.overflows);
      EXPECT_EQ(c.saturated, want.saturated);
      EXPECT_EQ(runInt(c, 3), want.out);
      EXPECT_EQ(c.saturated, want.saturated);
    }
  }
}

TEST(Convolution, IntOverflows) {
  uint64_t seen = 0;
  for (const ConvolutionShape &shape : table) {
    SCOPED_TRACE(describe(shape));
    for (auto overflow : {QSIMRT_SATURATE, QSIMRT_WRAP})
      for (auto check : {QSIMRT_CHECK_OUTPUT, QSIMRT_CHECK_PER_ADD}) {
        Convolution c(shape, 4);
        c.datapath.overflow = overflow;
        c.datapath.overflow_check = check;
        c.datapath.accumulator_bits = 14;
        c.datapath.wide_accumulator_bits = 24;
        ASSERT_EQ(c.derive(), QSIMRT_OK);
        const NaiveInt want(c);
        EXPECT_EQ(runInt(c), want.out);
        EXPECT_EQ(c.overflows, want.overflows);
        seen += want.overflows;
      }
  }
  EXPECT_GT(seen, 1000U);
}

// 16 x 16 bits at their ends: 1 + 32767 * 32768 * 9 taps needs the int64.
TEST(Convolution, WidestProducts) {
  Convolution c({1, 3, 3, 1, 3, 1, 0, 1, 16, 16, 0}, 5, QSIMRT_LINEAR);
  ASSERT_EQ(c.derive(), QSIMRT_OK);
  std::fill(c.q16.begin(), c.q16.end(), int16_t(-32767));
  std::fill(c.input.begin(), c.input.end(), -2.0f); // saturates to -32768
  c.b64[0] = 1;
  c.positive[0] = {1, 32};
  c.layer.output = {16, 1, 0};
  // 32767 * 32768 * 9 + 1 = 9663381505 (2^33 = 8589934592); / 2^32 = 2.2499
  EXPECT_EQ(c.run<int16_t>(QSIMRT_INT), std::vector<int16_t>{2});
}

// One filter of one tap over a 1 x 2 input, all numbers visible.
struct OneTap : testing::Test {
  OneTap() {
    c.inputQuant = {8, 1.0f, 0};
    c.input = {100.0f, -100.0f};
    c.layer.output = {8, 1.0f, 0};
    c.q8 = {0};
    EXPECT_EQ(c.derive(), QSIMRT_OK);
    c.q8[0] = 3;
    c.b32[0] = 20;
    c.positive[0] = {1, 2};
    c.negative[0] = {1, 5};
  }
  Convolution c{{1, 1, 2, 1, 1, 1, 0, 1, 8, 8, 0}, 6};
  using Out = std::vector<int8_t>;
};

TEST_F(OneTap, LeakySides) {
  // 3 * 100 + 20 = 320; 320 / 4 = 80
  // 3 * -100 + 20 = -280; -280 / 32 = -8.75, half-up: -9
  EXPECT_EQ(c.run<int8_t>(QSIMRT_INT), (Out{80, -9}));
  c.layer.u.convolutional.activation = QSIMRT_LINEAR; // -280 / 4 = -70
  EXPECT_EQ(c.run<int8_t>(QSIMRT_INT), (Out{80, -70}));
  EXPECT_EQ(c.saturated, 0U);
}

TEST_F(OneTap, OutputZeroPointAndSaturation) {
  c.layer.output.zero_point = 50; // 80 + 50 = 130 -> 127, -9 + 50 = 41
  EXPECT_EQ(c.run<int8_t>(QSIMRT_INT), (Out{127, 41}));
  EXPECT_EQ(c.saturated, 1U);
}

TEST_F(OneTap, AccumulatorOfNineBits) {
  c.datapath.accumulator_bits = 9; // -256 .. 255
  // 320 -> 255, / 4 = 63.75 -> 64; -280 -> -256, / 32 = -8
  EXPECT_EQ(c.run<int8_t>(QSIMRT_INT), (Out{64, -8}));
  EXPECT_EQ(c.overflows, 2U);
  c.datapath.overflow = QSIMRT_WRAP;
  // 320 - 512 = -192, / 32 = -6; -280 + 512 = 232, / 4 = 58
  EXPECT_EQ(c.run<int8_t>(QSIMRT_INT), (Out{-6, 58}));
  EXPECT_EQ(c.overflows, 2U);
}

TEST_F(OneTap, PerAddJudgesTheBiasFirst) {
  c.datapath.accumulator_bits = 9;
  c.datapath.overflow_check = QSIMRT_CHECK_PER_ADD;
  c.b32[0] = 300;
  // 300 -> 255; 255 + 300 -> 255 again; 255 - 300 = -45, / 32 = -1.4 -> -1
  EXPECT_EQ(c.run<int8_t>(QSIMRT_INT), (Out{64, -1}));
  EXPECT_EQ(c.overflows, 3U);
}

TEST_F(OneTap, Roundings) {
  c.q8[0] = 1;
  c.b32[0] = -90; // 100 - 90 = 10; -100 - 90 = -190
  c.layer.u.convolutional.activation = QSIMRT_LINEAR;
  const std::pair<qsimrt_rounding, Out> want[] = {
      {QSIMRT_ROUND_HALF_UP, {3, -47}}, // 10 / 4 = 2.5; -190 / 4 = -47.5
      {QSIMRT_ROUND_HALF_AWAY, {3, -48}},
      {QSIMRT_ROUND_HALF_EVEN, {2, -48}},
      {QSIMRT_ROUND_TOWARD_ZERO, {2, -47}},
      {QSIMRT_ROUND_FLOOR, {2, -48}}};
  for (const auto &[rounding, out] : want) {
    c.datapath.rounding = rounding;
    EXPECT_EQ(c.run<int8_t>(QSIMRT_INT), out) << rounding;
  }
}

// Padding has the zero point, so that it stands for 0.0.
TEST(Convolution, PaddingIsZeroInRealNumbers) {
  Convolution c({1, 1, 1, 1, 3, 1, 1, 1, 8, 8, 10}, 7, QSIMRT_LINEAR);
  c.layer.u.convolutional.batch_normalize = 0;
  c.weights.assign(9, 1.0f);
  c.weightScales[0] = 1.0f;
  c.biases[0] = 5.0f;
  c.inputQuant = {8, 1.0f, 10};
  c.input = {7.0f}; // q = 17
  c.layer.output = {8, 1.0f, 0};
  ASSERT_EQ(c.derive(), QSIMRT_OK);
  // bias 5 - 10 * 9 = -85; 8 taps of padding 8 * 10, the centre 17: 12 = 7 + 5
  EXPECT_EQ(c.b32[0], -85);
  EXPECT_EQ(c.run<int8_t>(QSIMRT_INT), std::vector<int8_t>{12});
  EXPECT_EQ(c.run<float>(QSIMRT_HYBRID), std::vector<float>{12.0f});
}

} // namespace
