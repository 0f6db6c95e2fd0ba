// SPDX-License-Identifier: Apache-2.0
// Everything that the MLIR tools offer, registered in one call each.
#ifndef QSIM_PIPELINES_REGISTER_H
#define QSIM_PIPELINES_REGISTER_H

#include "mlir/IR/DialectRegistry.h"

namespace qsim {

/// qsim, qnet, and the upstream dialects they use (quant, func).
void registerAllDialects(mlir::DialectRegistry &registry);

/// All passes and the named pipelines; calibration runs on the C runtime.
void registerAllPasses();

} // namespace qsim

#endif // QSIM_PIPELINES_REGISTER_H
