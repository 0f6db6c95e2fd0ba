// SPDX-License-Identifier: Apache-2.0
// qsim-translate --import-onnx and its options.
#include "qsim/Frontend/ONNX.h"

#include "QSim/IR/QSimDialect.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Quant/IR/Quant.h"
#include "mlir/Tools/mlir-translate/Translation.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/SourceMgr.h"

using namespace mlir;
using namespace qsim;
namespace cl = llvm::cl;

void qsim::registerOnnxTranslation() {
  // LLVM's command line wants options to live as long as the program.
  static cl::list<std::string> inputs(
      "input", cl::desc("Dimensions of an input: NAME=1x3x416x416"),
      cl::value_desc("NAME=DIMS"));
  static cl::list<std::string> frozen(
      "freeze-input",
      cl::desc("Makes an input a constant: NAME=FILE.npy or NAME=FILE.pb"),
      cl::value_desc("NAME=FILE"));
  static cl::opt<std::string> head(
      "head", cl::desc("Detection head behind the model's output"),
      cl::value_desc("yolox"));
  static cl::list<std::int64_t> headStrides(
      "head-strides", cl::desc("Strides of the head's grids: 8,16,32"),
      cl::CommaSeparated);
  static TranslateToMLIRRegistration registration(
      "import-onnx", "import an ONNX model",
      [](llvm::SourceMgr &sources, MLIRContext *context) {
        const llvm::MemoryBuffer *model =
            sources.getMemoryBuffer(sources.getMainFileID());
        OnnxImportOptions options;
        options.inputs.assign(inputs.begin(), inputs.end());
        options.frozen.assign(frozen.begin(), frozen.end());
        options.head = head;
        if (!headStrides.empty())
          options.headStrides.assign(headStrides.begin(), headStrides.end());
        const std::string path = model->getBufferIdentifier().str();
        StringRef folder = llvm::sys::path::parent_path(path);
        return OwningOpRef<Operation *>(
            importOnnxBytes(*context, model->getBuffer(), path,
                            folder.empty() ? "." : folder.str(), options)
                .release());
      },
      [](DialectRegistry &registry) {
        registry.insert<QSimDialect, func::FuncDialect, quant::QuantDialect>();
      });
}
