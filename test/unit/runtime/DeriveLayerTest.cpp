// SPDX-License-Identifier: Apache-2.0
// Derivation of sums, products, means, tables and slopes against numbers worked
// out by hand (numerics.md N6, N7b, N27, N28, N30 to N33, N36, N42 to N44).
#include "qsimrt/qsimrt.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace {

// Layers 0 and 1 are there to be read; layer 2 is the one under test.
struct Model {
  qsimrt_layer layers[3] = {};
  int32_t inputs[2] = {0, 1};
  qsimrt_model model = {};
  qsimrt_error error = {};

  explicit Model(qsimrt_kind kind) {
    model.datapath = qsimrt_default_datapath();
    model.arithmetic = QSIMRT_ALEXEYAB;
    model.layers = layers;
    model.layer_count = 3;
    for (int32_t i = 0; i < 3; ++i) {
      layers[i].index = i;
      layers[i].name = i == 2 ? "tested" : "read";
      layers[i].shape = {1, 2, 2};
      layers[i].output = {8, 0.5f, 0};
    }
    layers[2].kind = kind;
    layers[2].inputs = inputs;
    layers[2].input_count = 2;
  }
  qsimrt_status derive(std::vector<void *> to) {
    return qsimrt_derive_layer(&model, 2, to.data(), &error);
  }
  std::vector<std::string> suffixes() {
    qsimrt_tensor_spec tensors[QSIMRT_MOST_TENSORS];
    int32_t count = 0;
    qsimrt_derived_tensors(&model, 2, tensors, &count);
    std::vector<std::string> out;
    for (int32_t i = 0; i < count; ++i)
      out.emplace_back(tensors[i].suffix);
    return out;
  }
};

void expectMultiplier(const qsimrt_multiplier &got, int32_t mult,
                      int32_t shift) {
  EXPECT_EQ(got.mult, mult);
  EXPECT_EQ(got.shift, shift);
}

TEST(DeriveShortcut, OneShiftForAllInputs) {
  Model m(QSIMRT_SHORTCUT);
  m.layers[0].output.scale = 0.75f;   // M = 3/2
  m.layers[1].output.scale = 0.0625f; // M = 1/8
  qsimrt_multiplier positive[2] = {};
  ASSERT_EQ(m.derive({positive}), QSIMRT_OK) << m.error.text;
  // 3/2 = 0.75 * 2^1: mult = 0.75 * 2^31, shift = 30; 1/8 * 2^30 = 2^27. Both
  // are halved 27 times: 12 and 1, shift 3.
  expectMultiplier(positive[0], 12, 3);
  expectMultiplier(positive[1], 1, 3);
}

TEST(DeriveShortcut, TheLargestOfAnyPlaceGivesTheShift) {
  Model m(QSIMRT_SHORTCUT);
  m.model.datapath.multiplier_bits = 4;
  // M = 5/16 * 2 and 2: the second is 0.5 * 2^2, mult 8, shift 2; the first is
  // rint(5/8 * 2^2) = rint(2.5) = 2. Halved once: 1 and 4, shift 1.
  m.layers[0].output.scale = 0.3125f;
  m.layers[1].output.scale = 1;
  qsimrt_multiplier positive[2] = {};
  ASSERT_EQ(m.derive({positive}), QSIMRT_OK);
  expectMultiplier(positive[0], 1, 1);
  expectMultiplier(positive[1], 4, 1);
  // 5/4 and 1/2: 10 and 4 at shift 3; the odd 5 ends the halving.
  m.layers[0].output.scale = 0.625f;
  m.layers[1].output.scale = 0.25f;
  ASSERT_EQ(m.derive({positive}), QSIMRT_OK);
  expectMultiplier(positive[0], 5, 2);
  expectMultiplier(positive[1], 2, 2);
}

