// SPDX-License-Identifier: Apache-2.0
// From float parameters to integers (numerics.md N3 to N8 and N13), with
// numbers computed by hand.
#include "qsimrt/qsimrt.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace {

constexpr qsimrt_datapath defaults = {QSIMRT_ROUND_HALF_UP,
                                      QSIMRT_SATURATE,
                                      QSIMRT_CHECK_OUTPUT,
                                      QSIMRT_LEAKY_MULTIPLIER,
                                      32,
                                      48,
                                      32,
                                      48,
                                      31,
                                      15,
                                      62,
                                      12};

// encode(from / to), seen through the rescaling of a route.
struct Encoded {
  qsimrt_status status;
  qsimrt_multiplier value;
  std::string message;
};
Encoded encode(float from, float to,
               const qsimrt_datapath &datapath = defaults) {
  const qsimrt_quant a = {8, from, 0}, b = {8, to, 0};
  qsimrt_error error = {};
  Encoded out = {};
  out.status =
      qsimrt_derive_rescale(&datapath, "route_8", &a, &b, &out.value, &error);
  out.message = error.text;
  return out;
}

TEST(Encode, PowersOfTwoArePureShifts) {
  for (int k = 1; k <= 62; ++k) {
    const Encoded got = encode(__builtin_ldexpf(1, -k), 1);
    ASSERT_EQ(got.status, QSIMRT_OK);
    EXPECT_EQ(got.value.mult, 1) << k;
    EXPECT_EQ(got.value.shift, k);
  }
}

TEST(Encode, ThreeQuarters) {
  // 0.75 = 3 / 2^2
  EXPECT_EQ(encode(0.75f, 1).value.mult, 3);
  EXPECT_EQ(encode(0.75f, 1).value.shift, 2);
  // 1.5 = 3 / 2^1; 1 = 2 / 2^1: the shift never goes below 1
  EXPECT_EQ(encode(1.5f, 1).value.mult, 3);
  EXPECT_EQ(encode(1.5f, 1).value.shift, 1);
  EXPECT_EQ(encode(1, 1).value.mult, 2);
  EXPECT_EQ(encode(1, 1).value.shift, 1);
}

TEST(Encode, AThirdFillsTheMultiplier) {
  // 1/3 = 0.666.. * 2^-1: mult = rint(2^32 / 3) = 1431655765, of 31 bits,
  // shift = 31 + 1; it is odd.
  const Encoded got = encode(1, 3);
  EXPECT_EQ(got.value.mult, 1431655765);
  EXPECT_EQ(got.value.shift, 32);
  // With 2 bits: rint(0.666.. * 4) = 3, shift 3: 3/8
  qsimrt_datapath narrow = defaults;
  narrow.multiplier_bits = 2;
  EXPECT_EQ(encode(1, 3, narrow).value.mult, 3);
  EXPECT_EQ(encode(1, 3, narrow).value.shift, 3);
  // 15/16 with 2 bits: rint(0.9375 * 4) = 4 = 2^2, so 2 / 2^1, and that is 1
  EXPECT_EQ(encode(0.9375f, 1, narrow).value.mult, 2);
  EXPECT_EQ(encode(0.9375f, 1, narrow).value.shift, 1);
}

TEST(Encode, TinyValuesMeetTheLargestShift) {
  // M = 5/3 * 2^-40, nearly 2^-39.3: m = 5/6, e = -39, so the shift would be
  // 31 + 39 = 70 > 62. Then mult = rint(5/3 * 2^22) = rint(6990506.67).
  const Encoded got = encode(5, 3 * 0x1p40f);
  EXPECT_EQ(got.value.mult, 6990507);
  EXPECT_EQ(got.value.shift, 62);
  // max_shift 16: M = 2^-16 is one step, half of it ties to even, to zero.
  qsimrt_datapath small = defaults;
  small.max_shift = 16;
  EXPECT_EQ(encode(0x1p-16f, 1, small).value.mult, 1);
  EXPECT_EQ(encode(0x1p-16f, 1, small).value.shift, 16);
  EXPECT_EQ(encode(0x1p-17f, 1, small).value.mult, 0);
  EXPECT_EQ(encode(0x1p-17f, 1, small).value.shift, 1);
  // 1.5 * 2^-16 = 1.5 steps: to even, 2 / 2^16 = 1 / 2^15
  EXPECT_EQ(encode(0x1.8p-16f, 1, small).value.mult, 1);
  EXPECT_EQ(encode(0x1.8p-16f, 1, small).value.shift, 15);
}

