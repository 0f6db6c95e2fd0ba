// SPDX-License-Identifier: Apache-2.0
// LayerOpInterface: what passes know about a layer without knowing its kind.
#ifndef QSIM_IR_QSIMINTERFACES_H
#define QSIM_IR_QSIMINTERFACES_H

#include "QSim/IR/QSimAttrs.h"

#include "mlir/IR/OpDefinition.h"

namespace qsim {

/// The f32 vectors of a layer with weights: one number for each filter or
/// output (biases and bias_delta of a local layer: for each filter and place).
enum class LayerVector { Biases, Scales, Mean, Variance, BiasDelta };

/// All of them in order.
inline constexpr LayerVector kLayerVectors[] = {
    LayerVector::Biases, LayerVector::Scales, LayerVector::Mean,
    LayerVector::Variance, LayerVector::BiasDelta};

/// The name of its attribute: "biases", ..., "bias_delta".
llvm::StringRef nameOf(LayerVector vector);

/// Checks layer_C1 to layer_C6; every op with the interface calls it.
mlir::LogicalResult verifyLayer(mlir::Operation *op);

} // namespace qsim

#include "QSim/IR/QSimInterfaces.h.inc"

#endif // QSIM_IR_QSIMINTERFACES_H
