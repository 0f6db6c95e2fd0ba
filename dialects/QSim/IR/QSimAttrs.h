// SPDX-License-Identifier: Apache-2.0
// Enumerations and structured attributes of the qsim dialect.
#ifndef QSIM_IR_QSIMATTRS_H
#define QSIM_IR_QSIMATTRS_H

#include "QSim/IR/QSimDialect.h"

#include "mlir/IR/BuiltinAttributes.h"

#include "QSim/IR/QSimEnums.h.inc"

#define GET_ATTRDEF_CLASSES
#include "QSim/IR/QSimAttrs.h.inc"

namespace qsim {

/// True when `name` is not empty and consists of letters, digits, `_`, `.`,
/// `-` and `/` (docs/spec/net.md).
bool isValidName(llvm::StringRef name);

/// True for activations that run as a table over a pre-activation (numerics.md
/// N28), false for the piecewise-linear ones (N27).
constexpr bool isTableActivation(ActivationKind kind) {
  return kind >= ActivationKind::Logistic;
}

} // namespace qsim

#endif // QSIM_IR_QSIMATTRS_H
