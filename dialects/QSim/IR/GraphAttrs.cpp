// SPDX-License-Identifier: Apache-2.0
// What the module says of the graph's input and outputs: constraints.
#include "GraphAttrs.h"

#include "OpChecks.h"
#include "QSim/IR/QSimOps.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/BuiltinOps.h"
#include "llvm/ADT/StringSet.h"

using namespace mlir;
using namespace qsim;

/// The name and the dimensions of an input or an output.
static LogicalResult
verifyGraphTensor(function_ref<InFlightDiagnostic()> emitError,
                  StringRef nameRule, StringRef dimsRule, StringRef name,
                  ArrayRef<int64_t> dims) {
  if (!isValidName(name))
    return emitError() << nameRule << ": the name is \"" << name
                       << "\", wanted letters, digits, '_', '.', '-' or '/'";
  if (!dims.empty() && !viewVolume(dims))
    return emitError() << dimsRule << ": the dimensions are [" << dims
                       << "], wanted at most " << kMaxViewRank << " of 1.."
                       << kMaxViewExtent << " that hold fewer than 2^31 values";
  return success();
}

LogicalResult InputAttr::verify(function_ref<InFlightDiagnostic()> emitError,
                                StringRef name, ArrayRef<int64_t> dims) {
  return verifyGraphTensor(emitError, "input_C3", "input_C4", name, dims);
}

LogicalResult OutputAttr::verify(function_ref<InFlightDiagnostic()> emitError,
                                 StringRef name, int64_t layer,
                                 ArrayRef<int64_t> dims) {
  if (layer < -1) // output_C4
    return emitError() << "output_C4: the layer is " << layer
                       << ", wanted -1 or more";
  return verifyGraphTensor(emitError, "output_C3", "output_C5", name, dims);
}

namespace {

/// How many values each layer's result has, and the picture under -1. The ops
/// may not be verified yet: whatever is not as it must be is left out.
llvm::DenseMap<int64_t, int64_t> volumesOf(Operation *module) {
  llvm::DenseMap<int64_t, int64_t> volumes;
  auto add = [&](int64_t index, Type type) {
    if (isFeatureMapType(type))
      volumes[index] = cast<RankedTensorType>(type).getNumElements();
  };
  module->walk([&](LayerOpInterface layer) {
    auto index = layer->getAttrOfType<IntegerAttr>("index");
    if (index && layer->getNumResults() == 1)
      add(index.getInt(), layer->getResult(0).getType());
  });
  module->walk([&](func::FuncOp network) {
    if (network->hasAttrOfType<TypeAttr>("function_type") &&
        network.getNumArguments() == 1)
      add(-1, network.getFunctionType().getInput(0));
  });
  return volumes;
}

int64_t valuesIn(ArrayRef<int64_t> dims) {
  return dims.empty() ? 1 : *viewVolume(dims);
}

} // namespace

LogicalResult qsim::verifyGraphInput(Operation *op, Attribute value) {
  auto input = dyn_cast<InputAttr>(value);
  if (!input || !isa<ModuleOp>(op)) // input_C1
    return op->emitError("input_C1: ")
           << kInputAttrName << " must be a #qsim.input on a module";
  auto volumes = volumesOf(op);
  auto picture = volumes.find(-1);
  if (picture != volumes.end() &&
      picture->second != valuesIn(input.getDims())) // input_C2
    return op->emitError("input_C2: the input \"")
           << input.getName() << "\" has the dimensions [" << input.getDims()
           << "], wanted the " << picture->second << " values of the picture";
  return success();
}

LogicalResult qsim::verifyGraphOutputs(Operation *op, Attribute value) {
  auto outputs = dyn_cast<ArrayAttr>(value);
  if (!outputs || outputs.empty() || !isa<ModuleOp>(op) ||
      !llvm::all_of(outputs, llvm::IsaPred<OutputAttr>)) // outputs_C1
    return op->emitError("outputs_C1: ")
           << kOutputsAttrName
           << " must be an array of #qsim.output, not empty, on a module";
  auto volumes = volumesOf(op);
  llvm::StringSet<> names;
  for (auto output : outputs.getAsRange<OutputAttr>()) {
    if (!names.insert(output.getName()).second) // outputs_C2
      return op->emitError("outputs_C2: two outputs are named \"")
             << output.getName() << "\", wanted unique names";
    auto layer = volumes.find(output.getLayer());
    if (layer == volumes.end()) // outputs_C3
      return op->emitError("outputs_C3: the output \"")
             << output.getName() << "\" is of layer " << output.getLayer()
             << ", wanted a layer of the network, or -1";
    if (layer->second != valuesIn(output.getDims())) // outputs_C4
      return op->emitError("outputs_C4: the output \"")
             << output.getName() << "\" has the dimensions ["
             << output.getDims() << "], wanted the " << layer->second
             << " values of layer " << output.getLayer();
  }
  return success();
}
