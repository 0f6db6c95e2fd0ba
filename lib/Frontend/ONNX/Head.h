// SPDX-License-Identifier: Apache-2.0
// A detection head behind the outputs of a model that decodes no boxes itself.
#ifndef QSIM_LIB_FRONTEND_ONNX_HEAD_H
#define QSIM_LIB_FRONTEND_ONNX_HEAD_H

#include "Plan.h"

#include "mlir/IR/Location.h"

namespace qsim::onnximport {

/// Adds the head `kind` ("yolox") behind the plan's only output, which must be
/// rows of 5 + classes values, one for each cell of each stride's grid
/// (numerics.md N67). Reports an error where it is not.
llvm::LogicalResult addHead(Plan &plan, llvm::StringRef kind,
                            llvm::ArrayRef<std::int64_t> strides,
                            mlir::Location location);

} // namespace qsim::onnximport

#endif // QSIM_LIB_FRONTEND_ONNX_HEAD_H
