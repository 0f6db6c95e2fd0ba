// SPDX-License-Identifier: Apache-2.0
// Cancels the mean error that quantized weights cause.
#include "Network.h"

#include "QSim/Analysis/HostSide.h"
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

// Minus the mean error of one output: its taps come channel by channel, as
// many of each.
float correction(ArrayRef<int32_t> integers, const float *weights, double scale,
                 double gain, const ChannelSums &input, size_t firstChannel,
                 size_t channels) {
  size_t taps = integers.size() / channels;
  double error = 0;
  for (size_t channel = 0, i = 0; channel < channels; ++channel) {
    double difference = 0;
    for (size_t tap = 0; tap < taps; ++tap, ++i)
      difference += integers[i] * scale - weights[i] * gain;
    error += difference * input.mean(firstChannel + channel);
  }
  return static_cast<float>(-error);
}

LogicalResult correct(LayerOpInterface op, const ChannelSums &input,
                      const qsimrt_datapath &datapath,
                      qsimrt_arithmetic arithmetic) {
  auto layer = RuntimeConvolution::create(op);
  if (failed(layer))
    return failure();
  FailureOr<DerivedConvolution> integers =
      (*layer)->derive(datapath, arithmetic);
  if (failed(integers))
    return failure();
  const LayerParameters &parameters = (*layer)->parameters();
  std::vector<double> gain, bias;
  parameters.fold(arithmetic, gain, bias);

  // Weights are in the order place, filter, channel; biases filter, place.
  ArrayRef<int32_t> weights = integers->weights;
  size_t filters = parameters.filters, places = bias.size() / filters;
  size_t size = weights.size() / bias.size();
  auto conv = dyn_cast<Conv2DOp>(op.getOperation());
  size_t groups = conv ? conv.getGroups() : 1;
  size_t perGroup = (*layer)->inputChannels() / groups;
  WeightQuant quant = toWeightQuant(elementTypeOf(op.getLayerWeights()));
  std::vector<float> delta(bias.size());
  for (size_t filter = 0; filter < filters; ++filter)
    for (size_t place = 0; place < places; ++place) {
      size_t first = (place * filters + filter) * size;
      delta[filter * places + place] = correction(
          weights.slice(first, size), parameters.weights.data() + first,
          quant.scales[quant.scales.size() == 1 ? 0 : filter], gain[filter],
          input, filter / (filters / groups) * perGroup, perGroup);
    }
  SmallVector<int64_t> shape{static_cast<int64_t>(filters)};
  if (op.getWeightAxis() != 0) // a local layer has a bias for each place
    shape.push_back(static_cast<int64_t>(places));
  auto type = RankedTensorType::get(shape, Float32Type::get(op.getContext()));
  op.setLayerVector(LayerVector::BiasDelta,
                    DenseElementsAttr::get(type, ArrayRef(delta)));
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
    const HostSide hostSide(*network);
    for (LayerOpInterface layer : layersOf(*network)) {
      if (!layer.getLayerWeights() || hostSide.contains(layer))
        continue;
      StringRef input = producerName(layer->getOperand(0));
      const TensorStatistics *tensor =
          seen->statistics.find({input.data(), input.size()});
      if (!tensor)
        return layer->emitOpError("layer \"")
               << layer.getLayerName() << "\" reads \"" << input
               << "\", a host layer; wanted a layer that was calibrated";
      if (failed(correct(layer, tensor->sums, datapath,
                         toRuntime(facts->getArithmetic()))))
        return failure();
    }
    return success();
  }
};

} // namespace
