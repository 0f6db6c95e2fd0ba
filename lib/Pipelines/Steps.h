// SPDX-License-Identifier: Apache-2.0
// The steps on a module in memory; Compile.cpp puts files around them.
#ifndef QSIM_LIB_PIPELINES_STEPS_H
#define QSIM_LIB_PIPELINES_STEPS_H

#include "Workspace.h"

#include "qsim/Calibration/CalibrationFile.h"
#include "qsim/Pipelines/Compile.h"

namespace qsim {

Result<mlir::OwningOpRef<mlir::ModuleOp>>
importStep(Workspace &workspace, const ImportSettings &settings);

/// Checks that everything is said that calibration needs, before long work.
Result<void> checkSettings(const CalibrateSettings &settings);
Result<void> calibrateStep(Workspace &workspace, mlir::ModuleOp module,
                           const CalibrateSettings &settings,
                           const std::string &yaml,
                           const std::string &histograms);

/// Checks words and combinations, before long work.
Result<void> checkSettings(const QuantizeSettings &settings);
/// The settings that a calibration.yaml keeps.
QuantizeSettings settingsOf(const QuantizationDefaults &defaults);
Result<void> quantizeStep(Workspace &workspace, mlir::ModuleOp module,
                          const QuantizeSettings &settings,
                          const std::string &yaml);

/// `module` becomes a qnet module. `original` is the imported module in
/// bytecode, where it was read from one; empty: recovered from `module`.
Result<void> emitStep(Workspace &workspace, mlir::ModuleOp module,
                      const std::string &yaml, const std::string &overrides,
                      const std::string &package,
                      const std::string &original = {});

/// Calibrate, quantize and emit an imported module. `original` as in emitStep.
Result<void> compileImported(Workspace &workspace, mlir::ModuleOp module,
                             const CalibrateSettings &calibrating,
                             const QuantizeSettings &quantizing,
                             const std::string &package,
                             const std::string &original = {});

} // namespace qsim

#endif // QSIM_LIB_PIPELINES_STEPS_H
