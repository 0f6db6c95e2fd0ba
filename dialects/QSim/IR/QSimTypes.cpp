// SPDX-License-Identifier: Apache-2.0
// Which types the values of a network have.
#include "QSim/IR/QSimTypes.h"

#include "mlir/Dialect/Quant/IR/QuantTypes.h"
#include "mlir/IR/BuiltinTypes.h"

using namespace mlir;

bool qsim::isLayerElementType(Type type) {
  if (auto calibrated = dyn_cast<quant::CalibratedQuantizedType>(type))
    return calibrated.getExpressedType().isF32();
  if (auto uniform = dyn_cast<quant::UniformQuantizedType>(type))
    return uniform.isSigned() && uniform.getExpressedType().isF32();
  return type.isF32();
}

bool qsim::isWeightElementType(Type type) {
  if (isa<quant::UniformQuantizedType, quant::UniformQuantizedPerAxisType>(
          type))
    return cast<quant::QuantizedType>(type).getExpressedType().isF32();
  return type.isF32();
}

bool qsim::isFeatureMapType(Type type) {
  auto tensor = dyn_cast<RankedTensorType>(type);
  if (!tensor || tensor.getRank() != 4 || !tensor.hasStaticShape() ||
      tensor.getDimSize(0) != 1)
    return false;
  return llvm::all_of(
             tensor.getShape(),
             [](int64_t size) { return size >= 1 && size <= 65536; }) &&
         isLayerElementType(tensor.getElementType());
}

bool qsim::isWeightsType(Type type) {
  auto tensor = dyn_cast<RankedTensorType>(type);
  return tensor && tensor.hasStaticShape() &&
         isWeightElementType(tensor.getElementType());
}