TEST(Encode, RefusesWhatNeedsALeftShift) {
  // 2^30 = 0.5 * 2^31: shift 31 - 31 = 0. Half of it: shift 1.
  EXPECT_EQ(encode(0x1p29f, 1).status, QSIMRT_OK);
  const Encoded got = encode(0x1p30f, 1);
  EXPECT_EQ(got.status, QSIMRT_DOES_NOT_FIT);
  EXPECT_NE(got.message.find("route_8"), std::string::npos) << got.message;
}

// Two filters over one 1x2x2 input channel-pair; everything is chosen so that
// the quotients are exact.
struct Derived {
  std::vector<float> weightScales{0.5f, 0.25f};
  std::vector<float> weights{1.0f, -0.75f, 0.25f, 100.0f}; // [2][2][1][1]
  std::vector<float> biases{2.0f, -1.0f};
  std::vector<float> scales{2.0f, 1.0f};
  std::vector<float> mean{1.0f, 0.5f};
  std::vector<float> variance{1.0f, 4.0f};
  std::vector<float> delta{0.25f, 0.0f};
  qsimrt_layer layer = {};
  qsimrt_quant input = {8, 0.125f, 3};
  qsimrt_shape inputShape = {2, 1, 1};
  qsimrt_datapath datapath = defaults;
  int8_t q8[4] = {};
  int16_t q16[4] = {};
  int32_t b32[2] = {};
  int64_t b64[2] = {};
  qsimrt_multiplier positive[2] = {}, negative[2] = {};
  float hybridScales[2] = {}, hybridBiases[2] = {};
  qsimrt_error error = {};

  Derived() {
    layer.kind = QSIMRT_CONVOLUTIONAL;
    layer.name = "conv_3";
    layer.shape = {2, 1, 1};
    layer.output = {8, 0.5f, 0};
    auto &conv = layer.u.convolutional;
    conv.filters = 2;
    conv.size = conv.stride = conv.groups = 1;
    conv.activation = QSIMRT_LEAKY;
    conv.weight_bits = 8;
    conv.weight_scale_count = 2;
    conv.weight_scales = weightScales.data();
    conv.weights = weights.data();
    conv.biases = biases.data();
  }
  qsimrt_status derive() {
    const auto &conv = layer.u.convolutional;
    const bool narrow = qsimrt_is_narrow(&conv, &input);
    qsimrt_derived_convolutional out = {};
    out.q_weights = conv.weight_bits <= 8 ? (void *)q8 : q16;
    out.q_biases = narrow ? (void *)b32 : b64;
    out.positive = positive;
    out.negative = negative;
    out.hybrid_scales = hybridScales;
    out.hybrid_biases = hybridBiases;
    return qsimrt_derive_convolutional(&datapath, QSIMRT_PJREDDIE, &layer,
                                       &input, &inputShape, &out, &error);
  }
};

TEST(Derive, WithoutBatchNorm) {
  Derived d;
  ASSERT_EQ(d.derive(), QSIMRT_OK) << d.error.text;
  // filter 0, scale 1/2: 1 / 0.5 = 2; -0.75 / 0.5 = -1.5, to even: -2
  EXPECT_EQ(d.q8[0], 2);
  EXPECT_EQ(d.q8[1], -2);
  // filter 1, scale 1/4: 0.25 / 0.25 = 1; 100 / 0.25 = 400, clamped to 127
  EXPECT_EQ(d.q8[2], 1);
  EXPECT_EQ(d.q8[3], 127);
  // bias 0: 2 / (1/8 * 1/2) = 32, less 3 * (2 - 2) = 0
  EXPECT_EQ(d.b32[0], 32);
  // bias 1: -1 / (1/8 * 1/4) = -32, less 3 * (1 + 127) = 384
  EXPECT_EQ(d.b32[1], -32 - 384);
  // M = (1/8 * 1/2) / (1/2) = 2^-3; filter 1: 2^-4
  EXPECT_EQ(d.positive[0].mult, 1);
  EXPECT_EQ(d.positive[0].shift, 3);
  EXPECT_EQ(d.positive[1].shift, 4);
  // M * 0.1 = 0.0125 = 0.8 * 2^-6: mult = rint(0.8 * 2^31) = 1717986918 (of
  // 1717986918.4), shift = 31 + 6; halved once: 858993459 / 2^36
  EXPECT_EQ(d.negative[0].mult, 858993459);
  EXPECT_EQ(d.negative[0].shift, 36);
  EXPECT_EQ(d.hybridScales[0], 0.0625f);
  EXPECT_EQ(d.hybridBiases[1], -1.0f);
}

