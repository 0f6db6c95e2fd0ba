// SPDX-License-Identifier: Apache-2.0
// Between the element types of tensors and what they mean: bits, scales, zero
// points, ranges.
#include "QSim/Analysis/QuantTypes.h"

#include "mlir/Dialect/Quant/IR/QuantTypes.h"
#include "mlir/IR/Value.h"

#include <algorithm>
#include <cmath>

using namespace mlir;
using namespace qsim;

Type qsim::elementTypeOf(Type tensor) {
  return cast<ShapedType>(tensor).getElementType();
}

Type qsim::elementTypeOf(Value value) { return elementTypeOf(value.getType()); }

RankedTensorType qsim::withElements(Type tensor, Type elements) {
  return RankedTensorType::get(cast<ShapedType>(tensor).getShape(), elements);
}

static int64_t largest(int32_t bits) { return (int64_t(1) << (bits - 1)) - 1; }

bool qsim::isQuantized(Type elements) {
  auto uniform = dyn_cast_if_present<quant::UniformQuantizedType>(elements);
  if (!uniform || !uniform.isSigned() || !uniform.getExpressedType().isF32())
    return false;
  int64_t limit = largest(uniform.getStorageTypeIntegralWidth());
  return uniform.getStorageTypeMin() == -limit - 1 &&
         uniform.getStorageTypeMax() == limit;
}

qsimrt_quant qsim::toQuant(Type elements) {
  if (!isQuantized(elements))
    return {0, 0.0f, 0};
  auto uniform = cast<quant::UniformQuantizedType>(elements);
  return {static_cast<int32_t>(uniform.getStorageTypeIntegralWidth()),
          static_cast<float>(uniform.getScale()),
          static_cast<int32_t>(uniform.getZeroPoint())};
}

Type qsim::activationType(MLIRContext *context, qsimrt_quant quant) {
  Type f32 = Float32Type::get(context);
  if (quant.bits == 0)
    return f32;
  int64_t limit = largest(quant.bits);
  return quant::UniformQuantizedType::get(
      quant::QuantizationFlags::Signed, IntegerType::get(context, quant.bits),
      f32, quant.scale, quant.zero_point, -limit - 1, limit);
}

WeightQuant qsim::toWeightQuant(Type elements) {
  WeightQuant result;
  if (auto perTensor = dyn_cast<quant::UniformQuantizedType>(elements)) {
    result.scales.push_back(static_cast<float>(perTensor.getScale()));
  } else if (auto perAxis =
                 dyn_cast<quant::UniformQuantizedPerAxisType>(elements)) {
    for (double scale : perAxis.getScales())
      result.scales.push_back(static_cast<float>(scale));
  } else {
    return result;
  }
  result.bits = static_cast<int32_t>(
      cast<quant::QuantizedType>(elements).getStorageTypeIntegralWidth());
  return result;
}

Type qsim::weightType(MLIRContext *context, const WeightQuant &quant,
                      int32_t axis) {
  Type f32 = Float32Type::get(context);
  if (quant.bits == 0)
    return f32;
  if (quant.scales.size() != 1)
    return perAxisWeightType(context, quant, axis);
  int64_t limit = largest(quant.bits);
  return quant::UniformQuantizedType::get(
      quant::QuantizationFlags::Signed, IntegerType::get(context, quant.bits),
      f32, quant.scales.front(), 0, -limit, limit);
}

Type qsim::perAxisWeightType(MLIRContext *context, const WeightQuant &quant,
                             int32_t axis) {
  Type f32 = Float32Type::get(context);
  if (quant.bits == 0)
    return f32;
  int64_t limit = largest(quant.bits);
  SmallVector<double> scales(quant.scales.begin(), quant.scales.end());
  SmallVector<int64_t> zeroPoints(scales.size(), 0);
  return quant::UniformQuantizedPerAxisType::get(
      quant::QuantizationFlags::Signed, IntegerType::get(context, quant.bits),
      f32, scales, zeroPoints, axis, -limit, limit);
}

Type qsim::calibratedType(MLIRContext *context, Range range) {
  if (!(range.minimum < range.maximum)) {
    range.minimum = std::min(range.minimum, -0x1p-20);
    range.maximum = std::max(range.maximum, 0x1p-20);
  }
  return quant::CalibratedQuantizedType::get(Float32Type::get(context),
                                             range.minimum, range.maximum);
}

std::optional<Range> qsim::calibratedRange(Type elements) {
  auto calibrated = dyn_cast<quant::CalibratedQuantizedType>(elements);
  if (!calibrated)
    return std::nullopt;
  return Range{calibrated.getMin(), calibrated.getMax()};
}

bool qsim::isFloat32Scale(double scale) {
  return std::isfinite(scale) && scale > 0 &&
         static_cast<double>(static_cast<float>(scale)) == scale;
}
