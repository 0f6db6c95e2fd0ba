// SPDX-License-Identifier: Apache-2.0
// What an engine tells: the graph, layers, tensors, statistics, errors,
// answers.
#include "EngineProcess.h"

#include "qsim/Execution/Comparison.h"
#include "qsim/Execution/Simulation.h"

#include <cmath>
#include <cstring>
#include <fstream>
#include <map>

using namespace qsim;
using namespace qsim::engine;
using namespace qsim::test;

namespace {

std::vector<float> floatsOf(const Tensor &tensor) {
  std::vector<float> values(tensor.data().size() / sizeof(float));
  std::memcpy(values.data(), tensor.data().data(), tensor.data().size());
  return values;
}

std::vector<std::int64_t> shapeOf(const Tensor &tensor) {
  return {tensor.shape().begin(), tensor.shape().end()};
}

// ---- the graph
// ----------------------------------------------------------------

TEST_F(EngineTest, TellsTheGraphWithoutAPicture) {
  EngineProcess engine(arguments());
  Request open = opening();
  open.mutable_open()->clear_picture();
  ASSERT_TRUE(engine.ask(open).has_state());
  Request request;
  request.mutable_graph();
  const Graph graph = engine.ask(request).graph();
  EXPECT_EQ(graph.name(), "scenes");
  EXPECT_EQ(graph.picture(1), 160);
  ASSERT_EQ(graph.layers_size(), layers);
  EXPECT_EQ(graph.outputs_size(), 2);
  EXPECT_EQ(graph.outputs(0), 16);
  EXPECT_EQ(graph.classes_size(), 6);
  EXPECT_TRUE(graph.detector());
  EXPECT_EQ(graph.modes_size(), 3);
  EXPECT_EQ(graph.bytes(),
            std::filesystem::file_size(package + "/scenes.qweights"));
  EXPECT_EQ(graph.picture_quantization().width(), 8u);

  const GraphLayer &first = graph.layers(0);
  EXPECT_EQ(first.kind(), "convolutional");
  EXPECT_EQ(first.text(), "3x3 leaky");
  EXPECT_EQ(first.inputs(0), -1);
  // 8 filters of 3 x 3 x 3; biases, scales, mean and variance of each.
  EXPECT_EQ(first.parameters(), 8u * 27 + 4 * 8);
  EXPECT_EQ(first.macs(), 8u * 27 * 160 * 160);
  EXPECT_EQ(first.weights().channels(), 8u);
  EXPECT_EQ(first.weights().width(), 8u);
  EXPECT_EQ(first.output().width(), 8u);
  EXPECT_FALSE(first.output().has_exponent());
  EXPECT_EQ(first.modes_size(), 3);
  const GraphLayer &pool = graph.layers(1);
  EXPECT_EQ(pool.text(), "2x2/2");
  EXPECT_EQ(pool.modes_size(), 2); // FLOAT and INT
  EXPECT_FALSE(pool.has_weights());
  // It keeps the scale of what it reads; a concatenation of two has its own.
  EXPECT_EQ(pool.scale_from(), 0);
  EXPECT_FALSE(first.has_scale_from());
  EXPECT_EQ(graph.layers(17).scale_from(), 13); // a route of one
  EXPECT_FALSE(graph.layers(20).has_scale_from());
  const GraphLayer &head = graph.layers(16);
  EXPECT_TRUE(head.host());
  EXPECT_EQ(head.text(), "6 classes, 3 anchors");
  EXPECT_FALSE(head.has_output());
  EXPECT_EQ(graph.layers(20).text(), "2 inputs");
  EXPECT_EQ(graph.layers(19).text(), "x2");
  // There is nothing to look at yet; a picture may come later.
  EXPECT_EQ(engine.ask(looking(0, "output")).failure().message(),
            "no picture is open");
  Request picture;
  picture.mutable_picture()->set_picture(this->picture);
  EXPECT_EQ(engine.ask(picture).state().layers(), layers);
}

// ---- layers
// -------------------------------------------------------------------

TEST_F(EngineTest, TellsTheTensorsOfALayer) {
  const auto engine = opened();
  Request request;
  request.mutable_layer()->set_layer(2);
  LayerDetails layer = engine->ask(request).layer();
  EXPECT_FALSE(layer.ran());
  engine->ask(moving(Move::TO, 4));
  layer = engine->ask(request).layer();
  EXPECT_EQ(layer.name(), "conv_2");
  EXPECT_EQ(layer.mode(), INT);
  EXPECT_TRUE(layer.ran());
  EXPECT_FALSE(layer.stale());
  EXPECT_GT(layer.milliseconds(), 0);
  EXPECT_EQ(layer.parameters().at("filters"), "16");
  EXPECT_EQ(layer.parameters().at("activation"), "leaky");
  // 16 scales are a list that is cut.
  EXPECT_NE(layer.parameters().at("weight_scales").find("... (16)"),
            std::string::npos);
  std::map<std::string, TensorDetails> tensors;
  for (const TensorDetails &tensor : layer.tensors())
    tensors[tensor.name()] = tensor;
  EXPECT_EQ(tensors.at("weights").dtype(), "f32");
  EXPECT_EQ(tensors.at("weights").shape_size(), 4);
  EXPECT_EQ(tensors.at("weights").quantization().channels(), 16u);
  EXPECT_EQ(tensors.at("q_weights").dtype(), "i8");
  EXPECT_EQ(tensors.at("output").dtype(), "i8");
  EXPECT_EQ(tensors.at("output").quantization().width(), 8u);
  EXPECT_EQ(tensors.at("accumulators").dtype(), "i64");
  EXPECT_TRUE(tensors.at("accumulators").editable());
  EXPECT_FALSE(tensors.at("weight_scales").editable());
  // Each of them can be read, whole, as it is said to be.
  for (const auto &[name, details] : tensors) {
    const Tensor tensor = engine->ask(looking(2, name, true)).tensor();
    EXPECT_EQ(tensor.dtype(), details.dtype()) << name;
    EXPECT_EQ(shapeOf(tensor),
              std::vector<std::int64_t>(details.shape().begin(),
                                        details.shape().end()))
        << name;
    EXPECT_EQ(tensor.data().size(), tensor.total_bytes()) << name;
  }
  engine->ask(changingModes({2}, FLOAT));
  layer = engine->ask(request).layer();
  EXPECT_TRUE(layer.stale());
  request.mutable_layer()->set_layer(-1);
  layer = engine->ask(request).layer();
  EXPECT_EQ(layer.name(), "image");
  EXPECT_TRUE(layer.ran());
  ASSERT_EQ(layer.tensors_size(), 1);
  EXPECT_EQ(layer.tensors(0).quantization().width(), 8u);
  for (const int wrong : {-2, layers}) {
    request.mutable_layer()->set_layer(wrong);
    EXPECT_TRUE(engine->ask(request).has_failure());
  }
}

TEST_F(EngineTest, TellsHowALayerThatHasNotRunIsQuantized) {
  const auto engine = opened();
  const auto output = [&] {
    Request request;
    request.mutable_layer()->set_layer(2);
    const LayerDetails layer = engine->ask(request).layer();
    EXPECT_FALSE(layer.ran());
    std::vector<TensorDetails> found;
    for (const TensorDetails &tensor : layer.tensors())
      if (tensor.name() == "output")
        found.push_back(tensor);
    EXPECT_EQ(found.size(), 1u);
    return found.empty() ? TensorDetails() : found.front();
  };
  const TensorDetails before = output();
  EXPECT_EQ(before.dtype(), "i8");
  EXPECT_EQ(before.quantization().width(), 8u);
  EXPECT_EQ(before.shape_size(), 3);
  // There is nothing yet to be looked at or written over.
  EXPECT_FALSE(before.editable());
  EXPECT_EQ(engine->ask(looking(2, "output")).failure().kind(),
            Failure::NOT_YET);
  Request wider;
  engine::Edit::Quantize &rule = *wider.mutable_edit()->mutable_quantize();
  rule.add_layers(2);
  rule.mutable_activation()->set_width(12);
  ASSERT_FALSE(engine->ask(wider).has_failure());
  EXPECT_EQ(output().quantization().width(), 12u);
  EXPECT_EQ(output().dtype(), "i16");
}

// ---- tensors
// ------------------------------------------------------------------

/// The same network, in this process.
class Beside {
public:
  Beside(const std::string &directory, const std::string &picture,
         qsimrt_mode mode)
      : package(std::move(*Package::open(directory))),
        simulation(std::move(*Simulation::create(*package, mode, 1))) {
    EXPECT_TRUE(simulation->setInput(*readInput(picture, package->model())));
    EXPECT_TRUE(simulation->goTo(package->model().layer_count));
  }
  std::vector<float> output(int layer) {
    return *simulation->running().read(layer);
  }
  std::unique_ptr<Package> package;
  std::unique_ptr<Simulation> simulation;
};

TEST_F(EngineTest, TellsValuesOfTheRunOfFloatAndTheDifference) {
  const auto engine = opened();
  engine->ask(moving(Move::TO, layers));
  Beside run(package, picture, QSIMRT_INT),
      plain(package, picture, QSIMRT_FLOAT);
  for (const int layer : {-1, 0, 7, 15, 23}) {
    const Tensor real = engine->ask(looking(layer, "output")).tensor();
    EXPECT_EQ(real.dtype(), "f32");
    EXPECT_EQ(floatsOf(real), run.output(layer)) << layer;
    const Tensor expected =
        engine->ask(looking(layer, "output", false, GetTensor::FLOAT_RUN))
            .tensor();
    EXPECT_EQ(floatsOf(expected), plain.output(layer)) << layer;
    std::vector<float> difference = run.output(layer);
    for (std::size_t i = 0; i < difference.size(); ++i)
      difference[i] -= plain.output(layer)[i];
    const Tensor between =
        engine->ask(looking(layer, "output", false, GetTensor::DIFFERENCE))
            .tensor();
    EXPECT_EQ(floatsOf(between), difference) << layer;
    EXPECT_EQ(between.max(),
              *std::max_element(difference.begin(), difference.end()));
  }
  // Stored integers are those of the hardware: real = scale (q - zero).
  const Tensor raw = engine->ask(looking(15, "output", true)).tensor();
  EXPECT_EQ(raw.dtype(), "i16");
  std::int16_t first = 0;
  std::memcpy(&first, raw.data().data(), 2);
  const qsimrt_quant quant = run.package->model().layers[15].output;
  EXPECT_EQ(quant.scale * static_cast<float>(first - quant.zero_point),
            run.output(15)[0]);
  const Tensor sums = engine->ask(looking(2, "accumulators", true)).tensor();
  EXPECT_EQ(sums.dtype(), "i64");
  EXPECT_EQ(sums.total_bytes(), 16u * 80 * 80 * 8);
  EXPECT_TRUE(engine->ask(looking(2, "weights", false, GetTensor::FLOAT_RUN))
                  .has_failure());
  EXPECT_TRUE(engine->ask(looking(1, "weights")).has_failure());
  EXPECT_TRUE(engine->ask(looking(layers, "output")).has_failure());
}

TEST_F(EngineTest, TellsAPartOfTheBytes) {
  const auto engine = opened();
  engine->ask(moving(Move::TO, 3));
  const Tensor whole = engine->ask(looking(2, "output")).tensor();
  Request request = looking(2, "output");
  request.mutable_tensor()->set_offset(401);
  request.mutable_tensor()->set_bytes(1000);
  Tensor part = engine->ask(request).tensor();
  EXPECT_EQ(part.data(), whole.data().substr(401, 1000));
  EXPECT_EQ(part.total_bytes(), whole.data().size());
  EXPECT_EQ(part.min(), whole.min());
  request.mutable_tensor()->set_offset(whole.data().size() - 3);
  EXPECT_EQ(engine->ask(request).tensor().data().size(), 3u);
  request.mutable_tensor()->set_offset(whole.data().size() + 1);
  EXPECT_TRUE(engine->ask(request).has_failure());
  request.mutable_tensor()->set_offset(UINT64_MAX);
  EXPECT_TRUE(engine->ask(request).has_failure());
}

TEST_F(EngineTest, TellsMaps) {
  const auto engine = opened();
  engine->ask(moving(Move::TO, 3));
  Request request = looking(0, "output");
  GetTensor::Map &map = *request.mutable_tensor()->mutable_map();
  map.set_first(2);
  map.set_count(100);
  map.set_size(50);
  const Tensor small = engine->ask(request).tensor();
  // 160 in blocks of 4; 8 channels from the third on.
  EXPECT_EQ(small.step(), 4u);
  EXPECT_EQ(shapeOf(small), (std::vector<std::int64_t>{6, 40, 40}));
  const std::vector<float> whole =
      floatsOf(engine->ask(looking(0, "output")).tensor());
  float most = 0;
  for (int y = 0; y < 4; ++y)
    for (int x = 0; x < 4; ++x) {
      const float value = whole[2 * 160 * 160 + (4 + y) * 160 + 8 + x];
      if (std::fabs(value) > std::fabs(most))
        most = value;
    }
  EXPECT_EQ(floatsOf(small)[40 + 2], most);
  map.set_first(8);
  EXPECT_EQ(engine->ask(request).tensor().data().size(), 0u);
  // Filters are channels.
  request = looking(2, "weights");
  request.mutable_tensor()->mutable_map();
  EXPECT_EQ(shapeOf(engine->ask(request).tensor()),
            (std::vector<std::int64_t>{16, 24, 3}));
}

TEST_F(EngineTest, WhatIsLookedAtIsUpToDate) {
  const auto engine = opened();
  engine->ask(moving(Move::TO, 10));
  const std::string before =
      engine->ask(looking(6, "output", true)).tensor().data();
  const Reply changed = engine->ask(setting(2, "biases", 0, {5}));
  EXPECT_GT(changed.state().stale_size(), 0);
  const Reply look = engine->ask(looking(6, "output", true));
  EXPECT_NE(look.tensor().data(), before);
  // It tells that what it computed anew is stale no longer, once.
  ASSERT_TRUE(look.has_now());
  EXPECT_EQ(look.now().stale_size(), 0);
  EXPECT_EQ(look.now().milliseconds(), changed.state().milliseconds());
  EXPECT_FALSE(engine->ask(looking(6, "output", true)).has_now());
  Request idle = moving(Move::STEP, 0);
  EXPECT_EQ(engine->ask(idle).state().stale_size(), 0);
}

// ---- statistics
// ------------------------------------------------------------------

TEST_F(EngineTest, TellsStatistics) {
  const auto engine = opened();
  engine->ask(moving(Move::TO, layers));
  Beside run(package, picture, QSIMRT_INT),
      plain(package, picture, QSIMRT_FLOAT);
  Request request;
  GetStatistics &ask = *request.mutable_statistics();
  ask.set_layer(4);
  ask.set_bins(16);
  const engine::Statistics statistics = engine->ask(request).statistics();
  const std::vector<float> values = run.output(4), expected = plain.output(4);
  EXPECT_EQ(statistics.run().count(), values.size());
  EXPECT_EQ(statistics.run().min(),
            *std::min_element(values.begin(), values.end()));
  double sum = 0;
  for (const float value : expected)
    sum += static_cast<double>(value);
  const double mean = sum / static_cast<double>(expected.size());
  EXPECT_DOUBLE_EQ(statistics.float_().mean(), mean);
  double squares = 0;
  for (const float value : expected)
    squares += (value - mean) * (value - mean);
  EXPECT_NEAR(statistics.float_().deviation(),
              std::sqrt(squares / static_cast<double>(expected.size())), 1e-9);
  // Both histograms count every value, on one axis that holds both.
  const auto &histogram = statistics.histogram();
  ASSERT_EQ(histogram.run_size(), 16);
  ASSERT_EQ(histogram.float__size(), 16);
  std::uint64_t counted = 0, floats = 0;
  for (int i = 0; i < 16; ++i) {
    counted += histogram.run(i);
    floats += histogram.float_(i);
  }
  EXPECT_EQ(counted, values.size());
  EXPECT_EQ(floats, values.size());
  EXPECT_EQ(histogram.low(),
            std::min(statistics.run().min(), statistics.float_().min()));
  const double step = (histogram.high() - histogram.low()) / 16;
  const auto inFirst = static_cast<std::uint64_t>(
      std::count_if(expected.begin(), expected.end(), [&](float value) {
        return value < histogram.low() + step;
      }));
  EXPECT_EQ(histogram.float_(0), inFirst);
  const double scale =
      static_cast<double>(run.package->model().layers[4].output.scale);
  ASSERT_EQ(histogram.thresholds_size(), 2);
  EXPECT_DOUBLE_EQ(histogram.thresholds(0), -128 * scale);
  EXPECT_DOUBLE_EQ(histogram.thresholds(1), 127 * scale);
  EXPECT_EQ(statistics.error().layer(), 4);
  // Weights have no other run; integers of 8 bits are -127 to 127.
  ask.set_tensor("q_weights");
  const engine::Statistics weights = engine->ask(request).statistics();
  EXPECT_FALSE(weights.has_float_());
  EXPECT_FALSE(weights.has_error());
  EXPECT_EQ(weights.histogram().thresholds(0), -127);
  ask.set_bins(1);
  EXPECT_TRUE(engine->ask(request).has_failure());
}

// ---- errors
// ------------------------------------------------------------------------

TEST_F(EngineTest, TellsHowFarLayersAreFromFloat) {
  const auto engine = opened();
  Request request;
  request.mutable_errors()->set_isolated(true);
  EXPECT_EQ(engine->ask(request).errors().errors_size(), 0);
  engine->ask(moving(Move::TO, layers));
  const Errors errors = engine->ask(request).errors();
  ASSERT_EQ(errors.errors_size(), layers);
  const auto opened = Package::open(package);
  ComparisonOptions options;
  options.threads = 1;
  const auto compared = compareLayers(**opened, {picture}, options);
  ASSERT_TRUE(compared);
  for (int i = 0; i < layers; ++i) {
    const LayerError &error = errors.errors(i);
    const LayerComparison &wanted =
        compared->layers[static_cast<std::size_t>(i)];
    EXPECT_EQ(error.layer(), i);
    // That comparison takes FLOAT's fastest kernels, which round otherwise.
    EXPECT_NEAR(error.sqnr(), wanted.accumulated.sqnr(), 0.01) << i;
    EXPECT_NEAR(error.cosine(), wanted.accumulated.cosine(), 1e-6) << i;
    EXPECT_EQ(error.saturation(), wanted.accumulated.saturation()) << i;
    // Max pools and routes of one scale only move integers; a head is FLOAT's.
    EXPECT_EQ(error.has_isolated_sqnr(), wanted.own.noise > 0) << i;
    if (error.has_isolated_sqnr()) {
      EXPECT_NEAR(error.isolated_sqnr(), wanted.own.sqnr(), 0.05) << i;
    }
  }
}

TEST_F(EngineTest, ErrorsFollowChanges) {
  const auto engine = opened();
  engine->ask(moving(Move::TO, 10));
  Request request;
  request.mutable_errors()->set_isolated(true);
  const Errors before = engine->ask(request).errors();
  ASSERT_EQ(before.errors_size(), 10);
  engine->ask(setting(4, "biases", 0, {40}));
  // What is stale is not told.
  EXPECT_EQ(engine->ask(request).errors().errors_size(), 4);
  engine->ask(moving(Move::STEP, 0));
  const Errors after = engine->ask(request).errors();
  ASSERT_EQ(after.errors_size(), 10);
  EXPECT_EQ(after.errors(3).sqnr(), before.errors(3).sqnr());
  EXPECT_LT(after.errors(4).sqnr(), before.errors(4).sqnr());
  // The layer is to blame, and no other.
  EXPECT_LT(after.errors(4).isolated_sqnr(), before.errors(4).isolated_sqnr());
  EXPECT_EQ(after.errors(6).isolated_sqnr(), before.errors(6).isolated_sqnr());
  engine->ask(asking(true));
  engine->ask(moving(Move::STEP, 0));
  EXPECT_EQ(engine->ask(request).errors().SerializeAsString(),
            before.SerializeAsString());
  // An output that a person wrote has no noise of its layer's own.
  engine->ask(setting(4, "output", 0, {3}));
  engine->ask(moving(Move::STEP, 0));
  const Errors written = engine->ask(request).errors();
  ASSERT_EQ(written.errors_size(), 10);
  EXPECT_FALSE(written.errors(4).has_isolated_sqnr());
  EXPECT_TRUE(written.errors(6).has_isolated_sqnr());
  // FLOAT reads the changed picture, too.
  engine->ask(asking(true));
  engine->ask(setting(-1, "output", 0, std::vector<double>(5000, 0.9)));
  engine->ask(moving(Move::STEP, 0));
  const Tensor image =
      engine->ask(looking(-1, "output", false, GetTensor::FLOAT_RUN)).tensor();
  EXPECT_EQ(floatsOf(image)[0], 0.9f);
  Beside plain(package, picture, QSIMRT_FLOAT);
  EXPECT_NE(
      floatsOf(engine->ask(looking(0, "output", false, GetTensor::FLOAT_RUN))
                   .tensor()),
      plain.output(0));
  EXPECT_NE(engine->ask(request).errors().errors(0).mse(),
            before.errors(0).mse());
}

TEST_F(EngineTest, InFloatThereIsNoNoise) {
  EngineProcess engine(arguments());
  Request open = opening();
  open.mutable_open()->set_mode(FLOAT);
  engine.ask(open);
  engine.ask(moving(Move::TO, layers));
  Request request;
  request.mutable_errors()->set_isolated(true);
  const Errors errors = engine.ask(request).errors();
  ASSERT_EQ(errors.errors_size(), layers);
  for (const LayerError &error : errors.errors()) {
    EXPECT_FALSE(error.has_sqnr());
    EXPECT_FALSE(error.has_isolated_sqnr());
    EXPECT_EQ(error.max_abs(), 0);
    EXPECT_NEAR(error.cosine(), 1, 1e-12);
  }
}

// ---- answers
// --------------------------------------------------------------------------

TEST_F(EngineTest, TellsTheAnswerBesideFloats) {
  const auto engine = opened();
  Request request;
  request.mutable_answer()->set_threshold(0.25f);
  EXPECT_EQ(engine->ask(request).failure().kind(), Failure::NOT_YET);
  engine->ask(moving(Move::TO, layers));
  const Answers answers = engine->ask(request).answers();
  ASSERT_GT(answers.run().boxes_size(), 0);
  ASSERT_GT(answers.float_().boxes_size(), 0);
  EXPECT_TRUE(answers.has_sqnr());
  Beside run(package, picture, QSIMRT_INT);
  const auto input = readInput(picture, run.package->model());
  const auto wanted =
      answerOf(*input, run.simulation->running(), AnswerOptions());
  ASSERT_EQ(static_cast<std::size_t>(answers.run().boxes_size()),
            wanted->detections.size());
  for (int i = 0; i < answers.run().boxes_size(); ++i) {
    const auto &box = answers.run().boxes(i);
    const qsimrt_detection &found =
        wanted->detections[static_cast<std::size_t>(i)];
    EXPECT_EQ(box.class_id(), found.class_id);
    EXPECT_EQ(box.name(), run.package->className(found.class_id));
    EXPECT_FLOAT_EQ(static_cast<float>(box.x()), found.x - found.w / 2);
    EXPECT_FLOAT_EQ(static_cast<float>(box.y()), found.y - found.h / 2);
    EXPECT_EQ(box.width(), found.w);
    EXPECT_EQ(box.score(), found.score);
  }
  request.mutable_answer()->set_threshold(1);
  EXPECT_EQ(engine->ask(request).answers().run().boxes_size(), 0);
  request.mutable_answer()->set_threshold(2);
  EXPECT_TRUE(engine->ask(request).has_failure());
}

/// A detector in which every one of 3 x 64 x 64 boxes is of every of 80
/// classes.
class ManyBoxesTest : public EngineTest {
protected:
  ManyBoxesTest() {
    std::ofstream cfg(folder.path + "/many.cfg");
    cfg << "[net]\nwidth=128\nheight=128\nchannels=3\n"
           "[convolutional]\nfilters=8\nsize=3\nstride=2\npad=1\n"
           "activation=leaky\n"
           "[convolutional]\nfilters=255\nsize=1\nstride=1\n"
           "activation=linear\n"
           "[yolo]\nmask=0,1,2\nanchors=4,4, 6,8, 9,7\nclasses=80\nnum=3\n";
    cfg.close();
    package = folder.path + "/many.qsim";
    runQuietly(QSIM_BIN "/qsim compile " + folder.path +
               "/many.cfg --seed 1 --images " + folder.path + "/test.txt -o " +
               package);
  }
};

TEST_F(ManyBoxesTest, LooksAndErrorsDoNotWaitForTheAnswer) {
  const auto engine = opened();
  engine->ask(moving(Move::TO, 3));
  Request answer, errors, late;
  answer.mutable_answer()->set_threshold(0.005f);
  errors.mutable_errors();
  late.mutable_layer()->set_layer(2);
  // The picture that the answer is of is the one of its moment.
  const auto alone = engine->ask(answer);
  ASSERT_EQ(alone.answers().run().boxes_size(), 2000);
  std::vector<std::uint64_t> asked = {
      engine->send(answer), engine->send(errors),
      engine->send(looking(1, "output")), engine->send(late)};
  std::vector<std::uint64_t> told;
  Reply reply;
  while (told.size() < asked.size()) {
    reply = engine->receive();
    ASSERT_FALSE(reply.has_failure()) << reply.ShortDebugString();
    ASSERT_NE(reply.id(), 0u);
    told.push_back(reply.id());
    if (reply.has_errors()) {
      EXPECT_EQ(reply.errors().errors_size(), 3);
    }
  }
  EXPECT_EQ(told, (std::vector<std::uint64_t>{asked[2], asked[3], asked[1],
                                              asked[0]}));
  EXPECT_EQ(reply.answers().SerializeAsString(),
            alone.answers().SerializeAsString());
}

TEST_F(ManyBoxesTest, AChangeWaitsForTheAnswer) {
  const auto engine = opened();
  engine->ask(moving(Move::TO, 3));
  Request answer;
  answer.mutable_answer()->set_threshold(0.25f);
  const std::uint64_t first = engine->send(answer);
  const std::uint64_t second = engine->send(moving(Move::TO, 0));
  EXPECT_EQ(engine->receive().id(), first);
  const Reply moved = engine->receive();
  EXPECT_EQ(moved.id(), second);
  EXPECT_EQ(moved.state().position(), 0);
}

} // namespace
