// SPDX-License-Identifier: Apache-2.0
// Constants, views, reductions, operations and normalizations (numerics.md N56
// to N58, N60, N61, N63, N64) with numbers computed by hand.
#include "KernelCall.h"

#include "qsimrt/qsimrt.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace {

using namespace qsim::test;

constexpr float infinity = std::numeric_limits<float>::infinity();
const float nan = std::nanf("");

void set(qsimrt_view &view, std::initializer_list<int32_t> dims) {
  view.rank = int32_t(dims.size());
  std::copy(dims.begin(), dims.end(), view.dims);
}

TEST(Constant, IsWhatItHolds) {
  KernelCall call;
  const Reals values{1, -2, 0.5f};
  const Bytes bytes{1, -2, 3};
  const Words words{300, -300, 3};
  call.layer.shape = {3, 1, 1};
  call.layer.u.constant.values = values.data();
  EXPECT_EQ(call.run<float>(qsimrt_constant_float), values);
  call.layer.output = {8, 1, 0};
  call.layer.u.constant.q_values = bytes.data();
  EXPECT_EQ(call.run<int8_t>(qsimrt_constant_int), bytes);
  call.layer.output.bits = 9;
  call.layer.u.constant.q_values = words.data();
  EXPECT_EQ(call.run<int16_t>(qsimrt_constant_int), words);
}

struct Strided : testing::Test {
  KernelCall call;
  const Reals in{0, 1, 2, 3, 4, 5};
  void view(std::initializer_list<int32_t> sizes,
            std::initializer_list<int32_t> steps, int32_t offset) {
    set(call.layer.u.strided.sizes, sizes);
    std::copy(steps.begin(), steps.end(), call.layer.u.strided.steps);
    call.layer.u.strided.offset = offset;
    int32_t count = 1;
    for (int32_t size : sizes)
      count *= size;
    call.layer.shape = {count, 1, 1};
  }
  void SetUp() override { call.input(in, {1, 2, 3}); }
};

TEST_F(Strided, TransposesReversesAndRepeats) {
  view({3, 2}, {1, 3}, 0); // of 2 x 3
  EXPECT_EQ(call.run<float>(qsimrt_strided_float), (Reals{0, 3, 1, 4, 2, 5}));
  view({2, 2}, {3, -2}, 2); // columns 2, 0
  EXPECT_EQ(call.run<float>(qsimrt_strided_float), (Reals{2, 0, 5, 3}));
  view({2, 3, 2}, {3, 0, 1}, 1); // columns 1, 2, three times
  EXPECT_EQ(call.run<float>(qsimrt_strided_float),
            (Reals{1, 2, 1, 2, 1, 2, 4, 5, 4, 5, 4, 5}));
  view({1}, {-7}, 5);
  EXPECT_EQ(call.run<float>(qsimrt_strided_float), (Reals{5}));
}

TEST_F(Strided, MovesIntegers) {
  const Bytes bytes{10, 11, 12, 13, 14, 15};
  const Words words{1000, 1001, 1002, 1003, 1004, 1005};
  view({3, 2}, {1, 3}, 0);
  call.inputs = {{bytes.data(), {1, 2, 3}, {8, 1, 0}}};
  call.layer.output = {8, 1, 0};
  EXPECT_EQ(call.run<int8_t>(qsimrt_strided_int),
            (Bytes{10, 13, 11, 14, 12, 15}));
  call.inputs = {{words.data(), {1, 2, 3}, {16, 1, 0}}};
  call.layer.output = {16, 1, 0};
  EXPECT_EQ(call.run<int16_t>(qsimrt_strided_int),
            (Words{1000, 1003, 1001, 1004, 1002, 1005}));
}

struct Pad : testing::Test {
  KernelCall call;
  qsimrt_pad &pad = call.layer.u.pad;
  const Reals in{1, 2, 3};
  void row(int32_t before, int32_t after, qsimrt_pad_mode mode) {
    set(pad.in, {3});
    pad.before[0] = before;
    pad.after[0] = after;
    pad.mode = mode;
    call.layer.shape = {1, 1, 3 + before + after};
  }
  void SetUp() override { call.input(in, {1, 1, 3}); }
};

