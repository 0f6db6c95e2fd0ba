// SPDX-License-Identifier: Apache-2.0
// Convolutional and connected layers (N11, N12, N17, N18, N29, N42, N44,
// N51).
#include "Activation.h"
#include "Runner.h"

#include <cmath>

namespace oracle {
namespace {

// The first input channel that filter o reads.
int64_t firstChannel(const Layer &layer, const Shape &in, int64_t o) {
  int64_t group = o / (layer.filters / layer.groups);
  return group * (in.c / layer.groups);
}

// N18 after the sum, without the activation.
float normalized(const Layer &layer, const Parameters &p, int64_t o,
                 float acc) {
  if (!layer.batchNormalize)
    return acc + p.biases[o];
  float centred = acc - p.mean[o];
  float t = static_cast<float>(double(centred) / p.d[o]);
  t = t * p.scales[o];
  return t + p.biases[o];
}

} // namespace

// N18, N42. The taps come in the order c, ky, kx for each output value; they
// are the outer loops here, so that the inner ones run along the picture.
void Runner::convolveFloat(const Layer &layer, Tensor &out) const {
  const Parameters &p = of(layer);
  Shape in = network.filteredShape(layer);
  std::vector<float> input = realsOf(layer.inputs[0]);
  int64_t plane = out.shape.h * out.shape.w, channels = in.c / layer.groups;
  std::vector<std::vector<Reach>> rows, columns; // of each ky, of each kx
  for (int64_t ky = 0; ky < layer.rows.size; ++ky)
    rows.push_back(reaches(layer.rows, ky, out.shape.h, in.h));
  for (int64_t kx = 0; kx < layer.columns.size; ++kx)
    columns.push_back(reaches(layer.columns, kx, out.shape.w, in.w));
  const float *weight = (isLight() ? p.foldedWeights : p.weights).data();
  for (int64_t o = 0; o < layer.filters; ++o) {
    float *acc = out.reals.data() + o * plane;
    std::fill(acc, acc + plane, 0.0f);
    int64_t first = firstChannel(layer, in, o);
    for (int64_t c = first; c < first + channels; ++c)
      for (int64_t ky = 0; ky < layer.rows.size; ++ky)
        for (int64_t kx = 0; kx < layer.columns.size; ++kx) {
          float w = *weight++;
          for (const Reach &y : rows[ky]) {
            const float *row = input.data() + (c * in.h + y.in) * in.w;
            float *to = acc + y.out * out.shape.w;
            for (const Reach &x : columns[kx])
              to[x.out] = to[x.out] + w * row[x.in];
          }
        }
    for (int64_t i = 0; i < plane; ++i) {
      float t = isLight() ? acc[i] + p.foldedBiases[o]
                          : normalized(layer, p, o, acc[i]);
      acc[i] = activate(layer, network.arithmetic, t);
    }
  }
}

namespace {

// The input of an integer convolution, dilated and with its pads around it.
struct Padded {
  Shape shape;
  std::vector<int32_t> values;

  Padded(const Layer &layer, const Shape &in, const std::vector<int32_t> &input,
         int32_t filler)
      : shape{in.c, extent(layer.rows, in.h), extent(layer.columns, in.w)},
        values(shape.elements(), filler) {
    const Axis &rows = layer.rows, &columns = layer.columns;
    for (int64_t c = 0; c < in.c; ++c)
      for (int64_t y = 0; y < in.h; ++y)
        for (int64_t x = 0; x < in.w; ++x)
          at(c, y * rows.inputDilation + rows.before,
             x * columns.inputDilation + columns.before) =
              input[(c * in.h + y) * in.w + x];
  }