TEST(DeriveShortcut, AnInputTooSmallForTheShiftIsZero) {
  Model m(QSIMRT_SHORTCUT);
  m.model.datapath.multiplier_bits = 4;
  m.layers[0].output.scale = 0.5f;    // M = 1: mult 8, shift 3
  m.layers[1].output.scale = 0x1p-6f; // M = 2^-5: 2^-2 steps, to 0
  qsimrt_multiplier positive[2] = {};
  ASSERT_EQ(m.derive({positive}), QSIMRT_OK);
  expectMultiplier(positive[0], 2, 1); // halved while the shift is above 1
  expectMultiplier(positive[1], 0, 1);
}

TEST(DeriveShortcut, ZeroSlopesOfARelu) {
  Model m(QSIMRT_SHORTCUT);
  m.layers[2].u.elementwise.activation = QSIMRT_RELU;
  qsimrt_multiplier positive[2] = {}, negative[2] = {};
  EXPECT_EQ(m.suffixes(), (std::vector<std::string>{"positive", "negative"}));
  ASSERT_EQ(m.derive({positive, negative}), QSIMRT_OK);
  expectMultiplier(positive[1], 2, 1); // M = 1
  expectMultiplier(negative[0], 0, 1);
  expectMultiplier(negative[1], 0, 1);
}

TEST(DeriveMultiply, WidthOfTheInputsChoosesTheMultiplier) {
  Model m(QSIMRT_MULTIPLY);
  m.layers[0].output.scale = 1;
  m.layers[1].output.scale = 1;
  m.layers[2].output.scale = 3; // M = 1/3
  qsimrt_multiplier positive = {};
  ASSERT_EQ(m.derive({&positive}), QSIMRT_OK);
  expectMultiplier(positive, 1431655765, 32);
  m.layers[1].output.bits = 16;
  ASSERT_EQ(m.derive({&positive}), QSIMRT_OK);
  expectMultiplier(positive, 21845, 16); // rint(2/3 * 2^15), shift 15 + 1
}

TEST(DeriveAvgpool, DividesByThePlaces) {
  Model m(QSIMRT_AVGPOOL);
  m.layers[2].input_count = 1;
  m.layers[2].shape = {1, 1, 1};
  m.layers[2].output.scale = 0.125f;
  qsimrt_multiplier rescale = {};
  EXPECT_EQ(m.suffixes(), std::vector<std::string>{"rescale"});
  // 0.5 / (0.125 * 4) = 1
  ASSERT_EQ(m.derive({&rescale}), QSIMRT_OK);
  expectMultiplier(rescale, 2, 1);
  m.layers[0].shape = {1, 2, 3}; // 0.5 / (0.125 * 6) = 2/3
  ASSERT_EQ(m.derive({&rescale}), QSIMRT_OK);
  expectMultiplier(rescale, 1431655765, 31);
}

TEST(DeriveReduce, AMeanDividesByWhatItGoesThrough) {
  Model m(QSIMRT_REDUCE);
  m.layers[2].input_count = 1;
  m.layers[2].shape = {1, 2, 1};
  m.layers[2].output.scale = 0.125f;
  qsimrt_reduce &reduce = m.layers[2].u.reduce;
  reduce.in = {3, {1, 2, 2}};
  reduce.axes[2] = 1;
  qsimrt_multiplier rescale = {};
  EXPECT_EQ(m.suffixes(), std::vector<std::string>{"rescale"});
  // 0.5 / (0.125 * 2) = 2: mult = 0.5 * 2^31, shift = 29, halved 30 times at
  // most; the shift ends at 1.
  reduce.operation = QSIMRT_REDUCE_MEAN;
  ASSERT_EQ(m.derive({&rescale}), QSIMRT_OK) << m.error.text;
  expectMultiplier(rescale, 4, 1);
  // A sum is not divided: 0.5 / 0.125 = 4.
  reduce.operation = QSIMRT_REDUCE_SUM;
  ASSERT_EQ(m.derive({&rescale}), QSIMRT_OK) << m.error.text;
  expectMultiplier(rescale, 8, 1);
}

