// SPDX-License-Identifier: Apache-2.0
// Moves the vectors of batch norms onto the layers before them.
#include "QSim/IR/QSimOps.h"
#include "QSim/Transforms/Passes.h"

using namespace mlir;
using namespace qsim;

namespace qsim {
#define GEN_PASS_DEF_FUSEBATCHNORMPASS
#include "QSim/Transforms/Passes.h.inc"
} // namespace qsim

namespace {

LogicalResult fuse(BatchNormOp norm) {
  auto layer = norm.getInput().getDefiningOp<LayerOpInterface>();
  if (!layer || !layer.takesLayerVector(LayerVector::Scales))
    return norm.emitOpError("layer \"")
           << norm.getName()
           << "\" does not read a layer that can have a batch norm; wanted a "
              "qsim.conv2d or qsim.connected before it";
  StringRef name = layer.getLayerName();
  if (!layer->hasOneUse())
    return norm.emitOpError("layer \"")
           << norm.getName() << "\": \"" << name << "\" has "
           << llvm::range_size(layer->getUses()) << " readers; wanted one";
  if (layer.getLayerVector(LayerVector::Biases) ||
      layer.getLayerVector(LayerVector::Scales) ||
      layer.getLayerActivation() != ActivationKind::Linear)
    return norm.emitOpError("layer \"")
           << norm.getName() << "\": \"" << name
           << "\" already has biases, a batch norm or an activation; wanted a "
              "plain layer";
  layer.setLayerVector(LayerVector::Scales, norm.getScales());
  layer.setLayerVector(LayerVector::Mean, norm.getMean());
  layer.setLayerVector(LayerVector::Variance, norm.getVariance());
  layer.setLayerVector(LayerVector::Biases, norm.getBiases());
  if (norm.getEpsilonAttr())
    layer->setAttr(norm.getEpsilonAttrName(), norm.getEpsilonAttr());
  norm.replaceAllUsesWith(norm.getInput());
  norm.erase();
  return success();
}

struct FuseBatchNormPass
    : qsim::impl::FuseBatchNormPassBase<FuseBatchNormPass> {
  void runOnOperation() override {
    SmallVector<BatchNormOp> norms;
    getOperation().walk([&](BatchNormOp norm) { norms.push_back(norm); });
    for (BatchNormOp norm : norms)
      if (failed(fuse(norm)))
        return signalPassFailure();
  }
};

} // namespace
