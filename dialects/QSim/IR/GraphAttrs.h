// SPDX-License-Identifier: Apache-2.0
// What the module says of the graph's input and outputs.
#ifndef QSIM_IR_GRAPHATTRS_H
#define QSIM_IR_GRAPHATTRS_H

#include "mlir/IR/Operation.h"

namespace qsim {

/// input_C1, input_C2: `value` is `qsim.input` on `op`.
mlir::LogicalResult verifyGraphInput(mlir::Operation *op,
                                     mlir::Attribute value);

/// outputs_C1 to outputs_C4: `value` is `qsim.outputs` on `op`.
mlir::LogicalResult verifyGraphOutputs(mlir::Operation *op,
                                       mlir::Attribute value);

} // namespace qsim

#endif // QSIM_IR_GRAPHATTRS_H