TEST_F(Pad, EachMode) {
  pad.value = 9;
  row(2, 1, QSIMRT_PAD_CONSTANT);
  EXPECT_EQ(call.run<float>(qsimrt_pad_float), (Reals{9, 9, 1, 2, 3, 9}));
  row(2, 1, QSIMRT_PAD_EDGE);
  EXPECT_EQ(call.run<float>(qsimrt_pad_float), (Reals{1, 1, 1, 2, 3, 3}));
  row(2, 1, QSIMRT_PAD_REFLECT);
  EXPECT_EQ(call.run<float>(qsimrt_pad_float), (Reals{3, 2, 1, 2, 3, 2}));
  // There and back again: ... 2 1 2 3 2 [1 2 3] 2 1 2 3 ...
  row(5, 4, QSIMRT_PAD_REFLECT);
  EXPECT_EQ(call.run<float>(qsimrt_pad_float),
            (Reals{2, 1, 2, 3, 2, 1, 2, 3, 2, 1, 2, 3}));
}

TEST_F(Pad, CutsAndGoesOnOutside) {
  pad.value = 9;
  row(-1, 2, QSIMRT_PAD_CONSTANT);
  EXPECT_EQ(call.run<float>(qsimrt_pad_float), (Reals{2, 3, 9, 9}));
  row(-5, 4, QSIMRT_PAD_EDGE); // behind the last value
  EXPECT_EQ(call.run<float>(qsimrt_pad_float), (Reals{3, 3}));
  row(-4, 3, QSIMRT_PAD_REFLECT); // from index 4 on: 1, 2
  EXPECT_EQ(call.run<float>(qsimrt_pad_float), (Reals{1, 2}));
}

TEST_F(Pad, OneValueIsItsOwnMirror) {
  const Reals one{7};
  call.inputs = {{one.data(), {1, 1, 1}, {}}};
  row(2, 2, QSIMRT_PAD_REFLECT);
  set(pad.in, {1});
  call.layer.shape = {1, 1, 5};
  EXPECT_EQ(call.run<float>(qsimrt_pad_float), (Reals{7, 7, 7, 7, 7}));
}

// Of 3 x 1: a column before, a row cut off and one behind.
TEST_F(Pad, SeveralDimensions) {
  set(pad.in, {3, 1});
  pad.before[0] = -1, pad.before[1] = 1;
  pad.after[0] = 1, pad.after[1] = 0;
  pad.value = 0.5f;
  call.layer.shape = {3, 2, 1};
  EXPECT_EQ(call.run<float>(qsimrt_pad_float),
            (Reals{0.5f, 2, 0.5f, 3, 0.5f, 0.5f}));
}

// 2 / 0.5 + 3; an infinity saturates.
TEST_F(Pad, QuantizesTheConstant) {
  const Bytes bytes{1, 2, 3};
  call.inputs = {{bytes.data(), {1, 1, 3}, {8, 0.5f, 3}}};
  call.layer.output = {8, 0.5f, 3};
  row(1, 0, QSIMRT_PAD_CONSTANT);
  pad.value = 2;
  EXPECT_EQ(call.run<int8_t>(qsimrt_pad_int), (Bytes{7, 1, 2, 3}));
  pad.value = -infinity;
  EXPECT_EQ(call.run<int8_t>(qsimrt_pad_int), (Bytes{-128, 1, 2, 3}));
  const Words words{1, 2, 3};
  call.inputs = {{words.data(), {1, 1, 3}, {12, 0.5f, 3}}};
  call.layer.output = {12, 0.5f, 3};
  EXPECT_EQ(call.run<int16_t>(qsimrt_pad_int), (Words{-2048, 1, 2, 3}));
}

struct Reduce : testing::Test {
  KernelCall call;
  qsimrt_reduce &reduce = call.layer.u.reduce;
  const Reals in{1, 2, 4, 8, -16, 32, 64, 128, 256, 512, 1024, 2048};
  void SetUp() override {
    call.input(in, {2, 2, 3});
    set(reduce.in, {2, 2, 3});
  }
  void along(std::initializer_list<int32_t> axes, qsimrt_shape shape) {
    std::copy(axes.begin(), axes.end(), reduce.axes);
    call.layer.shape = shape;
  }
};

