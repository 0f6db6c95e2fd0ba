// SPDX-License-Identifier: Apache-2.0
// Operators that change values one by one.
#include "Elementwise.h"
#include "Movement.h"
#include "Operators.h"

#include "qsim/Support/Numbers.h"

#include <cmath>
#include <limits>

using namespace qsim;
using namespace qsim::onnximport;

static constexpr float kInfinity = std::numeric_limits<float>::infinity();

/// The one activation that most of these operators are.
static void lowerAs(Lowering &lowering, const Activation &activation) {
  const Value value = lowering.input(0);
  if (value.missing()) {
    lowering.refuse("its input is missing");
    return;
  }
  lowering.set(0, activate(lowering, value, activation));
}

void onnximport::lowerRelu(Lowering &lowering) {
  lowerAs(lowering, {"relu", {}, {}});
}
void onnximport::lowerSigmoid(Lowering &lowering) {
  lowerAs(lowering, {"logistic", {}, {}});
}
void onnximport::lowerTanh(Lowering &lowering) {
  lowerAs(lowering, {"tanh", {}, {}});
}
void onnximport::lowerMish(Lowering &lowering) {
  lowerAs(lowering, {"mish", {}, {}});
}
void onnximport::lowerHardSwish(Lowering &lowering) {
  lowerAs(lowering, {"hard_swish", {}, {}});
}
void onnximport::lowerSoftplus(Lowering &lowering) {
  lowerAs(lowering, {"softplus", {}, {}});
}
void onnximport::lowerSoftsign(Lowering &lowering) {
  lowerAs(lowering, {"softsign", {}, {}});
}
void onnximport::lowerExp(Lowering &lowering) {
  lowerAs(lowering, {"exp", {}, {}});
}
void onnximport::lowerLog(Lowering &lowering) {
  lowerAs(lowering, {"log", {}, {}});
}
void onnximport::lowerSqrt(Lowering &lowering) {
  lowerAs(lowering, {"sqrt", {}, {}});
}
void onnximport::lowerAbs(Lowering &lowering) {
  lowerAs(lowering, {"abs", {}, {}});
}
void onnximport::lowerReciprocal(Lowering &lowering) {
  lowerAs(lowering, {"reciprocal", {}, {}});
}

void onnximport::lowerElu(Lowering &lowering) {
  lowerAs(lowering, {"elu", lowering.real("alpha", 1), {}});
}

void onnximport::lowerSelu(Lowering &lowering) {
  lowerAs(lowering, {"selu", lowering.real("alpha", 1.67326319217681884765625f),
                     lowering.real("gamma", 1.05070102214813232421875f)});
}

void onnximport::lowerHardSigmoid(Lowering &lowering) {
  lowerAs(lowering, {"hard_sigmoid", lowering.real("alpha", 0.2f),
                     lowering.real("beta", 0.5f)});
}

void onnximport::lowerThresholdedRelu(Lowering &lowering) {
  const float alpha = lowering.real("alpha", 1);
  lowerAs(lowering, alpha == 0 ? Activation{"relu", {}, {}}
                               : Activation{"thresholded_relu", alpha, {}});
}

/// alpha * elu(x / alpha)
void onnximport::lowerCelu(Lowering &lowering) {
  const float alpha = lowering.real("alpha", 1);
  if (!(alpha > 0)) {
    lowering.refuse("attribute alpha is " + formatFloat(alpha) +
                    ", wanted a number above 0");
    return;
  }
  const Value small = affine(lowering, lowering.input(0), 1.0 / alpha, 0);
  const Value value = activate(lowering, small, {"elu", 1.0f, {}});
  lowering.set(0, affine(lowering, value, alpha, 0));
}

