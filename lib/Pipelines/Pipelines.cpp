// SPDX-License-Identifier: Apache-2.0
// The passes of each step, in order.
#include "qsim/Pipelines/Pipelines.h"

#include "qsim/Conversion/QSimToQNet.h"

#include "mlir/Transforms/Passes.h"

namespace qsim {

void buildImportPipeline(mlir::OpPassManager &passes) {
  passes.addPass(createFuseBatchNormPass());
  passes.addPass(createFuseActivationPass());
}

void buildCalibratePipeline(mlir::OpPassManager &passes,
                            const ExecutorFactory &factory,
                            const CalibratePassOptions &options) {
  passes.addPass(createCalibratePass(factory, options));
}

void buildQuantizePipeline(mlir::OpPassManager &passes,
                           const QuantizePipelineSettings &settings) {
  ApplyOverridesPassOptions overrides;
  overrides.file = settings.overrides;
  passes.addPass(createApplyOverridesPass(overrides));
  passes.addPass(createChooseScalesPass(settings.scales));
  if (settings.correctBias) {
    CorrectBiasPassOptions correction;
    correction.calibration = settings.scales.calibration;
    passes.addPass(createCorrectBiasPass(correction));
  }
  passes.addPass(createCheckQuantizedPass());
  passes.addPass(createAnnotateRangesPass());
}

void buildYolo2LightPipeline(mlir::OpPassManager &passes) {
  passes.addPass(createChooseWeightMultipliersPass());
  passes.addPass(createCheckQuantizedPass());
}

void buildEmitPipeline(mlir::OpPassManager &passes) {
  passes.addPass(createConvertQSimToQNetPass());
}

} // namespace qsim
