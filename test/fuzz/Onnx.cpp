// SPDX-License-Identifier: Apache-2.0
// Fuzz target: the bytes of an ONNX model, imported to a module.
#include "qsim/Frontend/ONNX.h"

#include "mlir/IR/Diagnostics.h"
#include "mlir/IR/MLIRContext.h"

#include <cstdlib>
#include <memory>

using namespace mlir;

namespace {

// Uniqued attributes and resources stay until their context goes.
constexpr int importsPerContext = 500;

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static std::unique_ptr<MLIRContext> context;
  static int imports = 0;
  if (imports++ % importsPerContext == 0)
    context = std::make_unique<MLIRContext>(MLIRContext::Threading::DISABLED);
  bool reported = false;
  ScopedDiagnosticHandler handler(context.get(), [&](Diagnostic &diagnostic) {
    reported |= diagnostic.getSeverity() == DiagnosticSeverity::Error;
    return success();
  });
  qsim::OnnxImportOptions options;
  options.constantValues = 1 << 16;
  const StringRef bytes(reinterpret_cast<const char *>(data), size);
  OwningOpRef<ModuleOp> module = qsim::importOnnxBytes(
      *context, bytes, "fuzz.onnx", /*folder=*/"", options);
  // Either a module or an error, never both or none.
  if (static_cast<bool>(module) == reported)
    std::abort();
  return 0;
}