TEST_F(Reduce, AlongChosenDimensions) {
  reduce.operation = QSIMRT_REDUCE_SUM;
  along({0, 0, 1}, {2, 2, 1});
  EXPECT_EQ(call.run<float>(qsimrt_reduce_float), (Reals{7, 24, 448, 3584}));
  along({1, 0, 1}, {1, 2, 1});
  EXPECT_EQ(call.run<float>(qsimrt_reduce_float), (Reals{455, 3608}));
  along({0, 1, 0}, {2, 1, 3});
  EXPECT_EQ(call.run<float>(qsimrt_reduce_float),
            (Reals{9, -14, 36, 576, 1152, 2304}));
  along({1, 1, 1}, {1, 1, 1});
  EXPECT_EQ(call.run<float>(qsimrt_reduce_float), (Reals{4063}));
  along({0, 0, 0}, {2, 2, 3});
  EXPECT_EQ(call.run<float>(qsimrt_reduce_float), in);
}

TEST_F(Reduce, EachOperation) {
  along({0, 1, 1}, {2, 1, 1});
  reduce.operation = QSIMRT_REDUCE_MAX;
  EXPECT_EQ(call.run<float>(qsimrt_reduce_float), (Reals{32, 2048}));
  reduce.operation = QSIMRT_REDUCE_MIN;
  EXPECT_EQ(call.run<float>(qsimrt_reduce_float), (Reals{-16, 64}));
  reduce.operation = QSIMRT_REDUCE_MEAN;
  // 31 / 6 and 4032 / 6, rounded once
  EXPECT_EQ(call.run<float>(qsimrt_reduce_float),
            (Reals{float(31.0 / 6), 672}));
}

// In float32 the 1 would be lost.
TEST_F(Reduce, SumsInFloat64) {
  const Reals far{1e8f, 1, -1e8f};
  call.inputs = {{far.data(), {1, 1, 3}, {}}};
  set(reduce.in, {3});
  reduce.operation = QSIMRT_REDUCE_SUM;
  along({1}, {1, 1, 1});
  EXPECT_EQ(call.run<float>(qsimrt_reduce_float), (Reals{1}));
}

TEST_F(Reduce, Integers) {
  const Bytes bytes{10, 11, 12, -5, 127, -128};
  const qsimrt_multiplier half{1, 1};
  call.inputs = {{bytes.data(), {2, 1, 3}, {8, 1, 10}}};
  set(reduce.in, {2, 3});
  reduce.rescale = &half;
  along({0, 1}, {2, 1, 1});
  call.layer.output = {8, 1, 10};
  reduce.operation = QSIMRT_REDUCE_MAX;
  EXPECT_EQ(call.run<int8_t>(qsimrt_reduce_int), (Bytes{12, 127}));
  reduce.operation = QSIMRT_REDUCE_MIN;
  EXPECT_EQ(call.run<int8_t>(qsimrt_reduce_int), (Bytes{10, -128}));
  reduce.operation = QSIMRT_REDUCE_SUM;
  call.layer.output = {8, 1, 20};
  // (0 + 1 + 2) / 2 = 1.5, (-15 + 117 - 138) / 2 = -18; half-up; + 20
  EXPECT_EQ(call.run<int8_t>(qsimrt_reduce_int), (Bytes{22, 2}));
  EXPECT_EQ(call.saturated, 0U);
  call.layer.output = {8, 1, 126};
  EXPECT_EQ(call.run<int8_t>(qsimrt_reduce_int), (Bytes{127, 108}));
  EXPECT_EQ(call.saturated, 1U);
}

struct Binary : testing::Test {
  KernelCall call;
  qsimrt_elementwise &own = call.layer.u.elementwise;
  Reals run(qsimrt_binary_kind operation, const Reals &a, const Reals &b) {
    const int32_t count = int32_t(a.size());
    own.operation = operation;
    call.inputs = {{a.data(), {count, 1, 1}, {}},
                   {b.data(), {count, 1, 1}, {}}};
    call.layer.shape = {count, 1, 1};
    const Reals whole = call.run<float>(qsimrt_binary_float);
    const Reals parts = call.run<float>(qsimrt_binary_float, 1);
    for (size_t i = 0; i < whole.size(); ++i)
      EXPECT_TRUE(whole[i] == parts[i] || std::isnan(whole[i]));
    return whole;
  }
};