TEST(DeriveTable, IsTheFunctionOfEveryInteger) {
  // hardtan of (q - 1) / 2 for q = -4 .. 3, in steps of 1/4 with zero point 2.
  const qsimrt_quant before = {3, 0.5f, 1}, after = {8, 0.25f, 2};
  int8_t table[8] = {};
  qsimrt_derive_table(QSIMRT_ALEXEYAB, QSIMRT_HARDTAN, nullptr, &before, &after,
                      table);
  const int8_t wanted[8] = {-2, -2, -2, -2, 0, 2, 4, 6};
  for (int i = 0; i < 8; ++i)
    EXPECT_EQ(table[i], wanted[i]) << i;
}

TEST(DeriveTable, TheSumAimsAtThePreactivation) {
  Model m(QSIMRT_SHORTCUT);
  m.layers[2].u.elementwise.activation = QSIMRT_HARDTAN;
  m.layers[2].u.elementwise.preactivation = {3, 0.25f, 0};
  m.layers[2].output = {9, 0.25f, 0};
  qsimrt_multiplier positive[2] = {};
  int16_t table[8] = {};
  EXPECT_EQ(m.suffixes(), (std::vector<std::string>{"positive", "table"}));
  ASSERT_EQ(m.derive({positive, table}), QSIMRT_OK);
  expectMultiplier(positive[0], 4, 1); // 0.5 / 0.25
  EXPECT_EQ(table[0], -4);
  EXPECT_EQ(table[7], 3);
}

TEST(DeriveTable, ACropMapsToMinusOneToOne) {
  Model m(QSIMRT_CROP);
  m.layers[2].input_count = 1;
  m.layers[0].output = {2, 0.25f, -2}; // 0, 1/4, 1/2, 3/4
  m.layers[2].output = {8, 0.25f, 0};
  int8_t table[4] = {};
  ASSERT_EQ(m.derive({table}), QSIMRT_OK);
  EXPECT_EQ(table[0], -4);
  EXPECT_EQ(table[1], -2);
  EXPECT_EQ(table[2], 0);
  EXPECT_EQ(table[3], 2);
  m.layers[2].u.crop.noadjust = 1;
  EXPECT_TRUE(m.suffixes().empty());
}

TEST(DeriveSlopes, OfEveryPiecewiseLinearActivation) {
  const struct {
    qsimrt_activation activation;
    qsimrt_leaky_form form;
    double positive, negative;
  } cases[] = {
      {QSIMRT_LINEAR, QSIMRT_LEAKY_SHIFT, 1, 1},
      {QSIMRT_LEAKY, QSIMRT_LEAKY_MULTIPLIER, 1, 0.1},
      {QSIMRT_LEAKY, QSIMRT_LEAKY_N256, 1, 0.1015625},
      {QSIMRT_LEAKY, QSIMRT_LEAKY_SHIFT, 1, 0.125},
      {QSIMRT_RELU, QSIMRT_LEAKY_SHIFT, 1, 0},
      {QSIMRT_RELU6, QSIMRT_LEAKY_SHIFT, 1, 0},
      {QSIMRT_RELIE, QSIMRT_LEAKY_SHIFT, 1, 0.01},
      {QSIMRT_RAMP, QSIMRT_LEAKY_SHIFT, 1.1, 0.1},
      {QSIMRT_MISH, QSIMRT_LEAKY_SHIFT, 1, 1},
      // N54: alpha is 0.25 below.
      {QSIMRT_LEAKY_RELU, QSIMRT_LEAKY_SHIFT, 1, 0.25},
      {QSIMRT_CLIP, QSIMRT_LEAKY_SHIFT, 1, 1},
      {QSIMRT_EXP, QSIMRT_LEAKY_SHIFT, 1, 1},
  };
  const qsimrt_parameters parameters = {2, 0.25f, 6};
  for (const auto &c : cases) {
    double positive = -1, negative = -1;
    qsimrt_slopes(c.activation, &parameters, c.form, &positive, &negative);
    EXPECT_EQ(positive, c.positive) << c.activation;
    EXPECT_EQ(negative, c.negative) << c.activation;
  }
}