  static int64_t extent(const Axis &axis, int64_t in) {
    return axis.before + axis.dilated(in) + axis.after;
  }
  int32_t &at(int64_t c, int64_t y, int64_t x) {
    return values[(c * shape.h + y) * shape.w + x];
  }
};

// Calls step(accumulator, product) for all taps of filter o, for each output
// value in the order c, ky, kx.
template <typename Step>
void accumulate(const Layer &layer, const Padded &in, const int32_t *weights,
                int64_t o, std::vector<int64_t> &acc, Step step) {
  const Axis &rows = layer.rows, &columns = layer.columns;
  int64_t channels = in.shape.c / layer.groups;
  int64_t first = firstChannel(layer, in.shape, o);
  const int32_t *weight = weights + o * channels * rows.size * columns.size;
  for (int64_t c = first; c < first + channels; ++c)
    for (int64_t ky = 0; ky < rows.size; ++ky)
      for (int64_t kx = 0; kx < columns.size; ++kx) {
        int64_t w = *weight++;
        for (int64_t y = 0; y < layer.shape.h; ++y) {
          int64_t iy = y * rows.stride + ky * rows.dilation;
          const int32_t *row = in.values.data() +
                               (c * in.shape.h + iy) * in.shape.w +
                               kx * columns.dilation;
          int64_t *to = acc.data() + y * layer.shape.w;
          for (int64_t x = 0; x < layer.shape.w; ++x)
            step(to[x], w * row[x * columns.stride]);
        }
      }
}

void addExactly(int64_t &acc, int64_t product) { acc += product; }

} // namespace

// N17
void Runner::convolveHybrid(const Layer &layer, Tensor &out) const {
  const Parameters &p = of(layer);
  if (!p.quantized)
    throw Error("cannot run in HYBRID: input or weights have no quantization");
  int source = layer.inputs[0];
  std::vector<int32_t> input = integersOf(source);
  for (int32_t &value : input)
    value -= network.quantizationOf(source)->zero;
  Padded padded(layer, network.filteredShape(layer), input, 0);
  int64_t plane = out.shape.h * out.shape.w;
  std::vector<int64_t> acc(plane);
  for (int64_t o = 0; o < layer.filters; ++o) {
    std::fill(acc.begin(), acc.end(), 0);
    accumulate(layer, padded, p.qWeights.data(), o, acc, addExactly);
    for (int64_t i = 0; i < plane; ++i) {
      float y = static_cast<float>(acc[i]) * p.hybridScales[o];
      y = y + p.hybridBiases[o];
      out.reals[o * plane + i] = finishHybrid(layer, network.arithmetic, y);
    }
  }
}

// N44
void Runner::convolveLight(const Layer &layer, Tensor &out) const {
  const Parameters &p = of(layer);
  std::vector<int32_t> input;
  for (float x : realsOf(layer.inputs[0])) {
    float product = x * layer.inputMultiplier;
    float whole = std::isnan(product) ? 0 : std::trunc(product);
    input.push_back(static_cast<int32_t>(std::clamp(whole, -127.0f, 127.0f)));
  }
  Padded padded(layer, network.filteredShape(layer), input, 0);
  int64_t plane = out.shape.h * out.shape.w;
  std::vector<int64_t> acc(plane);
  for (int64_t o = 0; o < layer.filters; ++o) {
    std::fill(acc.begin(), acc.end(), 0);
    accumulate(layer, padded, p.qWeights.data(), o, acc, addExactly);
    for (int64_t i = 0; i < plane; ++i) {
      int64_t limited = std::clamp<int64_t>(acc[i] / 32, -32767, 32767);
      float y = static_cast<float>(limited) * p.hybridScales[0];
      y = y + p.hybridBiases[o];
      if (layer.activation == Activation::Leaky)
        y = y > 0 ? y : y / 10;
      out.reals[o * plane + i] = y;
    }
  }
}

// N10, N11, N12
void Runner::convolveInt(const Layer &layer, Tensor &out,
                         Counts &counts) const {
  const Parameters &p = of(layer);
  if (!p.requantized)
    throw Error("cannot run in INT: input or weights have no quantization");
  int source = layer.inputs[0];
  Padded padded(layer, network.filteredShape(layer), integersOf(source),
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
      bool negative = layer.hasNegative() && acc[i] < 0;
      int64_t r = scaleAndRound(
          acc[i], negative ? p.negative[o] : p.positive[o], system.rounding);
      out.integers[o * plane + i] = finish(layer, p, r, counts);
    }
  }
  counts.overflows = width.overflows;
}

} // namespace oracle
