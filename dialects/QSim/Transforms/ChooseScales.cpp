// SPDX-License-Identifier: Apache-2.0
// Chooses the quantization of every tensor and of all weights.
#include "Network.h"
#include "ScaleChoice.h"

#include "QSim/Analysis/HostSide.h"
#include "QSim/Analysis/NetworkFacts.h"
#include "QSim/Transforms/Passes.h"
#include "qsim/Calibration/MethodNames.h"
#include "qsim/Calibration/PowerOfTwo.h"
#include "qsim/Support/AtomicFile.h"
#include "qsim/Support/Numbers.h"
#include "qsim/Support/Progress.h"
#include "qsim/Support/ThreadPool.h"

#include "mlir/IR/Remarks.h"
#include "llvm/ADT/Twine.h"

#include <cmath>
#include <iterator>

using namespace mlir;
using namespace qsim;

namespace qsim {
#define GEN_PASS_DEF_CHOOSESCALESPASS
#include "QSim/Transforms/Passes.h.inc"
} // namespace qsim

std::string qsim::scaleText(double scale) {
  if (isPowerOfTwo(scale))
    return "2^" + std::to_string(std::ilogb(scale));
  return formatFloat(static_cast<float>(scale));
}

void qsim::remarkChoice(Location where, StringRef layer,
                        const std::string &message) {
  remark::passed(where, remark::RemarkOpts::name("choice")
                            .category("choose-scales")
                            .function(layer))
      << StringRef(message);
}

namespace {

struct ChooseScalesPass : qsim::impl::ChooseScalesPassBase<ChooseScalesPass> {
  using ChooseScalesPassBase::ChooseScalesPassBase;