// Weights are symmetric: -128 is no weight of 8 bits.
TEST(Derive, TheLowestWeightIsTheHighestNegated) {
  Derived d;
  d.weights[0] = -100.0f; // / 0.5 = -200
  d.weights[3] = -32.0f;  // / 0.25 = -128
  ASSERT_EQ(d.derive(), QSIMRT_OK);
  EXPECT_EQ(d.q8[0], -127);
  EXPECT_EQ(d.q8[3], -127);
}

TEST(Derive, LeakyForms) {
  Derived d;
  d.datapath.leaky = QSIMRT_LEAKY_SHIFT; // 2^-3 / 8 = 2^-6
  ASSERT_EQ(d.derive(), QSIMRT_OK);
  EXPECT_EQ(d.negative[0].mult, 1);
  EXPECT_EQ(d.negative[0].shift, 6);
  d.datapath.leaky = QSIMRT_LEAKY_N256; // 2^-3 * 26/256 = 13 / 2^10
  ASSERT_EQ(d.derive(), QSIMRT_OK);
  EXPECT_EQ(d.negative[0].mult, 13);
  EXPECT_EQ(d.negative[0].shift, 10);
}

TEST(Derive, BatchNormAndBiasDelta) {
  Derived d;
  auto &conv = d.layer.u.convolutional;
  conv.batch_normalize = 1;
  conv.scales = d.scales.data();
  conv.mean = d.mean.data();
  conv.variance = d.variance.data();
  conv.bias_delta = d.delta.data();
  ASSERT_EQ(d.derive(), QSIMRT_OK) << d.error.text;
  // filter 0: gain = 2 / (1 + 1e-6) = 1.999998; 1.999998 / 0.5 = 3.999996,
  // -0.75 * 1.999998 / 0.5 = -2.999997
  EXPECT_EQ(d.q8[0], 4);
  EXPECT_EQ(d.q8[1], -3);
  // b = 2 - 1 * 1.999998 + 0.25 = 0.250002; / (1/16) = 4.00003; the weights sum
  // to 1, so 4 - 3 * 1 = 1
  EXPECT_EQ(d.b32[0], 1);
  // filter 1: gain = 1 / 2.000001, b = -1 - 0.5 * 0.49999975 = -1.249999875,
  // * 32 = -39.999996. Weights: 0.125 / 0.25 = 0.49999975 -> 0; 127.
  EXPECT_EQ(d.q8[2], 0);
  EXPECT_EQ(d.b32[1], -40 - 3 * 127);
}

TEST(Derive, WideOperandsUseTheWideDatapath) {
  Derived d;
  d.layer.u.convolutional.weight_bits = 16;
  d.input.bits = 16;
  ASSERT_EQ(d.derive(), QSIMRT_OK);
  EXPECT_EQ(d.q16[3], 400); // 100 / 0.25 fits 16 bits
  EXPECT_EQ(d.b64[1], -32 - 3 * 401);
  // 15 bits: rint(0.8 * 2^15) = 26214, shift 15 + 6; halved: 13107 / 2^20
  EXPECT_EQ(d.negative[0].mult, 13107);
  EXPECT_EQ(d.negative[0].shift, 20);
}

TEST(Derive, OneScaleStandsForAllChannels) {
  Derived d;
  d.layer.u.convolutional.weight_scale_count = 1;
  ASSERT_EQ(d.derive(), QSIMRT_OK);
  EXPECT_EQ(d.q8[2], 0); // 0.25 / 0.5 = 0.5, to even
  EXPECT_EQ(d.hybridScales[1], 0.0625f);
}

TEST(Derive, RefusesABiasThatDoesNotFit) {
  Derived d;
  d.datapath.bias_bits = 8;
  EXPECT_EQ(d.derive(), QSIMRT_DOES_NOT_FIT);
  const std::string message = d.error.text;
  EXPECT_NE(message.find("layer conv_3, channel 1"), std::string::npos);
  EXPECT_NE(message.find("-416"), std::string::npos) << message;
  EXPECT_NE(message.find("8 bits (-128..127)"), std::string::npos) << message;
}

TEST(Derive, RefusesWhatIsNotANumber) {
  Derived d;
  d.weights[1] = __builtin_nanf("");
  EXPECT_EQ(d.derive(), QSIMRT_DOES_NOT_FIT);
  d.weights[1] = 0;
  d.biases[0] = __builtin_inff();
  EXPECT_EQ(d.derive(), QSIMRT_DOES_NOT_FIT);
}

TEST(Derive, RefusesAMultiplierWithoutAShift) {
  Derived d;
  d.layer.output.scale = 0x1p-40f; // M = 2^-4 * 2^40
  EXPECT_EQ(d.derive(), QSIMRT_DOES_NOT_FIT);
  EXPECT_NE(std::string(d.error.text).find("conv_3, channel 0"),
            std::string::npos);
}

} // namespace
