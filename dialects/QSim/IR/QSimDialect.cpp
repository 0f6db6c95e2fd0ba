// SPDX-License-Identifier: Apache-2.0
// Registration of the qsim dialect and checks of its attributes on other ops.
#include "QSim/IR/QSimDialect.h"

#include "GraphAttrs.h"
#include "QSim/IR/QSimAttrs.h"
#include "QSim/IR/QSimOps.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Quant/IR/Quant.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/Interfaces/FunctionInterfaces.h"
#include "llvm/ADT/StringMap.h"

#include "QSim/IR/QSimDialect.cpp.inc"

using namespace mlir;
using namespace qsim;

void QSimDialect::initialize() {
  registerAttributes();
  addOperations<
#define GET_OP_LIST
#include "QSim/IR/QSimOps.cpp.inc"
      >();
}

namespace {

/// network_C1, network_C2.
LogicalResult verifyNetwork(Operation *op, Attribute value) {
  if (!isa<NetworkAttr>(value) || !isa<ModuleOp>(op)) // network_C1
    return op->emitError("network_C1: ")
           << kNetworkAttrName << " must be a #qsim.network on a module";
  llvm::StringMap<Operation *> seen;
  auto result = op->walk([&](LayerOpInterface layer) {
    // The op may not be verified yet: look its name up with care.
    auto name = layer->getAttrOfType<StringAttr>("name");
    if (!name)
      return WalkResult::advance();
    auto [entry, isNew] = seen.try_emplace(name.getValue(), layer);
    if (isNew)
      return WalkResult::advance();
    InFlightDiagnostic diag = layer->emitError("network_C2: ")
                              << "the name \"" << name.getValue()
                              << "\" is taken, wanted a unique one";
    diag.attachNote(entry->second->getLoc()) << "the first layer of that name";
    return WalkResult::interrupt();
  });
  return failure(result.wasInterrupted());
}

} // namespace

LogicalResult QSimDialect::verifyOperationAttribute(Operation *op,
                                                    NamedAttribute attribute) {
  StringRef name = attribute.getName();
  Attribute value = attribute.getValue();
  if (name == kNetworkAttrName)
    return verifyNetwork(op, value);
  if (name == kDatapathAttrName &&
      (!isa<DatapathAttr>(value) || !isa<ModuleOp>(op))) // datapath_C1
    return op->emitError("datapath_C1: ")
           << name << " must be a #qsim.datapath on a module";
  if (name == kInputAttrName)
    return verifyGraphInput(op, value);
  if (name == kOutputsAttrName)
    return verifyGraphOutputs(op, value);
  if (name == kAccumulatorRangeAttrName) {
    auto range = dyn_cast<DenseI64ArrayAttr>(value);
    auto layer = dyn_cast<LayerOpInterface>(op);
    if (!layer || !layer.getLayerWeights() || !range || range.size() != 2 ||
        range[0] > range[1]) // accumulator_range_C1
      return op->emitError("accumulator_range_C1: ")
             << name << " is " << value
             << ", wanted array<i64: lo, hi> with lo <= hi on a layer with "
                "weights";
  }
  return success();
}

LogicalResult QSimDialect::verifyRegionArgAttribute(Operation *op, unsigned,
                                                    unsigned,
                                                    NamedAttribute attribute) {
  if (attribute.getName() == kRequestAttrName &&
      !isa<DictionaryAttr>(attribute.getValue())) // request_C1
    return op->emitError("request_C1: ")
           << kRequestAttrName << " is " << attribute.getValue()
           << ", wanted a dictionary";
  return success();
}
