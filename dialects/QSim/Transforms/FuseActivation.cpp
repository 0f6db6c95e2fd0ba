// SPDX-License-Identifier: Apache-2.0
// Moves activations onto the convolutions before them.
#include "QSim/IR/QSimOps.h"
#include "QSim/Transforms/Passes.h"

using namespace mlir;
using namespace qsim;

namespace qsim {
#define GEN_PASS_DEF_FUSEACTIVATIONPASS
#include "QSim/Transforms/Passes.h.inc"
} // namespace qsim

namespace {

LogicalResult fuse(ActivationOp activation) {
  if (activation.getKind() != ActivationKind::Linear) {
    auto conv = activation.getInput().getDefiningOp<Conv2DOp>();
    if (!conv)
      return activation.emitOpError("layer \"")
             << activation.getName()
             << "\" does not read a convolution; wanted a qsim.conv2d before "
                "it (is qsim-fuse-batch-norm still to run?)";
    if (!conv->hasOneUse())
      return activation.emitOpError("layer \"")
             << activation.getName() << "\": \"" << conv.getName() << "\" has "
             << llvm::range_size(conv->getUses()) << " readers; wanted one";
    if (conv.getActivation() != ActivationKind::Linear)
      return activation.emitOpError("layer \"")
             << activation.getName() << "\": \"" << conv.getName()
             << "\" already has activation "
             << stringifyActivationKind(conv.getActivation())
             << "; wanted linear";
    conv.setActivation(activation.getKind());
  }
  activation.replaceAllUsesWith(activation.getInput());
  activation.erase();
  return success();
}

struct FuseActivationPass
    : qsim::impl::FuseActivationPassBase<FuseActivationPass> {
  void runOnOperation() override {
    SmallVector<ActivationOp> activations;
    getOperation().walk(
        [&](ActivationOp activation) { activations.push_back(activation); });
    for (ActivationOp activation : activations)
      if (failed(fuse(activation)))
        return signalPassFailure();
  }
};

} // namespace
