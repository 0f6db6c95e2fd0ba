// SPDX-License-Identifier: Apache-2.0
// Connected and local layers, and the activations of every layer with weights
// in INT (numerics.md N12, N17, N27 to N30), with numbers computed by hand.
#include "KernelCall.h"

#include <gtest/gtest.h>

namespace {

using namespace qsim::test;

// Four inputs of 10, 20, -3, 2 (zero point 2) into two outputs.
struct Connected : testing::Test {
  Connected() {
    call.input(in, {2, 1, 2}, {8, 1, 2});
    call.layer.kind = QSIMRT_CONNECTED;
    call.layer.shape = {2, 1, 1};
    call.layer.output = {8, 1, 0};
    auto &layer = call.layer.u.convolutional;
    layer.filters = 2;
    layer.size = layer.stride = layer.groups = 1;
    layer.weight_bits = 8;
    layer.q_weights = weights.data();
    layer.q_biases = biases.data();
    layer.positive = positive.data();
    layer.negative = negative.data();
  }
  KernelCall call;
  const Bytes in{10, 20, -3, 2};
  const Bytes weights{1, 2, 3, 4, -1, 0, 1, -5};
  const std::vector<int32_t> biases{1, 3};
  const Multipliers positive{{1, 1}, {1, 1}}, negative{{1, 3}, {1, 3}};
};

TEST_F(Connected, Int) {
  // 10 + 40 - 9 + 8 + 1 = 50; -10 - 3 - 10 + 3 = -20; / 2
  EXPECT_EQ(call.run<int8_t>(qsimrt_connected_int), (Bytes{25, -10}));
  call.layer.u.convolutional.activation = QSIMRT_LEAKY; // -20 / 8 = -2.5
  EXPECT_EQ(call.run<int8_t>(qsimrt_connected_int, 1), (Bytes{25, -2}));
  EXPECT_EQ(call.overflows + call.saturated, 0U);
}

TEST_F(Connected, AccumulatorOfSixBits) {
  call.datapath.accumulator_bits = 6; // -32 .. 31
  EXPECT_EQ(call.run<int8_t>(qsimrt_connected_int), (Bytes{16, -10}));
  EXPECT_EQ(call.overflows, 1U);
  call.datapath.overflow_check = QSIMRT_CHECK_PER_ADD;
  // 1, 11, 51 -> 31, 22, 30; 3, -7, -7, -10, -20
  EXPECT_EQ(call.run<int8_t>(qsimrt_connected_int), (Bytes{15, -10}));
  EXPECT_EQ(call.overflows, 1U);
}

TEST_F(Connected, HybridTakesTheZeroPointOff) {
  const Reals scales{0.5f, 2}, offsets{0.25f, -1};
  auto &layer = call.layer.u.convolutional;
  layer.hybrid_scales = scales.data();
  layer.hybrid_biases = offsets.data();
  // 8, 18, -5, 0: 8 + 36 - 15 = 29 and -8 - 5 = -13
  EXPECT_EQ(call.run<float>(qsimrt_connected_hybrid), (Reals{14.75f, -27}));
  layer.activation = QSIMRT_LEAKY;
  EXPECT_EQ(call.run<float>(qsimrt_connected_hybrid, 1),
            (Reals{14.75f, -27 * 0.1f}));
}

TEST_F(Connected, SixteenBitsByEight) {
  const Words wide{10000, -20000, 30000, 2};
  const std::vector<int64_t> large{int64_t(1) << 40, 0};
  call.inputs[0] = {wide.data(), {2, 1, 2}, {16, 1, 0}};
  call.layer.output = {16, 1, 0};
  call.layer.u.convolutional.q_biases = large.data();
  const Multipliers down{{1, 30}, {1, 1}};
  call.layer.u.convolutional.positive = down.data();
  // 2^40 + 60008 over 2^30; (-10000 + 30000 - 10) / 2
  EXPECT_EQ(call.run<int16_t>(qsimrt_connected_int), (Words{1024, 9995}));
}

// One int32 would not hold 200000 products of 127 * 127.
TEST_F(Connected, LongSums) {
  const Bytes many(200000, 127);
  const std::vector<int32_t> none{0};
  call.inputs[0] = {many.data(), {200000, 1, 1}, {8, 1, 0}};
  call.layer.shape = {1, 1, 1};
  auto &layer = call.layer.u.convolutional;
  layer.filters = 1;
  layer.q_weights = many.data();
  layer.q_biases = none.data();
  call.datapath.accumulator_bits = 40;
  const Multipliers down{{1, 25}};
  layer.positive = down.data();
  // 3225800000 / 2^25 = 96.1
  EXPECT_EQ(call.run<int8_t>(qsimrt_connected_int), Bytes{96});
}

TEST(ConnectedFloat, SumsInOrderAndNormalizes) {
  KernelCall call;
  const Reals in{1e8f, 3, -1e8f, 2}, weights(4, 1.0f);
  const Reals bias{0.5f}, scale{4}, mean{1}, variance{0.25f};
  call.input(in, {4, 1, 1});
  call.layer.shape = {1, 1, 1};
  auto &layer = call.layer.u.convolutional;
  layer.filters = 1;
  layer.weights = weights.data();
  layer.biases = bias.data();
  EXPECT_EQ(call.run<float>(qsimrt_connected_float), Reals{2.5f});
  layer.batch_normalize = 1;
  layer.scales = scale.data();
  layer.mean = mean.data();
  layer.variance = variance.data();
  const float normalized = float(1.0 / (0.5 + double(0.000001f)));
  EXPECT_EQ(call.run<float>(qsimrt_connected_float),
            Reals{normalized * 4 + 0.5f});
}

// 1 x 1 x 2, two 3 x 3 filters with pad 1: two places.
struct Local : testing::Test {
  Local() {
    call.input(in, {1, 1, 2}, {8, 1, 1});
    call.layer.shape = {2, 1, 2};
    call.layer.output = {8, 1, 0};
    auto &layer = call.layer.u.convolutional;
    layer.filters = 2;
    layer.size = 3;
    layer.stride = layer.pad = layer.groups = 1;
    layer.weight_bits = 8;
    layer.biases = reals.data();
    layer.q_weights = weights.data();
    layer.q_biases = biases.data();
    layer.positive = positive.data();
    // [place][filter][3 x 3]: all taps 1, but the one in the middle. Only the
    // middle row sees the input.
    for (int block = 0; block < 4; ++block)
      weights[size_t(block) * 9 + 4] = int8_t(10 * (block + 1));
    real.assign(weights.begin(), weights.end());
    call.layer.u.convolutional.weights = real.data();
  }
  KernelCall call;
  const Bytes in{5, -7};
  Bytes weights = Bytes(36, 1);
  Reals real;
  const Reals reals{0.5f, 1.5f, 2.5f, 3.5f};          // [filter][place]
  const std::vector<int32_t> biases{0, 100, 0, 1000}; // [filter][place]
  const Multipliers positive{{1, 1}, {1, 2}};
};

TEST_F(Local, Float) {
  const Reals values(in.begin(), in.end());
  call.inputs[0].data = values.data();
  // place 0: 5 * m - 7; place 1: 5 - 7 * m; m = 10, 20 at place 0, 30, 40 at 1
  EXPECT_EQ(call.run<float>(qsimrt_local_float),
            (Reals{43.5f, -203.5f, 95.5f, -271.5f}));
  call.layer.u.convolutional.activation = QSIMRT_LEAKY;
  EXPECT_EQ(call.run<float>(qsimrt_local_float, 1),
            (Reals{43.5f, float(0.1 * -203.5), 95.5f, float(0.1 * -271.5)}));
}

TEST_F(Local, Int) {
  // Seven taps of padding hold the zero point 1.
  // 50 - 7 + 7 = 50, 5 - 210 + 7 + 100 = -98; / 2
  // 100 - 7 + 7 = 100, 5 - 280 + 7 + 1000 = 732; / 4
  EXPECT_EQ(call.run<int8_t>(qsimrt_local_int), (Bytes{25, -49, 25, 127}));
  EXPECT_EQ(call.saturated, 1U);
  call.datapath.accumulator_bits = 8;
  call.datapath.overflow_check = QSIMRT_CHECK_PER_ADD;
  // 4, 54, 47 .. 50; 103, 108, -102 .. -98; 4, 104, 97 .. 100;
  // 1000 is 127, stays so, then 127 - 280 is -128, .. -124
  EXPECT_EQ(call.run<int8_t>(qsimrt_local_int, 1), (Bytes{25, -49, 25, -31}));
}

TEST_F(Local, Hybrid) {
  const Reals scales{0.5f, 2};
  call.layer.u.convolutional.hybrid_scales = scales.data();
  call.layer.u.convolutional.hybrid_biases = reals.data();
  // 4 and -8: 40 - 8 = 32, 4 - 240 = -236, 80 - 8 = 72, 4 - 320 = -316
  EXPECT_EQ(call.run<float>(qsimrt_local_hybrid),
            (Reals{16.5f, -116.5f, 146.5f, -628.5f}));
}

// A 1 x 1 convolution of weight 1: what follows the accumulator.
struct Activated : testing::Test {
  Activated() {
    call.input(in, {1, 1, 4}, {8, 1, 0});
    call.layer.kind = QSIMRT_CONVOLUTIONAL;
    call.layer.shape = {1, 1, 4};
    call.layer.output = {8, 0.5f, -20};
    auto &conv = call.layer.u.convolutional;
    conv.filters = conv.size = conv.stride = conv.groups = 1;
    conv.weight_bits = 8;
    conv.q_weights = weights.data();
    conv.q_biases = biases.data();
    conv.positive = positive.data();
    conv.negative = negative.data();
  }
  Bytes run(qsimrt_activation activation) {
    call.layer.u.convolutional.activation = activation;
    std::vector<uint64_t> scratch(
        qsimrt_scratch_size(&call.layer, QSIMRT_INT) / 8 + 9);
    Bytes out(4);
    call.overflows = call.saturated = 0;
    qsimrt_call raw = {};
    raw.layer = &call.layer;
    raw.datapath = &call.datapath;
    raw.inputs = call.inputs.data();
    raw.output = out.data();
    raw.scratch = (void *)((uintptr_t(scratch.data()) + 63) / 64 * 64);
    raw.channel_end = 1;
    raw.accumulator_overflows = &call.overflows;
    raw.saturated_outputs = &call.saturated;
    qsimrt_convolutional_int(&raw);
    return out;
  }
  KernelCall call;
  const Bytes in{3, -3, 14, 100}, weights{1};
  const std::vector<int32_t> biases{0};
  Multipliers positive{{1, 1}}, negative{{0, 1}};
};

TEST_F(Activated, ReluIsAMultiplierOfZero) {
  // 1.5 -> 2, 0, 7, 50; - 20
  EXPECT_EQ(run(QSIMRT_RELU), (Bytes{-18, -20, -13, 30}));
  negative[0] = {1, 4}; // -3 / 16 = -0.19
  EXPECT_EQ(run(QSIMRT_RAMP), (Bytes{-18, -20, -13, 30}));
  EXPECT_EQ(run(QSIMRT_LINEAR), (Bytes{-18, -21, -13, 30})); // -1.5 -> -1
  EXPECT_EQ(call.saturated, 0U);
}

TEST_F(Activated, Relu6IsLimitedAndNotCounted) {
  // 6 / 0.5 - 20 = -8
  EXPECT_EQ(run(QSIMRT_RELU6), (Bytes{-18, -20, -13, -8}));
  EXPECT_EQ(call.saturated, 0U);
  call.layer.output = {8, 1e-30f,
                       0}; // 6 is far outside: the range is the limit
  EXPECT_EQ(run(QSIMRT_RELU6), (Bytes{2, 0, 7, 50}));
  call.layer.output.zero_point = 100; // 107, 150 -> 127, counted
  EXPECT_EQ(run(QSIMRT_RELU6), (Bytes{102, 100, 107, 127}));
  EXPECT_EQ(call.saturated, 1U);
}

TEST_F(Activated, TablesAreIndexedByThePreactivation) {
  // 4 bits, zero point -1: -8 .. 7
  const Bytes table{-80, -70, -60, -50, -40, -30, -20, -10,
                    0,   10,  20,  30,  40,  50,  60,  70};
  call.layer.u.convolutional.table = table.data();
  call.layer.u.convolutional.preactivation = {4, 1, -1};
  // 2 - 1, -1 - 1, 7 - 1, 50 - 1 -> 7
  EXPECT_EQ(run(QSIMRT_SWISH), (Bytes{10, -20, 60, 70}));
  EXPECT_EQ(call.saturated, 1U);
}

} // namespace
