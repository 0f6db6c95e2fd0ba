// SPDX-License-Identifier: Apache-2.0
// The scales of the weights of one layer.
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

// Weights by filter, and in a filter by place (of a local layer; else one).
struct EffectiveLayer {
  std::vector<double> weights; // gain included
  std::vector<double> biases;  // [filters][places]
  size_t filters, places, taps;

  size_t perFilter() const { return places * taps; }
};

EffectiveLayer effective(const LayerParameters &parameters,
                         qsimrt_arithmetic arithmetic) {
  EffectiveLayer layer;
  std::vector<double> gain;
  parameters.fold(arithmetic, gain, layer.biases);
  ArrayRef<float> weights = parameters.weights.values();
  layer.filters = parameters.filters;
  layer.places = layer.biases.size() / layer.filters;
  layer.taps = weights.size() / layer.biases.size();
  layer.weights.resize(weights.size());
  const float *next = weights.data(); // by place, filter, tap
  for (size_t place = 0; place < layer.places; ++place)
    for (size_t filter = 0; filter < layer.filters; ++filter) {
      double *into =
          &layer.weights[(filter * layer.places + place) * layer.taps];
      for (size_t tap = 0; tap < layer.taps; ++tap)
        into[tap] = *next++ * gain[filter];
    }
  return layer;
}

// Whether the integer bias (numerics.md N5) leaves an eighth of its width free.
bool biasFits(const EffectiveLayer &layer, size_t filter, size_t place,
              double weightScale, int weightBits, qsimrt_quant input,
              int biasBits) {
  double limit = std::ldexp(usableShare, biasBits - 1);
  size_t output = filter * layer.places + place;
  double bias = layer.biases[output] / (input.scale * weightScale);
  if (input.zero_point != 0) {
    double most = std::ldexp(1.0, weightBits - 1) - 1, sum = 0;
    const double *weights = &layer.weights[output * layer.taps];
    for (size_t i = 0; i < layer.taps; ++i)
      sum += std::clamp(std::nearbyint(weights[i] / weightScale), -most, most);
    bias -= input.zero_point * sum;
  }
  return std::fabs(bias) <= limit;
}

bool biasesFit(const EffectiveLayer &layer, size_t filter, double weightScale,
               int weightBits, qsimrt_quant input, int biasBits) {
  for (size_t place = 0; place < layer.places; ++place)
    if (!biasFits(layer, filter, place, weightScale, weightBits, input,
                  biasBits))
      return false;
  return true;
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
    for (int i = 0; i < mostRaises && !biasesFit(layer, filter, scale,
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

FailureOr<WeightRecord> qsim::chooseWeights(LayerOpInterface op,
                                            const ScaleSettings &settings,
                                            const qsimrt_datapath &datapath,
                                            qsimrt_arithmetic arithmetic) {
  FailureOr<WeightsOverride> asked = weightsRequest(op->getResult(0));
  FailureOr<LayerParameters> parameters = LayerParameters::read(op);
  if (failed(asked) || failed(parameters))
    return failure();
  if (!op.getLayerWeights().hasOneUse())
    return op->emitOpError("layer \"")
           << op.getLayerName()
           << "\" shares its weights with another layer; wanted weights of its "
              "own";
  WeightRequest request = requestFor(*asked, settings);
  EffectiveLayer layer = effective(*parameters, arithmetic);
  std::vector<float> scales;
  StringRef name = op.getLayerName();
  if (asked->scale) {
    request.perChannel = false;
    scales = {*asked->scale};
  } else {
    WeightChoice found =
        chooseWeightScales(layer.weights.data(), layer.filters,
                           layer.perFilter(), request, settings.pool);
    scales = std::move(found.scales);
    if (!found.empty.empty())
      remarkChoice(op.getLoc(), name,
                   name.str() + ": " + std::to_string(found.empty.size()) +
                       " filters have only zero weights; their scale is 2^-20");
  }
  qsimrt_quant input = toQuant(elementTypeOf(op->getOperand(0)));
  bool narrow = request.bits <= 8 && input.bits <= 8;
  int biasBits = narrow ? datapath.bias_bits : datapath.wide_bias_bits;
  if (!asked->scale)
    if (size_t raised = raiseScales(layer, scales, request, input, biasBits))
      remarkChoice(op.getLoc(), name,
                   name.str() + ": " + std::to_string(raised) +
                       " weight scales were raised so that biases fit " +
                       std::to_string(biasBits) + " bits");

  WeightChoice judged =
      judgeWeightScales(layer.weights.data(), layer.filters, layer.perFilter(),
                        request.bits, std::move(scales), settings.pool);
  WeightQuant quant{request.bits, {judged.scales.begin(), judged.scales.end()}};
  setElements(op.getLayerWeights(),
              request.perChannel ? perAxisWeightType(op.getContext(), quant,
                                                     op.getWeightAxis())
                                 : weightType(op.getContext(), quant));
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
  remarkChoice(op.getLoc(), name,
               name.str() + ": weights: " + std::to_string(record.bits) +
                   " bits per " + granularityName(record.perChannel) + ", " +
                   (record.given ? "given" : methodName(record.method)) +
                   ", scales " + scaleText(record.smallestScale) + " to " +
                   scaleText(record.largestScale) + ", saturates " +
                   formatFixed(100 * record.saturation, 3) + " %");
  return record;
}
