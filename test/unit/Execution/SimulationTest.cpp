// SPDX-License-Identifier: Apache-2.0
// Simulations: edits, undo and redo against simulations that never had them.
#include "qsim/Execution/Simulation.h"

#include "../runtime-files/TinyNetwork.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

using namespace qsim;

namespace {

class SimulationTest : public testing::Test {
protected:
  SimulationTest()
      : files(test::tinyFiles()), net(files.net), sys(files.sys),
        fweights(files.fweights), qweights(files.qweights) {
    const auto bytes = [](const char *name, const test::AlignedBytes &from) {
      return qsimrt_bytes{name, from.data(), from.size()};
    };
    auto loaded = Package::fromBytes({bytes("t.net", net),
                                      bytes("t.sys", sys),
                                      bytes("t.fw", fweights),
                                      bytes("t.qw", qweights),
                                      {},
                                      0});
    EXPECT_TRUE(loaded) << loaded.error().message;
    package = std::move(*loaded);
    const qsimrt_shape image = package->model().image;
    picture.chw.resize(static_cast<std::size_t>(image.c) * image.h * image.w);
    for (std::size_t i = 0; i < picture.chw.size(); ++i)
      picture.chw[i] = static_cast<float>(i * 37 % 256) / 255;
  }

  std::unique_ptr<Simulation> simulation(qsimrt_mode mode) const {
    auto made = Simulation::create(*package, mode, 1);
    EXPECT_TRUE(made) << made.error().message;
    auto taken = (*made)->setInput(picture);
    EXPECT_TRUE(taken);
    return std::move(*made);
  }

  static std::vector<std::vector<double>> outputs(Simulation &simulation) {
    EXPECT_TRUE(simulation.refresh());
    EXPECT_TRUE(simulation.goTo(simulation.model().layer_count));
    std::vector<std::vector<double>> all;
    for (int i = 0; i < simulation.model().layer_count; ++i)
      all.push_back(*simulation.read(i, "output"));
    return all;
  }

  static Edit value(int layer, std::string tensor, std::size_t index,
                    std::vector<double> values) {
    Edit edit;
    edit.layer = layer;
    edit.tensor = std::move(tensor);
    edit.index = index;
    edit.values = std::move(values);
    return edit;
  }

  static Edit mode(int layer, qsimrt_mode mode) {
    Edit edit;
    edit.kind = Edit::Kind::Mode;
    edit.layer = layer;
    edit.mode = mode;
    return edit;
  }

