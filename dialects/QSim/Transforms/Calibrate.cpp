// SPDX-License-Identifier: Apache-2.0
// Runs pictures through the network and records what its tensors hold.
#include "Network.h"

#include "QSim/Analysis/Fingerprint.h"
#include "QSim/Analysis/NetworkFacts.h"
#include "QSim/Analysis/QuantTypes.h"
#include "QSim/Analysis/ScaleGroups.h"
#include "QSim/Transforms/Passes.h"
#include "qsim/Calibration/Calibrator.h"

using namespace mlir;
using namespace qsim;

namespace qsim {
#define GEN_PASS_DEF_CALIBRATEPASS
#include "QSim/Transforms/Passes.h.inc"
} // namespace qsim

namespace {

struct CalibratePass : qsim::impl::CalibratePassBase<CalibratePass> {
  explicit CalibratePass(ExecutorFactory factory)
      : factory(std::move(factory)) {}
  CalibratePass(ExecutorFactory factory, CalibratePassOptions options)
      : CalibratePassBase(std::move(options)), factory(std::move(factory)) {}

  void runOnOperation() override {
    if (failed(calibrateNetwork()))
      signalPassFailure();
  }

private:
  LogicalResult calibrateNetwork();
  LogicalResult checkOptions();
  FailureOr<NetworkStatistics> observe(func::FuncOp network);
  FailureOr<NetworkStatistics> reuse(func::FuncOp network);

  ExecutorFactory factory;
};

LogicalResult CalibratePass::checkOptions() {
  ModuleOp module = getOperation();
  if (images.empty() == from.empty())
    return module.emitError("qsim-calibrate: wanted either images or from");
  if (yaml.empty() != hist.empty())
    return module.emitError("qsim-calibrate: wanted both yaml and hist");
  if (from.empty() && !factory)
    return module.emitError("qsim-calibrate: this program cannot run networks; "
                            "wanted from=FILE.yaml");
  return success();
}

FailureOr<NetworkStatistics> CalibratePass::observe(func::FuncOp network) {
  std::vector<ObservedTensor> tensors;
  auto add = [&](Value tensor) {
    auto type = cast<RankedTensorType>(tensor.getType());
    tensors.push_back({producerName(tensor).str(),
                       static_cast<int>(producerIndex(tensor)),
                       static_cast<size_t>(type.getDimSize(1))});
  };
  add(network.getArgument(0));
  for (LayerOpInterface layer : layersOf(network)) {
    if (layer.isHostLayer())
      continue;
    add(layer->getResult(0));
    if (!hasTable(layer))
      continue;
    tensors.push_back(tensors.back());
    tensors.back().name = preActivationName(layer);
    tensors.back().role = TensorRole::PreActivation;
  }

  Result<std::unique_ptr<Executor>> executor =
      factory(getOperation(), images, threads);
  if (!executor)
    return emitFileError(UnknownLoc::get(&getContext()),
                         executor.error().message);
  Result<NetworkStatistics> seen =
      calibrate(**executor, network.getName().str(), tensors);
  if (!seen)
    return emitFileError(UnknownLoc::get(&getContext()), seen.error().message);
  return std::move(*seen);
}

FailureOr<NetworkStatistics> CalibratePass::reuse(func::FuncOp network) {
  FailureOr<Calibration> earlier = readCalibrationOf(network, from);
  if (failed(earlier))
    return failure();
  return std::move(earlier->statistics);
}

LogicalResult CalibratePass::calibrateNetwork() {
  FailureOr<func::FuncOp> network = findNetwork(getOperation());
  if (failed(network) || failed(checkOptions()))
    return failure();
  for (LayerOpInterface layer : layersOf(*network))
    if (Type seen = elementTypeOf(layer->getResult(0)); !seen.isF32())
      return layer->emitOpError("layer \"")
             << layer.getLayerName() << "\" has elements " << seen
             << "; wanted f32: the network is calibrated already";
  FailureOr<NetworkStatistics> statistics =
      from.empty() ? observe(*network) : reuse(*network);
  if (failed(statistics))
    return failure();

  auto rangeOf = [&](StringRef name) {
    const Histogram &seen =
        statistics->find({name.data(), name.size()})->histogram;
    return calibratedType(&getContext(), {seen.minimum(), seen.maximum()});
  };
  setElements(network->getArgument(0), rangeOf("image"));
  for (LayerOpInterface layer : layersOf(*network)) {
    if (layer.isHostLayer())
      continue;
    setElements(layer->getResult(0), rangeOf(layer.getLayerName()));
    if (hasTable(layer))
      layer.setLayerPreactivation(rangeOf(preActivationName(layer)));
  }
  updateSignature(*network);

  if (yaml.empty())
    return success();
  FailureOr<NetworkFingerprint> fingerprint = fingerprintOf(*network);
  if (failed(fingerprint))
    return failure();
  if (Result<void> written =
          writeCalibration(yaml, hist, *statistics, *fingerprint);
      !written)
    return emitFileError(network->getLoc(), written.error().message);
  return success();
}

} // namespace

std::unique_ptr<Pass> qsim::createCalibratePass(ExecutorFactory factory,
                                                CalibratePassOptions options) {
  return std::make_unique<CalibratePass>(std::move(factory),
                                         std::move(options));
}

std::unique_ptr<Pass> qsim::createCalibratePass(ExecutorFactory factory) {
  return std::make_unique<CalibratePass>(std::move(factory));
}
