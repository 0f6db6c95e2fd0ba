// SPDX-License-Identifier: Apache-2.0
// Reads a .sys with the runtime's parser and compares it with the network.
#include "SystemVariables.h"

#include "QSim/Analysis/NetworkFacts.h"
#include "qsim/Support/MappedFile.h"
#include "qsim/Support/Preprocessing.h"
#include "qsimrt/qsimrt.h"

#include "mlir/IR/Builders.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/ADT/StringSwitch.h"

#include <optional>

namespace qsim {
namespace {

/// What the runtime's parser checks but does not hand out: which sections the
/// file has, and the class names.
struct Mentions {
  llvm::SmallVector<llvm::StringRef> preprocess; // its keys
  llvm::SmallVector<llvm::StringRef> classes;
};

Mentions scan(llvm::StringRef text) {
  Mentions found;
  llvm::StringRef section;
  while (!text.empty()) {
    auto [line, rest] = text.split('\n');
    text = rest;
    if (line.starts_with("["))
      section = line;
    else if (section == "[preprocess]" && line.contains('=') &&
             !line.starts_with("#") && !line.starts_with("x-"))
      found.preprocess.push_back(line.split('=').first);
    else if (section == "[classes]" && !line.empty() &&
             !line.starts_with("#") && !line.starts_with("x-"))
      found.classes.push_back(line.split('=').second);
  }
  return found;
}

/// Whether the two differ in what a key of [preprocess] says.
bool differs(llvm::StringRef key, const qsimrt_preprocess &a,
             const qsimrt_preprocess &b) {
  if (key == "resize" || key == "crop_side")
    return a.resize != b.resize || a.crop_side != b.crop_side;
  if (key == "order")
    return a.bgr != b.bgr;
  if (key == "scale")
    return a.scale != b.scale;
  if (key == "mean")
    return !llvm::equal(a.mean, b.mean);
  if (key == "std")
    return !llvm::equal(a.deviation, b.deviation);
  return a.pad_value != b.pad_value;
}

/// The option of `qsim compile` that says the same as a key of [preprocess].
llvm::StringRef optionFor(llvm::StringRef key) {
  return llvm::StringSwitch<llvm::StringRef>(key)
      .Case("crop_side", "resize")
      .Case("scale", "scale-input")
      .Case("pad_value", "pad-value")
      .Default(key);
}

Result<mlir::ArrayAttr> agreedClasses(NetworkAttr network,
                                      const Mentions &mentions,
                                      const std::string &path) {
  if (mentions.classes.empty())
    return network.getClasses();
  mlir::ArrayAttr named =
      mlir::Builder(network.getContext()).getStrArrayAttr(mentions.classes);
  if (!network.getClasses().empty() && network.getClasses() != named)
    return Error{path + ": [classes] differs from the class names that the "
                        "network was imported with"};
  return named;
}

} // namespace

Result<void> applySystemVariables(mlir::ModuleOp module,
                                  const std::string &path) {
  Result<MappedFile> file = MappedFile::open(path);
  if (!file)
    return file.error();
  const qsimrt_bytes bytes = {path.c_str(), file->data(), file->size()};
  qsimrt_datapath datapath = {};
  qsimrt_preprocess declared = {};
  qsimrt_error error = {};
  if (qsimrt_sys_parse(&bytes, /*allow_defaults=*/1, &datapath, &declared,
                       &error) != QSIMRT_OK)
    return Error{error.text};
  mlir::FailureOr<NetworkAttr> network = findNetworkAttr(module);
  if (mlir::failed(network))
    return Error{path + ": the module has no network to declare it for"};

  const Mentions mentions = scan(file->text());
  const qsimrt_preprocess imported =
      toRuntime(network->getResize(), network->getPreprocess());
  for (llvm::StringRef key : mentions.preprocess)
    if (differs(key, declared, imported))
      return Error{path + ": [preprocess] " + key.str() + " differs from '" +
                   preprocessingText(imported) +
                   "', which the network was imported with; give --" +
                   optionFor(key).str()};
  Result<mlir::ArrayAttr> classes = agreedClasses(*network, mentions, path);
  if (!classes)
    return classes.error();
  module->setAttr("qsim.network",
                  NetworkAttr::get(module.getContext(), network->getName(),
                                   network->getArithmetic(),
                                   network->getResize(), *classes,
                                   network->getPreprocess()));
  module->setAttr("qsim.datapath", toAttr(module.getContext(), datapath));
  return {};
}

} // namespace qsim
