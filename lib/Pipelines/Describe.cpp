// SPDX-License-Identifier: Apache-2.0
// Walks the layers of a module and counts what they hold and compute.
#include "qsim/Pipelines/Describe.h"

#include "Steps.h"

#include "QSim/Analysis/NetworkFacts.h"
#include "QSim/Analysis/QuantTypes.h"
#include "QSim/IR/QSimOps.h"
#include "QSim/Transforms/Network.h"

#include "llvm/Support/raw_ostream.h"

namespace qsim {
namespace {

std::int64_t countVectors(LayerOpInterface layer) {
  std::int64_t count = 0;
  for (LayerVector which : kLayerVectors)
    if (which != LayerVector::BiasDelta) // not imported: found by qsim
      if (mlir::ElementsAttr vector = layer.getLayerVector(which))
        count += vector.getNumElements();
  return count;
}

// What the type says beyond "per axis, {hundreds of scales}".
std::string elementsText(mlir::Type elements) {
  std::string text;
  llvm::raw_string_ostream stream(text);
  stream << elements;
  return text;
}

LayerDescription describe(LayerOpInterface layer) {
  LayerDescription result;
  auto type = llvm::cast<mlir::RankedTensorType>(layer->getResult(0).getType());
  result.index = static_cast<int>(layer.getLayerIndex());
  result.name = layer.getLayerName().str();
  result.kind = layer.getLayerKind().str();
  result.channels = type.getDimSize(1);
  result.height = type.getDimSize(2);
  result.width = type.getDimSize(3);
  result.elements = elementsText(type.getElementType());
  if (mlir::Value operand = layer.getLayerWeights()) {
    auto weights = llvm::cast<mlir::RankedTensorType>(operand.getType());
    result.parameters = weights.getNumElements() + countVectors(layer);
    // The weights of a local layer are those of all its places already.
    result.multiplications = weights.getNumElements();
    if (!llvm::isa<LocalOp>(layer.getOperation()))
      result.multiplications *= result.height * result.width;
  }
  return result;
}

} // namespace

Result<ModelDescription> describeModel(const std::string &path) {
  Workspace workspace;
  mlir::OwningOpRef<mlir::ModuleOp> module;
  const bool onnx = hasOwnParameters(path);
  if (onnx || llvm::StringRef(path).ends_with(".cfg")) {
    ImportSettings settings;
    settings.model = path;
    if (!onnx)
      settings.seed = 0; // shapes do not depend on the parameters
    Result<mlir::OwningOpRef<mlir::ModuleOp>> imported =
        importStep(workspace, settings);
    if (!imported)
      return imported.error();
    module = std::move(*imported);
  } else {
    Result<mlir::OwningOpRef<mlir::ModuleOp>> loaded = workspace.load(path);
    if (!loaded)
      return loaded.error();
    module = std::move(*loaded);
  }
  mlir::FailureOr<mlir::func::FuncOp> network = findNetwork(*module);
  if (mlir::failed(network))
    return workspace.takeError(path + ": no network in the module");
  ModelDescription result;
  auto picture =
      llvm::cast<mlir::RankedTensorType>(network->getArgument(0).getType());
  result.name = network->getName().str();
  result.channels = picture.getDimSize(1);
  result.height = picture.getDimSize(2);
  result.width = picture.getDimSize(3);
  for (LayerOpInterface layer : layersOf(*network))
    result.layers.push_back(describe(layer));
  return result;
}

} // namespace qsim
