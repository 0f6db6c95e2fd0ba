// SPDX-License-Identifier: Apache-2.0
// Sums, means, extremes, softmax and argmax over dimensions.
#include "Elementwise.h"
#include "Operators.h"
#include "Reduction.h"

#include <algorithm>
#include <cmath>
#include <limits>

using namespace qsim;
using namespace qsim::onnximport;

namespace {
/// Which dimensions go, and what is left.
struct Reduction {
  std::vector<bool> gone;
  Dims kept; // the dimensions of the result
  bool none = false;
};
} // namespace

static std::optional<Reduction> readReduction(Lowering &lowering,
                                              const Value &value) {
  const std::optional<Dims> axes = lowering.integers("axes", 1);
  const bool keep = lowering.integer("keepdims", 1) != 0;
  const bool noop = lowering.integer("noop_with_empty_axes", 0) != 0;
  if (lowering.refused())
    return std::nullopt;
  Reduction reduction;
  reduction.gone.assign(value.dims.size(), false);
  if (axes && !axes->empty()) {
    for (std::int64_t number : *axes) {
      const auto axis = lowering.axis(number, value.dims.size());
      if (!axis)
        return std::nullopt;
      reduction.gone[*axis] = true;
    }
  } else if (noop) {
    reduction.none = true;
  } else {
    reduction.gone.assign(value.dims.size(), true);
  }
  for (std::size_t k = 0; k < value.dims.size(); ++k)
    if (!reduction.gone[k])
      reduction.kept.push_back(value.dims[k]);
    else if (keep)
      reduction.kept.push_back(1);
  return reduction;
}

/// Neighbours that go, or stay, together as one dimension.
static std::pair<Dims, Dims> merged(const Dims &whole,
                                    const std::vector<bool> &gone) {
  Dims dims, axes;
  for (std::size_t k = 0; k < whole.size(); ++k) {
    if (whole[k] == 1)
      continue;
    if (!axes.empty() && (axes.back() == 1) == gone[k]) {
      dims.back() *= whole[k];
      continue;
    }
    dims.push_back(whole[k]);
    axes.push_back(gone[k]);
  }
  if (dims.empty())
    return {{1}, {1}};
  return {dims, axes};
}

static Value reduceConstant(Lowering &lowering, const Value &value,
                            const Reduction &reduction,
                            llvm::StringRef operation) {
  const std::int64_t count = value.count();
  if (!lowering.spend(count) || typeSize(value.type) == 0)
    return lowering.refuse("its constant is too large or no numbers");
  const std::int64_t results = countOf(reduction.kept).value_or(0);
  const double first =
      operation == "max"    ? -std::numeric_limits<double>::infinity()
      : operation == "min"  ? std::numeric_limits<double>::infinity()
      : operation == "prod" ? 1
                            : 0;
  std::vector<double> values(static_cast<std::size_t>(results), first);
  // Where element i of the input goes.
  View view{value.dims, Dims(value.dims.size(), 0), 0};
  std::int64_t step = 1;
  for (std::size_t k = value.dims.size(); k-- > 0;)
    if (!reduction.gone[k]) {
      view.steps[k] = step;
      step *= value.dims[k];
    }
  std::int64_t i = 0;
  forEachPlace(view, [&](std::int64_t place) {
    double &result = values[static_cast<std::size_t>(place)];
    const double number = value.constant.number(i++);
    if (operation == "max")
      result = std::max(result, number);
    else if (operation == "min")
      result = std::min(result, number);
    else if (operation == "prod")
      result *= number;
    else
      result += number;
  });
  if (operation == "mean" && results > 0)
    for (double &result : values)
      result /= static_cast<double>(count / results);
  if (!value.constant.isFloat()) {
    Dims integers;
    for (double number : values)
      integers.push_back(
          std::abs(number) < 9e18 ? static_cast<std::int64_t>(number) : 0);
    return lowering.constant(
        makeIntegers(reduction.kept, std::move(integers), value.type));
  }
  return lowering.constant(
      makeFloats(reduction.kept,
                 std::vector<float>(values.begin(), values.end()), value.type));
}