// Two filters at two places, one tap each.
TEST(DeriveLocal, BiasesHaveTheirPlacesZeroPointSum) {
  Model m(QSIMRT_LOCAL);
  const float weights[] = {1, -1, 2, 0.5f}; // [place][filter]
  const float biases[] = {0, 1, 2, 3};      // [filter][place]
  const float scales[] = {0.5f, 0.25f};
  m.layers[0].output = {8, 0.5f, 4};
  m.layers[0].shape = {1, 1, 2};
  m.layers[2].shape = {2, 1, 2};
  m.layers[2].input_count = 1;
  qsimrt_convolutional &local = m.layers[2].u.convolutional;
  local.filters = 2;
  local.size = local.stride = local.groups = 1;
  local.weight_bits = 8;
  local.weight_scale_count = 2;
  local.weight_scales = scales;
  local.weights = weights;
  local.biases = biases;
  int8_t q[4] = {};
  int32_t b[4] = {};
  qsimrt_multiplier positive[2] = {};
  float hs[2] = {}, hb[4] = {};
  ASSERT_EQ(m.derive({q, b, positive, hs, hb}), QSIMRT_OK) << m.error.text;
  EXPECT_EQ(q[0], 2);
  EXPECT_EQ(q[1], -4);
  EXPECT_EQ(q[2], 4);
  EXPECT_EQ(q[3], 2);
  EXPECT_EQ(b[0], 0 - 4 * 2); // 0 / (1/4)
  EXPECT_EQ(b[1], 4 - 4 * 4);
  EXPECT_EQ(b[2], 16 + 4 * 4); // 2 / (1/8)
  EXPECT_EQ(b[3], 24 - 4 * 2);
  EXPECT_EQ(hs[1], 0.125f);
  EXPECT_EQ(hb[2], 2);
  expectMultiplier(positive[1], 1, 2); // 1/8 / (1/2)
}

TEST(DeriveLight, FoldsInFloatAndTruncates) {
  Model m(QSIMRT_CONVOLUTIONAL);
  m.model.arithmetic = QSIMRT_YOLO2_LIGHT;
  const float weights[] = {0.99f, -0.99f, 100, 0};
  const float biases[] = {1}, scale[] = {0.125f};
  m.layers[2].input_count = 1;
  m.layers[2].shape = {1, 1, 1};
  qsimrt_convolutional &conv = m.layers[2].u.convolutional;
  conv.filters = conv.stride = conv.groups = 1;
  conv.size = 2;
  conv.weight_bits = 8;
  conv.weight_scale_count = 1;
  conv.weight_scales = scale;
  conv.weights = weights;
  conv.biases = biases;
  EXPECT_TRUE(m.suffixes().empty());
  conv.input_multiplier = 4;
  EXPECT_EQ(m.suffixes(), (std::vector<std::string>{
                              "q_weights", "hybrid_biases", "hybrid_scales"}));
  int8_t q[4] = {};
  float hb = 0, hs = 0;
  ASSERT_EQ(m.derive({q, &hb, &hs}), QSIMRT_OK) << m.error.text;
  EXPECT_EQ(q[0], 7); // trunc(7.92)
  EXPECT_EQ(q[1], -7);
  EXPECT_EQ(q[2], 127);
  EXPECT_EQ(q[3], 0);
  EXPECT_EQ(hb, 1);
  EXPECT_EQ(hs, 1); // 32 / (4 * 8)

  // variance 0: d = 0.000001f, and everything is float32.
  const float scales[] = {1}, mean[] = {3}, variance[] = {0};
  double gain = 0, bias = 0;
  qsimrt_fold_batch_norm(QSIMRT_YOLO2_LIGHT, 0, 1, biases, scales, mean,
                         variance, nullptr, &gain, &bias);
  EXPECT_EQ(gain, double(1.0f / 0.000001f));
  EXPECT_EQ(bias, double(1.0f - 3.0f / 0.000001f));
}

} // namespace
