// SPDX-License-Identifier: Apache-2.0
// Max and average pools (N14, N19, N33, N38, N51, N53).
#include "Runner.h"

#include <cfloat>

namespace oracle {
namespace {

// Calls begin(), then tap(index) for each input value inside the window, row
// by row, then end(y, x, index) for each output value.
template <typename Begin, typename Tap, typename End>
void forWindows(const Layer &layer, const Shape &in, Begin begin, Tap tap,
                End end) {
  const Axis &rows = layer.rows, &columns = layer.columns;
  int64_t index = 0;
  for (int64_t c = 0; c < layer.shape.c; ++c)
    for (int64_t y = 0; y < layer.shape.h; ++y)
      for (int64_t x = 0; x < layer.shape.w; ++x) {
        begin();
        for (int64_t ky = 0; ky < rows.size; ++ky)
          for (int64_t kx = 0; kx < columns.size; ++kx) {
            int64_t iy = rows.source(y, ky, in.h);
            int64_t ix = columns.source(x, kx, in.w);
            if (iy >= 0 && ix >= 0)
              tap((c * in.h + iy) * in.w + ix);
          }
        end(y, x, index++);
      }
}

template <typename Value>
void poolLargest(const Layer &layer, const Shape &in,
                 const std::vector<Value> &input, Value start,
                 std::vector<Value> &output) {
  Value largest = start;
  forWindows(
      layer, in, [&] { largest = start; },
      [&](int64_t from) {
        if (input[from] > largest)
          largest = input[from];
      },
      [&](int64_t, int64_t, int64_t to) { output[to] = largest; });
}

// N53: how many taps of a window count along one direction.
int64_t counted(const Layer &layer, const Axis &axis, int64_t out, int64_t in) {
  int64_t count = 0;
  for (int64_t k = 0; k < axis.size; ++k)
    if (layer.countPads ? axis.isPadded(out, k, in)
                        : axis.source(out, k, in) >= 0)
      ++count;
  return count;
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

// N53
void Runner::avgPoolWindows(const Layer &layer, Tensor &out,
                            Counts &counts) const {
  int source = layer.inputs[0];
  const Shape &in = network.shapeOf(source);
  auto taps = [&](int64_t y, int64_t x) {
    return counted(layer, layer.rows, y, in.h) *
           counted(layer, layer.columns, x, in.w);
  };
  if (out.isInteger) {
    std::vector<int32_t> input = integersOf(source);
    int64_t zero = network.quantizationOf(source)->zero, acc = 0;
    forWindows(
        layer, in, [&] { acc = 0; },
        [&](int64_t from) { acc += input[from] - zero; },
        [&](int64_t y, int64_t x, int64_t to) {
          const Quantization &own = *layer.quantization;
          int64_t n = taps(y, x), r = 0;
          if (n > 0)
            r = scaleAndRound(acc, of(layer).rescale[n - 1], system.rounding);
          out.integers[to] = clampCounted(r + own.zero, own, counts);
        });
    return;
  }
  std::vector<float> input = realsOf(source);
  float sum = 0;
  forWindows(
      layer, in, [&] { sum = 0; },
      [&](int64_t from) { sum = sum + input[from]; },
      [&](int64_t y, int64_t x, int64_t to) {
        int64_t n = taps(y, x);
        out.reals[to] = n == 0 ? 0 : sum / static_cast<float>(n);
      });
}

} // namespace oracle
