// SPDX-License-Identifier: Apache-2.0
// Layers that reduce windows or combine several inputs: max and average pool,
// shortcut, multiply (N14, N31 to N33, N19, N38).
#include "Activation.h"
#include "Runner.h"

#include <cfloat>

namespace oracle {
namespace {

template <typename Value>
void poolLargest(const Layer &layer, const Shape &in,
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

// N31: for each output value the index of the value of an input of shape `in`
// that is added there, or -1.
std::vector<int64_t> overlap(const Shape &in, const Shape &out) {
  std::vector<int64_t> from(out.elements(), -1);
  int64_t stride = std::max<int64_t>(1, in.w / out.w);
  int64_t sample = std::max<int64_t>(1, out.w / in.w);
  for (int64_t k = 0; k < std::min(in.c, out.c); ++k)
    for (int64_t j = 0; j < std::min(in.h, out.h); ++j)
      for (int64_t i = 0; i < std::min(in.w, out.w); ++i)
        from[(k * out.h + j * sample) * out.w + i * sample] =
            (k * in.h + j * stride) * in.w + i * stride;
  return from;
}

// N32: for each output value the index of the first input's value.
std::vector<int64_t> factors(const Shape &first, const Shape &out) {
  std::vector<int64_t> from(out.elements());
  int64_t plane = out.h * out.w;
  for (int64_t i = 0; i < out.elements(); ++i) {
    if (first == out)
      from[i] = i;
    else if (first == Shape{out.c, 1, 1})
      from[i] = i / plane;
    else
      from[i] = i % plane;
  }
  return from;
}

} // namespace

void Runner::maxPool(const Layer &layer, Tensor &out) const {
  int source = layer.inputs[0];
  const Shape &in = network.shapeOf(source);
  if (out.isInteger)
    poolLargest<int32_t>(layer, in, integersOf(source),
                         layer.quantization->min(), out.integers);
  else
    poolLargest<float>(layer, in, realsOf(source), -FLT_MAX, out.reals);
}

void Runner::avgPool(const Layer &layer, Tensor &out, Counts &counts) const {
  int source = layer.inputs[0];
  const Shape &in = network.shapeOf(source);
  int64_t plane = in.h * in.w;
  if (out.isInteger) { // N33
    std::vector<int32_t> input = integersOf(source);
    int64_t zero = network.quantizationOf(source)->zero;
    for (int64_t c = 0; c < in.c; ++c) {
      int64_t acc = 0;
      for (int64_t i = 0; i < plane; ++i)
        acc += input[c * plane + i] - zero;
      int64_t r = scaleAndRound(acc, of(layer).rescale[0], system.rounding);
      out.integers[c] = clampCounted(r + layer.quantization->zero,
                                     *layer.quantization, counts);
    }
    return;
  }
  std::vector<float> input = realsOf(source); // N38
  float places = static_cast<float>(plane);
  for (int64_t c = 0; c < in.c; ++c) {
    float sum = 0;
    for (int64_t i = 0; i < plane; ++i)
      sum = sum + input[c * plane + i];
    out.reals[c] = network.arithmetic == Arithmetic::PJReddie
                       ? sum * (1.0f / places)
                       : sum / places;
  }
}

void Runner::shortcut(const Layer &layer, Tensor &out, Counts &counts) const {
  const Parameters &p = of(layer);
  size_t elements = static_cast<size_t>(out.shape.elements());
  if (!out.isInteger) { // N38
    out.reals = realsOf(layer.inputs[0]);
    for (size_t n = 1; n < layer.inputs.size(); ++n) {
      std::vector<float> input = realsOf(layer.inputs[n]);
      std::vector<int64_t> from =
          overlap(network.shapeOf(layer.inputs[n]), out.shape);
      for (size_t i = 0; i < elements; ++i)
        if (from[i] >= 0)
          out.reals[i] = out.reals[i] + input[from[i]];
    }
    for (float &value : out.reals)
      value = activate(layer.activation, network.arithmetic, value);
    return;
  }
  // N31. Both sums, by the positive and by the negative multipliers.
  std::vector<int64_t> sums(elements), others(elements);
  for (size_t n = 0; n < layer.inputs.size(); ++n) {
    int source = layer.inputs[n];
    std::vector<int32_t> input = integersOf(source);
    int64_t zero = network.quantizationOf(source)->zero;
    std::vector<int64_t> from = overlap(network.shapeOf(source), out.shape);
    for (size_t i = 0; i < elements; ++i) {
      int64_t v = from[i] < 0 ? 0 : input[from[i]] - zero;
      sums[i] += p.positive[n].mult * v;
      if (layer.hasNegative())
        others[i] += p.negative[n].mult * v;
    }
  }
  for (size_t i = 0; i < elements; ++i) {
    bool negative = layer.hasNegative() && sums[i] < 0;
    int shift = negative ? p.negative[0].shift : p.positive[0].shift;
    int64_t r = scaleAndRound(negative ? others[i] : sums[i], {1, shift},
                              system.rounding);
    out.integers[i] = finish(layer, p, r, counts);
  }
}

void Runner::multiply(const Layer &layer, Tensor &out, Counts &counts) const {
  const Parameters &p = of(layer);
  int a = layer.inputs[0], b = layer.inputs[1];
  std::vector<int64_t> from = factors(network.shapeOf(a), out.shape);
  if (!out.isInteger) { // N38
    std::vector<float> first = realsOf(a), second = realsOf(b);
    for (size_t i = 0; i < from.size(); ++i) {
      float product = first[from[i]] * second[i];
      out.reals[i] = activate(layer.activation, network.arithmetic, product);
    }
    return;
  }
  std::vector<int32_t> first = integersOf(a), second = integersOf(b); // N32
  int64_t zeroA = network.quantizationOf(a)->zero;
  int64_t zeroB = network.quantizationOf(b)->zero;
  for (size_t i = 0; i < from.size(); ++i) {
    int64_t acc = (first[from[i]] - zeroA) * (second[i] - zeroB);
    bool negative = layer.hasNegative() && acc < 0;
    int64_t r = scaleAndRound(acc, negative ? p.negative[0] : p.positive[0],
                              system.rounding);
    out.integers[i] = finish(layer, p, r, counts);
  }
}

} // namespace oracle
