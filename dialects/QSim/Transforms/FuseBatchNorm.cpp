// SPDX-License-Identifier: Apache-2.0
// Moves the vectors of batch norms onto the convolutions before them.
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
  auto conv = norm.getInput().getDefiningOp<Conv2DOp>();
  if (!conv)
    return norm.emitOpError("layer \"")
           << norm.getName()
           << "\" does not read a convolution; wanted a qsim.conv2d before it";
  if (!conv->hasOneUse())
    return norm.emitOpError("layer \"")
           << norm.getName() << "\": \"" << conv.getName() << "\" has "
           << llvm::range_size(conv->getUses()) << " readers; wanted one";
  if (conv.getBiases() || conv.getScales() ||
      conv.getActivation() != ActivationKind::Linear)
    return norm.emitOpError("layer \"")
           << norm.getName() << "\": \"" << conv.getName()
           << "\" already has biases, a batch norm or an activation; wanted a "
              "plain convolution";
  conv.setScalesAttr(norm.getScales());
  conv.setMeanAttr(norm.getMean());
  conv.setVarianceAttr(norm.getVariance());
  conv.setBiasesAttr(norm.getBiases());
  norm.replaceAllUsesWith(conv.getOutput());
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
