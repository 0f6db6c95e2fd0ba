// SPDX-License-Identifier: Apache-2.0
// Sums, products and the like of values, at least one of them live.
#include "Channels.h"
#include "Elementwise.h"
#include "Movement.h"
#include "Normalization.h"

#include <algorithm>
#include <cmath>
#include <limits>

using namespace qsim;
using namespace qsim::onnximport;

/// Both sides by each other's dimensions; broken where they do not fit.
static bool align(Lowering &lowering, Value &a, Value &b,
                  bool expandConstants) {
  if (a.broken() || b.broken())
    return false;
  if (a.missing() || b.missing()) {
    lowering.refuse("an input is missing");
    return false;
  }
  if ((a.live() && !isFloatType(b.type)) ||
      (b.live() && !isFloatType(a.type))) {
    lowering.refuse("its inputs are of types " + typeName(a.type) + " and " +
                    typeName(b.type) + ", wanted floats");
    return false;
  }
  const std::optional<Dims> dims = broadcastDims(a.dims, b.dims);
  if (!dims) {
    lowering.refuse("its inputs " + dimsText(a.dims) + " and " +
                    dimsText(b.dims) + " cannot be broadcast to each other");
    return false;
  }
  for (Value *side : {&a, &b})
    if (side->live() || expandConstants)
      *side = expand(lowering, *side, *dims);
  return !a.broken() && !b.broken();
}

/// A constant with every value changed.
template <typename Function>
static Value mapped(Lowering &lowering, const Value &value, Function function) {
  std::vector<float> values;
  for (std::int64_t i = 0, count = value.count(); i < count; ++i)
    values.push_back(static_cast<float>(function(value.constant.number(i))));
  return lowering.constant(
      makeFloats(value.dims, std::move(values), value.type));
}

/// A layer of two inputs, which have the dimensions of the result.
static Value pair(Lowering &lowering, llvm::StringRef op, const Value &a,
                  const Value &b) {
  const int first = lowering.at(a);
  if (first == -2)
    return lowering.refuse("");
  const Shape shape = lowering.layerShape(first);
  const int second = lowering.at(b, shape);
  if (second == -2)
    return lowering.refuse("");
  lowering.add(op, "", {first, second}, shape);
  return lowering.result(a.dims);
}

static Value binary(Lowering &lowering, llvm::StringRef operation,
                    const Value &a, const Value &b) {
  Value x = a, y = b;
  if (!align(lowering, x, y, true))
    return lowering.refuse("");
  Value value = pair(lowering, "binary", x, y);
  if (value.live())
    lowering.layerOf(value)->words["operation"] = operation.str();
  return value;
}

/// x + constant, x * constant behind a normalization over the last dimensions,
/// with a number for each of their places: by channel, seen from the other
/// side. What comes next mostly wants these places as channels anyway.
static std::optional<Value> byPlace(Lowering &lowering, const Value &value,
                                    const Value &constant, bool product) {
  const Layer *layer = lowering.layerOf(value);
  if (!layer || layer->op != "instance_norm" || value.view || value.padding)
    return std::nullopt;
  const std::int64_t outer = layer->shape.channels;
  const std::int64_t places = value.count() / outer;
  std::size_t first = value.dims.size();
  for (std::int64_t inner = 1; first > 0 && inner < places;)
    inner *= value.dims[--first];
  const Dims last(value.dims.begin() + static_cast<std::ptrdiff_t>(first),
                  value.dims.end());
  Dims given = constant.dims;
  while (given.size() > last.size() && given.front() == 1)
    given.erase(given.begin());
  if (given != last || countOf(last) != places || places > 65536 || first == 0)
    return std::nullopt;
  std::vector<float> list;
  for (std::int64_t i = 0; i < places; ++i)
    list.push_back(static_cast<float>(constant.constant.number(i)));
  const std::int64_t columns = value.dims[first - 1];
  const Value turned =
      transpose(lowering, reshape(lowering, value, {outer, places}), {1, 0});
  const Value channels =
      reshape(lowering, turned, {1, places, outer / columns, columns});
  const Value scaled = product ? scaleChannels(lowering, channels, list, {})
                               : scaleChannels(lowering, channels, {}, list);
  if (!scaled.live())
    return scaled;
  return reshape(
      lowering,
      transpose(lowering, reshape(lowering, scaled, {places, outer}), {1, 0}),
      value.dims);
}

/// x + constant, x * constant: in the layer before or by channel.
static std::optional<Value> byChannel(Lowering &lowering, const Value &value,
                                      const Value &constant, bool product) {
  if (lowering.sole(value) && !value.padding)
    if (auto list = channelsOfLayer(lowering, value, constant.constant)) {
      if (product ? foldIntoLayer(lowering, value, *list, {})
                  : foldIntoLayer(lowering, value, {}, *list))
        return value.computedBy(value.layer);
    }
  if (auto list = channelsOfDims(value.dims, constant.constant);
      list && list->size() <= 65536)
    return product ? scaleChannels(lowering, value, *list, {})
                   : scaleChannels(lowering, value, {}, *list);
  return byPlace(lowering, value, constant, product);
}

