// SPDX-License-Identifier: Apache-2.0
// The scales of a convolution's weights.
#include "Network.h"
#include "Request.h"
#include "ScaleChoice.h"

#include "QSim/Analysis/LayerParameters.h"
#include "qsim/Calibration/MethodNames.h"
#include "qsim/Support/Numbers.h"

#include <algorithm>
#include <cmath>

using namespace mlir;
using namespace qsim;

namespace {

// Of the bias width, for the bias correction that is still to come.
constexpr double usableShare = 7.0 / 8;
constexpr double raiseFactor = 1.25;
constexpr int mostRaises = 400;

struct EffectiveLayer {
  std::vector<double> weights; // gain included
  std::vector<double> biases;
  size_t filters, perFilter;
};

EffectiveLayer effective(const LayerParameters &parameters,
                         qsimrt_arithmetic arithmetic) {
  EffectiveLayer layer;
  std::vector<double> gain;
  parameters.fold(arithmetic, gain, layer.biases);
  ArrayRef<float> weights = parameters.weights.values();
  layer.filters = gain.size();
  layer.perFilter = weights.size() / layer.filters;
  layer.weights.resize(weights.size());
  for (size_t i = 0; i < weights.size(); ++i)
    layer.weights[i] = weights[i] * gain[i / layer.perFilter];
  return layer;
}

// Whether the integer bias (numerics.md N5) leaves an eighth of its width free.
bool biasFits(const EffectiveLayer &layer, size_t filter, double weightScale,
              int weightBits, qsimrt_quant input, int biasBits) {
  double limit = std::ldexp(usableShare, biasBits - 1);
  double bias = layer.biases[filter] / (input.scale * weightScale);
  if (input.zero_point != 0) {
    double most = std::ldexp(1.0, weightBits - 1) - 1, sum = 0;
    const double *weights = &layer.weights[filter * layer.perFilter];
    for (size_t i = 0; i < layer.perFilter; ++i)
      sum += std::clamp(std::nearbyint(weights[i] / weightScale), -most, most);
    bias -= input.zero_point * sum;
  }
  return std::fabs(bias) <= limit;
}

// Raises scales until every bias fits; returns how many were raised.
size_t raiseScales(const EffectiveLayer &layer, std::vector<float> &scales,
                   const WeightRequest &request, qsimrt_quant input,
                   int biasBits) {
  bool powerOfTwo = request.grid == ScaleGrid::PowerOfTwo;
  size_t raised = 0;
  for (size_t filter = 0; filter < layer.filters; ++filter) {
    float &scale = scales[scales.size() == 1 ? 0 : filter];
    float before = scale;
    for (int i = 0; i < mostRaises && !biasFits(layer, filter, scale,
                                                request.bits, input, biasBits);
         ++i)
      scale *= static_cast<float>(powerOfTwo ? 2 : raiseFactor);
    raised += scale != before;
  }
  return raised;
}

WeightRequest requestFor(const WeightsOverride &asked,
                         const ScaleSettings &settings) {
  WeightRequest request;
  request.method = asked.method.value_or(settings.method);
  request.grid = asked.grid.value_or(request.method == ThresholdMethod::Log2
                                         ? ScaleGrid::PowerOfTwo
                                     : asked.method ? ScaleGrid::Any
                                                    : settings.grid);
  if (request.method == ThresholdMethod::KL ||
      (request.method == ThresholdMethod::Log2 &&
       request.grid == ScaleGrid::Any))
    request.method = ThresholdMethod::MSE;
  request.form = settings.form;
  request.bits = asked.width.value_or(settings.weightWidth);
  request.percentile = asked.percentile.value_or(settings.percentile);
  request.perChannel = asked.perChannel.value_or(settings.perChannel);
  return request;
}

} // namespace

FailureOr<WeightRecord> qsim::chooseWeights(Conv2DOp conv,
                                            const ScaleSettings &settings,
                                            const qsimrt_datapath &datapath,
                                            qsimrt_arithmetic arithmetic) {
  FailureOr<WeightsOverride> asked = weightsRequest(conv.getOutput());
  FailureOr<LayerParameters> parameters = LayerParameters::read(conv);
  if (failed(asked) || failed(parameters))
    return failure();
  if (!conv.getWeights().hasOneUse())
    return conv.emitOpError("layer \"")
           << conv.getName()
           << "\" shares its weights with another layer; wanted weights of its "
              "own";
  WeightRequest request = requestFor(*asked, settings);
  EffectiveLayer layer = effective(*parameters, arithmetic);
  std::vector<float> scales;
  StringRef name = conv.getName();
  if (asked->scale) {
    request.perChannel = false;
    scales = {*asked->scale};
  } else {
    WeightChoice found = chooseWeightScales(layer.weights.data(), layer.filters,
                                            layer.perFilter, request);
    scales = std::move(found.scales);
    if (!found.empty.empty())
      remarkChoice(conv.getLoc(), name,
                   name.str() + ": " + std::to_string(found.empty.size()) +
                       " filters have only zero weights; their scale is 2^-20");
  }
  qsimrt_quant input = toQuant(elementTypeOf(conv.getInput()));
  bool narrow = request.bits <= 8 && input.bits <= 8;
  int biasBits = narrow ? datapath.bias_bits : datapath.wide_bias_bits;
  if (!asked->scale)
    if (size_t raised = raiseScales(layer, scales, request, input, biasBits))
      remarkChoice(conv.getLoc(), name,
                   name.str() + ": " + std::to_string(raised) +
                       " weight scales were raised so that biases fit " +
                       std::to_string(biasBits) + " bits");

  WeightChoice judged =
      judgeWeightScales(layer.weights.data(), layer.filters, layer.perFilter,
                        request.bits, std::move(scales));
  WeightQuant quant{request.bits, {judged.scales.begin(), judged.scales.end()}};
  setElements(conv.getWeights(),
              request.perChannel ? perAxisWeightType(conv.getContext(), quant)
                                 : weightType(conv.getContext(), quant));
  auto [smallest, largest] =
      std::minmax_element(judged.scales.begin(), judged.scales.end());
  WeightRecord record{name.str(),
                      request.method,
                      request.percentile,
                      request.grid,
                      asked->scale.has_value(),
                      request.perChannel,
                      request.bits,
                      *smallest,
                      *largest,
                      judged.power > 0 ? judged.error / judged.power : 0,
                      judged.saturation};
  remarkChoice(conv.getLoc(), name,
               name.str() + ": weights: " + std::to_string(record.bits) +
                   " bits per " + granularityName(record.perChannel) + ", " +
                   (record.given ? "given" : methodName(record.method)) +
                   ", scales " + scaleText(record.smallestScale) + " to " +
                   scaleText(record.largestScale) + ", saturates " +
                   formatFixed(100 * record.saturation, 3) + " %");
  return record;
}
