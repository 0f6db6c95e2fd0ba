// SPDX-License-Identifier: Apache-2.0
// Constants, and layers that move the values of a view: strided and pad (N56
// to N58).
#include "Dimensions.h"
#include "Runner.h"

namespace oracle {
namespace {

// Where each output value comes from. N57
std::vector<int64_t> stridedMap(const Layer &layer) {
  std::vector<int64_t> map;
  forElements(layer.dims, [&](const std::vector<int64_t> &i) {
    int64_t from = layer.offset;
    for (size_t k = 0; k < i.size(); ++k)
      from += i[k] * layer.steps[k];
    map.push_back(from);
  });
  return map;
}

// The index inside 0 .. n-1 that stands for i; -1 where there is none.
int64_t padIndex(PadMode mode, int64_t i, int64_t n) {
  if (i >= 0 && i < n)
    return i;
  if (mode == PadMode::Constant)
    return -1;
  if (n == 1)
    return 0;
  if (mode == PadMode::Edge)
    return i < 0 ? 0 : n - 1;
  // One turn goes there and back again.
  int64_t turn = 2 * (n - 1), phase = (i % turn + turn) % turn;
  return std::min(phase, turn - phase);
}

// N58; -1 is the value.
std::vector<int64_t> padMap(const Layer &layer) {
  std::vector<int64_t> padded, map;
  for (size_t k = 0; k < layer.dims.size(); ++k)
    padded.push_back(layer.before[k] + layer.dims[k] + layer.after[k]);
  forElements(padded, [&](const std::vector<int64_t> &i) {
    int64_t from = 0;
    bool outside = false;
    for (size_t k = 0; k < i.size(); ++k) {
      int64_t n = layer.dims[k];
      int64_t index = padIndex(layer.padMode, i[k] - layer.before[k], n);
      outside = outside || index < 0;
      from = from * n + index;
    }
    map.push_back(outside ? -1 : from);
  });
  return map;
}

} // namespace

void Runner::constant(const Layer &layer, Tensor &out) const {
  if (out.isInteger)
    out.integers = of(layer).qValues;
  else
    out.reals = of(layer).values;
}

void Runner::view(const Layer &layer, Tensor &out) const {
  int source = layer.inputs[0];
  std::vector<int64_t> map =
      layer.kind == Kind::Pad ? padMap(layer) : stridedMap(layer);
  if (out.isInteger) {
    std::vector<int32_t> input = integersOf(source);
    int32_t value = quantize(layer.value, *layer.quantization);
    for (size_t i = 0; i < map.size(); ++i)
      out.integers[i] = map[i] < 0 ? value : input[map[i]];
    return;
  }
  std::vector<float> input = realsOf(source);
  for (size_t i = 0; i < map.size(); ++i)
    out.reals[i] = map[i] < 0 ? layer.value : input[map[i]];
}

} // namespace oracle
