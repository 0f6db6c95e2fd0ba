// SPDX-License-Identifier: Apache-2.0
// One named pipeline for each step of a compilation: what `qsim` runs is what
// `qsim-opt` can run step by step.
#ifndef QSIM_PIPELINES_PIPELINES_H
#define QSIM_PIPELINES_PIPELINES_H

#include "QSim/Transforms/Passes.h"

#include "mlir/Pass/PassManager.h"

namespace qsim {

/// What the quantize step passes on to its passes.
struct QuantizePipelineSettings {
  std::string overrides; ///< path of an overrides.yaml, or empty
  ChooseScalesPassOptions scales;
  bool correctBias = true;
};

/// qsim-pipeline-import: batch norm and activations onto their layers.
void buildImportPipeline(mlir::OpPassManager &passes);
/// qsim-pipeline-calibrate: ranges and histograms.
void buildCalibratePipeline(mlir::OpPassManager &passes,
                            const ExecutorFactory &factory,
                            const CalibratePassOptions &options);
/// qsim-pipeline-quantize: overrides, scales, bias correction, checks.
void buildQuantizePipeline(mlir::OpPassManager &passes,
                           const QuantizePipelineSettings &settings);
/// qsim-pipeline-quantize-yolo2-light: of an imported network, weight
/// multipliers and checks.
void buildYolo2LightPipeline(mlir::OpPassManager &passes);
/// qsim-pipeline-emit: the exit dialect.
void buildEmitPipeline(mlir::OpPassManager &passes);

} // namespace qsim

#endif // QSIM_PIPELINES_PIPELINES_H
