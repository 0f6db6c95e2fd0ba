// SPDX-License-Identifier: Apache-2.0
// Add, Mul, Max and the like, and comparisons of constants.
#include "Elementwise.h"
#include "Movement.h"
#include "Operators.h"

#include <cmath>

using namespace qsim;
using namespace qsim::onnximport;

/// Before opset 7 the second input of arithmetic lies at an axis of the first.
static Value secondInput(Lowering &lowering, const Value &first) {
  Value second = lowering.input(1);
  if (lowering.opset() >= 7 || !lowering.has("axis") ||
      (!second.isConstant() && !second.live()))
    return second;
  const auto axis =
      lowering.axis(lowering.integer("axis", 0), first.dims.size());
  if (!axis || *axis + second.dims.size() > first.dims.size())
    return lowering.refuse("attribute axis does not fit to its inputs");
  Dims dims = second.dims;
  dims.resize(first.dims.size() - *axis, 1);
  return reshape(lowering, second, dims);
}

using Arithmetic2 = Value (*)(Lowering &, const Value &, const Value &);

static void lowerPair(Lowering &lowering, Arithmetic2 function) {
  const Value first = lowering.input(0);
  const Value second = secondInput(lowering, first);
  if (first.missing() || second.missing())
    lowering.refuse("an input is missing");
  if (!lowering.refused())
    lowering.set(0, function(lowering, first, second));
}

void onnximport::lowerAdd(Lowering &lowering) {
  lowerPair(lowering, addValues);
}
void onnximport::lowerSub(Lowering &lowering) { lowerPair(lowering, subtract); }
void onnximport::lowerMul(Lowering &lowering) { lowerPair(lowering, multiply); }
void onnximport::lowerDiv(Lowering &lowering) { lowerPair(lowering, divide); }
void onnximport::lowerPow(Lowering &lowering) { lowerPair(lowering, power); }

void onnximport::lowerNeg(Lowering &lowering) {
  const Value value = lowering.input(0);
  if (value.isConstant() && isIntegerType(value.type)) {
    const Value zero = lowering.constant(makeIntegers({}, {0}, value.type));
    lowering.set(0, computeBinary(lowering, "sub", zero, value));
    return;
  }
  lowering.set(0, affine(lowering, value, -1, 0));
}

/// All inputs in turn.
static Value reduceInputs(Lowering &lowering, Arithmetic2 function) {
  Value result = lowering.input(0);
  if (result.missing())
    return lowering.refuse("it has no inputs");
  for (std::size_t i = 1; i < lowering.inputCount(); ++i)
    result = function(lowering, result, lowering.input(i));
  return result;
}

void onnximport::lowerMax(Lowering &lowering) {
  lowering.set(0, reduceInputs(lowering,
                               [](Lowering &l, const Value &a, const Value &b) {
                                 return choose(l, a, b, "max");
                               }));
}

void onnximport::lowerMin(Lowering &lowering) {
  lowering.set(0, reduceInputs(lowering,
                               [](Lowering &l, const Value &a, const Value &b) {
                                 return choose(l, a, b, "min");
                               }));
}

/// One layer where all inputs are live and of the same dimensions.
static Value sumOfInputs(Lowering &lowering) {
  const Value first = lowering.input(0);
  llvm::SmallVector<int> layers;
  std::optional<Shape> shape;
  for (std::size_t i = 0; i < lowering.inputCount(); ++i) {
    const Value value = lowering.input(i);
    if (!value.live() || value.dims != first.dims || lowering.inputCount() < 3)
      return reduceInputs(lowering, addValues);
  }
  for (std::size_t i = 0; i < lowering.inputCount(); ++i) {
    layers.push_back(lowering.at(lowering.input(i), shape));
    if (layers.back() == -2)
      return lowering.refuse("");
    shape = lowering.layerShape(layers.front());
  }
  lowering.add("add", "", layers, *shape);
  return lowering.result(first.dims);
}

void onnximport::lowerSum(Lowering &lowering) {
  lowering.set(0, sumOfInputs(lowering));
}

void onnximport::lowerMean(Lowering &lowering) {
  const Value sum = sumOfInputs(lowering);
  lowering.set(0, affine(lowering, sum,
                         1.0 / static_cast<double>(lowering.inputCount()), 0));
}

