// SPDX-License-Identifier: Apache-2.0
// Pad: kept for a convolution or pool behind it where it is of one value, else
// a layer.
#include "Elementwise.h"
#include "Movement.h"
#include "Operators.h"

#include <algorithm>

using namespace qsim;
using namespace qsim::onnximport;

/// Numbers before and after each dimension; nothing after a refusal.
static std::optional<Padding> readPadding(Lowering &lowering,
                                          const Value &value) {
  const std::size_t rank = value.dims.size();
  const char *name = lowering.opset() < 2 ? "paddings" : "pads";
  std::optional<Dims> pads = lowering.opset() < 11 ? lowering.integers(name)
                                                   : lowering.integers(name, 1);
  std::optional<Dims> axes;
  if (!lowering.input(3).missing())
    axes = lowering.constantIntegers(lowering.input(3), "input axes");
  if (!pads || lowering.refused()) {
    lowering.refuse("its pads are missing");
    return std::nullopt;
  }
  Padding padding{Dims(rank, 0), Dims(rank, 0), 0};
  const std::size_t count = axes ? axes->size() : rank;
  if (pads->size() != 2 * count) {
    lowering.refuse("its pads are " + dimsText(*pads) + ", wanted " +
                    llvm::Twine(2 * count) + " numbers");
    return std::nullopt;
  }
  for (std::size_t i = 0; i < count; ++i) {
    const auto axis = axes ? lowering.axis((*axes)[i], rank) : std::optional(i);
    if (!axis)
      return std::nullopt;
    padding.before[*axis] = (*pads)[i];
    padding.after[*axis] = (*pads)[count + i];
  }
  constexpr std::int64_t most = 65536;
  const auto within = [&](std::int64_t pad) {
    return pad >= -most && pad <= most;
  };
  for (std::size_t k = 0; k < rank; ++k) {
    const char *wrong =
        !within(padding.before[k]) || !within(padding.after[k])
            ? ", wanted -65536..65536 before and after each dimension"
        : value.dims[k] + padding.before[k] + padding.after[k] < 1
            ? ", which leaves nothing"
            : nullptr;
    if (wrong) {
      lowering.refuse("its pads are " + dimsText(*pads) + " for an input of " +
                      dimsText(value.dims) + wrong);
      return std::nullopt;
    }
  }
  return padding;
}

static std::optional<float> readValue(Lowering &lowering) {
  if (lowering.opset() < 11)
    return lowering.real("value", 0);
  const Value value = lowering.input(2);
  if (value.missing())
    return 0;
  if (!value.isConstant() || typeSize(value.type) == 0 || value.count() != 1) {
    lowering.refuse("input constant_value is no constant number");
    return std::nullopt;
  }
  return static_cast<float>(value.constant.number(0));
}

/// Index i of a dimension of n, and of what wraps around it, is element i mod
/// n: runs of the dimension in a row.
static Value wrap(Lowering &lowering, Value value, const Padding &padding) {
  constexpr std::int64_t mostRuns = 64;
  for (std::size_t k = 0; k < value.dims.size() && !lowering.refused(); ++k) {
    const std::int64_t n = value.dims[k];
    const std::int64_t end = n + padding.after[k];
    if (padding.before[k] == 0 && padding.after[k] == 0)
      continue;
    value.exclusive = false;
    std::vector<Value> runs;
    for (std::int64_t i = -padding.before[k]; i < end;) {
      const std::int64_t from = (i % n + n) % n;
      const std::int64_t length = std::min(n - from, end - i);
      runs.push_back(slice(lowering, value, k, from, 1, length));
      i += length;
      if (runs.size() > mostRuns)
        return lowering.refuse("its pads repeat the input more than " +
                               llvm::Twine(mostRuns) + " times");
    }
    value = runs.size() == 1 ? runs.front() : concat(lowering, runs, k);
  }
  return value;
}

void onnximport::lowerPad(Lowering &lowering) {
  Value value = lowering.input(0);
  const std::string mode = lowering.text("mode", "constant");
  if (!value.live() || value.dims.empty() || value.dims.size() > 8) {
    lowering.refuse("its input is a constant, a single number, missing or has "
                    "more than 8 dimensions");
    return;
  }
  const bool wraps = mode == "wrap" && lowering.opset() >= 19;
  if (!wraps && mode != "constant" && mode != "edge" && mode != "reflect") {
    lowering.refuse("attribute mode is '" + mode +
                    "', wanted constant, edge or reflect" +
                    (lowering.opset() >= 19 ? " or wrap" : ""));
    return;
  }
  std::optional<Padding> padding = readPadding(lowering, value);
  const std::optional<float> number =
      padding ? readValue(lowering) : std::nullopt;
  if (!number)
    return;
  padding->value = mode == "constant" ? *number : 0;
  Dims dims = value.dims;
  bool nothing = true;
  for (std::size_t k = 0; k < dims.size(); ++k) {
    dims[k] += padding->before[k] + padding->after[k];
    nothing &= padding->before[k] == 0 && padding->after[k] == 0;
  }
  if (nothing) {
    lowering.set(0, value);
    return;
  }
  if (wraps) {
    lowering.set(0, wrap(lowering, value, *padding));
    return;
  }
  const bool single = value.uses == 1 && value.exclusive;
  value = lowering.plain(value);
  if (!value.live())
    return;
  if (mode == "constant") {
    value.dims = dims;
    value.padding = *padding;
    value.shaper = lowering.node().label;
    value.exclusive = single && value.exclusive;
    value.uses = 1;
    lowering.set(0, value);
    return;
  }
  Layer &layer = lowering.add("pad", "", {value.layer}, shapeOf(dims));
  layer.words["mode"] = mode;
  layer.attributes.push_back(lowering.named("dims", lowering.list(value.dims)));
  layer.attributes.push_back(
      lowering.named("before", lowering.list(padding->before)));
  layer.attributes.push_back(
      lowering.named("after", lowering.list(padding->after)));
  lowering.set(0, lowering.result(dims));
}
