// SPDX-License-Identifier: Apache-2.0
// Local layers: convolutions with other weights at every place (N30).
#include "Activation.h"
#include "Runner.h"

namespace oracle {
namespace {

// Calls step(weight, tap) with the indices of a weight and of the input value
// it meets (-1 outside the input), in the order c, ky, kx.
template <typename Step>
void forTaps(const Layer &layer, const Shape &in, int64_t o, int64_t y,
             int64_t x, Step step) {
  int64_t place = y * layer.shape.w + x;
  const Axis &rows = layer.rows, &columns = layer.columns;
  int64_t weight =
      (place * layer.filters + o) * in.c * rows.size * columns.size;
  for (int64_t c = 0; c < in.c; ++c)
    for (int64_t ky = 0; ky < rows.size; ++ky)
      for (int64_t kx = 0; kx < columns.size; ++kx) {
        int64_t iy = rows.source(y, ky, in.h);
        int64_t ix = columns.source(x, kx, in.w);
        bool inside = iy >= 0 && ix >= 0;
        step(weight++, inside ? (c * in.h + iy) * in.w + ix : int64_t(-1));
      }
}

// Calls at(o, y, x, i), where i is the index of the output and of its bias.
template <typename At> void forOutputs(const Layer &layer, At at) {
  int64_t i = 0;
  for (int64_t o = 0; o < layer.shape.c; ++o)
    for (int64_t y = 0; y < layer.shape.h; ++y)
      for (int64_t x = 0; x < layer.shape.w; ++x)
        at(o, y, x, i++);
}

} // namespace

// N18
void Runner::localFloat(const Layer &layer, Tensor &out) const {
  const Parameters &p = of(layer);
  const Shape &in = network.shapeOf(layer.inputs[0]);
  std::vector<float> input = realsOf(layer.inputs[0]);
  forOutputs(layer, [&](int64_t o, int64_t y, int64_t x, int64_t i) {
    float acc = p.biases[i];
    forTaps(layer, in, o, y, x, [&](int64_t weight, int64_t tap) {
      if (tap < 0)
        return;
      float product = p.weights[weight] * input[tap];
      acc = acc + product;
    });
    out.reals[i] = activate(layer, network.arithmetic, acc);
  });
}

// N17
void Runner::localHybrid(const Layer &layer, Tensor &out) const {
  const Parameters &p = of(layer);
  if (!p.quantized)
    throw Error("cannot run in HYBRID: input or weights have no quantization");
  int source = layer.inputs[0];
  const Shape &in = network.shapeOf(source);
  std::vector<int32_t> input = integersOf(source);
  int64_t zero = network.quantizationOf(source)->zero;
  forOutputs(layer, [&](int64_t o, int64_t y, int64_t x, int64_t i) {
    int64_t acc = 0;
    forTaps(layer, in, o, y, x, [&](int64_t weight, int64_t tap) {
      if (tap >= 0)
        acc += p.qWeights[weight] * (input[tap] - zero);
    });
    float value = static_cast<float>(acc) * p.hybridScales[o];
    value = value + p.hybridBiases[i];
    out.reals[i] = finishHybrid(layer, network.arithmetic, value);
  });
}

// N10 to N12
void Runner::localInt(const Layer &layer, Tensor &out, Counts &counts) const {
  const Parameters &p = of(layer);
  if (!p.requantized)
    throw Error("cannot run in INT: input or weights have no quantization");
  int source = layer.inputs[0];
  const Shape &in = network.shapeOf(source);
  std::vector<int32_t> input = integersOf(source);
  int64_t zero = network.quantizationOf(source)->zero;
  Accumulator width(p.wide ? system.wideAccumulatorBits
                           : system.accumulatorBits,
                    system.wrap);
  forOutputs(layer, [&](int64_t o, int64_t y, int64_t x, int64_t i) {
    int64_t acc = p.qBiases[i];
    if (system.perAdd)
      acc = width.judge(acc);
    forTaps(layer, in, o, y, x, [&](int64_t weight, int64_t tap) {
      acc += p.qWeights[weight] * (tap < 0 ? zero : int64_t(input[tap]));
      if (system.perAdd)
        acc = width.judge(acc);
    });
    if (!system.perAdd)
      acc = width.judge(acc);
    bool negative = layer.hasNegative() && acc < 0;
    int64_t r = scaleAndRound(acc, negative ? p.negative[o] : p.positive[o],
                              system.rounding);
    out.integers[i] = finish(layer, p, r, counts);
  });
  counts.overflows = width.overflows;
}

} // namespace oracle
