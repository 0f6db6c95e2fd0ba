// SPDX-License-Identifier: Apache-2.0
// Changes of modes, values and quantization, undo, and saved packages.
#include "EngineProcess.h"

#include "qsim/Execution/EditRecord.h"
#include "qsim/Execution/Package.h"

#include <filesystem>
#include <fstream>

using namespace qsim;
using namespace qsim::engine;
using namespace qsim::test;

namespace {

Request quantizing(const std::vector<int> &layers) {
  Request request;
  engine::Edit::Quantize &ask = *request.mutable_edit()->mutable_quantize();
  ask.mutable_layers()->Add(layers.begin(), layers.end());
  return request;
}

Request layerOf(int layer) {
  Request request;
  request.mutable_layer()->set_layer(layer);
  return request;
}

Quantization quantizationOf(EngineProcess &engine, int layer,
                            const std::string &tensor) {
  const LayerDetails details = engine.ask(layerOf(layer)).layer();
  for (const TensorDetails &one : details.tensors())
    if (one.name() == tensor)
      return one.quantization();
  ADD_FAILURE() << layer << " has no " << tensor;
  return {};
}

TEST_F(EngineTest, ChangesModesAsOneChange) {
  const auto engine = opened();
  engine->ask(moving(Move::TO, 10));
  State state = engine->ask(changingModes({2, 3, 4, 6}, FLOAT)).state();
  EXPECT_EQ(state.modes(2), FLOAT);
  EXPECT_EQ(state.modes(5), INT);
  ASSERT_EQ(state.edits_size(), 1);
  EXPECT_EQ(state.edits(0).text(), "layer 2..4,6 float");
  EXPECT_EQ(state.edits(0).kind(), "mode");
  EXPECT_EQ(state.edits(0).layers_size(), 4);
  // What ran before the layer holds, what depends on it does not.
  EXPECT_EQ(state.position(), 10);
  EXPECT_EQ(std::vector<int>(state.stale().begin(), state.stale().end()),
            (std::vector<int>{2, 3, 4, 5, 6, 7, 8, 9}));
  state = engine->ask(asking(true)).state();
  EXPECT_EQ(state.modes(2), INT);
  EXPECT_EQ(state.edits_size(), 0);
  EXPECT_EQ(state.redo(), 1u);
  state = engine->ask(asking(false)).state();
  EXPECT_EQ(state.modes(6), FLOAT);
  EXPECT_EQ(state.redo(), 0u);
  EXPECT_EQ(engine->ask(asking(false)).failure().message(), "nothing to redo");
}

TEST_F(EngineTest, RefusesModesThatNoLayerHas) {
  const auto engine = opened();
  Reply reply = engine->ask(changingModes({16}, INT));
  EXPECT_EQ(reply.failure().message(), "16 yolo_16 cannot run in int: float");
  // Of several, those that can do.
  reply = engine->ask(changingModes({15, 16, 17}, HYBRID));
  EXPECT_EQ(reply.state().modes(15), HYBRID);
  EXPECT_EQ(reply.state().modes(16), FLOAT);
  for (const std::vector<int> &wrong :
       {std::vector<int>{}, std::vector<int>{-1}, std::vector<int>{layers}})
    EXPECT_TRUE(engine->ask(changingModes(wrong, INT)).has_failure());
  // All in one word.
  std::vector<int> all;
  for (int i = 0; i < layers; ++i)
    all.push_back(i);
  EXPECT_EQ(engine->ask(changingModes(all, FLOAT)).state().edits(1).text(),
            "mode float");
}

TEST_F(EngineTest, ChangesValuesAndTakesThemBack) {
  const auto engine = opened();
  const std::vector<std::string> plain = outputsAtEnd(*engine);
  const struct {
    int layer;
    const char *tensor;
    double value;
    const char *text;
  } edits[] = {{-1, "output", 0.75, "set image[3] 0.75"},
               {0, "weights", 2, "set 0 conv_0 weights[3] 2"},
               {2, "biases", -1.5, "set 2 conv_2 biases[3] -1.5"},
               {4, "q_weights", -7, "set 4 conv_4 q_weights[3] -7"},
               {6, "q_biases", 99, "set 6 conv_6 q_biases[3] 99"},
               {8, "accumulators", -4000, "set 8 conv_8 accumulators[3] -4000"},
               {9, "output", 3, "set 9 maxpool_9 output[3] 3"}};
  for (const auto &edit : edits) {
    const Reply reply =
        engine->ask(setting(edit.layer, edit.tensor, 3, {edit.value}));
    ASSERT_TRUE(reply.has_state()) << reply.ShortDebugString();
    ASSERT_EQ(reply.state().edits_size(), 1);
    EXPECT_EQ(reply.state().edits(0).text(), edit.text);
    EXPECT_EQ(reply.state().edits(0).kind(), "values");
    EXPECT_EQ(reply.state().edits(0).layers(0), edit.layer);
    EXPECT_NE(outputsAtEnd(*engine), plain) << edit.text;
    ASSERT_TRUE(engine->ask(asking(true)).has_state());
    EXPECT_EQ(outputsAtEnd(*engine), plain) << edit.text;
  }
}

TEST_F(EngineTest, RefusedValuesChangeNothing) {
  const auto engine = opened();
  engine->ask(moving(Move::TO, 4));
  for (const Request &wrong :
       {setting(4, "q_weights", 0, {0.5}), setting(2, "biases", 1 << 30, {1}),
        setting(2, "nothing", 0, {1}), setting(layers, "biases", 0, {1}),
        setting(2, "biases", 0, {}), setting(2, "weight_scales", 0, {1})}) {
    const Reply reply = engine->ask(wrong);
    EXPECT_EQ(reply.failure().kind(), Failure::REFUSED);
    EXPECT_FALSE(reply.failure().message().empty());
  }
  EXPECT_EQ(engine->ask(setting(6, "output", 0, {1})).failure().kind(),
            Failure::NOT_YET);
  EXPECT_EQ(engine->ask(moving(Move::STEP, 1)).state().edits_size(), 0);
}

TEST_F(EngineTest, QuantizesOtherwise) {
  const auto engine = opened();
  const std::vector<std::string> plain = outputsAtEnd(*engine);
  Request request = quantizing({8, 9, 10});
  Rule &weights =
      *request.mutable_edit()->mutable_quantize()->mutable_weights();
  weights.set_width(4);
  weights.set_granularity("tensor");
  const Reply reply = engine->ask(request);
  ASSERT_TRUE(reply.has_state()) << reply.ShortDebugString();
  EXPECT_EQ(reply.state().position(), layers);
  // The max pool between has no weights and is passed over.
  EXPECT_EQ(reply.state().edits(0).text(),
            "quantize 8,10 weights width 4 granularity tensor");
  EXPECT_EQ(reply.state().edits(0).kind(), "quantize");
  EXPECT_EQ(quantizationOf(*engine, 8, "weights").width(), 4u);
  EXPECT_EQ(quantizationOf(*engine, 8, "weights").channels(), 1u);
  EXPECT_NE(outputsAtEnd(*engine), plain);
  engine->ask(asking(true));
  EXPECT_EQ(quantizationOf(*engine, 8, "weights").width(), 8u);
  EXPECT_EQ(outputsAtEnd(*engine), plain);
  EXPECT_EQ(engine->ask(asking(false)).state().edits_size(), 1);
  EXPECT_EQ(quantizationOf(*engine, 10, "q_weights").width(), 4u);
}

TEST_F(EngineTest, QuantizesByARange) {
  const auto engine = opened();
  Request request = quantizing({4});
  Rule *rule = request.mutable_edit()->mutable_quantize()->mutable_activation();
  rule->set_low(-6);
  rule->set_high(6);
  engine->ask(moving(Move::TO, 5));
  Reply reply = engine->ask(request);
  ASSERT_TRUE(reply.has_state()) << reply.ShortDebugString();
  EXPECT_EQ(reply.state().edits(0).text(), "quantize 4 activation range -6 6");
  Quantization now = quantizationOf(*engine, 4, "output");
  EXPECT_FLOAT_EQ(static_cast<float>(now.scale()), 6.0f / 127);
  EXPECT_EQ(now.zero_point(), 0);
  // -1 to 4 in 8 bits: 255 steps of 5/255; -1 is -128, so 0 is -77.
  rule->set_low(-1);
  rule->set_high(4);
  ASSERT_TRUE(engine->ask(request).has_state());
  now = quantizationOf(*engine, 4, "output");
  EXPECT_FLOAT_EQ(static_cast<float>(now.scale()), 5.0f / 255);
  EXPECT_EQ(now.zero_point(), -77);
  // With another width at once: 6 bits have 63 steps, -1 is -32.
  rule->set_width(6);
  ASSERT_TRUE(engine->ask(request).has_state());
  now = quantizationOf(*engine, 4, "output");
  EXPECT_FLOAT_EQ(static_cast<float>(now.scale()), 5.0f / 63);
  EXPECT_EQ(now.zero_point(), -19); // rint(-32 + 12.6)
}

TEST_F(EngineTest, RefusedQuantizationsChangeNothing) {
  const auto engine = opened();
  const std::vector<std::string> plain = outputsAtEnd(*engine);
  std::vector<Request> wrong(7, quantizing({4}));
  const auto part = [&](std::size_t i) {
    return wrong[i].mutable_edit()->mutable_quantize();
  };
  part(0); // no key
  part(1)->mutable_activation()->set_width(1);
  part(2)->mutable_activation()->set_method("magic");
  part(3)->mutable_activation()->set_low(1); // no upper end
  part(4)->mutable_weights()->set_low(-1);
  part(4)->mutable_weights()->set_high(1);
  part(5)->set_layers(0, 5); // shares conv_4's
  part(5)->mutable_activation()->set_width(6);
  part(6)->set_layers(0, layers);
  part(6)->mutable_weights()->set_width(6);
  for (const Request &request : wrong) {
    const Reply reply = engine->ask(request);
    EXPECT_EQ(reply.failure().kind(), Failure::REFUSED);
    EXPECT_FALSE(reply.failure().message().empty());
  }
  EXPECT_EQ(outputsAtEnd(*engine), plain);
}

TEST_F(EngineTest, SavesThePackageWithItsChanges) {
  const auto engine = opened();
  engine->ask(moving(Move::TO, 12));
  engine->ask(setting(2, "biases", 1, {0.5}));
  engine->ask(setting(3, "output", 1, {0.5}));
  Request quantize = quantizing({6});
  quantize.mutable_edit()->mutable_quantize()->mutable_weights()->set_width(6);
  const Reply before = engine->ask(quantize);
  ASSERT_EQ(before.state().edits_size(), 3) << before.ShortDebugString();
  for (int i = 0; i < 3; ++i)
    EXPECT_EQ(before.state().edits(i).of_picture(), i == 1) << i;
  Request save;
  save.mutable_save()->set_folder(scratch + "/saved.qsim");
  const Reply reply = engine->ask(save);
  ASSERT_TRUE(reply.has_saved()) << reply.ShortDebugString();
  // What was changed of the picture is no part of a package.
  ASSERT_EQ(reply.saved().edits_size(), 2);
  EXPECT_EQ(reply.saved().edits(0), "set 2 conv_2 biases[1] 0.5");
  EXPECT_EQ(reply.saved().edits(1), "quantize 6 weights width 6");
  const auto opened = Package::open(scratch + "/saved.qsim");
  ASSERT_TRUE(opened) << opened.error().message;
  const qsimrt_model &model = (*opened)->model();
  EXPECT_EQ(model.layers[2].u.convolutional.biases[1], 0.5f);
  EXPECT_EQ(model.layers[6].u.convolutional.weight_bits, 6);
  EXPECT_EQ(readEditRecord(scratch + "/saved.qsim")->changes.size(), 2u);
}

TEST_F(EngineTest, OpensWithTheModesThatWereSaved) {
  const auto engine = opened();
  engine->ask(changingModes({2, 3}, FLOAT));
  engine->ask(changingModes({6}, HYBRID));
  engine->ask(moving(Move::TO, layers));
  const std::vector<std::string> edited = outputsAtEnd(*engine);
  Request save;
  save.mutable_save()->set_folder(scratch + "/modes.qsim");
  ASSERT_TRUE(engine->ask(save).has_saved());

  Request open = opening();
  open.mutable_open()->set_package(scratch + "/modes.qsim");
  EngineProcess again(arguments());
  const Reply reply = again.ask(open);
  ASSERT_TRUE(reply.has_state()) << reply.ShortDebugString();
  EXPECT_EQ(reply.state().modes(2), FLOAT);
  EXPECT_EQ(reply.state().modes(3), FLOAT);
  EXPECT_EQ(reply.state().modes(4), INT);
  EXPECT_EQ(reply.state().modes(6), HYBRID);
  // Told as changes, which can be taken back.
  ASSERT_EQ(reply.state().edits_size(), 2);
  EXPECT_EQ(reply.state().edits(0).kind(), "mode");
  EXPECT_EQ(outputsAtEnd(again), edited);

  // In a mode that is asked for there is no other.
  open.mutable_open()->set_mode(INT);
  EngineProcess plain(arguments());
  const Reply wanted = plain.ask(open);
  EXPECT_EQ(wanted.state().modes(2), INT);
  EXPECT_EQ(wanted.state().edits_size(), 0);
}

TEST_F(EngineTest, TellsOfSavedModesThatALayerLacksAndOpens) {
  std::filesystem::copy(package, scratch + "/wrong.qsim");
  // maxpool_1 has no HYBRID, nobody speaks of the layers behind 3, and a head
  // runs in FLOAT whatever a file says.
  std::ofstream(scratch + "/wrong.qsim/modes.ste")
      << "layer 1 hybrid\nlayer 2 float\nlayer 23 int\n";
  Request open = opening();
  open.mutable_open()->set_package(scratch + "/wrong.qsim");
  testing::internal::CaptureStderr();
  Reply reply;
  {
    EngineProcess engine(arguments());
    reply = engine.ask(open);
  }
  const std::string log = testing::internal::GetCapturedStderr();
  ASSERT_TRUE(reply.has_state()) << reply.ShortDebugString();
  EXPECT_EQ(reply.state().modes(2), FLOAT);
  const std::string told =
      "qsim-engine: " + scratch +
      "/wrong.qsim/modes.ste: 1 maxpool_1 cannot run in hybrid: " +
      (reply.state().modes(1) == INT ? "int" : "float") + "\n";
  ASSERT_GE(log.size(), told.size()) << log;
  // Before it, an engine with sanitizers tells that it has no limits.
  EXPECT_EQ(log.substr(log.size() - told.size()), told);
  EXPECT_EQ(log.find("modes.ste"), log.rfind("modes.ste")) << log;
}

} // namespace
