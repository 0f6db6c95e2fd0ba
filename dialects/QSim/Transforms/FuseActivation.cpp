// SPDX-License-Identifier: Apache-2.0
// Moves activations onto the layers before them.
#include "Network.h"

#include "QSim/Transforms/Passes.h"

#include "llvm/ADT/DenseMap.h"

using namespace mlir;
using namespace qsim;

namespace qsim {
#define GEN_PASS_DEF_FUSEACTIVATIONPASS
#include "QSim/Transforms/Passes.h.inc"
} // namespace qsim

namespace {

LogicalResult fuse(ActivationOp activation) {
  if (activation.getKind() != ActivationKind::Linear) {
    auto layer = activation.getInput().getDefiningOp<LayerOpInterface>();
    if (!layer || !layer.getLayerActivation())
      return activation.emitOpError("layer \"")
             << activation.getName()
             << "\" does not read a layer that can have an activation; wanted "
                "one with weights, a qsim.add or a qsim.mul before it (is "
                "qsim-fuse-batch-norm still to run?)";
    StringRef name = layer.getLayerName();
    if (!layer->hasOneUse())
      return activation.emitOpError("layer \"")
             << activation.getName() << "\": \"" << name << "\" has "
             << llvm::range_size(layer->getUses()) << " readers; wanted one";
    ActivationKind present = *layer.getLayerActivation();
    if (present != ActivationKind::Linear)
      return activation.emitOpError("layer \"")
             << activation.getName() << "\": \"" << name
             << "\" already has activation " << stringifyActivationKind(present)
             << "; wanted linear";
    layer.setLayerActivation(activation.getKind());
    layer.setLayerParameters(activation.getAlphaAttr(),
                             activation.getBetaAttr());
  }
  activation.replaceAllUsesWith(activation.getInput());
  activation.erase();
  return success();
}

struct FuseActivationPass
    : qsim::impl::FuseActivationPassBase<FuseActivationPass> {
  void runOnOperation() override {
    // A part of a layer has that layer's index; with an index of its own an
    // activation is a layer, and stays one (numerics.md N55).
    for (auto network : getOperation().getOps<func::FuncOp>()) {
      llvm::DenseMap<int64_t, int64_t> layers;
      for (LayerOpInterface layer : layersOf(network))
        ++layers[layer.getLayerIndex()];
      SmallVector<ActivationOp> activations;
      network.walk([&](ActivationOp activation) {
        if (layers.lookup(static_cast<int64_t>(activation.getIndex())) > 1)
          activations.push_back(activation);
      });
      for (ActivationOp activation : activations)
        if (failed(fuse(activation)))
          return signalPassFailure();
    }
  }
};

} // namespace
