// SPDX-License-Identifier: Apache-2.0
// The Darknet importer from end to end: plan the cfg, find the parameters,
// build the module.
#include "Emitter.h"

#include "QSim/IR/QSimOps.h"
#include "qsim/Frontend/Darknet.h"
#include "qsim/Support/MappedFile.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Quant/IR/Quant.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Path.h"

using namespace mlir;
using namespace qsim;
using namespace qsim::darknet;

/// The cfg's file name without folder and suffix, made a valid name.
static std::string nameFrom(StringRef cfgName) {
  std::string name = llvm::sys::path::stem(cfgName).str();
  for (char &c : name)
    if (!isValidName(StringRef(&c, 1)))
      c = '_';
  return name.empty() || name == "-" ? "network" : name;
}

/// The lines of the names file; none without a file.
static FailureOr<SmallVector<StringRef>> splitNames(const MappedFile &file,
                                                    Location loc) {
  SmallVector<StringRef> names;
  StringRef text = file.text();
  while (!text.empty()) {
    StringRef line;
    std::tie(line, text) = text.split('\n');
    names.push_back(line.trim());
  }
  while (!names.empty() && names.back().empty())
    names.pop_back();
  for (auto [index, name] : llvm::enumerate(names))
    if (name.empty() || !llvm::all_of(name, [](char c) {
          return !llvm::isASCII(c) || llvm::isPrint(c);
        }))
      return emitError(loc) << "class " << index << " is " << quoted(name)
                            << ", wanted a printable name on each line";
  return names;
}

/// The classes of the network: of its detection heads or else of its last
/// softmax; null without either.
static const Layer *findHead(const Network &network, HeadClasses::Head wanted) {
  for (const auto &layer : llvm::reverse(network.layers))
    if (layer->headClasses().head == wanted)
      return layer.get();
  return nullptr;
}

/// Names must be as many as the heads have classes; of those of a classifier
/// the first ones count, as in Darknet, whose label files are longer.
static LogicalResult checkNames(const Network &network,
                                SmallVector<StringRef> &names,
                                const std::string &path) {
  for (const auto &layer : network.layers) {
    HeadClasses classes = layer->headClasses();
    if (classes.head == HeadClasses::Head::Detector &&
        classes.count != static_cast<int64_t>(names.size()))
      return emitError(layer->location)
             << layer->name << " has " << classes.count << " classes, wanted "
             << names.size() << ", the number of names in " << path;
  }
  const Layer *softmax = findHead(network, HeadClasses::Head::Detector)
                             ? nullptr
                             : findHead(network, HeadClasses::Head::Classifier);
  if (!softmax)
    return success();
  size_t count = softmax->headClasses().count;
  if (names.size() < count)
    return emitError(softmax->location)
           << softmax->name << " has " << count << " classes, wanted at most "
           << names.size() << ", the number of names in " << path;
  if (names.size() > count)
    emitWarning(softmax->location)
        << softmax->name << " has " << count << " classes: of the "
        << names.size() << " names in " << path << " the first " << count
        << " are used";
  names.truncate(count);
  return success();
}

static FailureOr<ArrayAttr> readNames(Builder &builder, const std::string &path,
                                      const Network &network) {
  if (path.empty())
    return builder.getArrayAttr({});
  Result<MappedFile> file = MappedFile::open(path);
  if (!file)
    return emitError(network.location) << file.error().message;
  Location loc = FileLineColLoc::get(builder.getStringAttr(path), 0, 0);
  auto names = splitNames(*file, loc);
  if (failed(names) ||
      (!names->empty() && failed(checkNames(network, *names, path))))
    return failure();
  return builder.getStrArrayAttr(*names);
}

OwningOpRef<ModuleOp>
qsim::importDarknetText(MLIRContext &context, StringRef cfgText,
                        StringRef cfgName, const std::string &weightsPath,
                        const DarknetImportOptions &options) {
  context.loadDialect<QSimDialect, func::FuncDialect, quant::QuantDialect>();
  auto fileName = StringAttr::get(&context, cfgName);
  FailureOr<Network> network = planNetwork(cfgText, fileName, options.dialect);
  if (failed(network))
    return {};
  network->name = options.name.empty() ? nameFrom(cfgName) : options.name;
  if (options.resize)
    network->resize = *options.resize;

  Builder builder(&context);
  auto names = readNames(builder, options.namesPath, *network);
  if (failed(names))
    return {};
  if (weightsPath.empty() != options.seed.has_value()) {
    emitError(network->location,
              "wanted either a weights file or a seed for the parameters");
    return {};
  }
  FailureOr<ParameterData> data =
      options.seed ? drawParameters(*network, *options.seed)
                   : mapWeights(context, weightsPath, *network);
  if (failed(data))
    return {};
  return emitNetwork(context, *network, *data, *names);
}

OwningOpRef<ModuleOp> qsim::importDarknet(MLIRContext &context,
                                          const std::string &cfgPath,
                                          const std::string &weightsPath,
                                          const DarknetImportOptions &options) {
  Result<MappedFile> cfg = MappedFile::open(cfgPath);
  if (!cfg) {
    emitError(UnknownLoc::get(&context)) << cfg.error().message;
    return {};
  }
  return importDarknetText(context, cfg->text(), cfgPath, weightsPath, options);
}
