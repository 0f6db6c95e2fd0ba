// SPDX-License-Identifier: Apache-2.0
// Registration of the qsim dialect's passes.
#include "QSim/Transforms/Passes.h"

#include "mlir/Pass/PassRegistry.h"

namespace qsim {

#define GEN_PASS_REGISTRATION
#include "QSim/Transforms/Passes.h.inc"

void registerQSimTransforms(ExecutorFactory factory) {
  registerFuseBatchNormPass();
  registerFuseActivationPass();
  mlir::registerPass([factory] { return createCalibratePass(factory); });
  registerApplyOverridesPass();
  registerChooseScalesPass();
  registerChooseWeightMultipliersPass();
  registerCorrectBiasPass();
  registerCheckQuantizedPass();
  registerAnnotateRangesPass();
}

} // namespace qsim
