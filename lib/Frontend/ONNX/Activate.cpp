// SPDX-License-Identifier: Apache-2.0
// Activations, and which of them become one with what stands before them.
#include "Elementwise.h"

#include <algorithm>
#include <cmath>
#include <limits>

using namespace qsim;
using namespace qsim::onnximport;

double onnximport::evaluate(const Activation &activation, double x) {
  const std::string &kind = activation.kind;
  const double alpha = activation.alpha.value_or(1);
  const double beta = activation.beta.value_or(0);
  const auto hardSigmoid = [](double y) { return std::clamp(y, 0.0, 1.0); };
  if (kind == "relu")
    return x > 0 ? x : 0;
  if (kind == "relu6")
    return std::clamp(x, 0.0, 6.0);
  if (kind == "leaky_relu")
    return x > 0 ? x : alpha * x;
  if (kind == "clip")
    return std::min(std::max(x, alpha), beta);
  if (kind == "affine")
    return alpha * x + beta;
  if (kind == "logistic")
    return 1 / (1 + std::exp(-x));
  if (kind == "tanh")
    return std::tanh(x);
  if (kind == "elu")
    return x >= 0 ? x : alpha * std::expm1(x);
  if (kind == "selu")
    return beta * (x >= 0 ? x : alpha * std::expm1(x));
  if (kind == "swish")
    return x / (1 + std::exp(-x));
  if (kind == "mish")
    return x * std::tanh(std::log1p(std::exp(x)));
  if (kind == "hard_sigmoid")
    return hardSigmoid(alpha * x + beta);
  if (kind == "hard_swish")
    return x * hardSigmoid(x / 6 + 0.5);
  if (kind == "softplus")
    return std::max(x, 0.0) + std::log1p(std::exp(-std::abs(x)));
  if (kind == "softsign")
    return x / (1 + std::abs(x));
  if (kind == "thresholded_relu")
    return x > alpha ? x : 0;
  if (kind == "exp")
    return std::exp(x);
  if (kind == "log")
    return std::log(x);
  if (kind == "sqrt")
    return std::sqrt(x);
  if (kind == "abs")
    return std::abs(x);
  if (kind == "reciprocal")
    return 1 / x;
  if (kind == "pow")
    return std::pow(x, alpha);
  return x;
}

static bool near(double a, double b) {
  return std::abs(a - b) <= 1e-6 * std::max(1.0, std::abs(b));
}

/// Upper limit of an activation that clips at 0 below; nothing for others.
static std::optional<double> ceilingOf(const Activation &activation) {
  if (activation.kind == "relu6")
    return 6;
  if (activation.kind == "clip" && activation.alpha == 0.0f &&
      std::isfinite(*activation.beta))
    return *activation.beta;
  return std::nullopt;
}

static bool isAffine(const Layer &layer) {
  return layer.op == "activation" && layer.activation.kind == "affine";
}

/// The layer below the last input of a layer that is its only reader.
static Layer *ownInput(Lowering &lowering, const Layer &layer) {
  if (!layer.ownsInput || layer.inputs.empty() || layer.inputs.back() < 0)
    return nullptr;
  return &lowering.plan.layers[static_cast<std::size_t>(layer.inputs.back())];
}

/// clip(0, h) of p*x + q, divided by h: hard_sigmoid. The layer that computes
/// it then, or -1.
static int joinHardSigmoid(Lowering &lowering, Layer &clip, double factor) {
  const std::optional<double> limit = ceilingOf(clip.activation);
  Layer *below = ownInput(lowering, clip);
  if (clip.op != "activation" || !limit || *limit <= 0 ||
      !near(factor * *limit, 1) || !below || !isAffine(*below))
    return -1;
  below->activation = {"hard_sigmoid",
                       static_cast<float>(*below->activation.alpha / *limit),
                       static_cast<float>(*below->activation.beta / *limit)};
  return clip.inputs.back();
}

