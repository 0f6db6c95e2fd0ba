// SPDX-License-Identifier: Apache-2.0
// Views of constants and of live values.
#include "Movement.h"

#include <algorithm>

using namespace qsim;
using namespace qsim::onnximport;

Tensor onnximport::gather(const Tensor &tensor, const View &view,
                          const Dims &dims) {
  if (tensor.isFloat()) {
    std::vector<float> values;
    values.reserve(static_cast<std::size_t>(countOf(dims).value_or(0)));
    forEachPlace(view, [&](std::int64_t place) {
      values.push_back(tensor.floats.get()[place]);
    });
    return makeFloats(dims, std::move(values), tensor.type);
  }
  std::vector<std::int64_t> values;
  forEachPlace(view, [&](std::int64_t place) {
    values.push_back((*tensor.integers)[static_cast<std::size_t>(place)]);
  });
  return makeIntegers(dims, std::move(values), tensor.type);
}

/// A value that a view can be made of: nothing but a layer and maybe a view.
static Value unpadded(Lowering &lowering, const Value &value) {
  return value.padding ? lowering.plain(value) : value;
}

static View viewOf(Lowering &lowering, const Value &value) {
  return value.view ? *value.view
                    : identityView({lowering.layerShape(value.layer).count()});
}

/// `value`, which nobody else may change now, seen through `view`.
static Value seen(Lowering &lowering, const Value &value, View view,
                  const Dims &dims) {
  Value result = value;
  result.dims = dims;
  result.exclusive = value.exclusive && value.uses == 1;
  result.uses = 1;
  result.shaper = lowering.node().label;
  if (isIdentity(view, lowering.layerShape(value.layer).count()))
    result.view.reset();
  else
    result.view = std::move(view);
  return result;
}

/// The value with one extent of its view for each dimension, in order itself
/// where that cannot be.
static std::optional<View> unitView(Lowering &lowering, Value &value) {
  std::optional<View> view = withDims(viewOf(lowering, value), value.dims);
  if (view)
    return view;
  value = lowering.plain(value);
  if (value.broken())
    return std::nullopt;
  return identityView(value.dims);
}

static bool spendConstant(Lowering &lowering, const Tensor &tensor,
                          const Dims &dims) {
  if (tensor.type == ElementType::String) {
    lowering.refuse("it has strings, which are not supported");
    return false;
  }
  const std::optional<std::int64_t> count = countOf(dims);
  return lowering.spend(count ? *count : std::int64_t(1) << 40);
}

Value onnximport::reshape(Lowering &lowering, Value value, const Dims &dims) {
  if (value.isConstant()) {
    value.constant.dims = value.dims = dims;
    return value;
  }
  if (!value.live() || value.dims == dims)
    return value;
  value = unpadded(lowering, value);
  if (!value.live())
    return value;
  const std::string shaper = value.shaper;
  Value result = seen(lowering, value, viewOf(lowering, value), dims);
  // A view keeps the name of what moves values; a new shape moves nothing.
  if (!shaper.empty())
    result.shaper = shaper;
  return result;
}

Value onnximport::transpose(Lowering &lowering, const Value &original,
                            const Dims &permutation) {
  Dims dims;
  for (std::int64_t from : permutation)
    dims.push_back(original.dims[static_cast<std::size_t>(from)]);
  if (original.isConstant()) {
    if (!spendConstant(lowering, original.constant, dims))
      return lowering.refuse("");
    return lowering.constant(
        gather(original.constant,
               transposed(identityView(original.dims), permutation), dims));
  }
  Value value = unpadded(lowering, original);
  if (!value.live())
    return value;
  std::optional<std::vector<View>> groups =
      grouped(viewOf(lowering, value), value.dims);
  View view;
  if (groups) {
    view.offset = viewOf(lowering, value).offset;
    for (std::int64_t from : permutation) {
      const View &group = (*groups)[static_cast<std::size_t>(from)];
      view.sizes.insert(view.sizes.end(), group.sizes.begin(),
                        group.sizes.end());
      view.steps.insert(view.steps.end(), group.steps.begin(),
                        group.steps.end());
    }
  }
  if (!groups || compact(view).sizes.size() > 8) {
    value = lowering.plain(value);
    if (!value.live())
      return value;
    view = transposed(identityView(value.dims), permutation);
  }
  return seen(lowering, value, compact(view), dims);
}

Value onnximport::slice(Lowering &lowering, const Value &original,
                        std::size_t axis, std::int64_t start, std::int64_t step,
                        std::int64_t count) {
  Dims dims = original.dims;
  dims[axis] = count;
  if (count <= 1)
    step = 1;
  if (dims == original.dims && start == 0 && step == 1)
    return reshape(lowering, original, dims);
  if (original.isConstant()) {
    if (!spendConstant(lowering, original.constant, dims))
      return lowering.refuse("");
    return lowering.constant(gather(
        original.constant,
        sliced(identityView(original.dims), axis, start, step, count), dims));
  }
  Value value = unpadded(lowering, original);
  if (!value.live())
    return value;
  if (count == 0)
    return lowering.refuse("it takes none of a live tensor's values");
  std::optional<View> view = unitView(lowering, value);
  if (!view)
    return value;
  return seen(lowering, value, sliced(*view, axis, start, step, count), dims);
}

