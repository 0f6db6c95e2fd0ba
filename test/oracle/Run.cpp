// SPDX-License-Identifier: Apache-2.0
// Runs the layers in FLOAT, HYBRID and INT (numerics.md, sections 5 to 8).
#include "Run.h"

#include <algorithm>
#include <cfloat>
#include <cmath>

namespace oracle {
namespace {

struct Runner {
  const Network &network;
  const System &system;
  const std::vector<Parameters> &parameters;
  const Tensor &picture;
  std::vector<Tensor> outputs = {};

  const Tensor &tensor(int index) const {
    return index < 0 ? picture : outputs[index];
  }

  // N22: the tensor as integers, by the quantization of its layer.
  std::vector<int32_t> integersOf(int index) const {
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

  // N22: the tensor as float32.
  std::vector<float> realsOf(int index) const {
    const Tensor &from = tensor(index);
    if (!from.isInteger)
      return from.reals;
    std::vector<float> result(from.integers.size());
    for (size_t i = 0; i < result.size(); ++i)
      result[i] = dequantize(from.integers[i], *network.quantizationOf(index));
    return result;
  }

  void convolveFloat(const Layer &layer, Tensor &out) const;
  void convolveHybrid(const Layer &layer, Tensor &out) const;
  void convolveInt(const Layer &layer, Tensor &out, Counts &counts) const;
  void routeInt(const Layer &layer, Tensor &out, Counts &counts) const;
  void yolo(const Layer &layer, Tensor &out) const;
  Tensor runLayer(const Layer &layer, Mode mode, Counts &counts) const;
};

// The first input channel that filter o reads.
int64_t firstChannel(const Layer &layer, const Shape &in, int64_t o) {
  int64_t group = o / (layer.filters / layer.groups);
  return group * (in.c / layer.groups);
}

// N18. The taps come in the order c, ky, kx for each output value; they are the
// outer loops here, so that the inner ones run along the picture.
void Runner::convolveFloat(const Layer &layer, Tensor &out) const {
  const Parameters &p = parameters[layer.index];
  const Shape &in = network.shapeOf(layer.inputs[0]);
  std::vector<float> input = realsOf(layer.inputs[0]);
  int64_t plane = out.shape.h * out.shape.w, channels = in.c / layer.groups;
  const float *weight = p.weights.data();
  for (int64_t o = 0; o < layer.filters; ++o) {
    float *acc = out.reals.data() + o * plane;
    std::fill(acc, acc + plane, 0.0f);
    int64_t first = firstChannel(layer, in, o);
    for (int64_t c = first; c < first + channels; ++c)
      for (int64_t ky = 0; ky < layer.size; ++ky)
        for (int64_t kx = 0; kx < layer.size; ++kx) {
          float w = *weight++;
          // The columns x with 0 <= x * stride + kx - pad < width.
          int64_t dx = kx - layer.pad, s = layer.stride;
          int64_t begin = dx >= 0 ? 0 : (-dx + s - 1) / s;
          int64_t end = dx >= in.w ? 0 : (in.w - 1 - dx) / s + 1;
          end = std::min(end, out.shape.w);
          for (int64_t y = 0; y < out.shape.h; ++y) {
            int64_t iy = y * s + ky - layer.pad;
            if (iy < 0 || iy >= in.h)
              continue;
            const float *row = input.data() + (c * in.h + iy) * in.w;
            float *to = acc + y * out.shape.w;
            for (int64_t x = begin; x < end; ++x)
              to[x] = to[x] + w * row[x * s + dx];
          }
        }
    for (int64_t i = 0; i < plane; ++i) {
      float t = acc[i];
      if (layer.batchNormalize) {
        float centred = t - p.mean[o];
        t = static_cast<float>(double(centred) / p.d[o]);
        t = t * p.scales[o];
      }
      t = t + p.biases[o];
      if (layer.leaky && !(t > 0))
        t = network.arithmetic == Arithmetic::PJReddie
                ? static_cast<float>(0.1 * double(t))
                : 0.1f * t;
      acc[i] = t;
    }
  }
}

// The input of an integer convolution with its padding around it.
struct Padded {
  Shape shape;
  std::vector<int32_t> values;

