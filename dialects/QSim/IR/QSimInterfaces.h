// SPDX-License-Identifier: Apache-2.0
// LayerOpInterface: what passes know about a layer without knowing its kind.
#ifndef QSIM_IR_QSIMINTERFACES_H
#define QSIM_IR_QSIMINTERFACES_H

#include "QSim/IR/QSimAttrs.h"

#include "mlir/IR/OpDefinition.h"

namespace qsim {

/// Checks layer_C1 and layer_C2; every op with the interface calls it.
mlir::LogicalResult verifyLayer(mlir::Operation *op);

} // namespace qsim

#include "QSim/IR/QSimInterfaces.h.inc"

#endif // QSIM_IR_QSIMINTERFACES_H