  void runOnOperation() override {
    if (failed(chooseAll()))
      signalPassFailure();
  }

private:
  FailureOr<ScaleSettings> settings(ThreadPool &pool);
  LogicalResult chooseAll();
};

FailureOr<ScaleSettings> ChooseScalesPass::settings(ThreadPool &pool) {
  ScaleSettings result{method,
                       method == ThresholdMethod::Log2 ? ScaleGrid::PowerOfTwo
                                                       : ScaleGrid::Any,
                       log2Form,
                       granularity == Granularity::Channel,
                       activations,
                       percentile,
                       static_cast<int>(activationWidth),
                       static_cast<int>(weightWidth),
                       static_cast<int>(headWidth),
                       &pool};
  ModuleOp module = getOperation();
  if (!scale.empty()) {
    std::optional<ScaleGrid> grid = parseGrid(scale.getValue());
    if (!grid)
      return module.emitError("qsim-choose-scales: scale is '")
             << scale << "'; wanted any or log2";
    if (method == ThresholdMethod::Log2 && *grid == ScaleGrid::Any)
      return module.emitError("qsim-choose-scales: method log2 with scale any; "
                              "wanted scale log2 (powers of two)");
    result.grid = *grid;
  }
  if (activations == Symmetry::Asymmetric &&
      result.grid == ScaleGrid::PowerOfTwo)
    return module.emitError("qsim-choose-scales: asymmetric activations with "
                            "powers of two; wanted scale any and another "
                            "method than log2");
  if (!(percentile >= lowestPercentile && percentile <= highestPercentile))
    return module.emitError("qsim-choose-scales: percentile is ")
           << formatDouble(percentile) << "; wanted 50..100";
  const std::pair<StringRef, int> widths[] = {
      {"activation-width", result.activationWidth},
      {"weight-width", result.weightWidth},
      {"head-width", result.headWidth}};
  for (auto [name, width] : widths)
    if (width < 2 || width > 16)
      return module.emitError("qsim-choose-scales: ")
             << name << " is " << width << "; wanted 2..16";
  return result;
}

/// What runs on the host gives floats, and has no scale for integers.
static LogicalResult checkInputs(LayerOpInterface layer,
                                 const ScaleGroups &groups) {
  for (Value input : layer->getOperands()) {
    Value owner = groups.ownerOf(input); // null for weights
    auto read = owner ? owner.getDefiningOp<LayerOpInterface>() : nullptr;
    if (read && read.isHostLayer())
      return emitError(layer.getLoc())
             << "layer \"" << layer.getLayerName() << "\" reads \""
             << producerName(input) << "\", the output of a "
             << read.getLayerKind()
             << " layer: that runs on the host in float, after all integer "
                "layers, so there is no scale for it; wanted a layer that "
                "reads what stands before the "
             << read.getLayerKind() << " layer";
  }
  return success();
}

/// In a graph, what follows a host layer is a part of the answer: it stays in
/// float, and says so.
static void keepFloat(LayerOpInterface layer) {
  MLIRContext *context = layer->getContext();
  setElements(layer->getResult(0), Float32Type::get(context));
  layer->setAttr("ceiling", ModeAttr::get(context, Mode::Float));
  if (hasTable(layer))
    layer.setLayerPreactivation({});
  StringRef name = layer.getLayerName();
  remarkChoice(layer.getLoc(), name,
               name.str() +
                   ": stays in float, as it reads what the host computes");
}

LogicalResult ChooseScalesPass::chooseAll() {
  ModuleOp module = getOperation();
  FailureOr<func::FuncOp> network = findNetwork(module);
  ThreadPool pool(static_cast<int>(threads.getValue()));
  FailureOr<ScaleSettings> chosen = settings(pool);
  if (failed(network) || failed(chosen))
    return failure();
  FailureOr<NetworkAttr> facts = findNetworkAttr(module);
  FailureOr<Calibration> seen = readCalibrationOf(*network, calibration);
  if (failed(facts) || failed(seen))
    return failure();

  qsimrt_datapath datapath = toRuntime(datapathOf(module));
  ActivationChooser chooser(*network, *chosen, seen->statistics,
                            pictureRange(*facts));
  const ScaleGroups groups(*network);
  const HostSide hostSide(*network);
  const bool isGraph = module->hasAttr(kOutputsAttrName);
  for (LayerOpInterface layer : layersOf(*network)) {
    if (layer.isHostLayer())
      continue;
    if (isGraph && hostSide.contains(layer))
      keepFloat(layer);
    else if (failed(checkInputs(layer, groups)))
      return failure();
  }
  const auto layers = layersOf(*network);
  Progress progress(
      "choose scales",
      groups.owners().size() +
          static_cast<std::size_t>(std::distance(layers.begin(), layers.end())),
      "steps");
  for (Value owner : groups.owners()) {
    progress.advance();
    auto layer = owner.getDefiningOp<LayerOpInterface>();
    if (layer && hostSide.isFloat(layer))
      continue;
    if (!calibratedRange(elementTypeOf(owner)))
      return emitError(owner.getLoc())
             << "layer \"" << producerName(owner) << "\" has elements "
             << elementTypeOf(owner)
             << "; wanted !quant.calibrated: run qsim-calibrate first";
    if (failed(chooser.choose(owner)))
      return failure();
  }
  seen->record.weights.clear();
  for (LayerOpInterface layer : layers) {
    progress.advance();
    if (hostSide.contains(layer))
      continue;
    if (hasTable(layer) &&
        failed(chooser.choosePreActivation(layer, datapath.table_bits)))
      return failure();
    if (!layer.getLayerWeights())
      continue;
    FailureOr<WeightRecord> weights = chooseWeights(
        layer, *chosen, datapath, toRuntime(facts->getArithmetic()));
    if (failed(weights))
      return failure();
    seen->record.weights.push_back(std::move(*weights));
  }
  updateSignature(*network);
  warnOfZeros(*network, seen->statistics);
  chooser.report(*network, seen->record);
  if (Result<void> written =
          writeFileAtomically(calibration, formatCalibration(seen->record));
      !written)
    return emitFileError(network->getLoc(), written.error().message);
  return success();
}

} // namespace