/// The mean of each channel's whole map is the pool that there are fast
/// kernels for.
static bool isWholeMap(const Dims &dims, const std::vector<bool> &gone) {
  for (std::size_t k = 0; k < dims.size(); ++k)
    if (gone[k] != (k >= 2))
      return false;
  return dims.size() >= 3;
}

static Value reduce(Lowering &lowering, const Value &value,
                    const Reduction &reduction, llvm::StringRef operation) {
  if (value.isConstant())
    return reduceConstant(lowering, value, reduction, operation);
  if (operation == "prod")
    return lowering.refuse("its input is computed when the network runs, "
                           "wanted a constant");
  if (operation == "mean" && !value.view &&
      isWholeMap(value.dims, reduction.gone)) {
    const Shape shape = shapeOf(value.dims);
    const int input = lowering.at(value, shape);
    if (input == -2)
      return lowering.refuse("");
    lowering.add("avg_pool2d", "", {input}, {shape.channels, 1, 1});
    return lowering.result(reduction.kept);
  }
  const auto [dims, axes] = merged(value.dims, reduction.gone);
  if (dims.size() > 8)
    return lowering.refuse("its dimensions alternate too often");
  const int input = lowering.at(value);
  if (input == -2)
    return lowering.refuse("");
  Layer &layer = lowering.add("reduce", "", {input}, shapeOf(reduction.kept));
  layer.words["operation"] = operation.str();
  layer.attributes.push_back(lowering.named("dims", lowering.list(dims)));
  layer.attributes.push_back(lowering.named("axes", lowering.list(axes)));
  return lowering.result(reduction.kept);
}

Value onnximport::meanOver(Lowering &lowering, const Value &value,
                           const std::vector<bool> &gone) {
  Reduction reduction{gone, value.dims, false};
  for (std::size_t k = 0; k < gone.size(); ++k)
    if (gone[k])
      reduction.kept[k] = 1;
  return reduce(lowering, value, reduction, "mean");
}

bool onnximport::isMeanOver(Lowering &lowering, const Layer &layer,
                            const Dims &dims, const std::vector<bool> &gone) {
  if (layer.op == "avg_pool2d" && layer.attributes.empty())
    return isWholeMap(dims, gone);
  const auto mean = layer.words.find("operation");
  if (layer.op != "reduce" || mean->second != "mean")
    return false;
  const auto [sizes, axes] = merged(dims, gone);
  return layer.attributes.get("dims") == lowering.list(sizes) &&
         layer.attributes.get("axes") == lowering.list(axes);
}

/// f(reduce(g(x))), with activations before and after.
static void lowerReduce(Lowering &lowering, llvm::StringRef operation,
                        std::optional<Activation> before = {},
                        std::optional<Activation> after = {}) {
  const std::optional<Value> input = lowering.firstInput();
  if (!input)
    return;
  Value value = *input;
  const std::optional<Reduction> reduction = readReduction(lowering, value);
  if (!reduction)
    return;
  if (before)
    value = activate(lowering, value, *before);
  if (!reduction->none)
    value = reduce(lowering, value, *reduction, operation);
  if (after)
    value = activate(lowering, value, *after);
  lowering.set(0, value);
}

void onnximport::lowerReduceMean(Lowering &l) { lowerReduce(l, "mean"); }
void onnximport::lowerReduceSum(Lowering &l) { lowerReduce(l, "sum"); }
void onnximport::lowerReduceMax(Lowering &l) { lowerReduce(l, "max"); }
void onnximport::lowerReduceMin(Lowering &l) { lowerReduce(l, "min"); }
void onnximport::lowerReduceProd(Lowering &l) { lowerReduce(l, "prod"); }
void onnximport::lowerReduceL1(Lowering &l) {
  lowerReduce(l, "sum", Activation{"abs", {}, {}});
}
void onnximport::lowerReduceL2(Lowering &l) {
  lowerReduce(l, "sum", Activation{"pow", 2.0f, {}},
              Activation{"sqrt", {}, {}});
}
void onnximport::lowerReduceSumSquare(Lowering &l) {
  lowerReduce(l, "sum", Activation{"pow", 2.0f, {}});
}
void onnximport::lowerReduceLogSum(Lowering &l) {
  lowerReduce(l, "sum", {}, Activation{"log", {}, {}});
}

