// SPDX-License-Identifier: Apache-2.0
// Import, lowering and runs of a case of ONNX's test data.
#include "OnnxNetwork.h"

#include "QNet/IR/QNetOps.h"
#include "QSim/IR/QSimOps.h"
#include "qsim/Execution/Package.h"
#include "qsim/Frontend/ONNX.h"
#include "qsim/Pipelines/Pipelines.h"

#include "mlir/IR/MLIRContext.h"
#include "mlir/Pass/PassManager.h"

#include <cmath>

using namespace mlir;
using namespace qsim::onnximport;

namespace qsim::conformance {
namespace {

Outcome failed(const std::string &reason) {
  return {Outcome::Kind::Fail, reason, {}};
}
Outcome refused(const std::string &reason) {
  return {Outcome::Kind::Refused, reason, {}};
}

/// Runs an imported module on the live input and compares all outputs.
Outcome runFloat(const Choice &choice, FirstError &error) {
  OwningOpRef<ModuleOp> copy = ModuleOp(choice.module).clone();
  const Result<Network> network = lowerModule(*copy, error);
  if (!network)
    return failed(network.error().message);
  SessionOptions options;
  options.retention = QSIMRT_RETAIN_ALL;
  Result<std::unique_ptr<Session>> session =
      Session::create(network->model(), options);
  if (!session)
    return failed("session: " + session.error().message);
  if (Result<void> done =
          (*session)->run(imageOf(network->model(), choice.live));
      !done)
    return failed("run: " + done.error().message);
  for (std::size_t i = 0; i < choice.wanted.size() && i < choice.outputs.size();
       ++i) {
    Result<std::vector<float>> values =
        (*session)->read(static_cast<int>(choice.outputs[i].getLayer()));
    if (!values)
      return failed("output: " + values.error().message);
    const ArrayRef<std::int64_t> dims = choice.outputs[i].getDims();
    const std::string difference =
        compare(choice.wanted[i], Dims(dims.begin(), dims.end()), *values);
    if (!difference.empty())
      return failed("output " + std::to_string(i) + ": " + difference);
  }
  return Outcome();
}

/// In FLOAT, then in INT with every width, symmetric and not.
Outcome runModule(ModuleOp module, const Tensor *live,
                  const std::vector<Tensor> &wanted, FirstError &error) {
  Choice choice = {module, {}, live, wanted};
  for (auto output : module->getAttrOfType<ArrayAttr>(kOutputsAttrName)
                         .getAsRange<OutputAttr>())
    choice.outputs.push_back(output);
  PassManager passes(module.getContext(), ModuleOp::getOperationName());
  buildImportPipeline(passes);
  if (mlir::failed(passes.run(module)))
    return failed("lowering: " + error.text);
  Outcome outcome = runFloat(choice, error);
  if (outcome.kind == Outcome::Kind::Pass)
    for (std::size_t i = 0; i < std::size(kWidths); ++i)
      for (Symmetry symmetry : {Symmetry::Symmetric, Symmetry::Asymmetric})
        add(outcome.ints[i], runInt(choice, kWidths[i], symmetry, error));
  return outcome;
}

/// Infinities of a double tensor were numbers that no float32 holds.
bool fitsFloat(const Tensor &tensor) {
  if (tensor.type != ElementType::Double)
    return true;
  for (int64_t i = 0, count = tensor.count(); i < count; ++i)
    if (std::isinf(tensor.number(i)))
      return false;
  return true;
}

/// Whether a node or an output of the graph reads an input.
bool isRead(const Model &model, const std::string &name) {
  const auto isIt = [&](const std::string &other) { return other == name; };
  return llvm::any_of(model.nodes,
                      [&](const Node &node) {
                        return llvm::any_of(node.inputs, isIt);
                      }) ||
         llvm::any_of(model.outputs, [&](const ValueInfo &output) {
           return output.name == name;
         });
}

/// With input `live` (none: -1) as what the network reads.
Outcome runChoice(const Case &test, const DataSet &set, int live) {
  const auto &inputs = test.model.inputs;
  OnnxImportOptions options;
  for (std::size_t i = 0; i < set.inputs.size(); ++i) {
    if (static_cast<int>(i) != live && !isRead(test.model, inputs[i].name))
      continue;
    if (static_cast<int>(i) != live)
      options.frozen.push_back(inputs[i].name + "=" + set.inputPaths[i]);
    else if (!set.inputs[i].dims.empty())
      options.inputs.push_back(inputs[i].name + "=" +
                               dimsText(set.inputs[i].dims));
  }
  for (const Tensor &output : set.outputs)
    if (typeSize(output.type) == 0)
      return refused("an output is of type " + typeName(output.type));
  for (const std::vector<Tensor> *list : {&set.inputs, &set.outputs})
    for (const Tensor &tensor : *list)
      if (!fitsFloat(tensor))
        return refused("a double is beyond all float32");
  MLIRContext context(MLIRContext::Threading::DISABLED);
  FirstError error(context);
  OwningOpRef<ModuleOp> module =
      importOnnx(context, test.folder + "/model.onnx", options);
  if (!module)
    return refused(error.text);
  return runModule(
      *module, live < 0 ? nullptr : &set.inputs[static_cast<std::size_t>(live)],
      set.outputs, error);
}

} // namespace

Result<Network> lowerModule(ModuleOp module, const FirstError &error) {
  PassManager passes(module.getContext(), ModuleOp::getOperationName());
  buildEmitPipeline(passes);
  if (mlir::failed(passes.run(module)))
    return Error{"lowering: " + error.text};
  Network network;
  Result<NetFiles> files =
      emitNetFiles(*module.getOps<qnet::NetworkOp>().begin());
  if (!files)
    return Error{"files: " + files.error().message};
  network.files = std::move(*files);
  const NetFiles &made = network.files;
  qsimrt_files bytes = {};
  bytes.net = {"network.net", made.net.data(), made.net.size()};
  bytes.sys = {"network.sys", made.sys.data(), made.sys.size()};
  bytes.fweights = {"network.fweights", made.fweights.data(),
                    made.fweights.size()};
  if (made.qweights.size() > 0)
    bytes.qweights = {"network.qweights", made.qweights.data(),
                      made.qweights.size()};
  Result<std::unique_ptr<Package>> package = Package::fromBytes(bytes);
  if (!package)
    return Error{"package: " + package.error().message};
  network.package = std::move(*package);
  return network;
}

std::vector<float> imageOf(const qsimrt_model &model, const Tensor *live) {
  const qsimrt_shape shape = model.image;
  std::vector<float> image(static_cast<std::size_t>(shape.c) * shape.h *
                           shape.w);
  if (live)
    for (std::size_t i = 0; i < image.size(); ++i)
      image[i] = static_cast<float>(live->number(static_cast<int64_t>(i)));
  return image;
}

Outcome runCase(const Case &test) {
  std::string reasons;
  bool passes = false;
  Outcome result;
  for (const DataSet &set : test.sets) {
    if (set.inputs.size() > test.model.inputs.size())
      return refused("there are more inputs than the graph has");
    std::vector<int> choices;
    for (std::size_t i = 0; i < set.inputs.size(); ++i)
      if (set.inputs[i].isFloat())
        choices.push_back(static_cast<int>(i));
    if (choices.empty())
      choices.push_back(-1);
    for (int live : choices) {
      const Outcome outcome = runChoice(test, set, live);
      const std::string name =
          choices.size() > 1
              ? test.model.inputs[static_cast<std::size_t>(live)].name + ": "
              : "";
      if (outcome.kind == Outcome::Kind::Fail)
        return failed(name + outcome.reason);
      if (outcome.kind == Outcome::Kind::Refused) {
        // The same for all data.
        if (reasons.find(outcome.reason) == std::string::npos)
          reasons += (reasons.empty() ? "" : "; ") + name + outcome.reason;
      } else {
        passes = true;
        for (std::size_t i = 0; i < std::size(kWidths); ++i) {
          IntOutcome run = outcome.ints[i];
          if (!run.reason.empty())
            run.reason = name + run.reason;
          add(result.ints[i], run);
        }
      }
    }
  }
  result.kind = passes ? Outcome::Kind::Pass : Outcome::Kind::Refused;
  result.reason = reasons;
  return result;
}

} // namespace qsim::conformance