/// x * clip(0, 6)(x + 3), divided by 6: hard_swish.
static int joinHardSwish(Lowering &lowering, int place, double factor) {
  Layer &product = lowering.plan.layers[static_cast<std::size_t>(place)];
  if (product.op != "mul" || !product.activation.linear() ||
      !near(factor * 6, 1))
    return -1;
  Layer *clip = ownInput(lowering, product);
  if (!clip || clip->op != "activation" || ceilingOf(clip->activation) != 6.0)
    return -1;
  Layer *sum = ownInput(lowering, *clip);
  if (!sum || !isAffine(*sum) || sum->activation.alpha != 1.0f ||
      sum->activation.beta != 3.0f ||
      sum->inputs.front() != product.inputs.front())
    return -1;
  const int source = product.inputs.front();
  if (product.gatesOwn && source >= 0) {
    Layer &layer = lowering.plan.layers[static_cast<std::size_t>(source)];
    if (layer.takesActivation()) {
      layer.activation = {"hard_swish", {}, {}};
      return source;
    }
  }
  product.op = "activation";
  product.inputs = {source};
  product.activation = {"hard_swish", {}, {}};
  product.ownsInput = false;
  return place;
}

/// log(1 + exp(x)) as softplus, 1 / (1 + exp(-x)) as the logistic function. The
/// layer that computes it then, or -1.
static int joinExponential(Lowering &lowering, const Layer &sum,
                           llvm::StringRef outer) {
  Layer *power = ownInput(lowering, sum);
  if (!isAffine(sum) || sum.activation.alpha != 1.0f ||
      sum.activation.beta != 1.0f || !power || power->activation.kind != "exp")
    return -1;
  if (outer == "log") {
    power->activation = {"softplus", {}, {}};
    return sum.inputs.back();
  }
  Layer *negative = ownInput(lowering, *power);
  if (outer != "reciprocal" || !negative || !isAffine(*negative) ||
      negative->activation.alpha != -1.0f || negative->activation.beta != 0.0f)
    return -1;
  negative->activation = {"logistic", {}, {}};
  return power->inputs.back();
}

std::optional<Value> onnximport::logisticOfDivisor(Lowering &lowering,
                                                   const Value &divisor) {
  if (!lowering.sole(divisor) || divisor.padding)
    return std::nullopt;
  const int place =
      joinExponential(lowering, *lowering.layerOf(divisor), "reciprocal");
  return place < 0 ? std::nullopt : std::optional(divisor.computedBy(place));
}

namespace {
/// An activation that limits its input to low..high and does nothing else.
struct Limits {
  float low, high;
};
} // namespace

static std::optional<Limits> limitsOf(const Activation &activation) {
  constexpr float none = std::numeric_limits<float>::infinity();
  if (activation.kind == "relu")
    return Limits{0, none};
  if (activation.kind == "relu6")
    return Limits{0, 6};
  if (activation.kind == "clip")
    return Limits{*activation.alpha, *activation.beta};
  return std::nullopt;
}

Activation onnximport::limited(float low, float high) {
  constexpr float none = std::numeric_limits<float>::infinity();
  if (low == 0 && high == none)
    return {"relu", {}, {}};
  if (low == 0 && high == 6)
    return {"relu6", {}, {}};
  return {"clip", low, high};
}

/// Two activations in a row as one; nothing where there is no such.
static std::optional<Activation> joined(const Activation &first,
                                        const Activation &second) {
  if (first.kind == "affine" && second.kind == "affine")
    return Activation::affine(double(*first.alpha) * *second.alpha,
                              double(*first.beta) * *second.alpha +
                                  *second.beta);
  const std::optional<Limits> a = limitsOf(first), b = limitsOf(second);
  if (!a || !b || !(a->low <= a->high) || !(b->low <= b->high))
    return std::nullopt;
  const Activation both = limited(std::clamp(a->low, b->low, b->high),
                                  std::clamp(a->high, b->low, b->high));
  // Of a NaN a relu is 0, a clip NaN.
  const bool keepsNan = first.kind == "clip" && second.kind == "clip";
  if (both.kind == "clip" && !keepsNan)
    return std::nullopt;
  return both;
}

