// SPDX-License-Identifier: Apache-2.0
// One context with its diagnostics, and modules read from and written to files.
#ifndef QSIM_LIB_PIPELINES_WORKSPACE_H
#define QSIM_LIB_PIPELINES_WORKSPACE_H

#include "qsim/Support/Result.h"

#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/Diagnostics.h"
#include "mlir/IR/MLIRContext.h"
#include "mlir/IR/OwningOpRef.h"
#include "mlir/Pass/PassManager.h"

#include "llvm/ADT/STLFunctionalExtras.h"

#include <memory>
#include <string>

namespace qsim {

/// Collects the first error of an operation; prints warnings as they come.
class Workspace {
public:
  Workspace();

  mlir::MLIRContext &context() { return *mlirContext; }

  /// The first error since the last call, or `otherwise`.
  Error takeError(const std::string &otherwise);

  Result<mlir::OwningOpRef<mlir::ModuleOp>> load(const std::string &path);
  Result<void> run(mlir::ModuleOp module,
                   llvm::function_ref<void(mlir::OpPassManager &)> build);

private:
  std::unique_ptr<mlir::MLIRContext> mlirContext;
  std::string firstError;
};

/// Writes bytecode, complete or not at all; no copy of the weights is made.
Result<void> saveModule(mlir::ModuleOp module, const std::string &path);
/// The same into memory.
Result<std::string> encodeModule(mlir::ModuleOp module);

} // namespace qsim

#endif // QSIM_LIB_PIPELINES_WORKSPACE_H
