// SPDX-License-Identifier: Apache-2.0
// ONNX models: import into the qsim dialect.
#ifndef QSIM_FRONTEND_ONNX_H
#define QSIM_FRONTEND_ONNX_H

#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/OwningOpRef.h"

#include <cstdint>
#include <string>
#include <vector>

namespace qsim {

struct OnnxImportOptions {
  /// "NAME=1x3x416x416": dimensions of an input that the model leaves open. An
  /// open first dimension (the batch) is 1 where none is given.
  std::vector<std::string> inputs;
  /// "416x416" (width x height): the last two of four dimensions of the input,
  /// where the model leaves them open; empty: not said.
  std::string size;
  /// "NAME=FILE": an input that is a constant, a .npy or a TensorProto (.pb).
  std::vector<std::string> frozen;
  /// A head behind the model's output, which decodes boxes: "yolox"; empty:
  /// none. It has these strides.
  std::string head;
  std::vector<std::int64_t> headStrides = {8, 16, 32};
  /// Class names, one a line; empty: none.
  std::string namesPath;
  /// How many values may be computed at import time, besides as many as the
  /// model has: no small file makes a lot of work.
  std::int64_t constantValues = std::int64_t(1) << 28;
  /// Name of the network; empty: the file's without folder and suffix.
  std::string name;
};

/// Whether a file is to be read as an ONNX model: by its suffix .onnx, or by
/// the first bytes of most models, which no text has.
bool looksLikeOnnx(const std::string &path);

/// Imports a model: one `qsim.network` module with one function, its layers
/// named by their nodes. The graph may have one input that is not frozen.
/// Reports errors through the context's diagnostics and returns null then; of
/// nodes that cannot be imported one error lists all. The dialects are loaded
/// into the context. Large initializers stay where they are in memory, or in
/// the files of external data, which must not change meanwhile.
mlir::OwningOpRef<mlir::ModuleOp> importOnnx(mlir::MLIRContext &context,
                                             const std::string &path,
                                             const OnnxImportOptions &options);

/// The same for the bytes of a model; `path` stands in locations, and external
/// data is looked for in its folder (nowhere where it is empty).
mlir::OwningOpRef<mlir::ModuleOp>
importOnnxBytes(mlir::MLIRContext &context, llvm::StringRef bytes,
                const std::string &path, const std::string &folder,
                const OnnxImportOptions &options);

/// Adds --import-onnx to qsim-translate, with --input, --freeze-input,
/// --head and --head-strides.
void registerOnnxTranslation();

} // namespace qsim

#endif // QSIM_FRONTEND_ONNX_H