TEST_F(Binary, RealNumbers) {
  const Reals a{3, -2, 5}, b{4, -6, 5};
  EXPECT_EQ(run(QSIMRT_BINARY_SUB, a, b), (Reals{-1, 4, 0}));
  EXPECT_EQ(run(QSIMRT_BINARY_MAX, a, b), (Reals{4, -2, 5}));
  EXPECT_EQ(run(QSIMRT_BINARY_MIN, a, b), (Reals{3, -6, 5}));
  EXPECT_EQ(run(QSIMRT_BINARY_DIV, a, b),
            (Reals{3.0f / 4.0f, -2.0f / -6.0f, 1}));
  EXPECT_EQ(run(QSIMRT_BINARY_DIV, {1, -1}, {0, 0}),
            (Reals{infinity, -infinity}));
  own.activation = QSIMRT_LEAKY;
  EXPECT_EQ(run(QSIMRT_BINARY_SUB, a, b), (Reals{-0.1f, 4, 0}));
}

// x > y ? x : y: the second where one is NaN.
TEST_F(Binary, NaNIsNeitherLargerNorSmaller) {
  EXPECT_EQ(run(QSIMRT_BINARY_MAX, {nan}, {1}), (Reals{1}));
  EXPECT_EQ(run(QSIMRT_BINARY_MIN, {nan}, {1}), (Reals{1}));
  EXPECT_TRUE(std::isnan(run(QSIMRT_BINARY_MAX, {1}, {nan})[0]));
}

TEST_F(Binary, Powers) {
  EXPECT_EQ(run(QSIMRT_BINARY_POW, {0, 0, 0}, {0, 2, -1}),
            (Reals{1, 0, infinity}));
  const Reals powers =
      run(QSIMRT_BINARY_POW, {2, -2, -2, 4, -2}, {10, 3, -2, 0.5f, 0.5f});
  const Reals wanted{1024, -8, 0.25f, 2};
  for (size_t i = 0; i < wanted.size(); ++i)
    EXPECT_FLOAT_EQ(powers[i], wanted[i]);
  EXPECT_TRUE(std::isnan(powers[4]));
  // 2^25 is even; above 2^24 every float32 is.
  EXPECT_EQ(run(QSIMRT_BINARY_POW, {-1}, {0x1p25f}), (Reals{1}));
  EXPECT_TRUE(std::isnan(run(QSIMRT_BINARY_POW, {nan}, {2})[0]));
  EXPECT_TRUE(std::isnan(run(QSIMRT_BINARY_POW, {2}, {nan})[0]));
}

struct BinaryIntegers : testing::Test {
  KernelCall call;
  qsimrt_elementwise &own = call.layer.u.elementwise;
  const Bytes a{11, 12, -10, 127};      // 1, 2, -20, 117
  const Words b{0, -4, 99, 499};        // 1, -3, 100, 500
  Multipliers positive{{4, 3}, {1, 3}}; // a / 2, b / 8
  void SetUp() override {
    call.input(a, {1, 1, 4}, {8, 1, 10});
    call.input(b, {1, 1, 4}, {16, 1, -1});
    call.layer.shape = {1, 1, 4};
    call.layer.output = {8, 1, 5};
    own.positive = positive.data();
  }
};

TEST_F(BinaryIntegers, AreRoundedOnce) {
  // (4 - 1) / 8, (8 + 3) / 8 = 1.375, (-80 - 100) / 8 = -22.5,
  // (468 - 500) / 8 = -4; half-up; + 5
  EXPECT_EQ(call.run<int8_t>(qsimrt_binary_int), (Bytes{5, 6, -17, 1}));
  own.operation = QSIMRT_BINARY_MAX; // 4 / 8, 8 / 8, 100 / 8 = 12.5, 500 / 8
  EXPECT_EQ(call.run<int8_t>(qsimrt_binary_int), (Bytes{6, 6, 18, 68}));
  own.operation = QSIMRT_BINARY_MIN; // 1 / 8, -3 / 8, -80 / 8, 468 / 8 = 58.5
  EXPECT_EQ(call.run<int8_t>(qsimrt_binary_int), (Bytes{5, 5, -5, 64}));
  EXPECT_EQ(call.saturated, 0U);
  call.layer.output.zero_point = 100;
  EXPECT_EQ(call.run<int8_t>(qsimrt_binary_int), (Bytes{100, 100, 90, 127}));
  EXPECT_EQ(call.saturated, 1U);
}

