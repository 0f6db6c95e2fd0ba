// SPDX-License-Identifier: Apache-2.0
// What a user's .sys says, on the module.
#ifndef QSIM_LIB_PIPELINES_SYSTEMVARIABLES_H
#define QSIM_LIB_PIPELINES_SYSTEMVARIABLES_H

#include "qsim/Support/Result.h"

#include "mlir/IR/BuiltinOps.h"

#include <string>

namespace qsim {

/// Declares the datapath of the .sys at `path`. Its [preprocess] and [classes],
/// where it has them, must agree with the network, which is imported and
/// calibrated already; class names are taken over where the network has none.
Result<void> applySystemVariables(mlir::ModuleOp module,
                                  const std::string &path);

} // namespace qsim

#endif // QSIM_LIB_PIPELINES_SYSTEMVARIABLES_H
