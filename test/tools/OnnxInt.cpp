// SPDX-License-Identifier: Apache-2.0
// A case of ONNX's test data quantized and run in INT, judged by bounds.
#include "OnnxBound.h"
#include "OnnxNetwork.h"

#include "qsim/Execution/ModuleExecutor.h"
#include "qsim/Pipelines/Pipelines.h"
#include "qsim/Support/Npy.h"
#include "qsim/Support/Numbers.h"
#include "qsim/Support/ScratchFolder.h"

#include "mlir/Pass/PassManager.h"

#include <algorithm>
#include <cmath>

using namespace mlir;
using namespace qsim::onnximport;

namespace qsim::conformance {
namespace {

IntOutcome refused(const std::string &reason) {
  return {IntOutcome::Kind::Refused, reason, 0};
}

/// The network in integers.
Result<Network> quantize(ModuleOp module, const std::vector<float> &image,
                         const qsimrt_shape &shape, unsigned bits,
                         Symmetry symmetry, FirstError &error) {
  ScratchFolder scratch("conformance");
  if (scratch.path.empty())
    return Error{"no scratch folder"};
  const std::string input = scratch.path + "/input.npy";
  if (Result<void> done =
          writeNpy(input, {1, shape.c, shape.h, shape.w}, image.data());
      !done)
    return done.error();
  for (float value : image)
    if (!std::isfinite(value))
      return Error{"the input has values that are no finite numbers"};
  CalibratePassOptions calibrating;
  calibrating.images = input;
  calibrating.yaml = scratch.path + "/calibration.yaml";
  calibrating.hist = scratch.path + "/calibration.hist";
  calibrating.threads = 1;
  QuantizePipelineSettings quantizing;
  quantizing.scales.method = ThresholdMethod::MinMax;
  quantizing.scales.activations = symmetry;
  quantizing.scales.activationWidth = bits;
  quantizing.scales.weightWidth = bits;
  quantizing.scales.headWidth = bits;
  quantizing.scales.calibration = calibrating.yaml;
  quantizing.scales.threads = 1;
  quantizing.correctBias = false; // the bounds are those of the weights alone
  PassManager passes(module.getContext(), ModuleOp::getOperationName());
  buildCalibratePipeline(passes, makeModuleExecutor, calibrating);
  buildQuantizePipeline(passes, quantizing);
  if (failed(passes.run(module)))
    return Error{error.text};
  return lowerModule(module, error);
}

/// The first value beyond its bound, and how large bounds are.
struct Judgement {
  std::string difference;
  double widest = 0;
};

/// As the FLOAT run, plus the bound of the value.
Judgement judge(const Tensor &wanted, const std::vector<float> &values,
                const std::vector<double> &bounds) {
  Judgement judgement;
  double largest = 0x1p-20; // what a scale holds where all values are zero
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double want = wanted.number(static_cast<std::int64_t>(i));
    if (std::isfinite(want))
      largest = std::max(largest, std::abs(want));
  }
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double want = wanted.number(static_cast<std::int64_t>(i));
    // Of infinities and NaN there are no integers.
    if (!std::isfinite(want))
      continue;
    judgement.widest = std::max(judgement.widest, bounds[i] / largest);
    const double off = std::abs(values[i] - want);
    if (off > bounds[i] + toleranceFor(wanted, want) &&
        judgement.difference.empty())
      judgement.difference = "value " + std::to_string(i) + " is " +
                             formatFloat(values[i]) + ", wanted " +
                             formatDouble(want) + " within " +
                             formatFloat(static_cast<float>(bounds[i]));
  }
  return judgement;
}

/// The first value that is farther from FLOAT's than its bound and what float32
/// rounds. FLOAT has been judged: it leaves less room than the case's data do.
std::string compareWithFloat(const std::vector<float> &real,
                             const std::vector<float> &values,
                             const std::vector<double> &bounds) {
  double largest = 0;
  for (float value : real)
    if (std::isfinite(value))
      largest = std::max(largest, std::abs(double(value)));
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double off = std::abs(double(values[i]) - real[i]);
    if (std::isfinite(real[i]) && !(off <= bounds[i] + 2e-6 * largest))
      return "value " + std::to_string(i) + " is " + formatFloat(values[i]) +
             ", in FLOAT " + formatFloat(real[i]) + ", wanted within " +
             formatFloat(static_cast<float>(bounds[i]));
  }
  return {};
}

} // namespace

IntOutcome runInt(const Choice &choice, unsigned bits, Symmetry symmetry,
                  FirstError &error) {
  error.text.clear();
  OwningOpRef<ModuleOp> copy = ModuleOp(choice.module).clone();
  OwningOpRef<ModuleOp> floats = ModuleOp(choice.module).clone();
  const Result<Network> plain = lowerModule(*floats, error);
  if (!plain)
    return refused(plain.error().message);
  const std::vector<float> image = imageOf(plain->model(), choice.live);
  const Result<Network> network =
      quantize(*copy, image, plain->model().image, bits, symmetry, error);
  if (!network)
    return refused(network.error().message);
  const qsimrt_model &model = network->model();
  SessionOptions options;
  options.mode = QSIMRT_INT;
  options.retention = QSIMRT_RETAIN_ALL;
  Result<std::unique_ptr<Session>> session = Session::create(model, options);
  if (!session)
    return refused(session.error().message);
  std::vector<qsimrt_mode> modes;
  for (int i = 0; i < model.layer_count; ++i)
    modes.push_back(qsimrt_layer_mode((*session)->handle(), i));
  if (Result<void> done = (*session)->run(image); !done)
    return {IntOutcome::Kind::Over, "run: " + done.error().message, 0};
  const Result<Bounds> bounds = boundsOf(model, modes, image);
  if (!bounds)
    return {IntOutcome::Kind::Over, "bounds: " + bounds.error().message, 0};
  IntOutcome outcome = {IntOutcome::Kind::Pass, "", 0};
  if (std::find(modes.begin(), modes.end(), QSIMRT_INT) == modes.end())
    outcome.kind = IntOutcome::Kind::Host;
  for (std::size_t i = 0; i < choice.wanted.size() && i < choice.outputs.size();
       ++i) {
    const int layer = static_cast<int>(choice.outputs[i].getLayer());
    const Result<std::vector<float>> values = (*session)->read(layer);
    if (!values)
      return {IntOutcome::Kind::Over, "output: " + values.error().message, 0};
    Judgement judgement =
        judge(choice.wanted[i], *values,
              layer < 0 ? std::vector<double>(values->size(), 0)
                        : bounds->layers[static_cast<std::size_t>(layer)]);
    if (judgement.difference.empty() && layer >= 0) {
      const auto index = static_cast<std::size_t>(layer);
      judgement.difference =
          compareWithFloat(bounds->real[index], *values, bounds->layers[index]);
    }
    if (!judgement.difference.empty())
      return {IntOutcome::Kind::Over,
              "output " + std::to_string(i) + ": " + judgement.difference, 0};
    outcome.widest = std::max(outcome.widest, judgement.widest);
  }
  return outcome;
}

} // namespace qsim::conformance
