// SPDX-License-Identifier: Apache-2.0
// Derives the integers of a package (numerics.md, sections 2 and 5).
#include "Derive.h"
#include "Activation.h"

#include <algorithm>
#include <cmath>

namespace oracle {
namespace {

// N3. Returns gain (one per filter) and b (one per bias), and leaves d in the
// parameters.
void foldBatchNorm(const Network &network, const Layer &layer, Parameters &p,
                   std::vector<double> &gain, std::vector<double> &b) {
  for (float bias : p.biases)
    b.push_back(double(bias));
  for (int64_t o = 0; o < layer.filters; ++o) {
    if (!layer.batchNormalize) {
      gain.push_back(1.0);
      continue;
    }
    double d = 0;
    if (network.arithmetic == Arithmetic::Onnx) { // N52
      d = std::sqrt(double(p.variance[o]) + double(layer.epsilon));
    } else if (network.arithmetic == Arithmetic::PJReddie) {
      d = std::sqrt(double(p.variance[o])) + double(0.000001f);
    } else {
      float sum = p.variance[o] + 0.00001f;
      d = std::sqrt(double(sum));
    }
    p.d.push_back(d);
    gain.push_back(double(p.scales[o]) / d);
    double product = double(p.mean[o]) * gain[o];
    b[o] = double(p.biases[o]) - product;
  }
  if (layer.biasCorrection)
    for (size_t i = 0; i < b.size(); ++i)
      b[i] = b[i] + double(p.biasDelta[i]);
}

// N4; returns the integer weights' sum, which N5 needs.
int64_t quantizeWeights(const float *weights, int64_t count, double gain,
                        double sw, int bits, int32_t *to) {
  double limit = (1 << (bits - 1)) - 1;
  int64_t sum = 0;
  for (int64_t i = 0; i < count; ++i) {
    double w = double(weights[i]) * gain;
    if (!std::isfinite(w))
      throw Error("a weight is not a finite number");
    to[i] = static_cast<int32_t>(std::clamp(std::rint(w / sw), -limit, limit));
    sum += to[i];
  }
  return sum;
}

// N5
int64_t quantizeBias(double b, double step, int64_t zero, int64_t sum,
                     int bits) {
  if (!std::isfinite(b))
    throw Error("a bias is not a finite number");
  double rounded = std::rint(b / step);
  if (!(std::fabs(rounded) < 0x1p62))
    throw Error("a bias does not fit the bias width");
  int64_t qb = static_cast<int64_t>(rounded) - zero * sum;
  int64_t limit = int64_t(1) << (bits - 1);
  if (qb < -limit || qb >= limit)
    throw Error("a bias does not fit the bias width");
  return qb;
}

// N28
void deriveTable(const Network &network, const System &system,
                 const Layer &layer, Parameters &p) {
  if (!layer.hasTable())
    return;
  if (layer.preactivation->width > system.tableBits)
    throw Error("the pre-activation is wider than table_bits");
  p.table = activationTable(layer, network.arithmetic);
}

void deriveWeights(const Network &network, const System &system,
                   const Layer &layer, Parameters &p) {
  std::vector<double> gain, b;
  foldBatchNorm(network, layer, p, gain, b);
  const MaybeQuantization &in = network.quantizationOf(layer.inputs[0]);
  p.quantized = in && layer.weightBits != 0;
  if (!p.quantized)
    return;
  p.requantized = layer.quantization.has_value();
  p.wide = layer.weightBits > 8 || in->width > 8;
  int biasBits = p.wide ? system.wideBiasBits : system.biasBits;
  int multiplierBits =
      p.wide ? system.wideMultiplierBits : system.multiplierBits;
  Slopes slope = slopes(layer, system.leaky);
  int64_t places = placesOf(layer);
  int64_t perFilter =
      static_cast<int64_t>(p.weights.size()) / (layer.filters * places);
  p.qWeights.resize(p.weights.size());
  for (int64_t o = 0; o < layer.filters; ++o) {
    double sw = layer.weightScales[o];
    double step = double(in->scale) * sw;
    for (int64_t place = 0; place < places; ++place) {
      int64_t first = (place * layer.filters + o) * perFilter;
      int64_t sum =
          quantizeWeights(p.weights.data() + first, perFilter, gain[o], sw,
                          layer.weightBits, p.qWeights.data() + first);
      double bias = b[o * places + place];
      p.qBiases.push_back(quantizeBias(bias, step, in->zero, sum, biasBits));
      p.hybridBiases.push_back(static_cast<float>(bias)); // N8
    }
    p.hybridScales.push_back(static_cast<float>(step));
    if (!p.requantized)
      continue;
    double m = step / double(layer.target().scale); // N6
    p.positive.push_back(
        encode(m * slope.positive, multiplierBits, system.maxShift));
    if (layer.hasNegative())
      p.negative.push_back(
          encode(m * slope.negative, multiplierBits, system.maxShift));
  }
  if (p.requantized)
    deriveTable(network, system, layer, p);
}

const Quantization &inputOf(const Network &network, const Layer &layer,
                            size_t which) {
  const MaybeQuantization &in = network.quantizationOf(layer.inputs[which]);
  if (!in)
    throw Error("it is quantized, but an input is not");
  return *in;
}

// N13
void deriveRoute(const Network &network, const System &system,
                 const Layer &layer, Parameters &p) {
  for (size_t i = 0; i < layer.inputs.size(); ++i) {
    const Quantization &in = inputOf(network, layer, i);
    if (in == *layer.quantization)
      p.rescale.push_back({1, 0});
    else
      p.rescale.push_back(
          encode(double(in.scale) / double(layer.quantization->scale),
                 system.multiplierBits, system.maxShift));
  }
}

// N31, N55, N61
void deriveShortcut(const Network &network, const System &system,
                    const Layer &layer, Parameters &p) {
  Slopes slope = slopes(layer, system.leaky);
  std::vector<double> positive, negative;
  for (size_t i = 0; i < layer.inputs.size(); ++i) {
    double m =
        double(inputOf(network, layer, i).scale) / double(layer.target().scale);
    positive.push_back(m * slope.positive);
    negative.push_back(m * slope.negative);
  }
  p.positive = encodeTogether(positive, system.multiplierBits, system.maxShift);
  if (layer.hasNegative())
    p.negative =
        encodeTogether(negative, system.multiplierBits, system.maxShift);
  deriveTable(network, system, layer, p);
}

// N32
void deriveMultiply(const Network &network, const System &system,
                    const Layer &layer, Parameters &p) {
  const Quantization &a = inputOf(network, layer, 0);
  const Quantization &b = inputOf(network, layer, 1);
  int bits = a.width <= 8 && b.width <= 8 ? system.multiplierBits
                                          : system.wideMultiplierBits;
  Slopes slope = slopes(layer, system.leaky);
  double m = (double(a.scale) * double(b.scale)) / double(layer.target().scale);
  p.positive = {encode(m * slope.positive, bits, system.maxShift)};
  if (layer.hasNegative())
    p.negative = {encode(m * slope.negative, bits, system.maxShift)};
  deriveTable(network, system, layer, p);
}

// N33: the multiplier of a mean of n integers.
Multiplier meanOf(const Network &network, const System &system,
                  const Layer &layer, int64_t n) {
  const Quantization &in = inputOf(network, layer, 0);
  double m = double(in.scale) /
             (double(layer.quantization->scale) * static_cast<double>(n));
  return encode(
      m, in.width <= 8 ? system.multiplierBits : system.wideMultiplierBits,
      system.maxShift);
}

// N33, N53
void deriveAvgPool(const Network &network, const System &system,
                   const Layer &layer, Parameters &p) {
  const Shape &shape = network.shapeOf(layer.inputs[0]);
  if (!layer.windowed) {
    p.rescale = {meanOf(network, system, layer, shape.h * shape.w)};
    return;
  }
  for (int64_t n = 1; n <= layer.rows.size * layer.columns.size; ++n)
    p.rescale.push_back(meanOf(network, system, layer, n));
}

// N60
void deriveReduce(const Network &network, const System &system,
                  const Layer &layer, Parameters &p) {
  int64_t values = network.shapeOf(layer.inputs[0]).elements();
  if (layer.operation == Operation::Mean)
    p.rescale = {
        meanOf(network, system, layer, values / layer.shape.elements())};
  if (layer.operation == Operation::Sum)
    p.rescale = {meanOf(network, system, layer, 1)};
}

// N56
void deriveConstant(const Layer &layer, Parameters &p) {
  for (float value : p.values)
    p.qValues.push_back(quantize(value, *layer.quantization));
}

// N36
void deriveCrop(const Network &network, const System &system,
                const Layer &layer, Parameters &p) {
  if (layer.noAdjust)
    return;
  const Quantization &in = inputOf(network, layer, 0);
  if (in.width > system.tableBits)
    throw Error("the input is wider than table_bits");
  p.table = cropTable(in, *layer.quantization);
}

} // namespace

void derive(const Network &network, const System &system, const Layer &layer,
            Parameters &p) {
  if (layer.hasWeights()) {
    if (network.arithmetic == Arithmetic::Yolo2Light)
      return deriveLight(layer, p);
    return deriveWeights(network, system, layer, p);
  }
  if (!layer.quantization)
    return;
  switch (layer.kind) {
  case Kind::Route:
    return deriveRoute(network, system, layer, p);
  case Kind::Binary:
    if (layer.runsInFloat()) // div and pow
      return;
    [[fallthrough]];
  case Kind::Activation:
  case Kind::Shortcut:
    return deriveShortcut(network, system, layer, p);
  case Kind::Constant:
    return deriveConstant(layer, p);
  case Kind::Reduce:
    return deriveReduce(network, system, layer, p);
  case Kind::Multiply:
    return deriveMultiply(network, system, layer, p);
  case Kind::AvgPool:
    return deriveAvgPool(network, system, layer, p);
  case Kind::Crop:
    return deriveCrop(network, system, layer, p);
  default:
    return; // the others have no integers of their own
  }
}

} // namespace oracle
