// SPDX-License-Identifier: Apache-2.0
// A valid set of files around test/Inputs/net/tiny.net, and loading it or what
// a test made of it.
#include "TinyNetwork.h"

#include "gtest/gtest.h"

#include <fstream>
#include <sstream>

using namespace qsim::test;

std::string qsim::test::readInput(const std::string &name) {
  std::ifstream file("../../Inputs/net/" + name, std::ios::binary);
  EXPECT_TRUE(file.good()) << name;
  std::stringstream content;
  content << file.rdbuf();
  return content.str();
}

std::string qsim::test::edit(const std::string &text, const std::string &from,
                             const std::string &to) {
  if (from.empty())
    return to;
  size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  EXPECT_EQ(text.find(from, at + 1), std::string::npos) << from;
  return at == std::string::npos
             ? text
             : std::string(text).replace(at, from.size(), to);
}

namespace {

template <typename T>
ContainerEntry entry(const std::string &name, qsimrt_dtype dtype,
                     std::vector<int64_t> dims, T first, T step) {
  int64_t count = 1;
  for (int64_t dim : dims)
    count *= dim;
  std::string payload;
  for (int64_t i = 0; i < count; ++i)
    append(payload, T(first + T(i % 7) * step));
  return {name, dtype, dims, payload};
}

ContainerEntry floats(const std::string &name, std::vector<int64_t> dims) {
  return entry<float>(name, QSIMRT_F32, dims, 0.5f, 0.125f);
}

ContainerEntry multipliers(const std::string &name, int64_t count) {
  std::string payload;
  for (int64_t i = 0; i < count; ++i) {
    append(payload, int32_t(12345 + i));
    append(payload, int32_t(20));
  }
  return {name, QSIMRT_MULT, {count}, payload};
}

} // namespace

std::vector<ContainerEntry> qsim::test::tinyFloatEntries() {
  return {floats("conv_0.weights", {4, 3, 3, 3}),
          floats("conv_0.biases", {4}),
          floats("conv_0.scales", {4}),
          floats("conv_0.mean", {4}),
          floats("conv_0.variance", {4}),
          floats("conv_2.weights", {6, 2, 3, 3}),
          floats("conv_2.biases", {6}),
          floats("conv_2.bias_delta", {6}),
          floats("conv_5.weights", {12, 10, 1, 1}),
          floats("conv_5.biases", {12})};
}

std::vector<ContainerEntry> qsim::test::tinyIntegerEntries() {
  ContainerEntry rescale{"route_4.rescale", QSIMRT_MULT, {2}, ""};
  for (int32_t value : {1, 0, 1, 1}) // input 3 is copied, input 0 is halved
    append(rescale.payload, value);
  return {entry<int8_t>("conv_0.q_weights", QSIMRT_I8, {4, 3, 3, 3}, -100, 30),
          entry<int32_t>("conv_0.q_biases", QSIMRT_I32, {4}, -1000, 333),
          multipliers("conv_0.positive", 4),
          multipliers("conv_0.negative", 4),
          floats("conv_0.hybrid_scales", {4}),
          floats("conv_0.hybrid_biases", {4}),
          entry<int8_t>("conv_2.q_weights", QSIMRT_I8, {6, 2, 3, 3}, -120, 40),
          entry<int32_t>("conv_2.q_biases", QSIMRT_I32, {6}, 5, 7),
          multipliers("conv_2.positive", 6),
          floats("conv_2.hybrid_scales", {6}),
          floats("conv_2.hybrid_biases", {6}),
          rescale,
          entry<int16_t>("conv_5.q_weights", QSIMRT_I16, {12, 10, 1, 1}, -2047,
                         600),
          entry<int64_t>("conv_5.q_biases", QSIMRT_I64, {12}, -100000, 12345),
          multipliers("conv_5.positive", 12),
          floats("conv_5.hybrid_scales", {12}),
          floats("conv_5.hybrid_biases", {12})};
}

static qsimrt_bytes view(const char *name, const AlignedBytes &bytes) {
  return {name, bytes.data(), bytes.size()};
}

void qsim::test::bindTo(Files &files) {
  AlignedBytes net(files.net), sys(files.sys), fweights(files.fweights);
  qsimrt_files view = {{"", net.data(), net.size()},
                       {"", sys.data(), sys.size()},
                       {"", fweights.data(), fweights.size()},
                       {},
                       {},
                       0};
  patch(files.qweights, 32, qsimrt_binding(&view));
  sealHeader(files.qweights);
}

Files qsim::test::tinyFiles() {
  Files files{readInput("tiny.net"), readInput("tiny.sys"),
              buildContainer(tinyFloatEntries(), 1, 0),
              buildContainer(tinyIntegerEntries(), 2, 0)};
  bindTo(files);
  return files;
}

std::vector<ContainerEntry>
qsim::test::packedEntries(const qsimrt_model &model) {
  std::vector<ContainerEntry> entries;
  for (int32_t i = 0; i < model.layer_count; ++i) {
    qsimrt_tensor_spec specs[QSIMRT_MOST_TENSORS];
    int32_t count = 0;
    qsimrt_packed_tensors(&model, i, specs, &count);
    const size_t first = entries.size();
    for (int32_t k = 0; k < count; ++k) {
      size_t bytes = qsimrt_dtype_size(specs[k].dtype);
      for (int32_t d = 0; d < specs[k].rank; ++d)
        bytes *= size_t(specs[k].dims[d]);
      entries.push_back(
          {model.layers[i].name + std::string(".") + specs[k].suffix,
           specs[k].dtype,
           {specs[k].dims, specs[k].dims + specs[k].rank},
           std::string(bytes, '\0')});
    }
    std::vector<void *> destinations;
    for (size_t k = first; k < entries.size(); ++k)
      destinations.push_back(entries[k].payload.data());
    qsimrt_pack_tensors(&model, i, destinations.data());
  }
  return entries;
}

Files qsim::test::packedFiles() {
  Files files = tinyFiles();
  const LoadedModel loaded(files);
  const qsimrt_bytes qweights = {"", files.qweights.data(),
                                 files.qweights.size()};
  files.packed = buildContainer(packedEntries(*loaded.model), 3,
                                qsimrt_packed_binding(&qweights));
  return files;
}

LoadedModel::LoadedModel(const Files &files, size_t memory)
    : net_(files.net), sys_(files.sys), fweights_(files.fweights),
      qweights_(files.qweights), packed_(files.packed) {
  qsimrt_files all = {
      view("t.net", net_),           view("t.sys", sys_),
      view("t.fweights", fweights_), view("t.qweights", qweights_),
      view("t.packed", packed_),     files.defersChecks};
  if (files.fweights.empty())
    all.fweights.data = nullptr;
  if (files.qweights.empty())
    all.qweights.data = nullptr;
  if (files.packed.empty())
    all.packed.data = nullptr;
  size = memory ? memory : qsimrt_model_size(&all);
  memory_ = AlignedBytes(std::string(size, '\xee'));
  qsimrt_error error;
  error.text[0] = '\0';
  status = qsimrt_model_init(const_cast<char *>(memory_.data()), size, &all,
                             &model, &error);
  message = error.text;
}