/// Whether a view shows each element of its layer once.
static bool showsAll(const View &view, std::int64_t count) {
  View plain = compact(view);
  std::vector<std::size_t> order(plain.sizes.size());
  for (std::size_t i = 0; i < order.size(); ++i)
    order[i] = i;
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return plain.steps[a] < plain.steps[b];
  });
  std::int64_t step = 1;
  for (std::size_t i : order) {
    if (plain.steps[i] != step)
      return false;
    step *= plain.sizes[i];
  }
  return plain.offset == 0 && step == count;
}

/// The value with a view only where an activation below it does the same.
static Value below(Lowering &lowering, const Value &value) {
  if (value.padding ||
      (value.view &&
       !showsAll(*value.view, lowering.layerShape(value.layer).count())))
    return lowering.plain(value);
  return value;
}

static Value activateConstant(Lowering &lowering, const Value &value,
                              const Activation &activation) {
  if (!value.constant.isFloat())
    return lowering.refuse("its input is of type " + typeName(value.type) +
                           ", wanted floats");
  if (!lowering.spend(value.count()))
    return lowering.refuse("");
  std::vector<float> values;
  for (std::int64_t i = 0, count = value.count(); i < count; ++i)
    values.push_back(
        static_cast<float>(evaluate(activation, value.constant.number(i))));
  return lowering.constant(
      makeFloats(value.dims, std::move(values), value.type));
}

Value onnximport::activate(Lowering &lowering, const Value &original,
                           const Activation &activation) {
  if (original.isConstant())
    return activateConstant(lowering, original, activation);
  if (!original.live())
    return original;
  Value value = below(lowering, original);
  if (!value.live())
    return value;
  const bool sole = lowering.sole(value);
  if (Layer *layer = lowering.layerOf(value); layer && sole) {
    value = value.computedBy(value.layer);
    if (layer->takesActivation()) {
      layer->activation = activation;
      return value;
    }
    if (std::optional<Activation> both =
            joined(layer->activation, activation)) {
      layer->activation = *both;
      return value;
    }
    if (const int place = joinExponential(lowering, *layer, activation.kind);
        place >= 0)
      return value.computedBy(place);
  }
  // The activation may move below a view: elements stay where they are.
  Layer &layer = lowering.add("activation", "", {value.layer},
                              lowering.layerShape(value.layer));
  layer.activation = activation;
  layer.ownsInput = sole;
  layer.reads = value.view ? "" : original.name;
  Value result =
      value.computedBy(static_cast<int>(lowering.plan.layers.size()) - 1);
  result.exclusive = true;
  return result;
}

Value onnximport::affine(Lowering &lowering, const Value &value, double factor,
                         double term) {
  if (factor == 1 && term == 0)
    return value;
  if (value.live() && lowering.sole(value) && !value.padding) {
    Layer &layer = *lowering.layerOf(value);
    int joined = -1;
    if (term == 0)
      joined = joinHardSigmoid(lowering, layer, factor);
    if (joined < 0 && term == 0)
      joined = joinHardSwish(lowering, value.layer, factor);
    if (joined >= 0)
      return value.computedBy(joined);
    const auto channels = static_cast<std::size_t>(layer.shape.channels);
    const std::vector<float> factors(factor == 1 ? 0 : channels,
                                     static_cast<float>(factor));
    const std::vector<float> terms(term == 0 ? 0 : channels,
                                   static_cast<float>(term));
    if ((!value.view || showsAll(*value.view, layer.shape.count())) &&
        foldIntoLayer(lowering, value, factors, terms))
      return value.computedBy(value.layer);
  }
  return activate(lowering, value, Activation::affine(factor, term));
}