// The sign of the difference by the positive multipliers decides.
TEST_F(BinaryIntegers, NegativeMultipliers) {
  const Multipliers negative{{1, 1}, {1, 1}};
  own.negative = negative.data();
  own.activation = QSIMRT_RELIE;
  // 3 / 8, 11 / 8, (-20 - 100) / 2 = -60, (117 - 500) / 2 = -191.5
  EXPECT_EQ(call.run<int8_t>(qsimrt_binary_int), (Bytes{5, 6, -55, -128}));
}

TEST_F(BinaryIntegers, Tables) {
  Bytes table(16); // over pre-activations of 4 bits: q * 2
  for (int q = -8; q < 8; ++q)
    table[size_t(q + 8)] = int8_t(2 * q);
  own.activation = QSIMRT_TANH;
  own.preactivation = {4, 1, 1};
  own.table = table.data();
  // 0, 1, -22, -4 at the zero point 1: 1, 2, -8, -3
  EXPECT_EQ(call.run<int8_t>(qsimrt_binary_int), (Bytes{2, 4, -16, -6}));
  EXPECT_EQ(call.saturated, 1U);
}

TEST(Argmax, OfEqualValuesTheFirstOrTheLast) {
  KernelCall call;
  const Reals in{1, 5, 3, 5, 2, 2, 7, 0, 7, 1, 7, 2};
  call.input(in, {2, 3, 2});
  call.layer.u.argmax = {2, 2, 0}; // columns of 3 in each of 2 maps
  call.layer.shape = {2, 1, 2};
  EXPECT_EQ(call.run<float>(qsimrt_argmax_float), (Reals{1, 0, 0, 2}));
  call.layer.u.argmax.last = 1;
  EXPECT_EQ(call.run<float>(qsimrt_argmax_float), (Reals{1, 1, 2, 2}));
}

TEST(Argmax, NaNIsNeverLarger) {
  KernelCall call;
  const Reals in{1, nan, 2, nan};
  call.input(in, {4, 1, 1});
  call.layer.u.argmax = {1, 1, 0};
  call.layer.shape = {1, 1, 1};
  EXPECT_EQ(call.run<float>(qsimrt_argmax_float), (Reals{2}));
  call.layer.u.argmax.last = 1;
  EXPECT_EQ(call.run<float>(qsimrt_argmax_float), (Reals{2}));
}

struct Lrn : testing::Test {
  KernelCall call;
  const Reals in{1, 2, 3};
  void SetUp() override {
    call.input(in, {3, 1, 1});
    call.layer.shape = {3, 1, 1};
  }
  void expect(const Reals &wanted) {
    for (int step : {1000, 1}) {
      const Reals got = call.run<float>(qsimrt_lrn_float, step);
      for (size_t i = 0; i < wanted.size(); ++i)
        EXPECT_FLOAT_EQ(got[i], wanted[i]) << i;
    }
  }
};

TEST_F(Lrn, WindowsOfChannels) {
  call.layer.u.lrn = {1, 3, 3, 1, 1}; // x / (1 + sum)
  expect({1.0f / 6, 2.0f / 15, 3.0f / 14});
  call.layer.u.lrn = {1, 2, 2, 1, 1}; // c and c + 1
  expect({1.0f / 6, 2.0f / 14, 3.0f / 10});
  call.layer.u.lrn = {3, 3, 3, 1, 1}; // each channel is a batch
  expect({1.0f / 2, 2.0f / 5, 3.0f / 10});
  call.layer.u.lrn = {1, 3, 0, 0.5f, 4}; // x / sqrt(4)
  expect({0.5f, 1, 1.5f});
}

// Means 2 and 10, deviations 1 and 2 (sqrt(0 + 4)).
TEST(InstanceNorm, OfEachChannel) {
  KernelCall call;
  const Reals in{1, 3, 10, 10}, scales{2, 3}, biases{5, -1};
  call.input(in, {2, 1, 2});
  call.layer.shape = {2, 1, 2};
  call.layer.u.instance_norm = {0, scales.data(), biases.data()};
  const Reals of = call.run<float>(qsimrt_instance_norm_float);
  EXPECT_EQ((Reals{of[0], of[1]}), (Reals{3, 7}));
  call.layer.u.instance_norm.epsilon = 3;
  // 2 * -1 / sqrt(1 + 3) + 5
  EXPECT_EQ(call.run<float>(qsimrt_instance_norm_float, 1),
            (Reals{4, 6, -1, -1}));
}

} // namespace
