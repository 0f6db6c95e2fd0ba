// SPDX-License-Identifier: Apache-2.0
// Runs the layers in FLOAT, HYBRID and INT (numerics.md, section 8).
#include "Activation.h"
#include "Runner.h"

namespace oracle {

std::vector<int32_t> Runner::integersOf(int index) const {
  const Tensor &from = tensor(index);
  if (from.isInteger)
    return from.integers;
  const MaybeQuantization &quantization = network.quantizationOf(index);
  if (!quantization)
    throw Error("its input has no quantization");
  std::vector<int32_t> result(from.reals.size());
  for (size_t i = 0; i < result.size(); ++i)
    result[i] = quantize(from.reals[i], *quantization);
  return result;
}

std::vector<float> Runner::realsOf(int index) const {
  const Tensor &from = tensor(index);
  if (!from.isInteger)
    return from.reals;
  std::vector<float> result(from.integers.size());
  for (size_t i = 0; i < result.size(); ++i)
    result[i] = dequantize(from.integers[i], *network.quantizationOf(index));
  return result;
}

int32_t finish(const Layer &layer, const Parameters &p, int64_t r,
               Counts &counts) {
  const Quantization &to = layer.target();
  int32_t y = clampCounted(r + to.zero, to, counts);
  if (layer.activation == Activation::Relu6)
    y = std::min(y, limitOf(6, to));
  if (layer.activation == Activation::Clip)
    y = std::min(std::max(y, limitOf(double(*layer.alpha), to)),
                 limitOf(double(*layer.beta), to));
  return layer.hasTable() ? p.table[y - to.min()] : y;
}

float finishHybrid(const Layer &layer, Arithmetic arithmetic, float y) {
  if (layer.activation == Activation::Leaky)
    return y > 0 ? y : y * 0.1f;
  return activate(layer, arithmetic, y);
}

Tensor Runner::runLayer(const Layer &layer, Mode mode, Counts &counts) const {
  if (layer.runsInFloat())
    mode = Mode::Float;
  Tensor out;
  out.shape = layer.shape;
  out.isInteger = mode == Mode::Int;
  if (out.isInteger && !layer.quantization)
    throw Error("cannot run in INT: its output has no quantization");
  if (out.isInteger)
    out.integers.resize(out.shape.elements());
  else
    out.reals.resize(out.shape.elements());
  switch (layer.kind) {
  case Kind::Convolutional:
  case Kind::Connected:
    // N44: without an input multiplier there is no HYBRID.
    if (mode == Mode::Float || (isLight() && !of(layer).quantized))
      convolveFloat(layer, out);
    else if (isLight())
      convolveLight(layer, out);
    else if (mode == Mode::Hybrid)
      convolveHybrid(layer, out);
    else
      convolveInt(layer, out, counts);
    break;
  case Kind::Local:
    if (mode == Mode::Float || isLight())
      localFloat(layer, out);
    else if (mode == Mode::Hybrid)
      localHybrid(layer, out);
    else
      localInt(layer, out, counts);
    break;
  case Kind::MaxPool:
    maxPool(layer, out);
    break;
  case Kind::AvgPool:
    if (layer.windowed)
      avgPoolWindows(layer, out, counts);
    else
      avgPool(layer, out, counts);
    break;
  case Kind::Route:
    route(layer, out, counts);
    break;
  case Kind::Activation: // N55
  case Kind::Shortcut:
    shortcut(layer, out, counts);
    break;
  case Kind::Multiply:
    multiply(layer, out, counts);
    break;
  case Kind::Upsample:
  case Kind::Reorg:
  case Kind::Crop:
  case Kind::Dropout:
    move(layer, out);
    break;
  case Kind::Constant:
    constant(layer, out);
    break;
  case Kind::Strided:
  case Kind::Pad:
    view(layer, out);
    break;
  case Kind::Resize:
    resize(layer, out, counts);
    break;
  case Kind::Reduce:
    reduce(layer, out, counts);
    break;
  case Kind::Binary:
    binary(layer, out, counts);
    break;
  case Kind::Lrn:
    lrn(layer, out);
    break;
  case Kind::InstanceNorm:
    instanceNorm(layer, out);
    break;
  case Kind::ArgMax:
    argMax(layer, out);
    break;
  case Kind::Softmax:
  case Kind::Cost:
  case Kind::Yolo:
  case Kind::Region:
  case Kind::Detection:
  case Kind::Yolox:
    head(layer, out);
    break;
  }
  return out;
}

void run(const Network &network, const System &system,
         const std::vector<Parameters> &parameters, Mode mode,
         const Tensor &picture, const Sink &sink) {
  if (network.arithmetic == Arithmetic::Yolo2Light && mode == Mode::Int)
    throw Error("yolo2_light has no INT"); // N44
  Runner runner{network, system, parameters, picture};
  for (const Layer &layer : network.layers) {
    Counts counts;
    try {
      runner.outputs.push_back(
          runner.runLayer(layer, std::min(mode, layer.ceiling), counts));
    } catch (const Error &error) {
      throw Error("layer " + layer.name + ": " + error.what());
    }
    sink(layer, runner.outputs.back(), counts);
  }
}

} // namespace oracle
