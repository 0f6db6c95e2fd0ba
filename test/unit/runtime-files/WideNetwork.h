// SPDX-License-Identifier: Apache-2.0
// test/Inputs/net/wide.net with made-up float parameters and what the runtime
// derives from them: every kind of layer.
#ifndef QSIM_TEST_RUNTIMEFILES_WIDENETWORK_H
#define QSIM_TEST_RUNTIMEFILES_WIDENETWORK_H

#include "TinyNetwork.h"

#include "gtest/gtest.h"

#include <optional>

namespace qsim::test {

inline ContainerEntry entryOf(const qsimrt_layer &layer,
                              const qsimrt_tensor_spec &tensor) {
  ContainerEntry entry{std::string(layer.name) + "." + tensor.suffix,
                       tensor.dtype,
                       {tensor.dims, tensor.dims + tensor.rank},
                       ""};
  size_t bytes = qsimrt_dtype_size(tensor.dtype);
  for (int64_t dim : entry.dims)
    bytes *= size_t(dim);
  entry.payload.assign(bytes, '\0');
  return entry;
}

// The .fweights of a network: values from -0.5 to 0.5, variances above 0.5.
inline std::string floatsOf(const qsimrt_model &model) {
  std::vector<ContainerEntry> entries;
  unsigned seed = 1;
  for (int32_t i = 0; i < model.layer_count; ++i) {
    qsimrt_tensor_spec tensors[QSIMRT_MOST_TENSORS];
    int32_t count = 0;
    qsimrt_float_tensors(&model, i, tensors, &count);
    for (int32_t k = 0; k < count; ++k) {
      ContainerEntry entry = entryOf(model.layers[i], tensors[k]);
      const float lift = entry.name.find("variance") != entry.name.npos;
      for (size_t at = 0; at < entry.payload.size(); at += sizeof(float)) {
        seed = seed * 1664525 + 1013904223;
        patch(entry.payload, at, float(seed >> 16) / 65536 - 0.5f + lift);
      }
      entries.push_back(entry);
    }
  }
  return buildContainer(entries, 1, 0);
}

// The entries of the .qweights, derived layer by layer; nothing where one does
// not fit the datapath.
inline std::optional<std::vector<ContainerEntry>>
derivedOf(const qsimrt_model &model, std::string *message = nullptr) {
  std::vector<ContainerEntry> entries;
  for (int32_t i = 0; i < model.layer_count; ++i) {
    qsimrt_tensor_spec tensors[QSIMRT_MOST_TENSORS];
    int32_t count = 0;
    qsimrt_derived_tensors(&model, i, tensors, &count);
    std::vector<AlignedBytes> memory;
    void *destinations[QSIMRT_MOST_TENSORS] = {};
    for (int32_t k = 0; k < count; ++k)
      memory.emplace_back(entryOf(model.layers[i], tensors[k]).payload);
    for (int32_t k = 0; k < count; ++k)
      destinations[k] = const_cast<char *>(memory[size_t(k)].data());
    qsimrt_error error = {};
    if (qsimrt_derive_layer(&model, i, destinations, &error) != QSIMRT_OK) {
      if (message)
        *message = error.text;
      return std::nullopt;
    }
    for (int32_t k = 0; k < count; ++k) {
      entries.push_back(entryOf(model.layers[i], tensors[k]));
      entries.back().payload = memory[size_t(k)].string();
    }
  }
  return entries;
}

inline std::vector<ContainerEntry> integersOf(const qsimrt_model &model) {
  std::string message;
  const auto entries = derivedOf(model, &message);
  EXPECT_TRUE(entries) << message;
  return entries.value_or(std::vector<ContainerEntry>());
}

// An edit of a .net, and what the reader says of it behind "t.net:".
struct Case {
  std::string from, to, message;
};

// The one edit of `input` is refused so.
inline void expectRefused(const Case &c, const std::string &input) {
  Files files;
  files.net = edit(readInput(input), c.from, c.to);
  files.sys = readInput("wide.sys");
  LoadedModel loaded(files);
  EXPECT_EQ(loaded.status, QSIMRT_BAD_FILE) << c.message;
  EXPECT_EQ(loaded.message, "t.net:" + c.message);
}

// All four files of a .net: parameters are made up and derived.
inline Files filesOf(const std::string &net) {
  Files files{net, readInput("wide.sys"), "", ""};
  LoadedModel bare(files);
  EXPECT_EQ(bare.status, QSIMRT_OK) << bare.message;
  if (bare.status != QSIMRT_OK)
    return files;
  files.fweights = floatsOf(*bare.model);
  LoadedModel withFloats(files);
  EXPECT_EQ(withFloats.status, QSIMRT_OK) << withFloats.message;
  if (withFloats.status != QSIMRT_OK)
    return files;
  files.qweights = buildContainer(integersOf(*withFloats.model), 2, 0);
  bindTo(files);
  return files;
}

// What is said of the .qweights of good files whose entry `name` has another
// number at a place.
inline std::string refusalOf(const Files &good, const qsimrt_model &model,
                             const std::string &name, size_t at,
                             int32_t value) {
  Files files = good;
  std::vector<ContainerEntry> entries = integersOf(model);
  for (ContainerEntry &entry : entries)
    if (entry.name == name)
      patch(entry.payload, at, value);
  files.qweights = buildContainer(entries, 2, 0);
  bindTo(files);
  LoadedModel loaded(files);
  EXPECT_EQ(loaded.status, QSIMRT_BAD_FILE) << name;
  return loaded.message;
}

} // namespace qsim::test

#endif // QSIM_TEST_RUNTIMEFILES_WIDENETWORK_H