static void lowerConstantPair(Lowering &lowering, llvm::StringRef operation) {
  const Value a = lowering.input(0), b = lowering.input(1);
  if (a.isConstant() && b.isConstant())
    lowering.set(0, computeBinary(lowering, operation, a, b));
  else if (!a.broken() && !b.broken())
    lowering.refuse("its inputs are computed when the network runs, wanted "
                    "constants");
}

void onnximport::lowerEqual(Lowering &l) { lowerConstantPair(l, "equal"); }
void onnximport::lowerLess(Lowering &l) { lowerConstantPair(l, "less"); }
void onnximport::lowerGreater(Lowering &l) { lowerConstantPair(l, "greater"); }
void onnximport::lowerLessOrEqual(Lowering &l) {
  lowerConstantPair(l, "less_or_equal");
}
void onnximport::lowerGreaterOrEqual(Lowering &l) {
  lowerConstantPair(l, "greater_or_equal");
}
void onnximport::lowerAnd(Lowering &l) { lowerConstantPair(l, "and"); }
void onnximport::lowerOr(Lowering &l) { lowerConstantPair(l, "or"); }
void onnximport::lowerMod(Lowering &l) {
  lowerConstantPair(l, l.integer("fmod", 0) != 0 ? "fmod" : "mod");
}

/// A constant with every value changed; refuses live ones.
template <typename Function>
static void lowerEach(Lowering &lowering, Function function) {
  const Value value = lowering.input(0);
  if (!value.isConstant() || typeSize(value.type) == 0) {
    if (!value.broken())
      lowering.refuse("its input is computed when the network runs, wanted a "
                      "constant");
    return;
  }
  if (!lowering.spend(value.count()))
    return;
  if (value.constant.isFloat()) {
    std::vector<float> values;
    for (std::int64_t i = 0, count = value.count(); i < count; ++i)
      values.push_back(static_cast<float>(function(value.constant.number(i))));
    lowering.set(0, lowering.constant(
                        makeFloats(value.dims, std::move(values), value.type)));
    return;
  }
  std::vector<std::int64_t> values;
  for (std::int64_t number : *value.constant.integers)
    // Only a Not changes integers.
    values.push_back(
        value.type == ElementType::Bool
            ? static_cast<std::int64_t>(function(number != 0 ? 1.0 : 0.0))
            : number);
  lowering.set(0, lowering.constant(
                      makeIntegers(value.dims, std::move(values), value.type)));
}

void onnximport::lowerFloor(Lowering &l) {
  lowerEach(l, [](double x) { return std::floor(x); });
}
void onnximport::lowerCeil(Lowering &l) {
  lowerEach(l, [](double x) { return std::ceil(x); });
}
void onnximport::lowerNot(Lowering &l) {
  lowerEach(l, [](double x) { return x == 0 ? 1.0 : 0.0; });
}

void onnximport::lowerWhere(Lowering &lowering) {
  Value condition = lowering.input(0), yes = lowering.input(1),
        no = lowering.input(2);
  if (!condition.isConstant() || !yes.isConstant() || !no.isConstant() ||
      typeSize(yes.type) == 0 ||
      yes.constant.isFloat() != no.constant.isFloat()) {
    lowering.refuse("its inputs are computed when the network runs, wanted "
                    "constants of one type");
    return;
  }
  std::optional<Dims> dims = broadcastDims(condition.dims, yes.dims);
  if (dims)
    dims = broadcastDims(*dims, no.dims);
  if (!dims) {
    lowering.refuse("its inputs cannot be broadcast to each other");
    return;
  }
  condition = expand(lowering, condition, *dims);
  yes = expand(lowering, yes, *dims);
  no = expand(lowering, no, *dims);
  if (lowering.refused())
    return;
  std::vector<float> floats;
  std::vector<std::int64_t> integers;
  for (std::int64_t i = 0, count = condition.count(); i < count; ++i) {
    const Tensor &from =
        condition.constant.number(i) != 0 ? yes.constant : no.constant;
    if (from.isFloat())
      floats.push_back(from.floats.get()[i]);
    else
      integers.push_back((*from.integers)[static_cast<std::size_t>(i)]);
  }
  lowering.set(0,
               lowering.constant(
                   yes.constant.isFloat()
                       ? makeFloats(*dims, std::move(floats), yes.type)
                       : makeIntegers(*dims, std::move(integers), yes.type)));
}
