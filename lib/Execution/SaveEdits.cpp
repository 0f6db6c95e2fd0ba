// SPDX-License-Identifier: Apache-2.0
// Copies a package and puts edited tensors into its containers.
#include "qsim/Execution/SaveEdits.h"

#include "ContainerPatch.h"
#include "qsim/Support/AtomicFile.h"
#include "qsim/Support/Json.h"

#include <algorithm>
#include <filesystem>
#include <set>

namespace fs = std::filesystem;

namespace qsim {
namespace {

bool isPackageFile(std::string_view name) {
  for (const char *ending : {".net", ".sys", ".fweights", ".qweights",
                             ".mlirbc", ".yaml", ".hist", ".ste"})
    if (name.ends_with(ending))
      return true;
  return name == "edits.json";
}

Result<std::string> readAll(const fs::path &path) {
  Result<MappedFile> file = MappedFile::open(path.string());
  if (!file)
    return file.error();
  return std::string(file->text());
}

/// The bytes of a layer's tensor with this specification.
std::string_view payloadOf(const qsimrt_layer &layer,
                           const qsimrt_tensor_spec &spec) {
  std::size_t bytes = qsimrt_dtype_size(spec.dtype);
  for (int i = 0; i < spec.rank; ++i)
    bytes *= static_cast<std::size_t>(spec.dims[i]);
  return {static_cast<const char *>(qsimrt_tensor_of(&layer, spec.suffix)),
          bytes};
}

void patchLayers(std::string &container, const qsimrt_model &model,
                 const std::set<int> &layers, bool imported) {
  for (const int layer : layers) {
    qsimrt_tensor_spec specs[QSIMRT_MOST_TENSORS];
    std::int32_t count = 0;
    (imported ? qsimrt_float_tensors : qsimrt_derived_tensors)(&model, layer,
                                                               specs, &count);
    for (std::int32_t i = 0; i < count; ++i)
      patchPayload(container,
                   std::string(model.layers[layer].name) + "." +
                       specs[i].suffix,
                   payloadOf(model.layers[layer], specs[i]));
  }
}

std::string record(const Simulation &simulation, const std::string &name) {
  const qsimrt_model &model = simulation.model();
  JsonWriter json(JsonWriter::Style::Pretty);
  json.beginObject().member("format", "1.0").member("network", model.name);
  json.member("package", name);
  json.key("edits").beginArray();
  for (const Edit &edit : simulation.edits()) {
    if (edit.kind == Edit::Kind::Value && edit.tensor == "output")
      continue;
    json.beginObject().member("layer", edit.layer);
    json.member("name", model.layers[edit.layer].name);
    if (edit.kind == Edit::Kind::Mode) {
      json.member("mode", qsimrt_mode_name(edit.mode));
    } else {
      json.member("tensor", edit.tensor).member("index", edit.index);
      json.key("values").beginArray();
      for (const double value : edit.values)
        json.value(value);
      json.endArray();
    }
    json.endObject();
  }
  return json.endArray().endObject().take() + "\n";
}

/// The modes of all layers as a step file, where edits changed any.
std::string modesText(const Simulation &simulation) {
  const qsimrt_model &model = simulation.model();
  const auto &edits = simulation.edits();
  if (std::none_of(edits.begin(), edits.end(), [](const Edit &edit) {
        return edit.kind == Edit::Kind::Mode;
      }))
    return {};
  std::string text = "# Modes of a simulation.\n";
  for (int i = 0; i < model.layer_count; ++i)
    text +=
        "layer " + std::to_string(i) + " " +
        qsimrt_mode_name(qsimrt_layer_mode(simulation.running().handle(), i)) +
        "\n";
  return text;
}

/// The files of a package by ending; of a kind of file that it lacks an empty
/// path.
struct PackagePaths {
  fs::path net, sys, fweights, qweights;
};

Result<void> writeContainers(const Simulation &simulation,
                             const PackagePaths &paths,
                             const std::string &directory) {
  std::set<int> layers;
  for (const Edit &edit : simulation.edits())
    if (edit.kind == Edit::Kind::Value && edit.tensor != "output")
      layers.insert(edit.layer);
  Result<std::string> net = readAll(paths.net), sys = readAll(paths.sys);
  if (!net || !sys)
    return net ? sys.error() : net.error();
  std::string fweights;
  if (!paths.fweights.empty()) {
    Result<std::string> bytes = readAll(paths.fweights);
    if (!bytes)
      return bytes.error();
    fweights = std::move(*bytes);
    patchLayers(fweights, simulation.model(), layers, true);
    sealContainer(fweights, 0);
    if (Result<void> done = writeFileAtomically(
            directory + "/" + paths.fweights.filename().string(), fweights);
        !done)
      return done;
  }
  if (paths.qweights.empty())
    return {};
  Result<std::string> qweights = readAll(paths.qweights);
  if (!qweights)
    return qweights.error();
  patchLayers(*qweights, simulation.model(), layers, false);
  const qsimrt_files files = {{"net", net->data(), net->size()},
                              {"sys", sys->data(), sys->size()},
                              {"fweights", fweights.data(), fweights.size()},
                              {}};
  sealContainer(*qweights, qsimrt_binding(&files));
  return writeFileAtomically(
      directory + "/" + paths.qweights.filename().string(), *qweights);
}

} // namespace

Result<void> saveEdits(const Simulation &simulation, const std::string &from,
                       const std::string &to, const std::string &name) {
  Result<AtomicDirectory> target = AtomicDirectory::create(to, isPackageFile);
  if (!target)
    return target.error();
  PackagePaths paths;
  std::error_code code;
  for (const fs::directory_entry &entry : fs::directory_iterator(from, code)) {
    const std::string ending = entry.path().extension().string();
    if (ending == ".fweights") {
      paths.fweights = entry.path();
      continue;
    }
    if (ending == ".qweights") {
      paths.qweights = entry.path();
      continue;
    }
    if (ending == ".net")
      paths.net = entry.path();
    if (ending == ".sys")
      paths.sys = entry.path();
    std::error_code failed;
    if (!fs::copy_file(entry.path(),
                       fs::path(target->path()) / entry.path().filename(),
                       failed))
      return Error{entry.path().string() +
                   ": cannot be copied: " + failed.message()};
  }
  if (code || paths.net.empty() || paths.sys.empty())
    return Error{from + ": is no longer a package"};
  if (Result<void> done = writeContainers(simulation, paths, target->path());
      !done)
    return done;
  if (Result<void> done = writeFileAtomically(target->path() + "/edits.json",
                                              record(simulation, name));
      !done)
    return done;
  if (const std::string modes = modesText(simulation); !modes.empty())
    if (Result<void> done =
            writeFileAtomically(target->path() + "/modes.ste", modes);
        !done)
      return done;
  return target->commit();
}

} // namespace qsim
