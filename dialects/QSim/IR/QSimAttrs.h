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
/// N28), false for the piecewise-linear ones (N27, N54).
constexpr bool isTableActivation(ActivationKind kind) {
  return kind >= ActivationKind::Logistic &&
         kind != ActivationKind::LeakyRelu && kind != ActivationKind::Clip;
}

/// How many parameters an activation has (numerics.md N54): one is alpha, two
/// are alpha and beta. Those of `mayLack` can do without.
struct ActivationParameters {
  unsigned count;
  bool mayLack;
};
ActivationParameters parametersOf(ActivationKind kind);

/// What is wrong with the parameters of an activation, or empty. Null: absent.
std::string checkParameters(ActivationKind kind, mlir::FloatAttr alpha,
                            mlir::FloatAttr beta);

} // namespace qsim

#endif // QSIM_IR_QSIMATTRS_H
