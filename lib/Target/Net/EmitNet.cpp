// SPDX-License-Identifier: Apache-2.0
// All files of a network in memory, and a package of them on disk.
#include "WeightWriters.h"
#include "qsim/Support/AtomicFile.h"

#include "llvm/ADT/STLExtras.h"

#include <array>

using namespace qsim;

Result<NetFiles> qsim::emitNetFiles(qnet::NetworkOp network) {
  NetFiles files;
  files.net = writeNet(network);
  files.sys = writeSys(network);
  Result<AlignedBytes> fweights = writeFloatWeights(network);
  if (!fweights)
    return fweights.error();
  files.fweights = *std::move(fweights);
  if (!network.getQuantizationAttr()) // float-only
    return files;
  Result<AlignedBytes> qweights = writeIntegerWeights(network, files);
  if (!qweights)
    return qweights.error();
  files.qweights = *std::move(qweights);
  return files;
}

namespace {

constexpr llvm::StringLiteral moduleName = "model.mlirbc",
                              calibrationName = "calibration.yaml",
                              histogramName = "calibration.hist",
                              overridesName = "overrides.yaml";

bool isPackageFile(std::string_view entry) {
  const llvm::StringRef name(entry);
  return llvm::is_contained(
             {moduleName, calibrationName, histogramName, overridesName},
             name) ||
         llvm::any_of(std::array{".net", ".sys", ".fweights", ".qweights"},
                      [&](const char *end) { return name.ends_with(end); });
}

} // namespace

Result<void> qsim::writePackage(const std::string &directory,
                                const std::string &name, const NetFiles &files,
                                const PackageExtras &extras) {
  Result<AtomicDirectory> package =
      AtomicDirectory::create(directory, isPackageFile);
  if (!package)
    return package.error();
  const std::pair<std::string, std::string_view> contents[] = {
      {name + ".net", files.net},
      {name + ".sys", files.sys},
      {name + ".fweights", files.fweights.view()},
      {name + ".qweights", files.qweights.view()},
      {moduleName.str(), extras.module},
      {calibrationName.str(), extras.calibration},
      {histogramName.str(), extras.calibrationHistogram},
      {overridesName.str(), extras.overrides}};
  for (const auto &[file, bytes] : contents) {
    if (bytes.empty())
      continue;
    const Result<void> done =
        writeFileAtomically(package->path() + "/" + file, bytes);
    if (!done)
      return done.error();
  }
  return package->commit();
}
