// SPDX-License-Identifier: Apache-2.0
// Finds, maps and loads the files of a package.
#include "qsim/Execution/Package.h"

#include "qsim/Support/PackageFiles.h"

#include <algorithm>
#include <array>
#include <filesystem>

namespace fs = std::filesystem;

namespace qsim {

RuntimeMemory allocateRuntimeMemory(std::size_t size) {
  constexpr std::size_t alignment = 64;
  std::size_t rounded = (size + alignment - 1) / alignment * alignment;
  return RuntimeMemory(
      std::aligned_alloc(alignment, rounded ? rounded : alignment));
}

static Result<std::string> findNetFile(const std::string &directory) {
  std::error_code code;
  fs::directory_iterator entries(directory, code);
  if (code)
    return Error{directory +
                 ": expected a package directory: " + code.message()};
  std::vector<std::string> found;
  for (const fs::directory_entry &entry : entries)
    if (entry.path().extension() == ".net")
      found.push_back(entry.path().string());
  if (found.size() == 1)
    return found.front();
  return Error{directory + ": expected exactly one .net file, found " +
               std::to_string(found.size())};
}

Result<std::unique_ptr<Package>> Package::open(const std::string &directory) {
  return open(directory, Choice());
}

/// Does a layer read float parameters whatever the mode?
static bool needsFloats(const qsimrt_model &model) {
  return !model.has_integer ||
         std::any_of(model.layers, model.layers + model.layer_count,
                     [](const qsimrt_layer &layer) {
                       // Has no form in integers, whatever its ceiling says.
                       return layer.kind == QSIMRT_INSTANCE_NORM ||
                              ((qsimrt_has_weights(layer.kind) ||
                                layer.kind == QSIMRT_CONSTANT) &&
                               layer.ceiling != QSIMRT_INT);
                     });
}

Result<std::unique_ptr<Package>>
Package::openForMode(const std::string &directory, qsimrt_mode mode) {
  Choice choice = {mode != QSIMRT_INT, mode != QSIMRT_FLOAT, true};
  Result<std::unique_ptr<Package>> package = open(directory, choice);
  if (package && mode == QSIMRT_INT && needsFloats((*package)->model())) {
    choice.floats = true;
    return open(directory, choice);
  }
  return package;
}

Result<std::unique_ptr<Package>> Package::open(const std::string &directory,
                                               const Choice &choice) {
  Result<std::string> net = findNetFile(directory);
  if (!net)
    return net.error();
  const std::string base = net->substr(0, net->size() - 4);
  // The package keeps the mappings; the names only serve messages.
  const std::array<std::string, 5> names = {
      *net, base + ".sys", base + ".fweights", base + ".qweights",
      base + packedEnding};
  qsimrt_files files = {};
  files.defers_checks = choice.defersChecks;
  qsimrt_bytes *const slots[] = {&files.net, &files.sys, &files.fweights,
                                 &files.qweights, &files.packed};
  std::unique_ptr<Package> package(new Package);
  for (std::size_t i = 0; i < names.size(); ++i) {
    const bool optional = i >= 2;
    if (optional && !fs::exists(names[i]))
      continue;
    if ((slots[i] == &files.fweights && !choice.floats) ||
        (slots[i] == &files.packed && !choice.packed))
      continue;
    Result<MappedFile> file = MappedFile::open(names[i]);
    if (!file)
      return file.error();
    *slots[i] = {names[i].c_str(), file->data(), file->size()};
    package->sizes.emplace_back(fs::path(names[i]).filename().string(),
                                file->size());
    package->mapped.push_back(std::move(*file));
  }
  if (Result<void> done = package->load(files); !done)
    return done.error();
  return package;
}

Result<std::unique_ptr<Package>> Package::fromBytes(const qsimrt_files &files) {
  std::unique_ptr<Package> package(new Package);
  if (Result<void> done = package->load(files); !done)
    return done.error();
  return package;
}

Result<void> Package::load(const qsimrt_files &files) {
  const std::size_t size = qsimrt_model_size(&files);
  memory = allocateRuntimeMemory(size);
  if (!memory)
    return Error{std::string(files.net.name) +
                 ": out of memory: the model needs " + std::to_string(size) +
                 " bytes"};
  qsimrt_error error = {};
  if (qsimrt_model_init(memory.get(), size, &files, &loaded, &error) !=
      QSIMRT_OK)
    return Error{error.text};
  // Every byte was read to check it; runs look at few of them, but for packed
  // weights.
  for (const MappedFile &file : mapped)
    if (file.data() != files.packed.data || !files.defers_checks)
      MappedFile::forget(file.data(), file.size());
  return {};
}

std::string Package::className(int classId) const {
  if (classId >= 0 && classId < loaded->class_count)
    return loaded->class_names[classId];
  return "class " + std::to_string(classId);
}

/// Classes of a detection head; 0 for any other layer.
static int headClasses(const qsimrt_layer &layer) {
  switch (layer.kind) {
  case QSIMRT_YOLO:
    return layer.u.yolo.classes;
  case QSIMRT_REGION:
    return layer.u.region.classes;
  case QSIMRT_DETECTION:
    return layer.u.detection.classes;
  case QSIMRT_YOLOX:
    return layer.u.yolox.classes;
  default:
    return 0;
  }
}

int Package::classCount() const {
  int count = 0;
  for (int i = 0; i < loaded->layer_count; ++i)
    count = std::max(count, headClasses(loaded->layers[i]));
  return count;
}

} // namespace qsim
