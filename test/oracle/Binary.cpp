// SPDX-License-Identifier: Apache-2.0
// Operations of two tensors of one shape (N61).
#include "Activation.h"
#include "Runner.h"

namespace oracle {
namespace {

float ofReals(Operation operation, float x, float y) {
  switch (operation) {
  case Operation::Sub:
    return x - y;
  case Operation::Max:
    return x > y ? x : y;
  case Operation::Min:
    return x < y ? x : y;
  case Operation::Div:
    return x / y;
  case Operation::Pow:
    return static_cast<float>(powerOf(double(x), double(y), false));
  default:
    throw Error("no operation of two tensors");
  }
}

int64_t ofIntegers(Operation operation, int64_t x, int64_t y) {
  if (operation == Operation::Sub)
    return x - y;
  return operation == Operation::Max ? std::max(x, y) : std::min(x, y);
}

} // namespace

void Runner::binary(const Layer &layer, Tensor &out, Counts &counts) const {
  const Parameters &p = of(layer);
  int a = layer.inputs[0], b = layer.inputs[1];
  if (!out.isInteger) {
    std::vector<float> first = realsOf(a), second = realsOf(b);
    for (size_t i = 0; i < first.size(); ++i) {
      float value = ofReals(layer.operation, first[i], second[i]);
      out.reals[i] = activate(layer, network.arithmetic, value);
    }
    return;
  }
  std::vector<int32_t> first = integersOf(a), second = integersOf(b);
  int64_t zeroA = network.quantizationOf(a)->zero;
  int64_t zeroB = network.quantizationOf(b)->zero;
  for (size_t i = 0; i < first.size(); ++i) {
    auto acc = [&](const std::vector<Multiplier> &by) {
      return ofIntegers(layer.operation, by[0].mult * (first[i] - zeroA),
                        by[1].mult * (second[i] - zeroB));
    };
    bool negative = layer.hasNegative() && acc(p.positive) < 0;
    const std::vector<Multiplier> &by = negative ? p.negative : p.positive;
    int64_t r = scaleAndRound(acc(by), {1, by[0].shift}, system.rounding);
    out.integers[i] = finish(layer, p, r, counts);
  }
}

} // namespace oracle
