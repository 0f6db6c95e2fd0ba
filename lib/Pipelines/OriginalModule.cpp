// SPDX-License-Identifier: Apache-2.0
// Strips types and attributes that the passes after import added.
#include "OriginalModule.h"

#include "QSim/Analysis/QuantTypes.h"
#include "QSim/IR/QSimOps.h"
#include "QSim/Transforms/Network.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/AttrTypeSubElements.h"

#include "llvm/Support/Path.h"

namespace qsim {

// Where the user's files lie must not show in an artifact: base names only.
static void dropFolders(mlir::ModuleOp module) {
  mlir::AttrTypeReplacer replacer;
  replacer.addReplacement(
      [](mlir::FileLineColLoc location) -> std::optional<mlir::Attribute> {
        return mlir::FileLineColLoc::get(
            location.getContext(),
            llvm::sys::path::filename(location.getFilename().getValue()),
            location.getLine(), location.getColumn());
      });
  replacer.recursivelyReplaceElementsIn(module, /*replaceAttrs=*/false,
                                        /*replaceLocs=*/true);
}

mlir::OwningOpRef<mlir::ModuleOp> originalModule(mlir::ModuleOp module) {
  mlir::OwningOpRef<mlir::ModuleOp> copy = module.clone();
  const mlir::Type f32 = mlir::Float32Type::get(module.getContext());
  copy->walk([&](mlir::func::FuncOp network) {
    for (mlir::BlockArgument argument : network.getArguments()) {
      setElements(argument, f32);
      network.removeArgAttr(argument.getArgNumber(), "qsim.request");
    }
    network.walk([&](mlir::Operation *op) {
      for (mlir::Value result : op->getResults())
        setElements(result, f32);
      if (auto layer = llvm::dyn_cast<LayerOpInterface>(op)) {
        if (layer.takesLayerVector(LayerVector::BiasDelta))
          layer.setLayerVector(LayerVector::BiasDelta, {});
        if (layer.getLayerActivation())
          layer.setLayerPreactivation({});
      }
      for (llvm::StringRef added :
           {"ceiling", "request", "qsim.accumulator_range"})
        op->removeAttr(added);
    });
    updateSignature(network);
  });
  dropFolders(*copy);
  return copy;
}

} // namespace qsim
