// SPDX-License-Identifier: Apache-2.0
// The pass convert-qsim-to-qnet.
#include "qsim/Conversion/QSimToQNet.h"

#include "LayerConverter.h"
#include "QNet/IR/QNetOps.h"
#include "QSim/Analysis/NetworkFacts.h"

#include "mlir/IR/BuiltinOps.h"
#include "mlir/Pass/Pass.h"
#include "mlir/Pass/PassRegistry.h"

namespace qsim {
#define GEN_PASS_DEF_CONVERTQSIMTOQNETPASS
#include "QSimToQNet.h.inc"

namespace registration {
#define GEN_PASS_REGISTRATION
#include "QSimToQNet.h.inc"
} // namespace registration

namespace {

class ConvertQSimToQNetPass
    : public impl::ConvertQSimToQNetPassBase<ConvertQSimToQNetPass> {
  void runOnOperation() override {
    if (failed(convert(getOperation())))
      signalPassFailure();
  }

  llvm::LogicalResult convert(mlir::ModuleOp module) {
    mlir::FailureOr<mlir::func::FuncOp> function = findNetwork(module);
    if (failed(function))
      return llvm::failure();
    const mlir::FailureOr<NetworkAttr> facts = findNetworkAttr(module);
    if (failed(facts))
      return llvm::failure();

    mlir::OpBuilder builder(*function);
    LayerConverter layers(*function, builder);
    const auto picture =
        llvm::cast<mlir::RankedTensorType>(function->getArgument(0).getType());
    llvm::SmallVector<int32_t> shape;
    for (int64_t extent : picture.getShape().drop_front())
      shape.push_back(static_cast<int32_t>(extent));
    auto network = qnet::NetworkOp::create(
        builder, function->getLoc(), facts->getName(), facts->getArithmetic(),
        facts->getResize(), facts->getClasses(), shape,
        layers.imageQuantization(), datapathOf(module), facts->getPreprocess(),
        module->getAttrOfType<InputAttr>(kInputAttrName),
        module->getAttrOfType<mlir::ArrayAttr>(kOutputsAttrName));
    builder.createBlock(&network.getBody());
    for (mlir::Operation &op : function->getBody().front())
      if (failed(layers.convert(&op)))
        return llvm::failure();

    function->erase();
    module->removeAttr(kInputAttrName);
    module->removeAttr(kOutputsAttrName);
    module->removeAttr(kNetworkAttrName);
    module->removeAttr(kDatapathAttrName);
    return llvm::success();
  }
};

} // namespace

void registerConvertQSimToQNetPass() {
  registration::registerConvertQSimToQNetPass();
}

} // namespace qsim
