// SPDX-License-Identifier: Apache-2.0
// Registers dialects, passes and named pipelines with their options.
#include "qsim/Pipelines/Register.h"

#include "QNet/IR/QNetOps.h"
#include "QSim/IR/QSimDialect.h"
#include "qsim/Conversion/QSimToQNet.h"
#include "qsim/Execution/ModuleExecutor.h"
#include "qsim/Pipelines/Pipelines.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Quant/IR/Quant.h"
#include "mlir/Pass/PassRegistry.h"
#include "mlir/Transforms/Passes.h"

namespace qsim {
namespace {

struct CalibrateOptions : mlir::PassPipelineOptions<CalibrateOptions> {
  Option<std::string> images{
      *this, "images",
      llvm::cl::desc("List of pictures, folder, picture or tensor to run")};
  Option<std::string> hist{
      *this, "hist", llvm::cl::desc("File for histograms and channel means")};
  Option<std::string> yaml{*this, "yaml",
                           llvm::cl::desc("File for the summary")};
  Option<unsigned> threads{*this, "threads",
                           llvm::cl::desc("Worker threads; 0: all cores"),
                           llvm::cl::init(0)};
  Option<std::string> from{
      *this, "from",
      llvm::cl::desc("calibration.yaml to take instead of running pictures")};

  CalibratePassOptions toPass() const {
    CalibratePassOptions options;
    options.images = images;
    options.hist = hist;
    options.yaml = yaml;
    options.threads = threads;
    options.from = from;
    return options;
  }
};

struct QuantizeOptions : mlir::PassPipelineOptions<QuantizeOptions> {
  Option<std::string> overrides{*this, "overrides",
                                llvm::cl::desc("The overrides.yaml")};
  Option<ThresholdMethod> method{
      *this, "method", llvm::cl::desc("How thresholds are chosen"),
      llvm::cl::init(ThresholdMethod::KL),
      llvm::cl::values(
          clEnumValN(ThresholdMethod::MinMax, "minmax", "the whole range"),
          clEnumValN(ThresholdMethod::KL, "kl", "least divergence"),
          clEnumValN(ThresholdMethod::MSE, "mse", "least squared error"),
          clEnumValN(ThresholdMethod::Log2, "log2", "powers of two"),
          clEnumValN(ThresholdMethod::Percentile, "percentile",
                     "what most values do not exceed"),
          clEnumValN(ThresholdMethod::Octav, "octav", "least expected error"))};
  Option<double> percentile{
      *this, "percentile",
      llvm::cl::desc("Share that method percentile keeps, per cent"),
      llvm::cl::init(defaultPercentile)};
  Option<Symmetry> activations{
      *this, "activations", llvm::cl::desc("Zero points of activations"),
      llvm::cl::init(Symmetry::Symmetric),
      llvm::cl::values(
          clEnumValN(Symmetry::Symmetric, "symmetric", "zero point 0"),
          clEnumValN(Symmetry::Asymmetric, "asymmetric",
                     "chosen with the scale"))};
  Option<std::string> scale{*this, "scale",
                            llvm::cl::desc("Allowed scales: any or log2")};
  Option<Granularity> granularity{
      *this, "granularity", llvm::cl::desc("Weight scales"),
      llvm::cl::init(Granularity::Channel),
      llvm::cl::values(
          clEnumValN(Granularity::Channel, "channel",
                     "one scale per output channel"),
          clEnumValN(Granularity::Tensor, "tensor", "one scale for all"))};
  Option<Log2Form> log2Form{
      *this, "log2-form", llvm::cl::desc("Form of method log2"),
      llvm::cl::init(Log2Form::MinError),
      llvm::cl::values(
          clEnumValN(Log2Form::MinError, "min-error", "least squared error"),
          clEnumValN(Log2Form::NonOverflow, "non-overflow",
                     "nothing saturates"))};
  Option<unsigned> activationWidth{*this, "activation-width",
                                   llvm::cl::desc("Bits of activations"),
                                   llvm::cl::init(8)};
  Option<unsigned> weightWidth{*this, "weight-width",
                               llvm::cl::desc("Bits of weights"),
                               llvm::cl::init(8)};
  Option<unsigned> headWidth{
      *this, "head-width",
      llvm::cl::desc("Bits of tensors that only host layers read"),
      llvm::cl::init(16)};
  Option<std::string> calibration{
      *this, "calibration",
      llvm::cl::desc("The calibration.yaml of the network; it is updated")};
  Option<bool> correctBias{*this, "correct-bias",
                           llvm::cl::desc("Analytic bias correction"),
                           llvm::cl::init(true)};

  QuantizePipelineSettings toSettings() const {
    QuantizePipelineSettings settings;
    settings.overrides = overrides;
    settings.correctBias = correctBias;
    settings.scales.method = method;
    settings.scales.percentile = percentile;
    settings.scales.activations = activations;
    settings.scales.scale = scale;
    settings.scales.granularity = granularity;
    settings.scales.log2Form = log2Form;
    settings.scales.activationWidth = activationWidth;
    settings.scales.weightWidth = weightWidth;
    settings.scales.headWidth = headWidth;
    settings.scales.calibration = calibration;
    return settings;
  }
};

} // namespace

void registerAllDialects(mlir::DialectRegistry &registry) {
  registry.insert<mlir::func::FuncDialect, mlir::quant::QuantDialect,
                  QSimDialect, qnet::QNetDialect>();
}

void registerAllPasses() {
  mlir::registerTransformsPasses();
  registerQSimTransforms(makeModuleExecutor);
  mlir::registerPass(createConvertQSimToQNetPass);
  mlir::PassPipelineRegistration<>(
      "qsim-pipeline-import",
      "Put batch norm and activations onto their layers", buildImportPipeline);
  mlir::PassPipelineRegistration<CalibrateOptions>(
      "qsim-pipeline-calibrate", "Observe ranges and histograms",
      [](mlir::OpPassManager &passes, const CalibrateOptions &options) {
        buildCalibratePipeline(passes, makeModuleExecutor, options.toPass());
      });
  mlir::PassPipelineRegistration<QuantizeOptions>(
      "qsim-pipeline-quantize", "Choose widths and scales, and check them",
      [](mlir::OpPassManager &passes, const QuantizeOptions &options) {
        buildQuantizePipeline(passes, options.toSettings());
      });
  mlir::PassPipelineRegistration<>(
      "qsim-pipeline-quantize-yolo2-light",
      "Choose weight multipliers as yolo2_light does, and check them",
      buildYolo2LightPipeline);
  mlir::PassPipelineRegistration<>(
      "qsim-pipeline-emit", "Lower to the exit dialect", buildEmitPipeline);
}

} // namespace qsim