Value onnximport::addValues(Lowering &lowering, const Value &a,
                            const Value &b) {
  if (a.isConstant() && b.isConstant())
    return computeBinary(lowering, "add", a, b);
  Value x = a, y = b;
  if (!align(lowering, x, y, false))
    return lowering.refuse("");
  if (x.isConstant())
    std::swap(x, y);
  if (!y.isConstant())
    return pair(lowering, "add", x, y);
  if (std::optional<double> term = y.constant.uniform())
    return affine(lowering, x, 1, *term);
  if (std::optional<Value> done = byChannel(lowering, x, y, false))
    return *done;
  return pair(lowering, "add", x, expand(lowering, y, x.dims));
}

Value onnximport::subtract(Lowering &lowering, const Value &a, const Value &b) {
  if (a.isConstant() && b.isConstant())
    return computeBinary(lowering, "sub", a, b);
  Value x = a, y = b;
  if (!align(lowering, x, y, false))
    return lowering.refuse("");
  if (y.isConstant())
    return addValues(lowering, x,
                     mapped(lowering, y, [](double value) { return -value; }));
  if (x.isConstant())
    if (std::optional<double> term = x.constant.uniform())
      return affine(lowering, y, -1, *term);
  return binary(lowering, "sub", x, y);
}

/// Whether `gate` has one value for each channel of `value`, or one for each
/// place of all channels, as a layer of products takes it.
static std::optional<Shape> gateShape(const Value &gate, const Value &value) {
  if (gate.dims.size() > value.dims.size() || value.dims.size() < 3)
    return std::nullopt;
  Dims dims(value.dims.size() - gate.dims.size(), 1);
  dims.insert(dims.end(), gate.dims.begin(), gate.dims.end());
  const Shape shape = shapeOf(dims), whole = shapeOf(value.dims);
  bool fits = shape.height == 1 && shape.width == 1 &&
              dims[0] == value.dims[0] && dims[1] == value.dims[1];
  fits |= shape.channels == 1 &&
          std::equal(dims.begin() + 2, dims.end(), value.dims.begin() + 2);
  if (!fits || shape == whole)
    return std::nullopt;
  return shape;
}

static std::optional<Value> gated(Lowering &lowering, const Value &gate,
                                  const Value &value) {
  if (broadcastDims(gate.dims, value.dims) != value.dims)
    return std::nullopt;
  const std::optional<Shape> shape = gateShape(gate, value);
  if (!shape)
    return std::nullopt;
  const int first = lowering.at(gate, *shape);
  const int second = lowering.at(value, shapeOf(value.dims));
  if (first == -2 || second == -2)
    return lowering.refuse("");
  lowering.add("mul", "", {first, second}, shapeOf(value.dims));
  return lowering.result(value.dims);
}

/// x * f(x) as one activation, where exporters write a product.
static std::optional<Activation> selfGated(Lowering &lowering,
                                           const Layer &gate, int source) {
  if (gate.op != "activation")
    return std::nullopt;
  const Activation &outer = gate.activation;
  const int below = gate.inputs.front();
  if (below == source) {
    if (outer.kind == "logistic")
      return Activation{"swish", {}, {}};
    if (outer.kind == "hard_sigmoid" &&
        std::abs(*outer.alpha - 1.0f / 6) < 1e-6f && *outer.beta == 0.5f)
      return Activation{"hard_swish", {}, {}};
    return std::nullopt;
  }
  if (outer.kind != "tanh" || !gate.ownsInput || below < 0)
    return std::nullopt;
  const Layer &inner = lowering.plan.layers[static_cast<std::size_t>(below)];
  if (inner.op == "activation" && inner.activation.kind == "softplus" &&
      inner.inputs.front() == source)
    return Activation{"mish", {}, {}};
  return std::nullopt;
}

/// The name in the graph of what the activations below a gate read.
static std::string sourceName(Lowering &lowering, const Layer &gate,
                              int source) {
  const Layer *layer = &gate;
  while (layer->op == "activation") {
    const int below = layer->inputs.front();
    if (below == source)
      return layer->reads;
    if (below < 0 || !layer->ownsInput)
      break;
    layer = &lowering.plan.layers[static_cast<std::size_t>(below)];
  }
  return {};
}

static std::optional<Value> joinGate(Lowering &lowering, const Value &value,
                                     const Value &gate) {
  if (!lowering.sole(gate) || value.view || gate.view || value.padding ||
      gate.padding)
    return std::nullopt;
  Layer &layer = *lowering.layerOf(gate);
  const std::optional<Activation> both =
      selfGated(lowering, layer, value.layer);
  if (!both)
    return std::nullopt;
  Value result = gate.computedBy(gate.layer);
  // Where the product and its gate are the only readers, the activation may
  // become part of the layer before.
  Layer *before = lowering.layerOf(value);
  if (before && lowering.sole(value, 2) && before->takesActivation() &&
      sourceName(lowering, layer, value.layer) == value.name) {
    before->activation = *both;
    result.layer = value.layer;
    return result;
  }
  layer.activation = *both;
  layer.inputs = {value.layer};
  layer.ownsInput = false;
  return result;
}

