// SPDX-License-Identifier: Apache-2.0
// qsim-translate --import-darknet and its options.
#include "qsim/Frontend/Darknet.h"

#include "QSim/IR/QSimDialect.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Quant/IR/Quant.h"
#include "mlir/Tools/mlir-translate/Translation.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/SourceMgr.h"

using namespace mlir;
using namespace qsim;
namespace cl = llvm::cl;

void qsim::registerDarknetTranslation() {
  // LLVM's command line wants options to live as long as the program.
  static cl::opt<std::string> weights(
      "darknet-weights", cl::desc("Weights file of the cfg to import"),
      cl::value_desc("file"));
  static cl::opt<Arithmetic> dialect(
      "darknet-dialect",
      cl::desc("Whose Darknet the network is for (default: alexeyab where the "
               "cfg has what only that one knows, else pjreddie)"),
      cl::values(
          clEnumValN(Arithmetic::Pjreddie, "pjreddie", "pjreddie/darknet"),
          clEnumValN(Arithmetic::Alexeyab, "alexeyab", "AlexeyAB/darknet"),
          clEnumValN(Arithmetic::Yolo2Light, "yolo2_light",
                     "AlexeyAB/yolo2_light")));
  static cl::opt<uint64_t> seed(
      "darknet-seed",
      cl::desc("Draw the parameters from this seed instead of a file"));
  static cl::opt<Resize> resize(
      "resize", cl::desc("How pictures are resized (default: as the dialect)"),
      cl::values(clEnumValN(Resize::Stretch, "stretch", "to the input's size"),
                 clEnumValN(Resize::Letterbox, "letterbox",
                            "in proportion, on a grey canvas"),
                 clEnumValN(Resize::CenterCrop, "center-crop",
                            "in proportion, the middle of the picture")));
  static cl::opt<std::string> names(
      "names", cl::desc("Class names, one per line"), cl::value_desc("file"));
  static TranslateToMLIRRegistration registration(
      "import-darknet", "import a Darknet cfg with its weights",
      [](llvm::SourceMgr &sources, MLIRContext *context) {
        const llvm::MemoryBuffer *cfg =
            sources.getMemoryBuffer(sources.getMainFileID());
        DarknetImportOptions options;
        if (dialect.getNumOccurrences())
          options.dialect = dialect;
        options.namesPath = names;
        if (resize.getNumOccurrences())
          options.resize = resize;
        if (seed.getNumOccurrences())
          options.seed = seed;
        return OwningOpRef<Operation *>(
            importDarknetText(*context, cfg->getBuffer(),
                              cfg->getBufferIdentifier(), weights, options)
                .release());
      },
      [](DialectRegistry &registry) {
        registry.insert<QSimDialect, func::FuncDialect, quant::QuantDialect>();
      });
}
