// SPDX-License-Identifier: Apache-2.0
// Cancels the mean error that quantized weights cause.
#include "Network.h"

#include "QSim/Analysis/LayerParameters.h"
#include "QSim/Analysis/NetworkFacts.h"
#include "QSim/Analysis/QuantTypes.h"
#include "QSim/Analysis/ScaleGroups.h"
#include "QSim/Transforms/Passes.h"

#include "mlir/IR/Builders.h"

using namespace mlir;
using namespace qsim;

namespace qsim {
#define GEN_PASS_DEF_CORRECTBIASPASS
#include "QSim/Transforms/Passes.h.inc"
} // namespace qsim

namespace {

LogicalResult correct(Conv2DOp conv, const ChannelSums &input,
                      const qsimrt_datapath &datapath,
                      qsimrt_arithmetic arithmetic) {
  auto layer = RuntimeConvolution::create(conv);
  if (failed(layer))
    return failure();
  FailureOr<DerivedConvolution> integers =
      (*layer)->derive(datapath, arithmetic);
  if (failed(integers))
    return failure();
  const qsimrt_convolutional &shape = (*layer)->layer().u.convolutional;
  std::vector<double> gain, bias;
  (*layer)->parameters().fold(arithmetic, gain, bias);

  size_t filters = shape.filters, taps = size_t(shape.size) * shape.size;
  size_t perGroup = (*layer)->inputChannels() / shape.groups;
  std::vector<float> delta(filters);
  size_t i = 0;
  for (size_t filter = 0; filter < filters; ++filter) {
    double scale =
        shape.weight_scales[shape.weight_scale_count == 1 ? 0 : filter];
    size_t firstChannel = filter / (filters / shape.groups) * perGroup;
    double error = 0;
    for (size_t channel = 0; channel < perGroup; ++channel) {
      double difference = 0;
      for (size_t tap = 0; tap < taps; ++tap, ++i)
        difference +=
            integers->weights[i] * scale - shape.weights[i] * gain[filter];
      error += difference * input.mean(firstChannel + channel);
    }
    delta[filter] = static_cast<float>(-error);
  }
  auto type = RankedTensorType::get({static_cast<int64_t>(filters)},
                                    Float32Type::get(conv.getContext()));
  conv.setBiasDeltaAttr(DenseElementsAttr::get(type, ArrayRef(delta)));
  return success();
}

struct CorrectBiasPass : qsim::impl::CorrectBiasPassBase<CorrectBiasPass> {
  using CorrectBiasPassBase::CorrectBiasPassBase;

  void runOnOperation() override {
    if (failed(correctAll()))
      signalPassFailure();
  }

private:
  LogicalResult correctAll() {
    ModuleOp module = getOperation();
    FailureOr<func::FuncOp> network = findNetwork(module);
    FailureOr<NetworkAttr> facts = findNetworkAttr(module);
    if (failed(network) || failed(facts))
      return failure();
    FailureOr<Calibration> seen = readCalibrationOf(*network, calibration);
    if (failed(seen))
      return failure();
    qsimrt_datapath datapath = toRuntime(datapathOf(module));
    for (Conv2DOp conv : network->getOps<Conv2DOp>()) {
      StringRef input = producerName(conv.getInput());
      const TensorStatistics *tensor =
          seen->statistics.find({input.data(), input.size()});
      if (!tensor)
        return conv.emitOpError("layer \"")
               << conv.getName() << "\" reads \"" << input
               << "\", a host layer; wanted a layer that was calibrated";
      if (failed(correct(conv, tensor->sums, datapath,
                         toRuntime(facts->getArithmetic()))))
        return failure();
    }
    return success();
  }
};

} // namespace