static Value productOfLive(Lowering &lowering, const Value &a, const Value &b) {
  for (bool swap : {false, true})
    if (std::optional<Value> done =
            swap ? joinGate(lowering, b, a) : joinGate(lowering, a, b))
      return *done;
  for (bool swap : {false, true})
    if (std::optional<Value> done =
            swap ? gated(lowering, b, a) : gated(lowering, a, b))
      return *done;
  Value x = a, y = b;
  if (!align(lowering, x, y, true))
    return lowering.refuse("");
  // The gate, if one is, second: joinHardSwish looks there.
  Layer *first = lowering.layerOf(x);
  if (first && first->op == "activation" && lowering.sole(x))
    std::swap(x, y);
  const bool owns = lowering.sole(y) && !y.view;
  const std::string source =
      owns ? sourceName(lowering, *lowering.layerOf(y), x.layer) : "";
  const bool gatesOwn =
      lowering.sole(x, 2) && !source.empty() && source == x.name;
  Value value = pair(lowering, "mul", x, y);
  if (value.live()) {
    lowering.layerOf(value)->ownsInput = owns;
    lowering.layerOf(value)->gatesOwn = gatesOwn;
  }
  return value;
}

Value onnximport::multiply(Lowering &lowering, const Value &a, const Value &b) {
  if (a.isConstant() && b.isConstant())
    return computeBinary(lowering, "mul", a, b);
  if (a.live() && b.live())
    return productOfLive(lowering, a, b);
  Value x = a, y = b;
  if (!align(lowering, x, y, false))
    return lowering.refuse("");
  if (x.isConstant())
    std::swap(x, y);
  if (std::optional<double> factor = y.constant.uniform())
    return affine(lowering, x, *factor, 0);
  if (std::optional<Value> done = byChannel(lowering, x, y, true))
    return *done;
  return pair(lowering, "mul", x, expand(lowering, y, x.dims));
}

Value onnximport::divide(Lowering &lowering, const Value &a, const Value &b) {
  if (a.isConstant() && b.isConstant())
    return computeBinary(lowering, "div", a, b);
  if (std::optional<Value> done = normalizedQuotient(lowering, a, b))
    return *done;
  Value x = a, y = b;
  if (!align(lowering, x, y, false))
    return lowering.refuse("");
  if (y.isConstant()) {
    bool zero = false;
    for (std::int64_t i = 0, count = y.count(); i < count; ++i)
      zero |= y.constant.number(i) == 0;
    if (!zero)
      return multiply(lowering, x, mapped(lowering, y, [](double value) {
                        return 1 / value;
                      }));
  }
  if (x.isConstant())
    if (std::optional<double> factor = x.constant.uniform()) {
      const Value inverse = activate(lowering, y, {"reciprocal", {}, {}});
      return affine(lowering, inverse, *factor, 0);
    }
  if (x.live())
    if (std::optional<Value> gate = logisticOfDivisor(lowering, y))
      return multiply(lowering, x, *gate);
  return binary(lowering, "div", x, y);
}

Value onnximport::power(Lowering &lowering, const Value &a, const Value &b) {
  if (a.isConstant() && b.isConstant())
    return computeBinary(lowering, "pow", a, b);
  Value x = a, y = b;
  // The exponent, or the base, may be of integers beside floats.
  for (auto [constant, live] : {std::pair(&x, &y), std::pair(&y, &x)})
    if (live->live() && constant->isConstant() &&
        isIntegerType(constant->type)) {
      *constant =
          mapped(lowering, *constant, [](double value) { return value; });
      constant->type = constant->constant.type = ElementType::Float;
    }
  if (!align(lowering, x, y, false))
    return lowering.refuse("");
  if (y.isConstant())
    if (std::optional<double> exponent = y.constant.uniform()) {
      if (*exponent == 1)
        return x;
      if (*exponent == 0.5)
        return activate(lowering, x, {"sqrt", {}, {}});
      return activate(lowering, x, {"pow", static_cast<float>(*exponent), {}});
    }
  return binary(lowering, "pow", x, y);
}

Value onnximport::choose(Lowering &lowering, const Value &a, const Value &b,
                         llvm::StringRef operation) {
  if (a.isConstant() && b.isConstant())
    return computeBinary(lowering, operation, a, b);
  Value x = a, y = b;
  if (!align(lowering, x, y, false))
    return lowering.refuse("");
  if (x.isConstant())
    std::swap(x, y);
  if (y.isConstant())
    if (std::optional<double> limit = y.constant.uniform()) {
      const float most = std::numeric_limits<float>::infinity();
      const auto bound = static_cast<float>(*limit);
      if (operation == "max" && bound == 0)
        return activate(lowering, x, {"relu", {}, {}});
      return activate(lowering, x,
                      operation == "max" ? Activation{"clip", bound, most}
                                         : Activation{"clip", -most, bound});
    }
  return binary(lowering, operation, x, y);
}
