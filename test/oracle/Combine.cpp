// SPDX-License-Identifier: Apache-2.0
// Layers that combine several inputs: shortcut, also as an activation of its
// own, and multiply (N31, N32, N38, N55).
#include "Activation.h"
#include "Runner.h"

namespace oracle {
namespace {

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
      value = activate(layer, network.arithmetic, value);
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
      out.reals[i] = activate(layer, network.arithmetic, product);
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