  Padded(const Shape &in, const std::vector<int32_t> &input, int64_t pad,
         int32_t filler)
      : shape{in.c, in.h + 2 * pad, in.w + 2 * pad},
        values(shape.elements(), filler) {
    for (int64_t c = 0; c < in.c; ++c)
      for (int64_t y = 0; y < in.h; ++y)
        std::copy_n(input.data() + (c * in.h + y) * in.w, in.w,
                    values.data() + (c * shape.h + y + pad) * shape.w + pad);
  }
};

// Calls step(accumulator, product) for all taps of filter o, for each output
// value in the order c, ky, kx.
template <typename Step>
void accumulate(const Layer &layer, const Padded &in, const int32_t *weights,
                int64_t o, std::vector<int64_t> &acc, Step step) {
  int64_t channels = in.shape.c / layer.groups, s = layer.stride;
  int64_t first = firstChannel(layer, in.shape, o);
  const int32_t *weight = weights + o * channels * layer.size * layer.size;
  for (int64_t c = first; c < first + channels; ++c)
    for (int64_t ky = 0; ky < layer.size; ++ky)
      for (int64_t kx = 0; kx < layer.size; ++kx) {
        int64_t w = *weight++;
        for (int64_t y = 0; y < layer.shape.h; ++y) {
          const int32_t *row = in.values.data() +
                               (c * in.shape.h + y * s + ky) * in.shape.w + kx;
          int64_t *to = acc.data() + y * layer.shape.w;
          for (int64_t x = 0; x < layer.shape.w; ++x)
            step(to[x], w * row[x * s]);
        }
      }
}

void addExactly(int64_t &acc, int64_t product) { acc += product; }

// N17
void Runner::convolveHybrid(const Layer &layer, Tensor &out) const {
  const Parameters &p = parameters[layer.index];
  if (!p.quantized)
    throw Error("cannot run in HYBRID: input or weights have no quantization");
  int source = layer.inputs[0];
  std::vector<int32_t> input = integersOf(source);
  for (int32_t &value : input)
    value -= network.quantizationOf(source)->zero;
  Padded padded(network.shapeOf(source), input, layer.pad, 0);
  int64_t plane = out.shape.h * out.shape.w;
  std::vector<int64_t> acc(plane);
  for (int64_t o = 0; o < layer.filters; ++o) {
    std::fill(acc.begin(), acc.end(), 0);
    accumulate(layer, padded, p.qWeights.data(), o, acc, addExactly);
    for (int64_t i = 0; i < plane; ++i) {
      float y = static_cast<float>(acc[i]) * p.hybridScales[o];
      y = y + p.hybridBiases[o];
      if (layer.leaky && !(y > 0))
        y = y * 0.1f;
      out.reals[o * plane + i] = y;
    }
  }
}

int32_t clampCounted(int64_t value, const Quantization &to, Counts &counts) {
  int64_t clamped = std::clamp<int64_t>(value, to.min(), to.max());
  if (clamped != value)
    ++counts.saturated;
  return static_cast<int32_t>(clamped);
}

// N10, N11, N12
void Runner::convolveInt(const Layer &layer, Tensor &out,
                         Counts &counts) const {
  const Parameters &p = parameters[layer.index];
  if (!p.requantized)
    throw Error("cannot run in INT: input or weights have no quantization");
  int source = layer.inputs[0];
  Padded padded(network.shapeOf(source), integersOf(source), layer.pad,
                network.quantizationOf(source)->zero);
  Accumulator width(p.wide ? system.wideAccumulatorBits
                           : system.accumulatorBits,
                    system.wrap);
  int64_t plane = out.shape.h * out.shape.w;
  std::vector<int64_t> acc(plane);
  for (int64_t o = 0; o < layer.filters; ++o) {
    std::fill(acc.begin(), acc.end(), p.qBiases[o]);
    if (system.perAdd) {
      for (int64_t &value : acc)
        value = width.judge(value);
      accumulate(layer, padded, p.qWeights.data(), o, acc,
                 [&](int64_t &sum, int64_t product) {
                   sum = width.judge(sum + product);
                 });
    } else {
      accumulate(layer, padded, p.qWeights.data(), o, acc, addExactly);
      for (int64_t &value : acc)
        value = width.judge(value);
    }
    for (int64_t i = 0; i < plane; ++i) {
      bool negative = layer.leaky && acc[i] < 0;
      int64_t r = scaleAndRound(
          acc[i], negative ? p.negative[o] : p.positive[o], system.rounding);
      out.integers[o * plane + i] = clampCounted(r + layer.quantization->zero,
                                                 *layer.quantization, counts);
    }
  }
  counts.overflows = width.overflows;
}

// N13
void Runner::routeInt(const Layer &layer, Tensor &out, Counts &counts) const {
  const Quantization &to = *layer.quantization;
  out.integers.clear();
  for (size_t i = 0; i < layer.inputs.size(); ++i) {
    int source = layer.inputs[i];
    const Quantization &from = *network.quantizationOf(source);
    Multiplier by = parameters[layer.index].rescale[i];
    for (int32_t q : integersOf(source))
      out.integers.push_back(
          from == to
              ? q
              : clampCounted(scaleAndRound(q - from.zero, by, system.rounding) +
                                 to.zero,
                             to, counts));
  }
}

// N14, N19
template <typename Value>
void maxPool(const Layer &layer, const Shape &in,
             const std::vector<Value> &input, Value start,
             std::vector<Value> &output) {
  const Shape &out = layer.shape;
  int64_t before = layer.padding / 2;
  for (int64_t c = 0; c < out.c; ++c)
    for (int64_t y = 0; y < out.h; ++y)
      for (int64_t x = 0; x < out.w; ++x) {
        Value largest = start;
        for (int64_t ky = 0; ky < layer.size; ++ky)
          for (int64_t kx = 0; kx < layer.size; ++kx) {
            int64_t iy = y * layer.stride - before + ky;
            int64_t ix = x * layer.stride - before + kx;
            if (iy < 0 || iy >= in.h || ix < 0 || ix >= in.w)
              continue;
            Value tap = input[(c * in.h + iy) * in.w + ix];
            if (tap > largest)
              largest = tap;
          }
        output[(c * out.h + y) * out.w + x] = largest;
      }
}

// N15
template <typename Value>
void upsample(const Layer &layer, const Shape &in,
              const std::vector<Value> &input, std::vector<Value> &output) {
  const Shape &out = layer.shape;
  for (int64_t c = 0; c < out.c; ++c)
    for (int64_t y = 0; y < out.h; ++y)
      for (int64_t x = 0; x < out.w; ++x)
        output[(c * out.h + y) * out.w + x] =
            input[(c * in.h + y / layer.stride) * in.w + x / layer.stride];
}

// N16, N20
void Runner::yolo(const Layer &layer, Tensor &out) const {
  out.reals = realsOf(layer.inputs[0]);
  int64_t plane = out.shape.h * out.shape.w;
  for (int64_t i = 0; i < out.shape.elements(); ++i) {
    int64_t entry = (i / plane) % (5 + layer.classes);
    if (entry == 2 || entry == 3)
      continue;
    double x = out.reals[i];
    out.reals[i] = static_cast<float>(1.0 / (1.0 + std::exp(-x)));
  }
}

Tensor Runner::runLayer(const Layer &layer, Mode mode, Counts &counts) const {
  Tensor out;
  out.shape = layer.shape;
  out.isInteger = mode == Mode::Int && layer.kind != Kind::Yolo;
  if (out.isInteger && !layer.quantization)
    throw Error("cannot run in INT: its output has no quantization");
  if (out.isInteger)
    out.integers.resize(out.shape.elements());
  else
    out.reals.resize(out.shape.elements());
  int source = layer.inputs[0];
  const Shape &in = network.shapeOf(source);
  switch (layer.kind) {
  case Kind::Convolutional:
    if (mode == Mode::Float)
      convolveFloat(layer, out);
    else if (mode == Mode::Hybrid)
      convolveHybrid(layer, out);
    else
      convolveInt(layer, out, counts);
    break;
  case Kind::MaxPool:
    if (out.isInteger)
      maxPool<int32_t>(layer, in, integersOf(source), layer.quantization->min(),
                       out.integers);
    else
      maxPool<float>(layer, in, realsOf(source), -FLT_MAX, out.reals);
    break;
  case Kind::Route:
    if (out.isInteger) {
      routeInt(layer, out, counts);
      break;
    }
    out.reals.clear();
    for (int input : layer.inputs)
      for (float value : realsOf(input))
        out.reals.push_back(value);
    break;
  case Kind::Upsample:
    if (out.isInteger)
      upsample(layer, in, integersOf(source), out.integers);
    else
      upsample(layer, in, realsOf(source), out.reals);
    break;
  case Kind::Yolo:
    yolo(layer, out);
    break;
  }
  return out;
}

} // namespace

void run(const Network &network, const System &system,
         const std::vector<Parameters> &parameters, Mode mode,
         const Tensor &picture, const Sink &sink) {
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
