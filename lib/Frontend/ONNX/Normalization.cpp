// SPDX-License-Identifier: Apache-2.0
// Normalizations as one layer, and how exporters that have no operator for
// them write one: mean, difference, square, mean, sum, root, quotient.
#include "Normalization.h"

#include "Movement.h"
#include "Reduction.h"

#include <algorithm>
#include <cmath>

using namespace qsim;
using namespace qsim::onnximport;

namespace {
/// Where dimensions go so that those that are gone stand last.
struct Order {
  Dims there, back;
  std::int64_t outer = 1, inner = 1; // elements of what is kept, and gone
};
} // namespace

static Order orderOf(const Dims &dims, const std::vector<bool> &gone) {
  Order order;
  order.back.resize(dims.size());
  for (bool last : {false, true})
    for (std::size_t k = 0; k < dims.size(); ++k)
      if (gone[k] == last) {
        order.back[k] = static_cast<std::int64_t>(order.there.size());
        order.there.push_back(static_cast<std::int64_t>(k));
        (last ? order.inner : order.outer) *= dims[k];
      }
  return order;
}

/// A channel for each part that is normalized. Maps keep rows and columns, and
/// so need no other view than the layers around them.
static Shape shapeFor(const Dims &dims, const std::vector<bool> &gone,
                      const Order &order) {
  bool isMap = dims.size() >= 3;
  for (std::size_t k = 0; k < dims.size(); ++k)
    isMap &= gone[k] == (k >= 2) || dims[k] == 1;
  if (isMap)
    return shapeOf(dims);
  constexpr std::int64_t most = 65536; // rows or columns
  std::int64_t rows = 1;
  while (rows < most && (order.inner > most * rows || order.inner % rows != 0))
    ++rows;
  return {order.outer, rows, order.inner / rows};
}

Value onnximport::normalize(Lowering &lowering, const Value &value,
                            const std::vector<bool> &gone, float epsilon) {
  if (!value.live())
    return lowering.refuse("its input is a constant");
  const Order order = orderOf(value.dims, gone);
  const bool moves = !std::is_sorted(order.there.begin(), order.there.end());
  const Value parts = moves ? transpose(lowering, value, order.there) : value;
  const Shape shape = shapeFor(value.dims, gone, order);
  const int input = lowering.at(parts, shape);
  if (input == -2 || !lowering.spend(order.outer))
    return lowering.refuse("");
  Layer &layer = lowering.add("instance_norm", "", {input}, shape);
  const auto channels = static_cast<std::size_t>(order.outer);
  layer.scales =
      makeParameter({order.outer}, std::vector<float>(channels, 1.0f));
  layer.biases =
      makeParameter({order.outer}, std::vector<float>(channels, 0.0f));
  layer.attributes.push_back(lowering.named("epsilon", lowering.f32(epsilon)));
  const Value result = lowering.result(parts.dims);
  return moves ? transpose(lowering, result, order.back) : result;
}

static const Layer *layerAt(const Lowering &lowering, int index) {
  return index < 0 ? nullptr
                   : &lowering.plan.layers[static_cast<std::size_t>(index)];
}

/// What layer `index` shows the mean of, spread over `dims` again; -2 where it
/// is something else.
static int sourceOfMean(Lowering &lowering, int index, const Dims &dims,
                        const std::vector<bool> &gone) {
  Dims kept = dims;
  for (std::size_t k = 0; k < dims.size(); ++k)
    if (gone[k])
      kept[k] = 1;
  const View spread = compact(expanded(identityView(kept), dims));
  const Layer *view = layerAt(lowering, index);
  if (!view || view->op != "strided" ||
      view->attributes.get("sizes") != lowering.list(spread.sizes) ||
      view->attributes.get("steps") != lowering.list(spread.steps) ||
      view->attributes.get("offset") != lowering.i64(0))
    return -2;
  const Layer *mean = layerAt(lowering, view->inputs.front());
  return mean && isMeanOver(lowering, *mean, dims, gone) ? mean->inputs.front()
                                                         : -2;
}

static bool isDifference(const Layer *layer) {
  return layer && layer->op == "binary" &&
         layer->words.at("operation") == "sub";
}

static bool isSquare(const Activation &activation) {
  return activation.kind == "pow" && activation.alpha == 2.0f;
}

/// Whether a layer computes the square of the difference of `inputs`, by
/// itself or from the difference, which may be there twice.
static bool isSquareOf(const Lowering &lowering, const Layer *layer,
                       llvm::ArrayRef<int> inputs) {
  const auto isIt = [&](const Layer *difference) {
    return isDifference(difference) && difference->inputs == inputs;
  };
  if (!layer)
    return false;
  if (isIt(layer))
    return isSquare(layer->activation);
  const Layer *below = layerAt(lowering, layer->inputs.front());
  if (!isIt(below) || !below->activation.linear())
    return false;
  if (layer->op == "activation")
    return isSquare(layer->activation);
  return layer->op == "mul" && layer->activation.linear() &&
         layer->inputs.front() == layer->inputs.back();
}

/// epsilon of sqrt(v + epsilon), and the layer that computes v.
static std::optional<std::pair<float, const Layer *>>
varianceBelow(const Lowering &lowering, const Layer *root) {
  if (!root || root->op != "activation" || root->activation.kind != "sqrt")
    return std::nullopt;
  const Layer *sum = layerAt(lowering, root->inputs.front());
  if (!sum || sum->op != "activation" || sum->activation.kind != "affine" ||
      sum->activation.alpha != 1.0f || !(*sum->activation.beta >= 0) ||
      !std::isfinite(*sum->activation.beta))
    return std::nullopt;
  const Layer *variance = layerAt(lowering, sum->inputs.front());
  return variance ? std::optional(std::pair(*sum->activation.beta, variance))
                  : std::nullopt;
}

std::optional<Value> onnximport::normalizedQuotient(Lowering &lowering,
                                                    const Value &a,
                                                    const Value &b) {
  for (const Value *value : {&a, &b})
    if (!value->live() || value->view || value->padding)
      return std::nullopt;
  if (a.dims.size() != b.dims.size() || a.dims == b.dims)
    return std::nullopt;
  std::vector<bool> gone;
  for (std::size_t k = 0; k < a.dims.size(); ++k) {
    if (b.dims[k] != 1 && b.dims[k] != a.dims[k])
      return std::nullopt;
    gone.push_back(b.dims[k] != a.dims[k]);
  }
  const Layer *difference = layerAt(lowering, a.layer);
  if (!isDifference(difference) || !difference->activation.linear())
    return std::nullopt;
  const int source = difference->inputs.front();
  const auto below = varianceBelow(lowering, layerAt(lowering, b.layer));
  if (!below ||
      sourceOfMean(lowering, difference->inputs.back(), a.dims, gone) !=
          source ||
      !isMeanOver(lowering, *below->second, a.dims, gone) ||
      !isSquareOf(lowering, layerAt(lowering, below->second->inputs.front()),
                  difference->inputs))
    return std::nullopt;
  Value value;
  value.state = Value::State::Live;
  value.type = a.type;
  value.dims = a.dims;
  value.layer = source;
  return normalize(lowering, value, gone, below->first);
}
