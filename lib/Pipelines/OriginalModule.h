// SPDX-License-Identifier: Apache-2.0
// Takes back what quantization did to a module.
#ifndef QSIM_LIB_PIPELINES_ORIGINALMODULE_H
#define QSIM_LIB_PIPELINES_ORIGINALMODULE_H

#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/OwningOpRef.h"

namespace qsim {

/// A copy of `module` as it was after import: f32 elements everywhere, no
/// overrides, no bias correction. Possible because parameters are never
/// rewritten. This is the model.mlirbc of a package: together with
/// calibration.yaml and overrides.yaml all that a recompilation needs.
mlir::OwningOpRef<mlir::ModuleOp> originalModule(mlir::ModuleOp module);

} // namespace qsim

#endif // QSIM_LIB_PIPELINES_ORIGINALMODULE_H