/// Extents before, of and behind an axis.
static Dims around(const Dims &dims, std::size_t axis) {
  Dims parts = {1, dims[axis], 1};
  for (std::size_t k = 0; k < dims.size(); ++k)
    if (k != axis)
      parts[k < axis ? 0 : 2] *= dims[k];
  return parts;
}

static void lowerArg(Lowering &lowering, bool least) {
  Value value = lowering.input(0);
  if (!value.live()) {
    lowering.refuse("its input is a constant or missing, wanted one that is "
                    "computed when the network runs");
    return;
  }
  const auto axis =
      lowering.axis(lowering.integer("axis", 0), value.dims.size());
  const bool keep = lowering.integer("keepdims", 1) != 0;
  const bool last = lowering.integer("select_last_index", 0) != 0;
  if (!axis || lowering.refused())
    return;
  if (least) {
    value.exclusive = false;
    value = activate(lowering, value, Activation::affine(-1, 0));
    if (Layer *layer = lowering.layerOf(value))
      layer->role = "negative";
  }
  const Dims parts = around(value.dims, *axis);
  const int input = lowering.at(value);
  if (input == -2)
    return;
  Dims dims = value.dims;
  if (keep)
    dims[*axis] = 1;
  else
    dims.erase(dims.begin() + static_cast<std::ptrdiff_t>(*axis));
  Layer &layer = lowering.add("argmax", "", {input}, shapeOf(dims));
  layer.attributes.push_back(lowering.named("outer", lowering.i64(parts[0])));
  layer.attributes.push_back(lowering.named("inner", lowering.i64(parts[2])));
  if (last)
    layer.attributes.push_back(
        lowering.named("last", lowering.builder.getUnitAttr()));
  Value result = lowering.result(dims);
  result.type = ElementType::Int64;
  lowering.set(0, result);
}

void onnximport::lowerArgMax(Lowering &lowering) { lowerArg(lowering, false); }
void onnximport::lowerArgMin(Lowering &lowering) { lowerArg(lowering, true); }

static void lowerSoftmaxAs(Lowering &lowering, bool logarithm) {
  const Value value = lowering.input(0);
  if (!value.live()) {
    lowering.refuse("its input is a constant or missing, wanted one that is "
                    "computed when the network runs");
    return;
  }
  // Before opset 13 everything from the axis on is one run.
  const bool flat = lowering.opset() < 13;
  const auto axis = lowering.axis(lowering.integer("axis", flat ? 1 : -1),
                                  value.dims.size(), /*end=*/flat);
  if (!axis || lowering.refused())
    return;
  Dims parts = {1, 1, 1};
  if (flat)
    for (std::size_t k = 0; k < value.dims.size(); ++k)
      parts[k < *axis ? 0 : 1] *= value.dims[k];
  else
    parts = around(value.dims, *axis);
  const int input = lowering.at(value);
  if (input == -2)
    return;
  Layer &layer =
      lowering.add("softmax", "", {input}, lowering.layerShape(input));
  layer.attributes.push_back(lowering.named("groups", lowering.i64(parts[0])));
  if (parts[2] != 1)
    layer.attributes.push_back(lowering.named("inner", lowering.i64(parts[2])));
  if (logarithm)
    layer.attributes.push_back(
        lowering.named("log", lowering.builder.getUnitAttr()));
  lowering.set(0, lowering.result(value.dims));
}

void onnximport::lowerSoftmax(Lowering &l) { lowerSoftmaxAs(l, false); }
void onnximport::lowerLogSoftmax(Lowering &l) { lowerSoftmaxAs(l, true); }
