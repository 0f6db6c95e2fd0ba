// SPDX-License-Identifier: Apache-2.0
// Modes per layer: conversions at mode edges (numerics.md N22), ceilings, host
// layers, models without one form.
#include "Network.h"

#include "qsimrt/kernels.h"

#include <algorithm>

namespace {

using namespace qsim::test;

TEST(Modes, TensorsHaveTheFormOfTheMode) {
  Network network;
  Session session(network.model, planOf(QSIMRT_INT));
  session.run(network.picture());
  for (int i = 0; i < Network::layerCount; ++i) {
    qsimrt_tensor tensor;
    ASSERT_EQ(qsimrt_output(session, i, &tensor, nullptr), QSIMRT_OK);
    const bool host = network.layers[size_t(i)].kind == QSIMRT_YOLO;
    EXPECT_EQ(tensor.kind, host ? QSIMRT_TENSOR_FLOAT : QSIMRT_TENSOR_INT);
    EXPECT_EQ(qsimrt_layer_mode(session, i), host ? QSIMRT_FLOAT : QSIMRT_INT);
    EXPECT_EQ(tensor.quant.bits, network.layers[size_t(i)].output.bits);
  }
}

TEST(Modes, HybridIsFloatForAllButConvolutions) {
  Network network;
  Session session(network.model, planOf(QSIMRT_HYBRID));
  for (int i = 0; i < Network::layerCount; ++i) {
    const bool conv = network.layers[size_t(i)].kind == QSIMRT_CONVOLUTIONAL;
    EXPECT_EQ(qsimrt_layer_mode(session, i),
              conv ? QSIMRT_HYBRID : QSIMRT_FLOAT);
  }
}

TEST(Modes, QuantizedModesStayNearFloat) {
  Network network;
  Session exact(network.model, planOf(QSIMRT_FLOAT));
  exact.run(network.picture());
  for (qsimrt_mode mode : {QSIMRT_HYBRID, QSIMRT_INT}) {
    Session session(network.model, planOf(mode));
    session.run(network.picture());
    for (int i = 0; i < Network::layerCount; ++i) {
      const auto want = exact.read(i), got = session.read(i);
      double error = 0, power = 0;
      for (size_t k = 0; k < want.size(); ++k) {
        error += (got[k] - want[k]) * (got[k] - want[k]);
        power += want[k] * want[k];
      }
      EXPECT_LT(error, 0.01 * power) << "layer " << i << " mode " << mode;
      EXPECT_GT(error, 0) << "layer " << i;
    }
  }
}

TEST(Modes, CeilingLimitsTheMode) {
  Network network;
  network.layers[0].ceiling = QSIMRT_FLOAT;
  network.layers[2].ceiling = QSIMRT_HYBRID;
  network.layers[7].ceiling = QSIMRT_HYBRID; // upsample: that is FLOAT
  Session session(network.model, planOf(QSIMRT_INT));
  EXPECT_EQ(qsimrt_layer_mode(session, 0), QSIMRT_FLOAT);
  EXPECT_EQ(qsimrt_layer_mode(session, 1), QSIMRT_INT);
  EXPECT_EQ(qsimrt_layer_mode(session, 2), QSIMRT_HYBRID);
  EXPECT_EQ(qsimrt_layer_mode(session, 7), QSIMRT_FLOAT);
  EXPECT_EQ(qsimrt_layer_mode(session, 8), QSIMRT_INT);
  session.run(network.picture());
}

// 0 FLOAT, 1 INT: maxpool of the quantized output of 0; 2 FLOAT again: reads
// the dequantized integers.
TEST(Modes, EdgesConvertWithTheProducersQuantization) {
  Network network;
  std::vector<qsimrt_mode> modes(Network::layerCount, QSIMRT_FLOAT);
  modes[1] = modes[8] = QSIMRT_INT; // route: two inputs are converted
  qsimrt_plan plan = planOf(QSIMRT_FLOAT);
  plan.modes = modes.data();
  Session mixed(network.model, plan),
      exact(network.model, planOf(QSIMRT_FLOAT));
  mixed.run(network.picture());
  exact.run(network.picture());
  EXPECT_EQ(mixed.read(0), exact.read(0));

  // Rounding is monotonic: quantizing and then pooling is pooling and then
  // quantizing.
  std::vector<float> want = exact.read(1);
  std::vector<int8_t> integers(want.size());
  const qsimrt_quant quant = network.layers[0].output;
  qsimrt_quantize(want.data(), want.size(), quant, integers.data());
  qsimrt_dequantize(integers.data(), integers.size(), quant, want.data());
  EXPECT_EQ(mixed.read(1), want);

  // Layer 2 in FLOAT sees exactly these values.
  ASSERT_EQ(qsimrt_rewind(exact, 2, nullptr), QSIMRT_OK);
  ASSERT_EQ(qsimrt_write_float(exact, 1, want.data(), want.size(), nullptr),
            QSIMRT_OK);
  ASSERT_EQ(qsimrt_run(exact, nullptr, nullptr), QSIMRT_OK);
  EXPECT_EQ(mixed.read(2), exact.read(2));
  EXPECT_EQ(mixed.read(4), exact.read(4));
}

// A HYBRID layer behind an INT one computes on the integers themselves.
TEST(Modes, HybridReadsIntegersThroughTheirRealValues) {
  Network network;
  std::vector<qsimrt_mode> modes(Network::layerCount, QSIMRT_INT);
  modes[2] = QSIMRT_HYBRID;
  qsimrt_plan plan = planOf(QSIMRT_INT);
  plan.modes = modes.data();
  Session mixed(network.model, plan),
      hybrid(network.model, planOf(QSIMRT_HYBRID));
  mixed.run(network.picture());
  hybrid.run(network.picture());
  const auto input = mixed.read(1);
  ASSERT_EQ(qsimrt_rewind(hybrid, 2, nullptr), QSIMRT_OK);
  ASSERT_EQ(qsimrt_write_float(hybrid, 1, input.data(), input.size(), nullptr),
            QSIMRT_OK);
  ASSERT_EQ(qsimrt_step(hybrid, nullptr, nullptr), QSIMRT_OK);
  EXPECT_EQ(mixed.read(2), hybrid.read(2));
}

// Without float parameters only INT and HYBRID run, and the other way round.
TEST(Modes, RefusesWhatTheModelDoesNotHave) {
  Network network;
  const auto refused = [&](qsimrt_mode mode, const char *text) {
    alignas(64) static char memory[1 << 20];
    const qsimrt_plan plan = planOf(mode);
    qsimrt_session *session;
    qsimrt_error error = {};
    EXPECT_EQ(qsimrt_session_size(&network.model, &plan), 0U);
    EXPECT_EQ(qsimrt_session_init(memory, sizeof memory, &network.model, &plan,
                                  &session, &error),
              QSIMRT_UNSUPPORTED);
    EXPECT_NE(std::string(error.text).find(text), std::string::npos)
        << error.text;
    // The reason, also in memory of the size that was answered.
    EXPECT_EQ(
        qsimrt_session_init(memory, 0, &network.model, &plan, &session, &error),
        QSIMRT_UNSUPPORTED);
  };
  auto &conv = network.layers[2].u.convolutional;
  const float *weights = conv.weights;
  conv.weights = nullptr;
  refused(QSIMRT_FLOAT, "layer layer_2: mode float");
  Session(network.model, planOf(QSIMRT_INT)).run(network.picture());
  conv.weights = weights;
  conv.q_weights = nullptr;
  refused(QSIMRT_HYBRID, "layer layer_2: mode hybrid");
  refused(QSIMRT_INT, "layer layer_2: mode int");
  network.layers[1].output.bits = 0;
  refused(QSIMRT_INT, "layer layer_1: mode int");
  Session(network.model, planOf(QSIMRT_FLOAT)).run(network.picture());
}

} // namespace
