// SPDX-License-Identifier: Apache-2.0
// Which types the values of a network have.
#ifndef QSIM_IR_QSIMTYPES_H
#define QSIM_IR_QSIMTYPES_H

#include "mlir/IR/Types.h"

namespace qsim {

/// True for f32, `!quant.calibrated<f32...>` and a signed, per-tensor
/// `!quant.uniform<...:f32...>`: the elements of pictures and layer outputs.
bool isLayerElementType(mlir::Type type);

/// True for f32 and a `!quant.uniform<...:f32...>`, per tensor or per axis.
/// That it is symmetric and narrow is parameter_C3.
bool isWeightElementType(mlir::Type type);

/// A 1xCxHxW tensor, each of C, H, W in 1..65536, of layer elements.
bool isFeatureMapType(mlir::Type type);

/// A static tensor of weight elements.
bool isWeightsType(mlir::Type type);

} // namespace qsim

#endif // QSIM_IR_QSIMTYPES_H
