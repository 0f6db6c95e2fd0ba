// SPDX-License-Identifier: Apache-2.0
// Editing a session: modes at any time, other parameters, what becomes stale,
// what is computed again.
#include "Network.h"

#include <algorithm>

namespace {

using namespace qsim::test;
constexpr qsimrt_mode everyMode[] = {QSIMRT_FLOAT, QSIMRT_HYBRID, QSIMRT_INT};

qsimrt_plan editable(qsimrt_mode mode) {
  qsimrt_plan plan = planOf(mode);
  plan.editable = 1;
  return plan;
}

std::vector<std::vector<float>> allOutputs(const Session &session) {
  std::vector<std::vector<float>> out;
  for (int i = 0; i < Network::layerCount; ++i)
    out.push_back(session.read(i));
  return out;
}

std::vector<int> staleLayers(const Session &session) {
  std::vector<unsigned char> stale(Network::layerCount, 7);
  qsimrt_find_stale(session, stale.data());
  std::vector<int> layers;
  for (int i = 0; i < Network::layerCount; ++i)
    if (stale[size_t(i)])
      layers.push_back(i);
  return layers;
}

void bringUpToDate(const Session &session) {
  qsimrt_error error = {};
  ASSERT_EQ(qsimrt_rewind(session, qsimrt_first_stale(session), &error),
            QSIMRT_OK)
      << error.text;
  ASSERT_EQ(qsimrt_run(session, nullptr, &error), QSIMRT_OK) << error.text;
  EXPECT_EQ(staleLayers(session), std::vector<int>());
}

// Counts the layers that are computed: tasks run in the caller.
struct Counted {
  int layers = 0;
  qsimrt_parallel parallel() {
    return {this, [](void *context, int32_t count,
                     void (*task)(void *, int32_t), void *arg) {
              ++static_cast<Counted *>(context)->layers;
              for (int32_t i = 0; i < count; ++i)
                task(arg, i);
            }};
  }
};

TEST(Edits, ModesChangedOnTheWayAreModesPlanned) {
  Network network;
  std::mt19937 random(7);
  for (int round = 0; round < 40; ++round) {
    Session session(network.model, editable(everyMode[random() % 3]));
    std::vector<qsimrt_mode> modes(Network::layerCount);
    session.input(network.picture());
    for (int steps = int(random() % 12); steps > 0; --steps)
      ASSERT_EQ(qsimrt_step(session, nullptr, nullptr), QSIMRT_OK);
    for (int i = 0; i < Network::layerCount; ++i) {
      modes[size_t(i)] = everyMode[random() % 3];
      qsimrt_error error = {};
      ASSERT_EQ(qsimrt_set_mode(session, i, modes[size_t(i)], &error),
                QSIMRT_OK)
          << error.text;
    }
    bringUpToDate(session);
    qsimrt_plan plan = planOf(QSIMRT_FLOAT);
    plan.modes = modes.data();
    Session straight(network.model, plan);
    straight.run(network.picture());
    for (int i = 0; i < Network::layerCount; ++i)
      EXPECT_EQ(qsimrt_layer_mode(session, i), qsimrt_layer_mode(straight, i));
    EXPECT_EQ(allOutputs(session), allOutputs(straight));
  }
}

TEST(Edits, AModeThatChangesNothingMakesNothingStale) {
  Network network;
  Session session(network.model, editable(QSIMRT_INT));
  session.run(network.picture());
  // A head runs in FLOAT in every mode.
  EXPECT_EQ(qsimrt_set_mode(session, 4, QSIMRT_HYBRID, nullptr), QSIMRT_OK);
  EXPECT_EQ(qsimrt_set_mode(session, 2, QSIMRT_INT, nullptr), QSIMRT_OK);
  EXPECT_EQ(staleLayers(session), std::vector<int>());
  EXPECT_EQ(qsimrt_first_stale(session), Network::layerCount);
}

TEST(Edits, OtherWeightsAreAnotherModelAndUndoneAreTheModelAgain) {
  Network network;
  const qsimrt_layer original = network.layers[2];
  const auto &from = original.u.convolutional;
  std::vector<float> weights(from.weights, from.weights + 12 * 8 * 9);
  weights[5] += 0.5f;
  qsimrt_layer edited = original;
  edited.u.convolutional.weights = weights.data();

  Session session(network.model, editable(QSIMRT_FLOAT));
  session.run(network.picture());
  const auto before = allOutputs(session);
  ASSERT_EQ(qsimrt_override(session, 2, &edited, nullptr), QSIMRT_OK);
  // All but the first convolution and its pool; nothing is lost meanwhile.
  EXPECT_EQ(staleLayers(session),
            (std::vector<int>{2, 3, 4, 5, 6, 7, 8, 9, 10}));
  EXPECT_EQ(allOutputs(session), before);
  bringUpToDate(session);
  const auto after = allOutputs(session);
  EXPECT_EQ(qsimrt_session_model(session)->layers[2].u.convolutional.weights,
            weights.data());

  network.layers[2] = edited;
  Session straight(network.model, planOf(QSIMRT_FLOAT));
  straight.run(network.picture());
  network.layers[2] = original;
  EXPECT_EQ(after, allOutputs(straight));
  EXPECT_NE(after, before);

  ASSERT_EQ(qsimrt_override(session, 2, nullptr, nullptr), QSIMRT_OK);
  bringUpToDate(session);
  EXPECT_EQ(allOutputs(session), before);
}

TEST(Edits, AnOutputOfAnotherScaleIsGoneUntilItsLayerRuns) {
  Network network;
  qsimrt_layer edited = network.layers[9];
  edited.output.scale = 0.002f;
  Session session(network.model, editable(QSIMRT_INT));
  session.run(network.picture());
  ASSERT_EQ(qsimrt_override(session, 9, &edited, nullptr), QSIMRT_OK);
  EXPECT_TRUE(session.read(9).empty());
  EXPECT_EQ(staleLayers(session), (std::vector<int>{9, 10}));
  EXPECT_EQ(qsimrt_first_stale(session), 9);
  // What reads it cannot run before it.
  qsimrt_error error = {};
  ASSERT_EQ(qsimrt_rewind(session, 10, &error), QSIMRT_BAD_ARGUMENT);
  bringUpToDate(session);
  EXPECT_FALSE(session.read(9).empty());
}

TEST(Edits, WhatReadsALostOutputRefusesToRun) {
  Network network;
  Session session(network.model, editable(QSIMRT_INT));
  session.input(network.picture());
  ASSERT_EQ(qsimrt_step(session, nullptr, nullptr), QSIMRT_OK);
  ASSERT_EQ(qsimrt_set_mode(session, 0, QSIMRT_FLOAT, nullptr), QSIMRT_OK);
  qsimrt_error error = {};
  EXPECT_EQ(qsimrt_run(session, nullptr, &error), QSIMRT_BAD_ARGUMENT);
  EXPECT_NE(std::string(error.text).find("rewind to layer 0"),
            std::string::npos)
      << error.text;
}

TEST(Edits, OnlyWhatChangedIsComputedAgain) {
  Network network;
  Counted counted;
  qsimrt_plan plan = editable(QSIMRT_INT);
  plan.parallel = counted.parallel();
  Session session(network.model, plan);
  session.run(network.picture());
  const auto want = allOutputs(session);
  const int all = counted.layers;
  EXPECT_GT(all, 0);
  ASSERT_EQ(qsimrt_rewind(session, 0, nullptr), QSIMRT_OK);
  ASSERT_EQ(qsimrt_run(session, nullptr, nullptr), QSIMRT_OK);
  EXPECT_EQ(counted.layers, all); // nothing
  // The head behind layer 3 reads nothing that layer 9 does.
  ASSERT_EQ(qsimrt_set_mode(session, 3, QSIMRT_FLOAT, nullptr), QSIMRT_OK);
  ASSERT_EQ(qsimrt_set_mode(session, 3, QSIMRT_INT, nullptr), QSIMRT_OK);
  EXPECT_EQ(staleLayers(session), (std::vector<int>{3, 4}));
  counted.layers = 0;
  bringUpToDate(session);
  EXPECT_EQ(counted.layers, 2); // layers 3 and 4 share their work
  EXPECT_EQ(allOutputs(session), want);
}

TEST(Edits, AnOverwrittenOutputStaysUntilItsLayerRunsAgain) {
  Network network;
  Session session(network.model, editable(QSIMRT_INT));
  session.run(network.picture());
  const auto want = allOutputs(session);
  const std::vector<float> zeros(want[2].size());
  ASSERT_EQ(qsimrt_write_float(session, 2, zeros.data(), zeros.size(), nullptr),
            QSIMRT_OK);
  EXPECT_EQ(staleLayers(session), (std::vector<int>{3, 4, 5, 6, 7, 8, 9, 10}));
  bringUpToDate(session);
  EXPECT_EQ(session.read(2), zeros);
  EXPECT_NE(session.read(10), want[10]);
  ASSERT_EQ(qsimrt_rewind(session, 0, nullptr), QSIMRT_OK);
  ASSERT_EQ(qsimrt_run(session, nullptr, nullptr), QSIMRT_OK);
  EXPECT_EQ(allOutputs(session), want);
}

TEST(Edits, AccumulatorsLeadToTheOutput) {
  Network network;
  Session session(network.model, planOf(QSIMRT_INT));
  session.run(network.picture());
  const qsimrt_layer &layer = network.layers[2];
  const auto &conv = layer.u.convolutional;
  std::vector<int64_t> acc(12 * 8 * 8);
  qsimrt_error error = {};
  ASSERT_EQ(qsimrt_accumulators(session, 2, acc.data(), acc.size(), &error),
            QSIMRT_OK)
      << error.text;
  qsimrt_tensor output;
  ASSERT_EQ(qsimrt_output(session, 2, &output, nullptr), QSIMRT_OK);
  for (size_t i = 0; i < acc.size(); ++i) {
    const qsimrt_multiplier by =
        acc[i] < 0 ? conv.negative[i / 64] : conv.positive[i / 64];
    const int64_t half = int64_t(1) << (by.shift - 1);
    const int64_t rounded = (acc[i] * by.mult + half) >> by.shift;
    EXPECT_EQ(static_cast<const int8_t *>(output.data)[i],
              std::clamp<int64_t>(rounded - 80, -128, 127));
  }
  EXPECT_EQ(staleLayers(session), std::vector<int>());
  EXPECT_EQ(qsimrt_accumulators(session, 1, acc.data(), acc.size(), &error),
            QSIMRT_BAD_ARGUMENT);
  EXPECT_NE(std::string(error.text).find("layer_1 has no accumulators"),
            std::string::npos)
      << error.text;
  EXPECT_EQ(qsimrt_accumulators(session, 2, acc.data(), 5, &error),
            QSIMRT_BAD_ARGUMENT);
}

TEST(Edits, TensorsAreFoundBySuffix) {
  Network network;
  qsimrt_layer layer = network.layers[2];
  EXPECT_EQ(qsimrt_tensor_of(&layer, "q_biases"),
            layer.u.convolutional.q_biases);
  EXPECT_EQ(qsimrt_tensor_of(&layer, "rescale"), nullptr);
  const float weights[1] = {};
  qsimrt_set_tensor(&layer, "weights", weights);
  EXPECT_EQ(layer.u.convolutional.weights, weights);
  EXPECT_EQ(qsimrt_tensor_of(&network.layers[8], "rescale"),
            network.layers[8].u.route.rescale);
  EXPECT_EQ(qsimrt_tensor_of(&network.layers[1], "weights"), nullptr);
}

TEST(Edits, Refused) {
  Network network;
  qsimrt_error error = {};
  const auto says = [&](const char *text) {
    EXPECT_NE(std::string(error.text).find(text), std::string::npos)
        << error.text;
  };
  Session fixed(network.model, planOf(QSIMRT_INT));
  EXPECT_EQ(qsimrt_set_mode(fixed, 0, QSIMRT_FLOAT, &error),
            QSIMRT_BAD_ARGUMENT);
  says("not editable");
  Session session(network.model, editable(QSIMRT_INT));
  EXPECT_EQ(qsimrt_set_mode(session, 11, QSIMRT_FLOAT, &error),
            QSIMRT_BAD_ARGUMENT);
  says("layer 11; wanted 0 to 10");
  EXPECT_EQ(qsimrt_set_mode(session, 0, qsimrt_mode(3), &error),
            QSIMRT_BAD_ARGUMENT);
  says("mode 3");
  qsimrt_layer other = network.layers[2];
  other.shape.c = 13;
  EXPECT_EQ(qsimrt_override(session, 2, &other, &error), QSIMRT_BAD_ARGUMENT);
  says("layer_2 cannot become");
  other = network.layers[2];
  other.u.convolutional.q_weights = nullptr;
  EXPECT_EQ(qsimrt_override(session, 2, &other, &error), QSIMRT_UNSUPPORTED);
  says("layer_2: mode int needs the integer parameters");
  // The session is as before.
  session.run(network.picture());
  fixed.run(network.picture());
  EXPECT_EQ(allOutputs(session), allOutputs(fixed));

  const qsimrt_hooks hooks = {
      &error, nullptr,
      [](void *context, qsimrt_session *running, int32_t layer) {
        EXPECT_EQ(qsimrt_set_mode(running, layer, QSIMRT_FLOAT,
                                  static_cast<qsimrt_error *>(context)),
                  QSIMRT_BAD_ARGUMENT);
        return QSIMRT_PAUSE;
      },
      nullptr, nullptr};
  session.input(network.picture());
  EXPECT_EQ(qsimrt_run(session, &hooks, nullptr), QSIMRT_PAUSED);
  says("called from a hook");
}

} // namespace
