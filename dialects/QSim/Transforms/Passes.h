// SPDX-License-Identifier: Apache-2.0
// Factories and registration of the qsim dialect's passes.
#ifndef QSIM_TRANSFORMS_PASSES_H
#define QSIM_TRANSFORMS_PASSES_H

#include "QSim/IR/QSimAttrs.h"
#include "qsim/Calibration/Executor.h"
#include "qsim/Calibration/Thresholds.h"

#include "mlir/IR/BuiltinOps.h"
#include "mlir/Pass/Pass.h"

#include <functional>
#include <memory>
#include <string>

namespace qsim {

/// Makes what runs a float module on pictures; `images` and `threads` are the
/// options of qsim-calibrate.
using ExecutorFactory = std::function<Result<std::unique_ptr<Executor>>(
    mlir::ModuleOp module, const std::string &images, unsigned threads)>;

#define GEN_PASS_DECL
#include "QSim/Transforms/Passes.h.inc"

/// Without a factory the pass can only take an earlier calibration (`from`).
std::unique_ptr<mlir::Pass> createCalibratePass(ExecutorFactory factory,
                                                CalibratePassOptions options);
std::unique_ptr<mlir::Pass> createCalibratePass(ExecutorFactory factory);

/// Registers all passes; qsim-calibrate runs networks with `factory`.
void registerQSimTransforms(ExecutorFactory factory);

} // namespace qsim

#endif // QSIM_TRANSFORMS_PASSES_H
