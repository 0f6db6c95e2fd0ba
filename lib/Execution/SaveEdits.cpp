// SPDX-License-Identifier: Apache-2.0
// Copies a package and puts edited tensors into its containers.
#include "qsim/Execution/SaveEdits.h"

#include "ContainerPatch.h"
#include "qsim/Execution/StepFile.h"
#include "qsim/Support/PackageFiles.h"
#include "qsim/Support/PackedFile.h"

#include <filesystem>
#include <set>

namespace fs = std::filesystem;

namespace qsim {
namespace {

Result<std::string> readAll(const std::string &path) {
  Result<MappedFile> file = MappedFile::open(path);
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

/// The layers whose modes the simulation's edits changed.
std::set<int> layersWithMode(const Simulation &simulation) {
  std::set<int> layers;
  for (const Edit &edit : simulation.edits())
    if (edit.kind == Edit::Kind::Mode)
      layers.insert(edit.layer);
  return layers;
}

/// The modes of all layers as a step file; `earlier` is one of the package, or
/// no file.
Result<std::string> modesText(const Simulation &simulation,
                              const std::string &earlier) {
  const qsimrt_model &model = simulation.model();
  const std::set<int> changed = layersWithMode(simulation);
  std::vector<qsimrt_mode> modes;
  for (int i = 0; i < model.layer_count; ++i)
    modes.push_back(qsimrt_layer_mode(simulation.running().handle(), i));
  if (fs::exists(earlier)) {
    Result<StepFile> file = StepFile::read(earlier, model);
    if (!file)
      return file.error();
    const std::vector<qsimrt_mode> floats = file->modes(QSIMRT_FLOAT);
    const std::vector<qsimrt_mode> ints = file->modes(QSIMRT_INT);
    for (std::size_t i = 0; i < modes.size(); ++i)
      if (floats[i] == ints[i] && !changed.count(static_cast<int>(i)))
        modes[i] = floats[i];
  }
  std::string text = "# Modes of a simulation.\n";
  for (std::size_t i = 0; i < modes.size(); ++i)
    text +=
        "layer " + std::to_string(i) + " " + qsimrt_mode_name(modes[i]) + "\n";
  return text;
}

/// Puts the edited layers into the containers; `base` is DIRECTORY/NAME of the
/// copy, which has the other files already.
Result<void> patchContainers(const Simulation &simulation,
                             const std::string &base) {
  std::set<int> layers;
  for (const Edit &edit : simulation.edits())
    if (edit.kind == Edit::Kind::Value && !isOfPicture(edit))
      layers.insert(edit.layer);
  Result<std::string> net = readAll(base + ".net"),
                      sys = readAll(base + ".sys");
  if (!net || !sys)
    return net ? sys.error() : net.error();
  std::string fweights;
  if (fs::exists(base + ".fweights")) {
    Result<std::string> bytes = readAll(base + ".fweights");
    if (!bytes)
      return bytes.error();
    fweights = std::move(*bytes);
    patchLayers(fweights, simulation.model(), layers, true);
    sealContainer(fweights, 0);
    if (Result<void> done = writeFileAtomically(base + ".fweights", fweights);
        !done)
      return done;
  }
  if (!fs::exists(base + ".qweights"))
    return {};
  Result<std::string> qweights = readAll(base + ".qweights");
  if (!qweights)
    return qweights.error();
  patchLayers(*qweights, simulation.model(), layers, false);
  const qsimrt_files files = {{"net", net->data(), net->size()},
                              {"sys", sys->data(), sys->size()},
                              {"fweights", fweights.data(), fweights.size()},
                              {},
                              {},
                              0};
  sealContainer(*qweights, qsimrt_binding(&files));
  return writeFileAtomically(base + ".qweights", *qweights);
}

/// Writes the packed weights of a package without; `base` is DIRECTORY/NAME.
Result<void> packAgain(const Package &package, const std::string &base) {
  if (!package.model().has_integer)
    return {};
  const std::string path = base + ".qweights";
  Result<MappedFile> qweights = MappedFile::open(path);
  if (!qweights)
    return qweights.error();
  return writePackedFile(base + packedEnding, package.model(),
                         {path.c_str(), qweights->data(), qweights->size()});
}

/// Copies the package's own files, and nothing that lies beside them; its NAME.
/// Packed weights are made again.
Result<std::string> copyPackage(const std::string &from,
                                const std::string &to) {
  std::vector<std::string> entries;
  std::error_code code;
  for (const fs::directory_entry &entry : fs::directory_iterator(from, code))
    entries.push_back(entry.path().filename().string());
  const std::string name = packageName(entries);
  if (code || name.empty())
    return Error{from + ": is no longer a package"};
  for (const std::string &entry : entries)
    if (isPackageFile(entry, name) && entry != name + packedEnding &&
        !fs::copy_file(fs::path(from) / entry, fs::path(to) / entry, code))
      return Error{(fs::path(from) / entry).string() +
                   ": cannot be copied: " + code.message()};
  return name;
}

/// The same with `to` in the place of the folder where the files still are.
Error named(const Error &error, const std::string &folder,
            const std::string &to) {
  std::string text = error.message;
  for (std::size_t at = text.find(folder); at != std::string::npos;
       at = text.find(folder, at + to.size()))
    text.replace(at, folder.size(), to);
  return Error{text};
}

} // namespace

Result<void> saveEdits(const Simulation &simulation, const std::string &from,
                       const std::string &to, const EditRecord &record) {
  Result<AtomicDirectory> target = createPackageDirectory(to);
  if (!target)
    return target.error();
  const std::string &folder = target->path();
  Result<std::string> name = copyPackage(from, folder);
  if (!name)
    return name.error();
  if (Result<void> done = patchContainers(simulation, folder + "/" + *name);
      !done)
    return done;
  const std::string edits = formatEditRecord(record, simulation.model().name);
  if (Result<void> done =
          writeFileAtomically(folder + "/" + packageEdits, edits);
      !done)
    return done;
  if (!layersWithMode(simulation).empty()) {
    const std::string path = folder + "/" + packageModes;
    Result<std::string> modes = modesText(simulation, path);
    if (!modes)
      return named(modes.error(), folder, to);
    if (Result<void> done = writeFileAtomically(path, *modes); !done)
      return done;
  }
  Result<std::unique_ptr<Package>> loaded = Package::open(folder);
  if (!loaded)
    return Error{"not saved, as it could not be read again: " +
                 named(loaded.error(), folder, to).message};
  if (Result<void> done = packAgain(**loaded, folder + "/" + *name); !done)
    return done;
  return target->commit();
}

} // namespace qsim
