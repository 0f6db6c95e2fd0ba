// SPDX-License-Identifier: Apache-2.0
// The qsim dialect itself and the names of its attributes on other ops.
#ifndef QSIM_IR_QSIMDIALECT_H
#define QSIM_IR_QSIMDIALECT_H

#include "mlir/IR/Dialect.h"

#include "QSim/IR/QSimDialect.h.inc"

namespace qsim {

/// `#qsim.network` on the module.
inline constexpr llvm::StringLiteral kNetworkAttrName = "qsim.network";
/// `#qsim.datapath` on the module; absent means `DatapathAttr::getDefault`.
inline constexpr llvm::StringLiteral kDatapathAttrName = "qsim.datapath";
/// `#qsim.input` on the module; absent where the source does not name it.
inline constexpr llvm::StringLiteral kInputAttrName = "qsim.input";
/// An array of `#qsim.output` on the module; absent: what nobody reads.
inline constexpr llvm::StringLiteral kOutputsAttrName = "qsim.outputs";
/// Dictionary on the function's argument, the picture.
inline constexpr llvm::StringLiteral kRequestAttrName = "qsim.request";
/// `array<i64: lo, hi>` on a layer with weights.
inline constexpr llvm::StringLiteral kAccumulatorRangeAttrName =
    "qsim.accumulator_range";

} // namespace qsim

#endif // QSIM_IR_QSIMDIALECT_H
