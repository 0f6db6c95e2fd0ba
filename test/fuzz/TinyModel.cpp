// SPDX-License-Identifier: Apache-2.0
// A small valid network, file by file, and loading it with one file replaced.
#include "TinyModel.h"

#include <cstdlib>
#include <fstream>
#include <sstream>

using namespace qsim::test;

namespace {

std::string readInput(const char *name) {
  std::ifstream file(std::string(QSIM_FUZZ_INPUTS "/") + name,
                     std::ios::binary);
  std::stringstream content;
  content << file.rdbuf();
  if (!file)
    std::abort();
  return content.str();
}

// Memory of the files as the runtime sees them, aligned and exact in size.
class Loaded {
public:
  explicit Loaded(const TinyFiles &files)
      : net(files.net), sys(files.sys), fweights(files.fweights),
        qweights(files.qweights), packed(files.packed) {
    view = {{"t.net", net.data(), net.size()},
            {"t.sys", sys.data(), sys.size()},
            {"t.fweights", files.fweights.empty() ? nullptr : fweights.data(),
             fweights.size()},
            {"t.qweights", files.qweights.empty() ? nullptr : qweights.data(),
             qweights.size()},
            {"t.packed", files.packed.empty() ? nullptr : packed.data(),
             packed.size()},
            /*defers_checks=*/1};
    const size_t size = qsimrt_model_size(&view);
    memory = AlignedBytes(std::string(size, '\0'));
    qsimrt_error error = {};
    const qsimrt_status status = qsimrt_model_init(
        const_cast<char *>(memory.data()), size, &view, &model, &error);
    if (status != QSIMRT_OK && !error.text[0])
      std::abort();
    if (status != QSIMRT_OK)
      model = nullptr;
  }

