// SPDX-License-Identifier: Apache-2.0
// Builds the module of a planned network.
#ifndef QSIM_LIB_FRONTEND_ONNX_EMITTER_H
#define QSIM_LIB_FRONTEND_ONNX_EMITTER_H

#include "Plan.h"

#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/OwningOpRef.h"

namespace qsim::onnximport {

/// `name` is the network's, `path` the model's file, which locations name.
/// Null after an error through the context's diagnostics.
mlir::OwningOpRef<mlir::ModuleOp>
emitModule(mlir::MLIRContext &context, const Plan &plan, llvm::StringRef name,
           llvm::StringRef path, mlir::ArrayAttr classes);

} // namespace qsim::onnximport

#endif // QSIM_LIB_FRONTEND_ONNX_EMITTER_H
