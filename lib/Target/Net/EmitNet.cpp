// SPDX-License-Identifier: Apache-2.0
// All files of a network in memory, and a package of them on disk.
#include "WeightWriters.h"
#include "qsim/Support/PackageFiles.h"
#include "qsim/Support/PackedFile.h"

#include <cstring>

using namespace qsim;

Error qsim::fail(mlir::Operation *op, const std::string &message) {
  // At the location alone: the op is no help, and may be long.
  mlir::emitError(op->getLoc(), message);
  return Error{message};
}

Result<RuntimeModel> RuntimeModel::load(qnet::NetworkOp network,
                                        const std::string &net,
                                        const std::string &sys,
                                        std::string_view fweights,
                                        std::string_view qweights) {
  const std::string name = network.getSymName().str();
  const std::string netName = name + ".net", sysName = name + ".sys",
                    fweightsName = name + ".fweights",
                    qweightsName = name + ".qweights";
  qsimrt_files files = {};
  files.net = {netName.c_str(), net.data(), net.size()};
  files.sys = {sysName.c_str(), sys.data(), sys.size()};
  if (!fweights.empty())
    files.fweights = {fweightsName.c_str(), fweights.data(), fweights.size()};
  if (!qweights.empty())
    files.qweights = {qweightsName.c_str(), qweights.data(), qweights.size()};
  RuntimeModel result;
  result.memory = AlignedBytes(qsimrt_model_size(&files));
  qsimrt_error error = {};
  if (qsimrt_model_init(result.memory.data(), result.memory.size(), &files,
                        &result.model, &error) != QSIMRT_OK)
    return fail(network, error.text);
  if (!fweights.empty())
    result.bindingValue = qsimrt_binding(&files);
  return result;
}

namespace {

/// Writes the `.fweights` of a network whose texts are known.
Result<void> emitFloatWeights(qnet::NetworkOp network, const NetFiles &files,
                              const std::function<void(uint64_t)> &size,
                              const ByteSink &sink) {
  Result<RuntimeModel> model =
      RuntimeModel::load(network, files.net, files.sys);
  if (!model)
    return model.error();
  return writeFloatWeights(network, **model, size, sink);
}

/// The `.qweights` for float parameters that lie in memory.
Result<AlignedBytes> emitIntegerWeights(qnet::NetworkOp network,
                                        const NetFiles &files,
                                        std::string_view fweights) {
  Result<RuntimeModel> model =
      RuntimeModel::load(network, files.net, files.sys, fweights);
  if (!model)
    return model.error();
  return writeIntegerWeights(network, *model);
}

NetFiles emitTexts(qnet::NetworkOp network) {
  NetFiles files;
  files.net = writeNet(network);
  files.sys = writeSys(network);
  return files;
}

} // namespace

Result<NetFiles> qsim::emitNetFiles(qnet::NetworkOp network) {
  NetFiles files = emitTexts(network);
  std::size_t written = 0;
  const auto allocate = [&](uint64_t size) {
    files.fweights = AlignedBytes(size);
  };
  const auto append = [&](const void *data, std::size_t size) -> Result<void> {
    std::memcpy(files.fweights.data() + written, data, size);
    written += size;
    return {};
  };
  if (Result<void> done = emitFloatWeights(network, files, allocate, append);
      !done)
    return done.error();
  Result<AlignedBytes> qweights =
      emitIntegerWeights(network, files, files.fweights.view());
  if (!qweights)
    return qweights.error();
  files.qweights = *std::move(qweights);
  return files;
}

// Only here are float parameters neither copied nor held: they go from where
// the attributes have them to the file, which is then mapped.
static Result<void> emitWeightFiles(const std::string &base,
                                    qnet::NetworkOp network,
                                    const NetFiles &texts) {
  const std::string path = base + ".fweights";
  Result<AtomicFile> file = AtomicFile::create(path);
  if (!file)
    return file.error();
  const auto append = [&](const void *data, std::size_t size) {
    return file->write(data, size);
  };
  Result<void> done = emitFloatWeights(
      network, texts, [](uint64_t) {}, append);
  if (!done)
    return done;
  if (done = file->commit(); !done)
    return done;
  Result<MappedFile> mapped = MappedFile::open(path);
  if (!mapped)
    return mapped.error();
  Result<AlignedBytes> qweights =
      emitIntegerWeights(network, texts, mapped->text());
  if (!qweights)
    return qweights.error();
  if (qweights->empty())
    return {};
  if (done = writeFileAtomically(base + ".qweights", qweights->view()); !done)
    return done;
  Result<RuntimeModel> model =
      RuntimeModel::load(network, texts.net, texts.sys, {}, qweights->view());
  if (!model)
    return model.error();
  return writePackedFile(base + packedEnding, **model,
                         {"qweights", qweights->data(), qweights->size()});
}

Result<void> qsim::emitPackage(const std::string &directory,
                               qnet::NetworkOp network,
                               const PackageExtras &extras) {
  Result<AtomicDirectory> package = createPackageDirectory(directory);
  if (!package)
    return package.error();
  const NetFiles texts = emitTexts(network);
  const std::string name = network.getSymName().str();
  const std::pair<std::string, std::string_view> contents[] = {
      {name + ".net", texts.net},
      {name + ".sys", texts.sys},
      {packageModule, extras.module},
      {packageCalibration, extras.calibration},
      {packageHistograms, extras.calibrationHistogram},
      {packageOverrides, extras.overrides}};
  for (const auto &[file, bytes] : contents) {
    if (bytes.empty())
      continue;
    const Result<void> done =
        writeFileAtomically(package->path() + "/" + file, bytes);
    if (!done)
      return done;
  }
  if (Result<void> done =
          emitWeightFiles(package->path() + "/" + name, network, texts);
      !done)
    return done;
  return package->commit();
}