  qsimrt_files view;
  const qsimrt_model *model = nullptr;

private:
  AlignedBytes net, sys, fweights, qweights, packed, memory;
};

// Small positive numbers, so that variances and scales are sound.
std::string payloadOf(const qsimrt_tensor_spec &tensor) {
  int64_t count = 1;
  for (int32_t d = 0; d < tensor.rank; ++d)
    count *= tensor.dims[d];
  std::string payload;
  for (int64_t i = 0; i < count; ++i)
    append(payload, 0.25f + 0.125f * float(i % 7));
  return payload;
}

ContainerEntry entryOf(const qsimrt_layer &layer,
                       const qsimrt_tensor_spec &tensor, std::string payload) {
  return {std::string(layer.name) + "." + tensor.suffix, tensor.dtype,
          std::vector<int64_t>(tensor.dims, tensor.dims + tensor.rank),
          std::move(payload)};
}

std::string floatParameters(const qsimrt_model &model) {
  std::vector<ContainerEntry> entries;
  for (int32_t i = 0; i < model.layer_count; ++i) {
    qsimrt_tensor_spec tensors[QSIMRT_MOST_TENSORS];
    int32_t count;
    qsimrt_float_tensors(&model, i, tensors, &count);
    for (int32_t k = 0; k < count; ++k)
      entries.push_back(
          entryOf(model.layers[i], tensors[k], payloadOf(tensors[k])));
  }
  return buildContainer(entries, 1, 0);
}

// The tensors of a layer, all zeros.
std::vector<ContainerEntry> blankEntries(const qsimrt_layer &layer,
                                         const qsimrt_tensor_spec *tensors,
                                         int32_t count) {
  std::vector<ContainerEntry> entries;
  for (int32_t k = 0; k < count; ++k) {
    int64_t bytes = int64_t(qsimrt_dtype_size(tensors[k].dtype));
    for (int32_t d = 0; d < tensors[k].rank; ++d)
      bytes *= tensors[k].dims[d];
    entries.push_back(
        entryOf(layer, tensors[k], std::string(size_t(bytes), '\0')));
  }
  return entries;
}

std::vector<void *> payloadsOf(std::vector<ContainerEntry> &entries) {
  std::vector<void *> destinations;
  for (ContainerEntry &entry : entries)
    destinations.push_back(entry.payload.data());
  return destinations;
}

std::string integerParameters(const qsimrt_model &model, uint32_t binding) {
  std::vector<ContainerEntry> entries;
  for (int32_t i = 0; i < model.layer_count; ++i) {
    qsimrt_tensor_spec tensors[QSIMRT_MOST_TENSORS];
    int32_t count;
    qsimrt_derived_tensors(&model, i, tensors, &count);
    auto own = blankEntries(model.layers[i], tensors, count);
    qsimrt_error error = {};
    if (qsimrt_derive_layer(&model, i, payloadsOf(own).data(), &error) !=
        QSIMRT_OK)
      std::abort();
    entries.insert(entries.end(), own.begin(), own.end());
  }
  return buildContainer(entries, 2, binding);
}

std::string packedParameters(const qsimrt_model &model, uint32_t binding) {
  std::vector<ContainerEntry> entries;
  for (int32_t i = 0; i < model.layer_count; ++i) {
    qsimrt_tensor_spec tensors[QSIMRT_MOST_TENSORS];
    int32_t count;
    qsimrt_packed_tensors(&model, i, tensors, &count);
    auto own = blankEntries(model.layers[i], tensors, count);
    qsimrt_pack_tensors(&model, i, payloadsOf(own).data());
    entries.insert(entries.end(), own.begin(), own.end());
  }
  return buildContainer(entries, 3, binding);
}

TinyFiles makeFiles() {
  TinyFiles files{readInput("tiny.net"), readInput("tiny.sys"), "", ""};
  files.fweights = floatParameters(*Loaded(files).model);
  files.qweights = integerParameters(*Loaded(files).model, bindingOf(files));
  const Loaded loaded(files);
  files.packed = packedParameters(*loaded.model,
                                  qsimrt_packed_binding(&loaded.view.qweights));
  return files;
}

void runInteger(const qsimrt_model &model, const qsimrt_packed *packed) {
  qsimrt_plan plan = {};
  plan.mode = QSIMRT_INT;
  plan.packed = packed;
  qsimrt_error error = {};
  AlignedBytes memory(std::string(qsimrt_session_size(&model, &plan), '\0'));
  qsimrt_session *session = nullptr;
  if (qsimrt_session_init(const_cast<char *>(memory.data()), memory.size(),
                          &model, &plan, &session, &error) != QSIMRT_OK)
    return;
  const std::vector<float> grey(size_t(model.image.c) * size_t(model.image.h) *
                                    size_t(model.image.w),
                                0.5f);
  if (qsimrt_set_input(session, grey.data(), grey.size(), &error) !=
          QSIMRT_OK ||
      qsimrt_run(session, nullptr, &error) != QSIMRT_OK)
    std::abort();
}

} // namespace

uint32_t qsim::test::bindingOf(const TinyFiles &files) {
  const Loaded loaded({files.net, files.sys, files.fweights, ""});
  return qsimrt_binding(&loaded.view);
}

const TinyFiles &qsim::test::tinyFiles() {
  static const TinyFiles files = makeFiles();
  return files;
}

void qsim::test::load(const TinyFiles &files, bool run) {
  const Loaded loaded(files);
  if (!loaded.model || !run)
    return;
  runInteger(*loaded.model, nullptr);
  const qsimrt_isa isa = qsimrt_best_isa();
  const size_t size =
      qsimrt_packed_size(loaded.model, isa, QSIMRT_PACK_INTEGERS);
  if (size == 0)
    return;
  AlignedBytes memory(std::string(size, '\0'));
  const qsimrt_packed *packed = nullptr;
  qsimrt_error error = {};
  if (qsimrt_pack(loaded.model, isa, QSIMRT_PACK_INTEGERS,
                  const_cast<char *>(memory.data()), size, nullptr, &packed,
                  &error) != QSIMRT_OK)
    std::abort();
  runInteger(*loaded.model, packed);
}
