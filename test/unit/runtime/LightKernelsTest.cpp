// SPDX-License-Identifier: Apache-2.0
// Convolutions under yolo2_light (numerics.md N42, N44) with numbers computed
// by hand.
#include "KernelCall.h"

#include <gtest/gtest.h>

namespace {

using namespace qsim::test;

// One 1 x 1 filter.
struct Light : testing::Test {
  Light() {
    call.arithmetic = QSIMRT_YOLO2_LIGHT;
    auto &conv = call.layer.u.convolutional;
    call.layer.kind = QSIMRT_CONVOLUTIONAL;
    conv.filters = conv.size = conv.stride = conv.groups = 1;
    conv.weight_bits = 8;
    conv.weights = weights.data();
    conv.biases = bias.data();
    conv.scales = scale.data();
    conv.mean = mean.data();
    conv.variance = variance.data();
    conv.q_weights = integers.data();
    conv.hybrid_scales = hybridScale.data();
    conv.hybrid_biases = hybridBias.data();
  }
  Reals run(qsimrt_kernel kernel, qsimrt_mode mode, int count) {
    call.layer.shape = {1, 1, count};
    std::vector<uint64_t> scratch(qsimrt_scratch_size(&call.layer, mode) / 8 +
                                  9);
    Reals out(static_cast<size_t>(count));
    qsimrt_call raw = {};
    raw.layer = &call.layer;
    raw.datapath = &call.datapath;
    raw.arithmetic = call.arithmetic;
    raw.inputs = call.inputs.data();
    raw.output = out.data();
    raw.scratch = (void *)((uintptr_t(scratch.data()) + 63) / 64 * 64);
    raw.channel_end = 1;
    kernel(&raw);
    return out;
  }
  KernelCall call;
  const Reals weights{3, -7}, bias{0.5f}, scale{1.7f}, mean{0.3f};
  const Reals variance{0.25f}, hybridScale{0.5f}, hybridBias{-1};
  const Bytes integers{100, -50};
};

TEST_F(Light, FloatFoldsBatchNormIntoWeights) {
  const Reals in{2, 1, 5, 3}; // two channels of two values
  call.input(in, {2, 1, 2});
  // Without batch norm: 3 * 2 - 7 * 5 + 0.5, 3 - 21 + 0.5
  EXPECT_EQ(run(qsimrt_convolutional_float, QSIMRT_FLOAT, 2),
            (Reals{-28.5f, -17.5f}));
  call.layer.u.convolutional.batch_normalize = 1;
  const float d = 0.5f + 0.000001f, gain = 1.7f / d;
  const float product = 1.7f * 0.3f, shift = product / d;
  const float first = 3 * gain, second = -7 * gain, offset = 0.5f - shift;
  Reals want;
  for (int x : {0, 1}) {
    const float one = first * in[size_t(x)], two = second * in[size_t(x) + 2];
    const float sum = one + two;
    want.push_back(sum + offset);
  }
  EXPECT_EQ(run(qsimrt_convolutional_float, QSIMRT_FLOAT, 2), want);
  call.layer.u.convolutional.activation = QSIMRT_LEAKY;
  for (float &value : want)
    value = 0.1f * value;
  EXPECT_EQ(run(qsimrt_convolutional_float, QSIMRT_FLOAT, 2), want);
}

TEST_F(Light, HybridDropsFiveBits) {
  const Bytes in{1, 1, 127, 0, 0, 0, 3, 127, 0, 5}; // two channels of five
  call.input(in, {2, 1, 5}, {8, 1, 0});
  // 100 / 32 = 3, (100 - 150) / 32 = -1, (12700 - 6350) / 32 = 198, 0,
  // -250 / 32 = -7
  EXPECT_EQ(run(qsimrt_convolutional_hybrid, QSIMRT_HYBRID, 5),
            (Reals{0.5f, -1.5f, 98, -1, -4.5f}));
  call.layer.u.convolutional.activation = QSIMRT_LEAKY;
  EXPECT_NE(-4.5f / 10, -4.5f * 0.1f);
  EXPECT_EQ(run(qsimrt_convolutional_hybrid, QSIMRT_HYBRID, 5),
            (Reals{0.5f, -1.5f / 10, 98, -1.0f / 10, -4.5f / 10}));
  // Every other activation is left out.
  call.layer.u.convolutional.activation = QSIMRT_RELU;
  EXPECT_EQ(run(qsimrt_convolutional_hybrid, QSIMRT_HYBRID, 5)[1], -1.5f);
}

TEST_F(Light, HybridLimitsTheQuotient) {
  // 100 * 127 * 127 / 32 = 50403 is beyond 32767.
  const Bytes many(127, 127), weights(127, 100), low(127, -100);
  call.input(many, {127, 1, 1}, {8, 1, 0});
  call.layer.u.convolutional.q_weights = weights.data();
  EXPECT_EQ(run(qsimrt_convolutional_hybrid, QSIMRT_HYBRID, 1),
            Reals{32767 * 0.5f - 1});
  call.layer.u.convolutional.q_weights = low.data();
  EXPECT_EQ(run(qsimrt_convolutional_hybrid, QSIMRT_HYBRID, 1),
            Reals{-32767 * 0.5f - 1});
}

} // namespace