Value onnximport::expand(Lowering &lowering, const Value &original,
                         const Dims &dims) {
  if (!original.isConstant() && !original.live())
    return original;
  if (broadcastDims(original.dims, dims) != dims)
    return lowering.refuse("a tensor of " + dimsText(original.dims) +
                           " cannot be broadcast to " + dimsText(dims));
  if (original.dims == dims)
    return original;
  if (original.isConstant()) {
    if (!spendConstant(lowering, original.constant, dims))
      return lowering.refuse("");
    return lowering.constant(gather(
        original.constant, expanded(identityView(original.dims), dims), dims));
  }
  Value value = unpadded(lowering, original);
  if (!value.live())
    return value;
  std::optional<View> view = unitView(lowering, value);
  if (!view)
    return value;
  return seen(lowering, value, expanded(*view, dims), dims);
}

std::optional<Dims> onnximport::broadcastDims(const Dims &a, const Dims &b) {
  Dims result(std::max(a.size(), b.size()), 1);
  for (std::size_t k = 0; k < result.size(); ++k) {
    const std::int64_t left = k < a.size() ? a[a.size() - 1 - k] : 1;
    const std::int64_t right = k < b.size() ? b[b.size() - 1 - k] : 1;
    if (left != right && left != 1 && right != 1)
      return std::nullopt;
    result[result.size() - 1 - k] = left == 1 ? right : left;
  }
  return result;
}

static Value concatConstants(Lowering &lowering, llvm::ArrayRef<Value> values,
                             std::size_t axis, const Dims &dims) {
  if (!spendConstant(lowering, values.front().constant, dims))
    return lowering.refuse("");
  std::int64_t outer = countOf(dims) == 0 ? 0 : 1;
  for (std::size_t k = 0; k < axis; ++k)
    outer *= dims[k];
  std::vector<float> floats;
  std::vector<std::int64_t> integers;
  for (std::int64_t run = 0; run < outer; ++run)
    for (const Value &value : values) {
      const std::int64_t length = value.count() / outer;
      const auto from = static_cast<std::ptrdiff_t>(run * length);
      if (value.constant.isFloat())
        floats.insert(floats.end(), value.constant.floats.get() + from,
                      value.constant.floats.get() + from + length);
      else
        integers.insert(integers.end(), value.constant.integers->begin() + from,
                        value.constant.integers->begin() + from + length);
    }
  const ElementType type = values.front().type;
  return lowering.constant(isFloatType(type)
                               ? makeFloats(dims, std::move(floats), type)
                               : makeIntegers(dims, std::move(integers), type));
}

/// What looks at one layer in parts that lie in a grid looks at it once, as the
/// slices of a focus do.
static std::optional<Value>
concatViews(Lowering &lowering, llvm::ArrayRef<Value> parts, const Dims &dims) {
  std::vector<View> views;
  for (const Value &part : parts) {
    if (!part.live() || !part.view || part.layer != parts.front().layer ||
        part.type != parts.front().type)
      return std::nullopt;
    views.push_back(*part.view);
  }
  std::optional<View> whole = stacked(views);
  if (!whole)
    return std::nullopt;
  return seen(lowering, parts.front(), std::move(*whole), dims);
}

Value onnximport::concat(Lowering &lowering, llvm::ArrayRef<Value> values,
                         std::size_t axis) {
  Dims dims = values.front().dims;
  dims[axis] = 0;
  bool constant = true;
  std::vector<Value> parts;
  for (const Value &value : values) {
    if (value.broken() || value.missing())
      return lowering.refuse("an input is missing");
    Dims others = value.dims;
    if (others.size() != dims.size() ||
        isFloatType(value.type) != isFloatType(values.front().type))
      return lowering.refuse("its inputs differ in rank or type");
    others[axis] = dims[axis];
    if (others != dims)
      return lowering.refuse("its inputs " + dimsText(values.front().dims) +
                             " and " + dimsText(value.dims) +
                             " differ in more than axis " + llvm::Twine(axis));
    dims[axis] += value.dims[axis];
    constant &= value.isConstant();
    if (value.dims[axis] != 0)
      parts.push_back(value);
  }
  if (!countOf(dims))
    return lowering.refuse("its output is " + dimsText(dims) +
                           ", which is too large");
  if (constant)
    return concatConstants(lowering, values, axis, dims);
  if (parts.size() == 1)
    return reshape(lowering, parts.front(), dims);
  std::int64_t outer = 1;
  for (std::size_t k = 0; k < axis; ++k)
    outer *= dims[k];
  if (outer == 1)
    if (std::optional<Value> whole = concatViews(lowering, parts, dims))
      return std::move(*whole);
  // One run needs equal maps, below the axis as N50 has them or as channels.
  std::int64_t inner = 1;
  for (std::size_t k = axis + 1; k < dims.size(); ++k)
    inner *= dims[k];
  const bool byChannel = axis < 2;
  const Shape whole = shapeOf(dims);
  llvm::SmallVector<int> layers;
  std::int64_t channels = 0;
  for (const Value &part : parts) {
    std::optional<Shape> wanted;
    if (outer == 1) {
      wanted = shapeOf(part.dims);
      if (!byChannel)
        wanted = Shape{part.dims[axis], 1, inner};
    }
    layers.push_back(lowering.at(part, wanted));
    if (layers.back() == -2)
      return lowering.refuse("");
    channels += lowering.layerShape(layers.back()).channels;
  }
  Shape shape = whole;
  if (outer == 1 && !byChannel)
    shape = {channels, 1, inner};
  Layer &layer = lowering.add("concat", "", layers, shape);
  if (outer > 1)
    layer.attributes.push_back(lowering.named("outer", lowering.i64(outer)));
  return lowering.result(dims);
}