/// max(x, 0) + slope * min(x, 0)
static Value leaky(Lowering &lowering, const Value &value, const Value &slope) {
  // Both parts read the value, so that neither may change its layer.
  Value shared = value;
  shared.exclusive = false;
  const Value above = activate(lowering, shared, {"relu", {}, {}});
  if (Layer *layer = lowering.layerOf(above))
    layer->role = "above";
  const Value under = activate(lowering, shared, {"clip", -kInfinity, 0.0f});
  if (Layer *layer = lowering.layerOf(under))
    layer->role = "below";
  const Value scaled = multiply(lowering, under, slope);
  if (Layer *layer = lowering.layerOf(scaled))
    layer->role = "slope";
  return addValues(lowering, above, scaled);
}

static Value leakyByNumber(Lowering &lowering, const Value &value,
                           double slope) {
  if (slope >= 0 && std::isfinite(slope))
    return activate(lowering, value,
                    {"leaky_relu", static_cast<float>(slope), {}});
  const Value constant = lowering.constant(
      makeFloats({}, {static_cast<float>(slope)}, ElementType::Float));
  return leaky(lowering, value, constant);
}

void onnximport::lowerLeakyRelu(Lowering &lowering) {
  const Value value = lowering.input(0);
  const float slope = lowering.real("alpha", 0.01f);
  lowering.set(0, leakyByNumber(lowering, value, slope));
}

void onnximport::lowerPRelu(Lowering &lowering) {
  const Value value = lowering.input(0);
  Value slope = lowering.input(1);
  if (value.isConstant() || !slope.isConstant()) {
    if (!slope.live() && !value.live()) {
      lowering.refuse("its input and its slope are constants or missing");
      return;
    }
    lowering.set(0, leaky(lowering, value, slope));
    return;
  }
  if (std::optional<double> number = slope.constant.uniform()) {
    lowering.set(0, leakyByNumber(lowering, value, *number));
    return;
  }
  // Before opset 7 a list of slopes is for the channels, whatever is behind.
  if (lowering.opset() < 7 && slope.dims.size() == 1 && value.dims.size() > 2 &&
      slope.dims[0] == value.dims[1]) {
    Dims dims = slope.dims;
    dims.resize(value.dims.size() - 1, 1);
    slope = reshape(lowering, slope, dims);
  }
  lowering.set(0, leaky(lowering, value, slope));
}

/// A bound of Clip: an attribute before opset 11, an input from then on.
static Value boundOf(Lowering &lowering, llvm::StringRef name,
                     std::size_t place, float otherwise) {
  if (lowering.opset() >= 11) {
    if (lowering.has(name))
      lowering.refuse(("attribute " + name +
                       " is of opsets before 11; from then on it is an input")
                          .str());
    return lowering.input(place);
  }
  return lowering.constant(
      makeFloats({}, {lowering.real(name, otherwise)}, ElementType::Float));
}

void onnximport::lowerClip(Lowering &lowering) {
  Value value = lowering.input(0);
  const Value low = boundOf(lowering, "min", 1, -kInfinity);
  const Value high = boundOf(lowering, "max", 2, kInfinity);
  const auto number = [](const Value &bound, float otherwise) {
    return bound.missing()      ? std::optional<double>(otherwise)
           : bound.isConstant() ? bound.constant.uniform()
                                : std::nullopt;
  };
  const std::optional<double> from = number(low, -kInfinity);
  const std::optional<double> to = number(high, kInfinity);
  if (value.live() && from && to) {
    const auto least = static_cast<float>(*from);
    const auto most = static_cast<float>(*to);
    // What exporters write for no bound.
    const float none = std::numeric_limits<float>::max();
    const Activation clip = limited(least <= -none ? -kInfinity : least,
                                    most >= none ? kInfinity : most);
    const bool nothing = clip.kind == "clip" && *clip.alpha == -kInfinity &&
                         *clip.beta == kInfinity;
    lowering.set(0, nothing ? value : activate(lowering, value, clip));
    return;
  }
  if (!low.missing())
    value = choose(lowering, value, low, "max");
  if (!high.missing())
    value = choose(lowering, value, high, "min");
  lowering.set(0, value);
}
