// SPDX-License-Identifier: Apache-2.0
// Reads a .sys with the runtime's parser and compares it with the network.
#include "SystemVariables.h"

#include "QSim/Analysis/NetworkFacts.h"
#include "qsim/Support/MappedFile.h"
#include "qsimrt/qsimrt.h"

#include "mlir/IR/Builders.h"

#include "llvm/ADT/StringRef.h"

#include <optional>

namespace qsim {
namespace {

/// What the runtime's parser checks but does not hand out: which sections the
/// file has, and the class names.
struct Mentions {
  bool resize = false;
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
    else if (section == "[preprocess]" && line.starts_with("resize="))
      found.resize = true;
    else if (section == "[classes]" && !line.empty() &&
             !line.starts_with("#") && !line.starts_with("x-"))
      found.classes.push_back(line.split('=').second);
  }
  return found;
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
  qsimrt_resize resize = {};
  qsimrt_error error = {};
  if (qsimrt_sys_parse(&bytes, /*allow_defaults=*/1, &datapath, &resize,
                       &error) != QSIMRT_OK)
    return Error{error.text};
  mlir::FailureOr<NetworkAttr> network = findNetworkAttr(module);
  if (mlir::failed(network))
    return Error{path + ": the module has no network to declare it for"};

  const Mentions mentions = scan(file->text());
  if (mentions.resize && resize != toRuntime(network->getResize()))
    return Error{path + ": [preprocess] resize differs from '" +
                 qsimrt_resize_name(toRuntime(network->getResize())) +
                 "', which the network was imported with; give --resize"};
  Result<mlir::ArrayAttr> classes = agreedClasses(*network, mentions, path);
  if (!classes)
    return classes.error();
  module->setAttr("qsim.network",
                  NetworkAttr::get(module.getContext(), network->getName(),
                                   network->getArithmetic(),
                                   network->getResize(), *classes));
  module->setAttr("qsim.datapath", toAttr(module.getContext(), datapath));
  return {};
}

} // namespace qsim
