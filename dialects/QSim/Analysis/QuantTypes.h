// SPDX-License-Identifier: Apache-2.0
// Between the element types of tensors and what they mean: bits, scales, zero
// points, ranges.
//
// Scales are float32 values everywhere; a type holds them as doubles that are
// exactly float32.
#ifndef QSIM_ANALYSIS_QUANTTYPES_H
#define QSIM_ANALYSIS_QUANTTYPES_H

#include "qsimrt/model.h"

#include "mlir/IR/BuiltinTypes.h"
#include "llvm/ADT/SmallVector.h"

#include <optional>

namespace qsim {

/// Quantization of a weights tensor; one scale, or one for each filter.
struct WeightQuant {
  int32_t bits = 0; // 0: not quantized
  llvm::SmallVector<float> scales;
};

/// Observed range of a tensor, minimum <= maximum.
struct Range {
  double minimum, maximum;
};

/// The element type of a tensor type or of a value's tensor type.
mlir::Type elementTypeOf(mlir::Type tensor);
mlir::Type elementTypeOf(mlir::Value value);

/// The same tensor type with other elements.
mlir::RankedTensorType withElements(mlir::Type tensor, mlir::Type elements);

/// True for a signed, per-tensor `!quant.uniform` of f32 in its full range: an
/// activation with a chosen scale.
bool isQuantized(mlir::Type elements);

/// bits == 0 where `elements` is null or not such a type.
qsimrt_quant toQuant(mlir::Type elements);

/// `!quant.uniform<iB:f32, scale:zero_point>`; f32 where bits == 0. bits is
/// 2..16, scale > 0, and the zero point lies in the range of the integers.
mlir::Type activationType(mlir::MLIRContext *context, qsimrt_quant quant);

/// bits == 0 and no scales where `elements` is not a quantized weight type.
WeightQuant toWeightQuant(mlir::Type elements);

/// Symmetric, narrow-range weight type: per tensor with one scale, per axis
/// with more; f32 where bits == 0. `axis` is the layer's getWeightAxis().
mlir::Type weightType(mlir::MLIRContext *context, const WeightQuant &quant,
                      int32_t axis = 0);
/// The same, per axis even where there is only one scale.
mlir::Type perAxisWeightType(mlir::MLIRContext *context,
                             const WeightQuant &quant, int32_t axis = 0);

/// `!quant.calibrated<f32<min:max>>`; a range that is empty grows to contain
/// -2^-20..2^-20, as the type cannot hold it.
mlir::Type calibratedType(mlir::MLIRContext *context, Range range);

/// The range of a calibrated element type.
std::optional<Range> calibratedRange(mlir::Type elements);

/// True when `scale` is a positive, finite float32 value.
bool isFloat32Scale(double scale);

} // namespace qsim

#endif // QSIM_ANALYSIS_QUANTTYPES_H