  test::Files files;
  test::AlignedBytes net, sys, fweights, qweights;
  std::unique_ptr<Package> package;
  Input picture;
};

TEST_F(SimulationTest, ListsAndReadsTensors) {
  auto one = simulation(QSIMRT_INT);
  std::string names;
  for (const LayerTensor &tensor : one->tensors(0))
    names += tensor.name + " ";
  EXPECT_EQ(names,
            "weights biases scales mean variance q_weights q_biases "
            "positive negative hybrid_scales hybrid_biases weight_scales ");
  EXPECT_EQ((*one->read(0, "biases"))[1], 0.625);
  EXPECT_EQ((*one->read(0, "positive"))[3], 20); // shift of filter 1
  ASSERT_TRUE(one->goTo(1));
  EXPECT_EQ(one->tensors(0).back().name, "output");
  EXPECT_EQ(one->read(0, "bias").error().message,
            "0 conv_0 has no tensor 'bias'; it has weights, biases, scales, "
            "mean, variance, q_weights, q_biases, positive, negative, "
            "hybrid_scales, hybrid_biases, weight_scales, output");
}

TEST_F(SimulationTest, ImportedParametersDeriveTheIntegers) {
  auto one = simulation(QSIMRT_INT);
  const auto before = *one->read(0, "q_biases");
  ASSERT_TRUE(one->apply(value(0, "biases", 1, {2})));
  const auto after = *one->read(0, "q_biases");
  EXPECT_NE(after, before);
  // A direct edit of an integer stays as it is given.
  ASSERT_TRUE(one->apply(value(0, "q_biases", 2, {77})));
  EXPECT_EQ((*one->read(0, "q_biases"))[2], 77);
  EXPECT_EQ((*one->read(0, "q_biases"))[1], after[1]);
  ASSERT_TRUE(one->undo());
  EXPECT_EQ(*one->read(0, "q_biases"), after);
  ASSERT_TRUE(one->undo());
  EXPECT_EQ(*one->read(0, "q_biases"), before);
  EXPECT_EQ(one->undo().error().message, "nothing to undo");
  ASSERT_TRUE(one->redo());
  EXPECT_EQ(*one->read(0, "q_biases"), after);
}

TEST_F(SimulationTest, RefusedEditsChangeNothing) {
  auto one = simulation(QSIMRT_INT);
  const auto want = outputs(*one);
  const struct {
    Edit edit;
    const char *message;
  } cases[] = {
      {value(9, "weights", 0, {1}), "layer 9; wanted 0 to 6"},
      {value(1, "weights", 0, {1}),
       "1 pool_1 has no parameter 'weights'; it has none"},
      {value(0, "biases", 3, {1, 2}),
       "0 conv_0: biases[3], 2 values; it has 4"},
      {value(0, "q_weights", 0, {128}), "0 conv_0: q_weights cannot hold 128"},
      {value(0, "q_weights", 0, {1.5}), "0 conv_0: q_weights cannot hold 1.5"},
      {value(0, "weights", 0, {1e39}), "0 conv_0: weights cannot hold 1e+39"},
      {value(0, "output", 1 << 20, {1}), "output[1048576], 1 values; it has"},
      {value(1, "q_weights", 0, {1}),
       "1 pool_1 has no parameter 'q_weights'; it has none"},
      {value(0, "bias", 0, {1}),
       "0 conv_0 has no parameter 'bias'; it has weights, biases, scales, "
       "mean, variance, q_weights, q_biases, positive, negative, "
       "hybrid_scales, hybrid_biases"},
      {value(0, "weight_scales", 0, {1}),
       "0 conv_0: the scales of weights are not edited but chosen"},
      // As weights refuse them, in every mode.
      {value(0, "output", 0, {1e39}), "0 conv_0: output cannot hold 1e+39"},
      {value(0, "output", 0, {NAN}), "0 conv_0: output cannot hold nan"},
      {value(QSIMRT_IMAGE, "output", 0, {1e39}), "image cannot hold 1e+39"},
      {value(QSIMRT_IMAGE, "weights", 0, {1}), "layer -1; wanted 0 to 6"},
      {value(0, "accumulators", 0, {0.5}),
       "0 conv_0: accumulators cannot hold 0.5"},
      {value(0, "accumulators", 0, {1e12}), "cannot hold 1000000000000"},
      {value(1, "accumulators", 0, {1}), "pool_1 has no accumulators"},
  };
  for (const auto &c : cases) {
    const auto refused = one->apply(c.edit);
    ASSERT_FALSE(refused) << c.message;
    EXPECT_NE(refused.error().message.find(c.message), std::string::npos)
        << refused.error().message;
  }
  EXPECT_TRUE(one->edits().empty());
  EXPECT_EQ(outputs(*one), want);
}

TEST_F(SimulationTest, AccumulatorsGoThroughWhatFollowsThem) {
  auto one = simulation(QSIMRT_INT);
  ASSERT_TRUE(one->goTo(1));
  const auto acc = *one->read(0, "accumulators");
  const auto out = *one->read(0, "output");
  ASSERT_EQ(acc.size(), out.size());
  // An accumulator in another place of its channel becomes that one's output.
  std::size_t other = 1;
  while (out[other] == out[0])
    ++other;
  ASSERT_TRUE(one->apply(value(0, "accumulators", 0, {acc[other]})));
  EXPECT_EQ((*one->read(0, "output"))[0], out[other]);
  EXPECT_EQ((*one->read(0, "accumulators"))[0], acc[other]);
  EXPECT_EQ((*one->read(0, "accumulators"))[1], acc[1]);
  // It stays when the layer runs again, and when it is only read.
  ASSERT_TRUE(one->goTo(0));
  ASSERT_TRUE(one->goTo(1));
  EXPECT_EQ((*one->read(0, "output"))[0], out[other]);
  // Out of force in a mode without accumulators, in force again in INT.
  ASSERT_TRUE(one->apply(mode(0, QSIMRT_FLOAT)));
  ASSERT_TRUE(one->refresh());
  EXPECT_FALSE(one->read(0, "accumulators"));
  ASSERT_TRUE(one->undo());
  ASSERT_TRUE(one->refresh());
  EXPECT_EQ((*one->read(0, "output"))[0], out[other]);
  ASSERT_TRUE(one->undo());
  ASSERT_TRUE(one->refresh());
  EXPECT_EQ(*one->read(0, "output"), out);
  EXPECT_EQ(*one->read(0, "accumulators"), acc);
}

TEST_F(SimulationTest, AnEditedPictureIsAnotherPicture) {
  auto one = simulation(QSIMRT_INT);
  const auto before = outputs(*one);
  ASSERT_TRUE(one->apply(value(QSIMRT_IMAGE, "output", 3, {0, 1, 0.5})));
  const auto edited = outputs(*one);
  EXPECT_NE(edited, before);
  Input other = picture;
  other.chw[3] = 0;
  other.chw[4] = 1;
  other.chw[5] = 0.5f;
  auto straight = simulation(QSIMRT_INT);
  ASSERT_TRUE(straight->setInput(other));
  EXPECT_EQ(edited, outputs(*straight));
  // It stays for the next picture, and goes with undo.
  ASSERT_TRUE(one->setInput(other));
  EXPECT_EQ(outputs(*one), edited);
  ASSERT_TRUE(one->setInput(picture));
  EXPECT_EQ(outputs(*one), edited);
  ASSERT_TRUE(one->undo());
  EXPECT_EQ(outputs(*one), before);
  EXPECT_EQ(editText(value(QSIMRT_IMAGE, "output", 3, {1}), one->model()),
            "set image[3] 1");
}

TEST_F(SimulationTest, TheMostIntegerModeIsOneThatRuns) {
  EXPECT_EQ(mostIntegerMode(package->model()), QSIMRT_INT);
  auto floats = Package::fromBytes({{"t.net", net.data(), net.size()},
                                    {"t.sys", sys.data(), sys.size()},
                                    {"t.fw", fweights.data(), fweights.size()},
                                    {},
                                    {},
                                    0});
  ASSERT_TRUE(floats);
  EXPECT_EQ(mostIntegerMode((*floats)->model()), QSIMRT_FLOAT);
}

TEST_F(SimulationTest, UndoneIsNeverDone) {
  std::mt19937 random(11);
  const auto below = [&](std::size_t n) { return random() % n; };
  for (int round = 0; round < 30; ++round) {
    const auto start = static_cast<qsimrt_mode>(below(3));
    auto edited = simulation(start);
    for (int step = 0; step < 12; ++step) {
      switch (below(6)) {
      case 0:
        ASSERT_TRUE(edited->goTo(static_cast<int>(below(8))));
        break;
      case 1:
        static_cast<void>(edited->undo());
        break;
      case 2:
        static_cast<void>(edited->redo());
        break;
      case 3:
        ASSERT_TRUE(edited->apply(mode(static_cast<int>(below(7)),
                                       static_cast<qsimrt_mode>(below(3)))));
        break;
      default: {
        const int layers[] = {0, 2, 5};
        const int layer = layers[below(3)];
        const char *const names[] = {"weights", "biases", "q_weights", "output",
                                     "accumulators"};
        // Outputs of layers that have not run cannot be edited.
        static_cast<void>(
            edited->apply(value(layer, names[below(5)], below(4),
                                {static_cast<double>(below(64))})));
      }
      }
    }
    auto straight = simulation(start);
    // Outputs can be edited where their layer has run.
    ASSERT_TRUE(straight->goTo(7));
    for (const Edit &edit : edited->edits()) {
      ASSERT_TRUE(straight->refresh());
      ASSERT_TRUE(straight->apply(edit)) << editText(edit, straight->model());
    }
    EXPECT_EQ(outputs(*edited), outputs(*straight)) << round;
    for (int layer = 0; layer < 7; ++layer)
      for (const LayerTensor &tensor : straight->tensors(layer))
        EXPECT_EQ(*edited->read(layer, tensor.name),
                  *straight->read(layer, tensor.name));
  }
}

TEST_F(SimulationTest, EditsAreText) {
  auto one = simulation(QSIMRT_INT);
  EXPECT_EQ(editText(mode(2, QSIMRT_HYBRID), one->model()),
            "mode 2 conv_2 hybrid");
  EXPECT_EQ(editText(value(0, "weights", 7, {0.5, -1}), one->model()),
            "set 0 conv_0 weights[7] 0.5 -1");
}

} // namespace
