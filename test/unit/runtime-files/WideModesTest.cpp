// SPDX-License-Identifier: Apache-2.0
// Sessions of a network with every kind of layer: modes, the pre-activation
// hook, work sharing, and the profile yolo2_light.
#include "Finished.h"
#include "WideNetwork.h"

#include "qsimrt/kernels.h"

#include <cmath>
#include <map>

using namespace qsim::test;

namespace {

struct WideModes : testing::Test {
  LoadedModel loaded{filesOf(readInput("wide.net"))};
  void SetUp() override { ASSERT_EQ(loaded.status, QSIMRT_OK); }
};

TEST_F(WideModes, everyLayerRunsInItsMode) {
  const Finished hybrid(*loaded.model, QSIMRT_HYBRID);
  const Finished integer(*loaded.model, QSIMRT_INT);
  ASSERT_EQ(hybrid.status, QSIMRT_OK) << hybrid.message;
  ASSERT_EQ(integer.status, QSIMRT_OK) << integer.message;
  for (int32_t i = 0; i < loaded.model->layer_count; ++i) {
    const qsimrt_kind kind = loaded.model->layers[i].kind;
    EXPECT_EQ(qsimrt_layer_mode(hybrid.session, i),
              qsimrt_has_weights(kind) ? QSIMRT_HYBRID : QSIMRT_FLOAT)
        << i;
    EXPECT_EQ(qsimrt_layer_mode(integer.session, i),
              qsimrt_is_host(kind) ? QSIMRT_FLOAT : QSIMRT_INT)
        << i;
  }
}

// One step of quantization apart, where nothing saturates: the crop's table and
// the table of the first layer's mish.
TEST_F(WideModes, tablesFollowTheirFunctions) {
  const Finished real(*loaded.model, QSIMRT_FLOAT);
  const Finished integer(*loaded.model, QSIMRT_INT);
  const std::vector<float> a = real.read(0), b = integer.read(0);
  for (size_t i = 0; i < a.size(); ++i)
    EXPECT_NEAR(a[i], b[i], 0.008f) << i;
  const std::vector<float> c = real.read(1), d = integer.read(1);
  for (size_t i = 0; i < c.size(); ++i)
    EXPECT_NEAR(c[i], d[i], 0.2f) << i;
}

struct Seen {
  std::map<int32_t, std::vector<float>> values;
  static void before(void *self, int32_t layer, const float *values,
                     size_t count) {
    static_cast<Seen *>(self)->values[layer].assign(values, values + count);
  }
};

TEST_F(WideModes, theHookSeesWhatTheActivationTakes) {
  Seen seen;
  qsimrt_hooks hooks = {};
  hooks.context = &seen;
  hooks.pre_activation = Seen::before;
  const Finished real(*loaded.model, QSIMRT_FLOAT, &hooks);
  ASSERT_EQ(seen.values.size(), 2U); // mish and logistic, not relu or ramp
  for (const auto &[layer, values] : seen.values) {
    const qsimrt_activation activation =
        qsimrt_activation_of(&loaded.model->layers[layer]);
    const std::vector<float> outputs = real.read(layer);
    ASSERT_EQ(values.size(), outputs.size());
    for (size_t i = 0; i < values.size(); ++i)
      EXPECT_EQ(outputs[i], qsimrt_activation_value(QSIMRT_ALEXEYAB, activation,
                                                    nullptr, values[i]));
  }
  seen.values.clear();
  Finished(*loaded.model, QSIMRT_INT, &hooks);
  Finished(*loaded.model, QSIMRT_HYBRID, &hooks);
  // HYBRID runs the product, which has no kernel there, in FLOAT.
  EXPECT_EQ(seen.values.size(), 1U);
  seen.values.clear();
  hooks.wants = [](void *, int32_t layer) { return int(layer == 5); };
  Finished(*loaded.model, QSIMRT_FLOAT, &hooks);
  EXPECT_EQ(seen.values.count(1), 0U);
  EXPECT_EQ(seen.values.count(5), 1U);
}

void backwards(void *, int32_t count, void (*task)(void *, int32_t),
               void *arg) {
  for (int32_t i = count; i-- > 0;)
    task(arg, i);
}

TEST_F(WideModes, workSharingChangesNothing) {
  for (qsimrt_mode mode : {QSIMRT_FLOAT, QSIMRT_HYBRID, QSIMRT_INT}) {
    const Finished alone(*loaded.model, mode);
    const Finished shared(*loaded.model, mode, nullptr, {nullptr, backwards});
    for (int32_t i = 0; i < loaded.model->layer_count; ++i)
      EXPECT_EQ(alone.read(i), shared.read(i)) << mode << " " << i;
  }
}

// N22: every edge between an integer tensor and a layer that reads reals, and
// the other way round.
TEST_F(WideModes, neighboursMayDiffer) {
  std::vector<qsimrt_mode> even, odd;
  for (int32_t i = 0; i < loaded.model->layer_count; ++i) {
    even.push_back(i % 2 ? QSIMRT_INT : QSIMRT_FLOAT);
    odd.push_back(i % 2 ? QSIMRT_FLOAT : QSIMRT_INT);
  }
  for (const auto &modes : {even, odd}) {
    const Finished mixed(*loaded.model, QSIMRT_FLOAT, nullptr, {},
                         modes.data());
    ASSERT_EQ(mixed.status, QSIMRT_OK) << mixed.message;
    for (int32_t i = 0; i < loaded.model->layer_count; ++i)
      for (float value : mixed.read(i))
        EXPECT_TRUE(std::isfinite(value)) << i;
  }
}

TEST_F(WideModes, whatIsMissingIsNamed) {
  std::vector<qsimrt_layer> layers(
      loaded.model->layers, loaded.model->layers + loaded.model->layer_count);
  qsimrt_model model = *loaded.model;
  model.layers = layers.data();
  layers[1].u.convolutional.table = nullptr;
  EXPECT_EQ(Finished(model, QSIMRT_INT).message,
            "layer conv_1: mode int needs the table (.qweights), which the "
            "model does not have");
  EXPECT_EQ(Finished(model, QSIMRT_HYBRID).status, QSIMRT_OK);
  layers[0].u.crop.table = nullptr;
  EXPECT_EQ(Finished(model, QSIMRT_INT).message.substr(0, 13), "layer crop_0:");
  layers = {loaded.model->layers,
            loaded.model->layers + loaded.model->layer_count};
  model.layers = layers.data();
  layers[4].u.elementwise.positive = nullptr;
  EXPECT_EQ(Finished(model, QSIMRT_INT).message.substr(0, 12), "layer sum_4:");
  layers[4] = loaded.model->layers[4];
  layers[6].u.avgpool.rescale = nullptr;
  EXPECT_EQ(Finished(model, QSIMRT_INT).message.substr(0, 13), "layer mean_6:");
}

TEST(Light, runsAsTheEngineDoes) {
  const Files files = filesOf(readInput("light.net"));
  LoadedModel loaded(files);
  ASSERT_EQ(loaded.status, QSIMRT_OK) << loaded.message;
  const Finished hybrid(*loaded.model, QSIMRT_HYBRID);
  ASSERT_EQ(hybrid.status, QSIMRT_OK) << hybrid.message;
  EXPECT_EQ(qsimrt_layer_mode(hybrid.session, 0), QSIMRT_FLOAT);
  EXPECT_EQ(qsimrt_layer_mode(hybrid.session, 1), QSIMRT_HYBRID);
  const Finished real(*loaded.model, QSIMRT_FLOAT);
  EXPECT_EQ(real.read(0), hybrid.read(0));

  // N44 by hand for the one output of the second layer.
  const qsimrt_convolutional &conv = loaded.model->layers[1].u.convolutional;
  const std::vector<float> x = hybrid.read(0);
  long acc = 0;
  for (size_t i = 0; i < x.size(); ++i) {
    const long q = std::lround(std::trunc(x[i] * 16));
    acc += std::min(127L, std::max(-127L, q)) *
           static_cast<const int8_t *>(conv.q_weights)[i];
  }
  const float y = float(acc / 32) * (32.0f / (16.0f * 64.0f)) + conv.biases[0];
  EXPECT_EQ(hybrid.read(1)[0], y > 0 ? y : y / 10);
  EXPECT_EQ(Finished(*loaded.model, QSIMRT_INT).message,
            "light: the arithmetic yolo2_light has no mode int; wanted float "
            "or hybrid");
}

TEST(Light, refuses) {
  const struct {
    std::string from, to, message;
  } cases[] = {
      {"quantization=none\n\n", "quantization=8:1:0\n\n",
       "8: key 'quantization': expected none, as yolo2_light has no "
       "quantization, got '8:1:0'"},
      {"weight_bits=8", "weight_bits=7",
       "44: key 'weight_bits': expected 8, as the arithmetic is yolo2_light, "
       "got '7'"},
      {"weight_scales=0.015625", "weight_scales=0.015",
       "45: key 'weight_scales': expected one power of two, as the arithmetic "
       "is yolo2_light, got '0.015'"},
      {"input_multiplier=16\n", "",
       "29: key 'input_multiplier': expected a number, as weight_bits is "
       "given, got 'none'"},
      {"bias_correction=0\ninput", "bias_correction=1\ninput",
       "46: key 'bias_correction': expected 0, as yolo2_light has no bias "
       "correction, got '1'"},
  };
  for (const auto &c : cases) {
    Files files;
    files.net = edit(readInput("light.net"), c.from, c.to);
    files.sys = readInput("wide.sys");
    EXPECT_EQ(LoadedModel(files).message, "t.net:" + c.message);
  }
}

} // namespace
