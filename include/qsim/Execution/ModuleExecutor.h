// SPDX-License-Identifier: Apache-2.0
// Runs a float module of the qsim dialect on the C runtime, for calibration.
#ifndef QSIM_EXECUTION_MODULEEXECUTOR_H
#define QSIM_EXECUTION_MODULEEXECUTOR_H

#include "qsim/Calibration/Executor.h"

#include <memory>
#include <string>

namespace mlir {
class ModuleOp;
}

namespace qsim {

/// Lowers a copy of `module` to qnet, loads it and runs it on `images`
/// (whatever readDataset takes) with up to `threads` workers (0: as many as the
/// machine has cores).
Result<std::unique_ptr<Executor>> makeModuleExecutor(mlir::ModuleOp module,
                                                     const std::string &images,
                                                     unsigned threads);

} // namespace qsim

#endif // QSIM_EXECUTION_MODULEEXECUTOR_H
