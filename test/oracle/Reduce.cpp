// SPDX-License-Identifier: Apache-2.0
// Reductions over dimensions of a view: mean, sum, max, min and argmax (N60,
// N63).
#include "Dimensions.h"
#include "Runner.h"

namespace oracle {
namespace {

// For each output value the indices of the input values that it is made of, in
// row-major order.
std::vector<std::vector<int64_t>> parts(const Layer &layer) {
  std::vector<std::vector<int64_t>> result(layer.shape.elements());
  int64_t index = 0;
  forElements(layer.dims, [&](const std::vector<int64_t> &i) {
    int64_t to = 0;
    for (size_t k = 0; k < i.size(); ++k)
      if (!layer.axes[k])
        to = to * layer.dims[k] + i[k];
    result[to].push_back(index++);
  });
  return result;
}

// The first of the values, replaced by each that is larger (smaller).
template <typename Value>
Value extreme(Operation operation, const std::vector<Value> &input,
              const std::vector<int64_t> &from) {
  Value found = input[from[0]];
  for (int64_t i : from)
    if (operation == Operation::Max ? input[i] > found : input[i] < found)
      found = input[i];
  return found;
}

} // namespace

void Runner::reduce(const Layer &layer, Tensor &out, Counts &counts) const {
  int source = layer.inputs[0];
  std::vector<std::vector<int64_t>> from = parts(layer);
  bool sums =
      layer.operation == Operation::Mean || layer.operation == Operation::Sum;
  if (out.isInteger) {
    std::vector<int32_t> input = integersOf(source);
    int64_t zero = network.quantizationOf(source)->zero;
    for (size_t i = 0; i < from.size(); ++i) {
      if (!sums) {
        out.integers[i] = extreme(layer.operation, input, from[i]);
        continue;
      }
      int64_t acc = 0;
      for (int64_t k : from[i])
        acc += input[k] - zero;
      int64_t r = scaleAndRound(acc, of(layer).rescale[0], system.rounding);
      out.integers[i] = clampCounted(r + layer.quantization->zero,
                                     *layer.quantization, counts);
    }
    return;
  }
  std::vector<float> input = realsOf(source);
  for (size_t i = 0; i < from.size(); ++i) {
    if (!sums) {
      out.reals[i] = extreme(layer.operation, input, from[i]);
      continue;
    }
    double sum = 0;
    for (int64_t k : from[i])
      sum = sum + double(input[k]);
    if (layer.operation == Operation::Mean)
      sum = sum / static_cast<double>(from[i].size());
    out.reals[i] = static_cast<float>(sum);
  }
}

void Runner::argMax(const Layer &layer, Tensor &out) const {
  std::vector<float> input = realsOf(layer.inputs[0]);
  int64_t n = static_cast<int64_t>(input.size()) / (layer.outer * layer.inner);
  for (int64_t a = 0; a < layer.outer; ++a)
    for (int64_t b = 0; b < layer.inner; ++b) {
      auto value = [&](int64_t i) {
        return input[(a * n + i) * layer.inner + b];
      };
      int64_t best = 0;
      for (int64_t i = 1; i < n; ++i)
        if (layer.last ? value(i) >= value(best) : value(i) > value(best))
          best = i;
      out.reals[a * layer.inner + b] = static_cast<float>(best);
    }
}

} // namespace oracle
