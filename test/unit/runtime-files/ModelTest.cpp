// SPDX-License-Identifier: Apache-2.0
// Tests of loading a model: what a valid set gives, and what weights must be.
#include "TinyNetwork.h"

#include "gtest/gtest.h"

using namespace qsim::test;

namespace {

TEST(Model, holdsWhatTheFilesSay) {
  LoadedModel loaded(tinyFiles());
  ASSERT_EQ(loaded.status, QSIMRT_OK) << loaded.message;
  const qsimrt_model &model = *loaded.model;
  EXPECT_EQ(model.magic, QSIMRT_MODEL_MAGIC);
  EXPECT_EQ(model.version, QSIMRT_MODEL_VERSION);
  EXPECT_STREQ(model.name, "tiny");
  EXPECT_EQ(model.arithmetic, QSIMRT_PJREDDIE);
  EXPECT_EQ(model.image.c, 3);
  EXPECT_EQ(model.image_quant.zero_point, -128);
  EXPECT_EQ(model.image_quant.scale, 0.003921569f);
  EXPECT_EQ(model.preprocess.resize, QSIMRT_RESIZE_LETTERBOX);
  ASSERT_EQ(model.class_count, 1);
  EXPECT_STREQ(model.class_names[0], "traffic light");
  EXPECT_EQ(model.has_float, 1);
  EXPECT_EQ(model.has_integer, 1);
  ASSERT_EQ(model.layer_count, 7);

  const qsimrt_layer &first = model.layers[0];
  EXPECT_EQ(first.kind, QSIMRT_CONVOLUTIONAL);
  EXPECT_STREQ(first.name, "conv_0");
  EXPECT_EQ(first.inputs[0], QSIMRT_IMAGE);
  EXPECT_EQ(first.output.zero_point, -10);
  EXPECT_EQ(first.u.convolutional.activation, QSIMRT_LEAKY);
  EXPECT_EQ(first.u.convolutional.weights[1], 0.625f);
  EXPECT_NE(first.u.convolutional.variance, nullptr);
  EXPECT_EQ(first.u.convolutional.bias_delta, nullptr);
  EXPECT_EQ(first.u.convolutional.negative[3].mult, 12348);

  EXPECT_EQ(model.layers[1].u.maxpool.padding, 1);

  const qsimrt_convolutional &grouped = model.layers[2].u.convolutional;
  EXPECT_EQ(grouped.groups, 2);
  EXPECT_EQ(grouped.weight_scale_count, 6);
  EXPECT_EQ(grouped.weight_scales[2], 1.5e-07f);
  EXPECT_EQ(grouped.scales, nullptr);
  EXPECT_NE(grouped.bias_delta, nullptr);
  EXPECT_EQ(grouped.negative, nullptr);

  EXPECT_EQ(model.layers[3].u.upsample.stride, 2);
  EXPECT_EQ(model.layers[3].scale_group, 2);
  EXPECT_EQ(model.layers[4].input_count, 2);
  EXPECT_EQ(model.layers[4].u.route.rescale[0].shift, 0);
  EXPECT_EQ(model.layers[5].ceiling, QSIMRT_HYBRID);
  EXPECT_EQ(static_cast<const int16_t *>(
                model.layers[5].u.convolutional.q_weights)[0],
            -2047);

  const qsimrt_yolo &yolo = model.layers[6].u.yolo;
  EXPECT_EQ(yolo.anchor_count, 2);
  EXPECT_EQ(yolo.total_anchors, 3);
  EXPECT_EQ(yolo.mask[1], 2);
  EXPECT_EQ(yolo.anchors[2], 3.5f);
  EXPECT_EQ(model.layers[6].output.bits, 0);
}

TEST(Model, weightsMayBeAbsent) {
  for (int which = 0; which < 4; ++which) {
    Files files = tinyFiles();
    if (!(which & 1))
      files.fweights.clear();
    if (!(which & 2))
      files.qweights.clear();
    LoadedModel loaded(files);
    ASSERT_EQ(loaded.status, QSIMRT_OK) << loaded.message;
    EXPECT_EQ(loaded.model->has_float, which & 1);
    EXPECT_EQ(loaded.model->has_integer, which >> 1);
    const auto &conv = loaded.model->layers[0].u.convolutional;
    EXPECT_EQ(conv.weights != nullptr, (which & 1) != 0);
    EXPECT_EQ(conv.q_weights != nullptr, (which & 2) != 0);
  }
}

TEST(Model, saysWhenItsMemoryIsTooSmall) {
  Files files = tinyFiles();
  size_t needed = LoadedModel(files).size;
  int refused = 0;
  for (size_t size = 1; size < needed; size += 8) {
    LoadedModel loaded(files, size);
    if (loaded.status == QSIMRT_OK)
      continue; // qsimrt_model_size is an upper bound
    ++refused;
    EXPECT_EQ(loaded.status, QSIMRT_NO_MEMORY);
    EXPECT_NE(loaded.message.find("needs more than the " +
                                  std::to_string(size) + " bytes"),
              std::string::npos)
        << loaded.message;
  }
  EXPECT_GT(refused, 100);
}

TEST(Model, refusesUnalignedMemory) {
  alignas(64) char memory[64];
  qsimrt_files files = {};
  const qsimrt_model *model;
  qsimrt_error error;
  EXPECT_EQ(qsimrt_model_init(memory + 8, 8, &files, &model, &error),
            QSIMRT_BAD_ARGUMENT);
  EXPECT_STREQ(error.text, "the model's memory is not aligned to 16 bytes");
}

ContainerEntry &find(std::vector<ContainerEntry> &entries,
                     const std::string &name) {
  for (ContainerEntry &entry : entries)
    if (entry.name == name)
      return entry;
  ADD_FAILURE() << name;
  return entries[0];
}

void expectRefused(const Files &files, const std::string &message) {
  LoadedModel loaded(files);
  EXPECT_EQ(loaded.status, QSIMRT_BAD_FILE) << message;
  EXPECT_EQ(loaded.message, message);
}

TEST(Model, refusesOtherFloatEntries) {
  auto load = [](std::vector<ContainerEntry> entries) {
    Files files = tinyFiles();
    files.fweights = buildContainer(entries, 1, 0);
    return files;
  };
  auto entries = tinyFloatEntries();
  std::swap(entries[2], entries[3]);
  expectRefused(load(entries), "t.fweights: entry 2: expected "
                               "'conv_0.scales', got 'conv_0.mean'");
  entries = tinyFloatEntries();
  entries.pop_back();
  expectRefused(load(entries), "t.fweights: entry 'conv_5.biases' is missing");
  entries = tinyFloatEntries();
  entries.push_back({"spare", QSIMRT_I8, {1}, "x"});
  expectRefused(load(entries),
                "t.fweights: entry 10, 'spare', belongs to no layer of the "
                ".net");
  entries = tinyFloatEntries();
  find(entries, "conv_2.weights").dims = {6, 4, 3, 3};
  find(entries, "conv_2.weights").payload.resize(864);
  expectRefused(load(entries), "t.fweights: entry 'conv_2.weights': expected "
                               "f32 [6, 2, 3, 3], got f32 [6, 4, 3, 3]");
  entries = tinyFloatEntries();
  find(entries, "conv_0.mean").dtype = QSIMRT_I32;
  expectRefused(load(entries), "t.fweights: entry 'conv_0.mean': expected f32 "
                               "[4], got i32 [4]");
  entries = tinyFloatEntries();
  find(entries, "conv_0.mean").dims = {4, 1};
  expectRefused(load(entries), "t.fweights: entry 'conv_0.mean': expected f32 "
                               "[4], got f32 [4, 1]");
}

TEST(Model, aNewerMinorVersionMayHaveMoreEntries) {
  auto entries = tinyFloatEntries();
  entries.insert(entries.begin() + 3, {"spare", QSIMRT_I8, {1}, "x"});
  entries.push_back({"spare", QSIMRT_I8, {1}, "x"});
  Files files = tinyFiles();
  files.qweights.clear();
  files.fweights = buildContainer(entries, 1, 0);
  patch(files.fweights, 10, uint16_t(1));
  sealHeader(files.fweights);
  LoadedModel loaded(files);
  EXPECT_EQ(loaded.status, QSIMRT_OK) << loaded.message;
}

TEST(Model, refusesMixedUpFiles) {
  Files files = tinyFiles();
  std::swap(files.fweights, files.qweights);
  expectRefused(files, "t.fweights: expected a .fweights, got a .qweights");
  files = tinyFiles();
  files.qweights = files.fweights;
  expectRefused(files, "t.qweights: expected a .qweights, got a .fweights");

  for (int which = 0; which < 3; ++which) {
    files = tinyFiles();
    if (which == 0)
      files.net += "#\n";
    if (which == 1)
      files.sys += "#\n";
    if (which == 2) {
      auto entries = tinyFloatEntries();
      entries[0].payload[0] ^= 1;
      files.fweights = buildContainer(entries, 1, 0);
    }
    LoadedModel loaded(files);
    EXPECT_EQ(loaded.status, QSIMRT_BAD_FILE);
    EXPECT_EQ(loaded.message.substr(0, 69),
              "t.qweights: was not made from t.net, t.sys and t.fweights: "
              "binding 0x")
        << loaded.message;
  }
}

TEST(Model, refusesIntegersThatTheDatapathCannotHold) {
  auto expect = [](const std::string &name, size_t at, auto value,
                   const std::string &message) {
    auto entries = tinyIntegerEntries();
    patch(find(entries, name).payload, at, value);
    Files files = tinyFiles();
    files.qweights = buildContainer(entries, 2, 0);
    bindTo(files);
    expectRefused(files, "t.qweights: entry '" + name + "': " + message);
  };
  expect("conv_0.q_weights", 5, int8_t(-128),
         "value -128 at 5, expected -127..127");
  expect("conv_5.q_weights", 4, int16_t(2048),
         "value 2048 at 2, expected -2047..2047");
  expect("conv_5.q_biases", 8, int64_t(1) << 47,
         "value 140737488355328 at 1, expected "
         "-140737488355328..140737488355327");
  expect("conv_0.positive", 0, int32_t(-1),
         "mult -1, shift 20 at 0, expected 0..2^31-1 and 1..62");
  expect("conv_5.positive", 8, int32_t(32768),
         "mult 32768, shift 20 at 1, expected 0..2^15-1 and 1..62");
  expect("conv_0.negative", 28, int32_t(63),
         "mult 12348, shift 63 at 3, expected 0..2^31-1 and 1..62");
  expect("conv_0.negative", 28, int32_t(0),
         "mult 12348, shift 0 at 3, expected 0..2^31-1 and 1..62");
  expect("route_4.rescale", 0, int32_t(2),
         "mult 2, shift 0 at 0, expected 1 and 0 for an input that is copied");
  expect("route_4.rescale", 12, int32_t(0),
         "mult 1, shift 0 at 1, expected 0..2^31-1 and 1..62");
}

TEST(Model, floatOnlyNetworkHasNoIntegerEntries) {
  Files files = tinyFiles();
  std::string &net = files.net;
  for (size_t at = 0; (at = net.find("quantization=", at)) != std::string::npos;
       ++at)
    net.replace(at, net.find('\n', at) - at, "quantization=none");
  files.qweights = buildContainer({}, 2, 0);
  bindTo(files);
  LoadedModel loaded(files);
  ASSERT_EQ(loaded.status, QSIMRT_OK) << loaded.message;
  EXPECT_EQ(loaded.model->layers[0].u.convolutional.q_weights, nullptr);
  EXPECT_EQ(loaded.model->layers[0].u.convolutional.weight_bits, 8);
}

TEST(Names, areWordsForEveryValue) {
  EXPECT_STREQ(qsimrt_kind_name(QSIMRT_CONVOLUTIONAL), "convolutional");
  EXPECT_STREQ(qsimrt_kind_name(QSIMRT_YOLO), "yolo");
  EXPECT_STREQ(qsimrt_kind_name(QSIMRT_KIND_COUNT), "?");
  EXPECT_STREQ(qsimrt_mode_name(QSIMRT_INT), "int");
  EXPECT_STREQ(qsimrt_mode_name(qsimrt_mode(3)), "?");
  EXPECT_STREQ(qsimrt_status_name(QSIMRT_OK), "ok");
  EXPECT_STREQ(qsimrt_status_name(QSIMRT_STOPPED), "stopped");
  EXPECT_STREQ(qsimrt_status_name(qsimrt_status(8)), "?");
}

} // namespace
