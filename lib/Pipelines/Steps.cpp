// SPDX-License-Identifier: Apache-2.0
// Import, calibrate, quantize and emit, each through its named pipeline.
#include "Steps.h"

#include "OriginalModule.h"
#include "SystemVariables.h"

#include "QNet/IR/QNetOps.h"
#include "QSim/Analysis/NetworkFacts.h"
#include "qsim/Calibration/CalibrationFile.h"
#include "qsim/Calibration/MethodNames.h"
#include "qsim/Calibration/Overrides.h"
#include "qsim/Execution/ModuleExecutor.h"
#include "qsim/Frontend/Darknet.h"
#include "qsim/Frontend/ONNX.h"
#include "qsim/Pipelines/Pipelines.h"
#include "qsim/Support/AtomicFile.h"
#include "qsim/Support/MappedFile.h"
#include "qsim/Support/Numbers.h"
#include "qsim/Target/Net.h"
#include "qsimrt/qsimrt.h"

#include <algorithm>
#include <filesystem>

namespace fs = std::filesystem;

namespace qsim {

/// Puts what the user said of pictures over what the import chose.
static Result<void> applyPreprocessing(mlir::ModuleOp module,
                                       const PreprocessingWords &words) {
  const auto facts = module->getAttrOfType<NetworkAttr>(kNetworkAttrName);
  const Result<qsimrt_preprocess> chosen = parsePreprocessing(
      words, toRuntime(facts.getResize(), facts.getPreprocess()));
  if (!chosen)
    return chosen.error();
  module->setAttr(kNetworkAttrName,
                  NetworkAttr::get(module.getContext(), facts.getName(),
                                   facts.getArithmetic(),
                                   Resize(chosen->resize), facts.getClasses(),
                                   toAttr(module.getContext(), *chosen)));
  return {};
}

bool hasOwnParameters(const std::string &model) { return looksLikeOnnx(model); }

static Result<mlir::OwningOpRef<mlir::ModuleOp>>
importOnnxModel(Workspace &workspace, const ImportSettings &settings) {
  const std::pair<const char *, bool> others[] = {
      {"--weights", !settings.weights.empty()},
      {"--seed", settings.seed.has_value()},
      {"--darknet-dialect", !settings.dialect.empty()}};
  for (const auto &[option, given] : others)
    if (given)
      return Error{settings.model + ": an ONNX model has its own parameters: " +
                   option + " is for Darknet's"};
  OnnxImportOptions options;
  options.inputs = settings.inputs;
  options.size = settings.size;
  options.frozen = settings.frozenInputs;
  options.head = settings.head;
  if (!settings.headStrides.empty() && settings.head.empty())
    return Error{"--head-strides: of which head? wanted --head yolox"};
  if (!settings.headStrides.empty())
    options.headStrides = settings.headStrides;
  options.namesPath = settings.names;
  mlir::OwningOpRef<mlir::ModuleOp> module =
      importOnnx(workspace.context(), settings.model, options);
  if (!module)
    return workspace.takeError(settings.model + ": the import failed");
  return module;
}

static Result<mlir::OwningOpRef<mlir::ModuleOp>>
importDarknetModel(Workspace &workspace, const ImportSettings &settings) {
  if (!settings.inputs.empty() || !settings.size.empty() ||
      !settings.frozenInputs.empty() || !settings.head.empty() ||
      !settings.headStrides.empty())
    return Error{settings.model +
                 ": --input, --size, --freeze-input, --head and "
                 "--head-strides are for ONNX models"};
  DarknetImportOptions options;
  if (!settings.dialect.empty()) {
    options.dialect = symbolizeArithmetic(settings.dialect);
    if (!options.dialect)
      return Error{"--darknet-dialect: expected pjreddie, alexeyab or "
                   "yolo2_light, got '" +
                   settings.dialect + "'"};
  }
  options.namesPath = settings.names;
  options.seed = settings.seed;
  mlir::OwningOpRef<mlir::ModuleOp> module = importDarknet(
      workspace.context(), settings.model, settings.weights, options);
  if (!module)
    return workspace.takeError(settings.model + ": the import failed");
  return module;
}

Result<mlir::OwningOpRef<mlir::ModuleOp>>
importStep(Workspace &workspace, const ImportSettings &settings) {
  // A wrong word costs no import.
  if (auto words = parsePreprocessing(settings.preprocessing,
                                      qsimrt_default_preprocess());
      !words)
    return words.error();
  Result<mlir::OwningOpRef<mlir::ModuleOp>> module =
      looksLikeOnnx(settings.model) ? importOnnxModel(workspace, settings)
                                    : importDarknetModel(workspace, settings);
  if (!module)
    return module;
  if (Result<void> done = applyPreprocessing(**module, settings.preprocessing);
      !done)
    return done.error();
  if (Result<void> done = workspace.run(**module, buildImportPipeline); !done)
    return done.error();
  return module;
}

Result<void> checkSettings(const CalibrateSettings &settings) {
  if (settings.images.empty() == settings.from.empty())
    return Error{"expected either --images or --calibration"};
  return {};
}

// Its integers come from the cfg and the weights alone.
static Result<void> refuseYolo2Light(mlir::ModuleOp module) {
  const auto facts = module->getAttrOfType<NetworkAttr>(kNetworkAttrName);
  if (facts && facts.getArithmetic() == Arithmetic::Yolo2Light)
    return Error{"network " + facts.getName().str() +
                 " has the arithmetic yolo2_light, which needs no calibration: "
                 "compile or quantize it with --profile yolo2_light"};
  return {};
}

Result<void> calibrateStep(Workspace &workspace, mlir::ModuleOp module,
                           const CalibrateSettings &settings,
                           const std::string &yaml,
                           const std::string &histograms) {
  if (Result<void> done = refuseYolo2Light(module); !done)
    return done;
  CalibratePassOptions options;
  options.images = settings.images;
  options.from = settings.from;
  options.threads = settings.threads;
  options.yaml = yaml;
  options.hist = histograms;
  return workspace.run(module, [&](mlir::OpPassManager &passes) {
    buildCalibratePipeline(passes, makeModuleExecutor, options);
  });
}

static Result<void> checkProfile(const QuantizeSettings &settings) {
  if (settings.profile != "yolo2_light")
    return Error{"--profile: expected yolo2_light, got '" + settings.profile +
                 "'"};
  QuantizeSettings nothingElse;
  nothingElse.profile = settings.profile;
  if (settings != nothingElse)
    return Error{"--profile " + settings.profile +
                 " leaves nothing to choose: expected no other option of the "
                 "quantize step"};
  return {};
}

Result<void> checkSettings(const QuantizeSettings &settings) {
  if (!settings.profile.empty())
    return checkProfile(settings);
  std::optional<ThresholdMethod> method = parseMethod(settings.method);
  if (!method)
    return Error{"--method: expected kl, log2, minmax, mse, octav or "
                 "percentile, got '" +
                 settings.method + "'"};
  if (!(settings.percentile >= lowestPercentile &&
        settings.percentile <= highestPercentile))
    return Error{"--percentile: expected 50..100, got " +
                 formatDouble(settings.percentile)};
  if (!parseSymmetry(settings.activations))
    return Error{"--activations: expected symmetric or asymmetric, got '" +
                 settings.activations + "'"};
  if (!settings.scale.empty() && !parseGrid(settings.scale))
    return Error{"--scale: expected any or log2, got '" + settings.scale + "'"};
  if (*method == ThresholdMethod::Log2 && settings.scale == "any")
    return Error{"--method log2 chooses powers of two: --scale any "
                 "contradicts it"};
  if (settings.activations == "asymmetric" &&
      (*method == ThresholdMethod::Log2 || settings.scale == "log2"))
    return Error{"--activations asymmetric needs any scale: " +
                 std::string(settings.scale == "log2" ? "--scale log2"
                                                      : "--method log2") +
                 " chooses powers of two"};
  if (settings.granularity != "channel" && settings.granularity != "tensor")
    return Error{"--granularity: expected channel or tensor, got '" +
                 settings.granularity + "'"};
  if (settings.log2Form != "min-error" && settings.log2Form != "non-overflow")
    return Error{"--log2-form: expected min-error or non-overflow, got '" +
                 settings.log2Form + "'"};
  if (!settings.overrides.empty())
    if (Result<Overrides> rules = readOverrides(settings.overrides); !rules)
      return rules.error();
  return {};
}

// What calibration.yaml keeps of the settings, and the settings from that.
static QuantizationDefaults defaultsOf(const QuantizeSettings &settings) {
  QuantizationDefaults defaults;
  defaults.method = *parseMethod(settings.method);
  defaults.percentile = settings.percentile;
  defaults.activations = *parseSymmetry(settings.activations);
  if (!settings.scale.empty())
    defaults.grid = parseGrid(settings.scale);
  defaults.perChannel = settings.granularity == "channel";
  defaults.log2Form = settings.log2Form == "min-error" ? Log2Form::MinError
                                                       : Log2Form::NonOverflow;
  defaults.activationBits = static_cast<int>(settings.activationWidth);
  defaults.weightBits = static_cast<int>(settings.weightWidth);
  defaults.headBits = static_cast<int>(settings.headWidth);
  defaults.correctBias = settings.correctBias;
  return defaults;
}

QuantizeSettings settingsOf(const QuantizationDefaults &defaults) {
  QuantizeSettings settings;
  settings.method = methodName(defaults.method);
  settings.percentile = defaults.percentile;
  settings.activations = symmetryName(defaults.activations);
  settings.scale = defaults.grid ? gridName(*defaults.grid) : "";
  settings.granularity = granularityName(defaults.perChannel);
  settings.log2Form =
      defaults.log2Form == Log2Form::MinError ? "min-error" : "non-overflow";
  settings.activationWidth = static_cast<unsigned>(defaults.activationBits);
  settings.weightWidth = static_cast<unsigned>(defaults.weightBits);
  settings.headWidth = static_cast<unsigned>(defaults.headBits);
  settings.correctBias = defaults.correctBias;
  return settings;
}

static Result<void> recordDefaults(const QuantizeSettings &settings,
                                   const std::string &yaml) {
  Result<Calibration> calibration = readCalibration(yaml);
  if (!calibration)
    return calibration.error();
  calibration->record.defaults = defaultsOf(settings);
  return writeFileAtomically(yaml, formatCalibration(calibration->record));
}

Result<void> quantizeStep(Workspace &workspace, mlir::ModuleOp module,
                          const QuantizeSettings &settings,
                          const std::string &yaml) {
  if (!settings.profile.empty())
    return workspace.run(module, buildYolo2LightPipeline);
  if (Result<void> done = refuseYolo2Light(module); !done)
    return done;
  if (!settings.sys.empty())
    if (Result<void> done = applySystemVariables(module, settings.sys); !done)
      return done;
  QuantizePipelineSettings pipeline;
  pipeline.overrides = settings.overrides;
  pipeline.correctBias = settings.correctBias;
  pipeline.scales.method = *parseMethod(settings.method);
  pipeline.scales.percentile = settings.percentile;
  pipeline.scales.activations = *parseSymmetry(settings.activations);
  pipeline.scales.scale = settings.scale;
  pipeline.scales.granularity = settings.granularity == "channel"
                                    ? Granularity::Channel
                                    : Granularity::Tensor;
  pipeline.scales.log2Form = settings.log2Form == "min-error"
                                 ? Log2Form::MinError
                                 : Log2Form::NonOverflow;
  pipeline.scales.activationWidth = settings.activationWidth;
  pipeline.scales.weightWidth = settings.weightWidth;
  pipeline.scales.headWidth = settings.headWidth;
  pipeline.scales.calibration = yaml;
  pipeline.scales.threads = settings.threads;
  if (Result<void> done = workspace.run(module,
                                        [&](mlir::OpPassManager &passes) {
                                          buildQuantizePipeline(passes,
                                                                pipeline);
                                        });
      !done)
    return done;
  return recordDefaults(settings, yaml);
}

static Result<std::string> readFile(const std::string &path) {
  Result<MappedFile> file = MappedFile::open(path);
  if (!file)
    return file.error();
  return std::string(file->text());
}

namespace {
/// The files of a package that are not the network's own, under the names and
/// with the references that they have there.
struct Companions {
  std::string module, calibration, histograms, overrides;
};
} // namespace

static Result<void> readCalibrationFiles(const std::string &yaml,
                                         Companions &companions) {
  Result<Calibration> calibration = readCalibration(yaml);
  if (!calibration)
    return calibration.error();
  Result<std::string> histograms = readFile(
      (fs::path(yaml).parent_path() / calibration->record.histograms).string());
  if (!histograms)
    return histograms.error();
  calibration->record.histograms = "calibration.hist";
  companions.calibration = formatCalibration(calibration->record);
  companions.histograms = std::move(*histograms);
  return {};
}

static Result<Companions> gatherCompanions(mlir::ModuleOp module,
                                           const std::string &yaml,
                                           const std::string &overrides,
                                           const std::string &original) {
  Companions companions;
  Result<std::string> bytes = original.empty()
                                  ? encodeModule(*originalModule(module))
                                  : readFile(original);
  if (!bytes)
    return bytes.error();
  companions.module = std::move(*bytes);
  if (!yaml.empty())
    if (Result<void> done = readCalibrationFiles(yaml, companions); !done)
      return done.error();
  if (!overrides.empty()) {
    Result<std::string> text = readFile(overrides);
    if (!text)
      return text.error();
    companions.overrides = std::move(*text);
  }
  return companions;
}

Result<void> emitStep(Workspace &workspace, mlir::ModuleOp module,
                      const std::string &yaml, const std::string &overrides,
                      const std::string &package, const std::string &original) {
  Result<Companions> companions =
      gatherCompanions(module, yaml, overrides, original);
  if (!companions)
    return companions.error();
  if (Result<void> done = workspace.run(module, buildEmitPipeline); !done)
    return done;
  auto networks = module.getOps<qnet::NetworkOp>();
  if (networks.empty())
    return Error{"expected a network in the module, found none"};
  const Result<void> done =
      emitPackage(package, *networks.begin(),
                  {companions->module, companions->calibration,
                   companions->histograms, companions->overrides});
  if (!done)
    return workspace.takeError(done.message());
  return {};
}

} // namespace qsim
