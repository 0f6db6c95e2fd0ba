// SPDX-License-Identifier: Apache-2.0
// The layer ops: generated code, and the constraints that all layers have.
#include "QSim/IR/QSimOps.h"

#include "mlir/Dialect/Quant/IR/QuantTypes.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/DialectImplementation.h"

using namespace mlir;
using namespace qsim;

#include "QSim/IR/QSimInterfaces.cpp.inc"

#define GET_OP_CLASSES
#include "QSim/IR/QSimOps.cpp.inc"

StringRef qsim::nameOf(LayerVector vector) {
  switch (vector) {
  case LayerVector::Biases:
    return "biases";
  case LayerVector::Scales:
    return "scales";
  case LayerVector::Mean:
    return "mean";
  case LayerVector::Variance:
    return "variance";
  case LayerVector::BiasDelta:
    return "bias_delta";
  }
  llvm_unreachable("no such vector");
}

/// A calibrated or a signed, full-range, per-tensor quantized f32.
static bool isPreactivationType(Type type) {
  if (!isLayerElementType(type) || type.isF32())
    return false;
  auto uniform = dyn_cast<quant::UniformQuantizedType>(type);
  if (!uniform)
    return true;
  int64_t limit = int64_t(1) << (uniform.getStorageTypeIntegralWidth() - 1);
  return uniform.getStorageTypeMin() == -limit &&
         uniform.getStorageTypeMax() == limit - 1;
}

LogicalResult qsim::verifyLayer(Operation *op) {
  auto layer = cast<LayerOpInterface>(op);
  if (!isValidName(layer.getLayerName())) // layer_C1
    return op->emitOpError("layer_C1: the layer is named \"")
           << layer.getLayerName()
           << "\", wanted letters, digits, '_', '.', '-' or '/'";
  if (layer.getLayerIndex() < 0) // layer_C2
    return op->emitOpError("layer_C2: index is ")
           << layer.getLayerIndex() << ", wanted >= 0";
  if (Type elements = layer.getLayerPreactivation()) {
    ActivationKind kind = *layer.getLayerActivation();
    if (!isTableActivation(kind)) // layer_C3
      return op->emitOpError("layer_C3: the activation ")
             << stringifyActivationKind(kind)
             << " has a pre-activation, wanted one with table activations only";
    if (!isPreactivationType(elements)) // layer_C4
      return op->emitOpError("layer_C4: the pre-activation is ")
             << elements
             << ", wanted a calibrated or a signed, full-range, per-tensor "
                "quantized f32";
  }
  if (std::optional<ActivationKind> kind = layer.getLayerActivation()) {
    std::string wrong =
        checkParameters(*kind, layer.getLayerAlpha(), layer.getLayerBeta());
    if (!wrong.empty()) // layer_C6
      return op->emitOpError("layer_C6: ") << wrong;
  }
  if (Value weights = layer.getLayerWeights()) {
    auto perAxis = dyn_cast<quant::UniformQuantizedPerAxisType>(
        cast<ShapedType>(weights.getType()).getElementType());
    if (perAxis &&
        perAxis.getQuantizedDimension() != layer.getWeightAxis()) // layer_C5
      return op->emitOpError("layer_C5: the scales of the weights run along "
                             "dimension ")
             << perAxis.getQuantizedDimension() << ", wanted "
             << layer.getWeightAxis();
  }
  return success();
}
