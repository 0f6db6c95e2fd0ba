// SPDX-License-Identifier: Apache-2.0
// Inputs, attributes and layers for the lowering of a node.
#include "Lowering.h"

using namespace qsim;
using namespace qsim::onnximport;

Value Lowering::input(std::size_t i) const {
  if (i >= current->inputs.size() || current->inputs[i].empty())
    return {};
  const auto found = values.find(current->inputs[i]);
  if (found == values.end())
    return {};
  Value value = found->second;
  const auto count = uses.find(current->inputs[i]);
  value.uses = count == uses.end() ? 0 : count->second;
  value.name = current->inputs[i];
  return value;
}

std::optional<Value> Lowering::firstInput() {
  Value value = input(0);
  if (value.isConstant() || value.live())
    return value;
  refuse("its input is missing");
  return std::nullopt;
}

void Lowering::set(std::size_t output, Value value) {
  // Under a second name, what is read by others under the first is shared.
  value.exclusive = value.exclusive && value.uses <= 1;
  if (value.dims.size() > 32)
    value = refuse("its output has " + llvm::Twine(value.dims.size()) +
                   " dimensions, wanted at most 32");
  if (output < current->outputs.size() && !current->outputs[output].empty())
    values[current->outputs[output]] = std::move(value);
}

bool Lowering::wants(std::size_t output) const {
  return output < current->outputs.size() && !current->outputs[output].empty();
}

bool Lowering::has(llvm::StringRef name) const {
  return current->attributes.find(std::string_view(name)) !=
         current->attributes.end();
}

/// The attribute as T; refuses the node where it is something else.
template <typename T>
static const T *attributeOf(Lowering &lowering, llvm::StringRef name,
                            const char *wanted) {
  const auto &attributes = lowering.node().attributes;
  const auto found = attributes.find(std::string_view(name));
  if (found == attributes.end())
    return nullptr;
  const T *value = std::get_if<T>(&found->second);
  if (!value)
    lowering.refuse("attribute " + name + " is of another kind, wanted " +
                    wanted);
  return value;
}

std::int64_t Lowering::integer(llvm::StringRef name, std::int64_t otherwise) {
  const auto *value = attributeOf<std::int64_t>(*this, name, "an integer");
  return value ? *value : otherwise;
}

float Lowering::real(llvm::StringRef name, float otherwise) {
  const auto *value = attributeOf<float>(*this, name, "a float");
  return value ? *value : otherwise;
}

std::string Lowering::text(llvm::StringRef name, llvm::StringRef otherwise) {
  const auto *value = attributeOf<std::string>(*this, name, "a string");
  return value ? *value : otherwise.str();
}

std::optional<Dims> Lowering::integers(llvm::StringRef name) {
  const auto *value = attributeOf<Dims>(*this, name, "integers");
  return value ? std::optional<Dims>(*value) : std::nullopt;
}

std::optional<std::vector<float>> Lowering::reals(llvm::StringRef name) {
  const auto *value = attributeOf<std::vector<float>>(*this, name, "floats");
  return value ? std::optional<std::vector<float>>(*value) : std::nullopt;
}

std::optional<Dims> Lowering::integers(llvm::StringRef name,
                                       std::size_t place) {
  if (has(name))
    return integers(name);
  const Value value = input(place);
  if (value.missing())
    return std::nullopt;
  return constantIntegers(value, name);
}

Value Lowering::refuse(const llvm::Twine &reason) {
  // One reason is enough for a node: the others follow from the first.
  if (!refusals.count(currentIndex))
    refusals[currentIndex] = {reason.str()};
  refusedNow = true;
  Value value;
  value.state = Value::State::Broken;
  return value;
}

void Lowering::refuseFor(std::vector<std::string> reasons) {
  if (reasons.empty())
    return;
  refusals[currentIndex] = std::move(reasons);
  refusedNow = true;
}

std::optional<std::size_t> Lowering::axis(std::int64_t value, std::size_t rank,
                                          bool end) {
  const auto count = static_cast<std::int64_t>(rank);
  if (value < -count || value > count - (end ? 0 : 1)) {
    refuse("axis is " + llvm::Twine(value) + ", wanted one of a tensor with " +
           llvm::Twine(count) + " dimensions");
    return std::nullopt;
  }
  return static_cast<std::size_t>(value < 0 ? value + count : value);
}

Value Lowering::constant(Tensor tensor) {
  Value value;
  value.state = Value::State::Constant;
  value.type = tensor.type;
  value.dims = tensor.dims;
  value.constant = std::move(tensor);
  return value;
}

std::optional<Dims> Lowering::constantIntegers(const Value &value,
                                               llvm::StringRef what) {
  if (value.isConstant() && isIntegerType(value.type))
    return *value.constant.integers;
  if (!value.broken())
    refuse(what + " is " +
           (value.isConstant()
                ? "of type " + typeName(value.type)
                : std::string("computed when the network runs")) +
           ", wanted constant integers");
  return std::nullopt;
}

std::optional<Parameter> Lowering::parameter(const Value &value,
                                             llvm::StringRef what) {
  if (value.isConstant() && value.constant.isFloat())
    return Parameter{value.constant.floats, value.dims};
  if (!value.broken())
    refuse(what +
           (value.missing() ? " is missing, wanted constant floats"
            : value.isConstant()
                ? " is of type " + typeName(value.type) + ", wanted floats"
                : std::string(" is computed when the network runs, "
                              "wanted a constant")));
  return std::nullopt;
}

bool Lowering::spend(std::int64_t count) {
  if (count <= budget) {
    budget -= count;
    return true;
  }
  refuse("its constants are too large to be computed");
  return false;
}

mlir::NamedAttribute Lowering::named(llvm::StringRef name,
                                     mlir::Attribute attribute) {
  return builder.getNamedAttr(name, attribute);
}

/// What a Shape may be in a `.net`.
static bool fits(const Shape &shape) {
  for (std::int64_t extent : {shape.channels, shape.height, shape.width})
    if (extent < 1 || extent > 65536)
      return false;
  return shape.count() < (std::int64_t(1) << 31);
}

static std::string shapeText(const Shape &shape) {
  return dimsText({shape.channels, shape.height, shape.width}) +
         " (channels, height, width), wanted 1..65536 each and fewer than 2^31 "
         "values";
}

Layer &Lowering::add(llvm::StringRef op, llvm::StringRef role,
                     llvm::ArrayRef<int> inputs, Shape shape) {
  if (!fits(shape))
    refuse("its output is " + shapeText(shape));
  Layer layer;
  layer.op = op.str();
  layer.node = current->label;
  layer.role = role.str();
  layer.inputs.assign(inputs.begin(), inputs.end());
  layer.shape = shape;
  plan.layers.push_back(std::move(layer));
  return plan.layers.back();
}

Value Lowering::result(const Dims &dims) {
  Value value;
  value.state = Value::State::Live;
  value.dims = dims;
  value.layer = static_cast<int>(plan.layers.size()) - 1;
  value.exclusive = true;
  return value;
}

Shape Lowering::layerShape(int layer) const {
  return layer < 0 ? plan.image
                   : plan.layers[static_cast<std::size_t>(layer)].shape;
}

Layer *Lowering::layerOf(const Value &value) {
  return value.live() && value.layer >= 0
             ? &plan.layers[static_cast<std::size_t>(value.layer)]
             : nullptr;
}

/// The shape with its factors moved from channels to rows where there are too
/// many: only the number of elements matters to a view.
static Shape fitted(Shape shape) {
  for (std::int64_t factor = 2; shape.channels > 65536 && factor <= 65536;
       ++factor)
    while (shape.channels > 65536 && shape.channels % factor == 0 &&
           shape.height * factor <= 65536) {
      shape.channels /= factor;
      shape.height *= factor;
    }
  return shape;
}

/// What the layer `strided` shows of the one below it, as a value.
static Value shownBy(const Layer &strided, const Value &value) {
  const auto list = [&](llvm::StringRef name) {
    const auto values =
        mlir::cast<mlir::DenseI64ArrayAttr>(strided.attributes.get(name));
    return Dims(values.asArrayRef().begin(), values.asArrayRef().end());
  };
  Value shown = value;
  shown.layer = strided.inputs.front();
  shown.view = View{
      list("sizes"), list("steps"),
      mlir::cast<mlir::IntegerAttr>(strided.attributes.get("offset")).getInt()};
  shown.shaper = strided.node;
  return shown;
}

int Lowering::emitView(const Value &value, Shape shape) {
  // Another shape of what a layer has moved is moved into that shape at once.
  if (const Layer *below = layerOf(value);
      below && below->op == "strided" && !value.view)
    return emitView(shownBy(*below, value), shape);
  const View view =
      compact(value.view ? *value.view
                         : identityView({layerShape(value.layer).count()}));
  if (view.sizes.size() > 8) {
    refuse("it moves values in " + llvm::Twine(view.sizes.size()) +
           " dimensions, wanted at most 8");
    return -2;
  }
  std::string key = std::to_string(value.layer) + "@" +
                    std::to_string(view.offset) + ":" + dimsText(view.sizes) +
                    ":" + dimsText(view.steps) + ":" +
                    dimsText({shape.channels, shape.height, shape.width});
  const auto [known, fresh] = emitted.emplace(key, 0);
  if (!fresh)
    return known->second;
  // The name of a node goes to what computes; its own views are beside it.
  const Layer *below = layerOf(value);
  const bool main = !value.shaper.empty() &&
                    !(below && below->node == value.shaper) &&
                    (isOutput() || value.shaper != current->label);
  Layer &layer = add("strided", main ? "" : "view", {value.layer}, shape);
  if (!value.shaper.empty())
    layer.node = value.shaper;
  layer.attributes.push_back(named("sizes", list(view.sizes)));
  layer.attributes.push_back(named("steps", list(view.steps)));
  layer.attributes.push_back(named("offset", i64(view.offset)));
  return known->second = static_cast<int>(plan.layers.size()) - 1;
}

int Lowering::emitPadding(const Value &value) {
  const Padding &padding = *value.padding;
  Dims inside = value.dims;
  for (std::size_t k = 0; k < inside.size(); ++k)
    inside[k] -= padding.before[k] + padding.after[k];
  Layer &layer = add("pad", "", {value.layer}, shapeOf(value.dims));
  layer.node = value.shaper;
  layer.words["mode"] = "constant";
  layer.attributes.push_back(named("dims", list(inside)));
  layer.attributes.push_back(named("before", list(padding.before)));
  layer.attributes.push_back(named("after", list(padding.after)));
  layer.attributes.push_back(named("value", f32(padding.value)));
  return static_cast<int>(plan.layers.size()) - 1;
}

int Lowering::at(const Value &value, std::optional<Shape> wanted) {
  if (value.broken() || value.missing())
    return -2;
  const std::int64_t count = value.count();
  if (count == 0) {
    refuse("a tensor without values (" + dimsText(value.dims) +
           ") takes part when the network runs");
    return -2;
  }
  Shape shape = fitted(shapeOf(value.dims));
  if (!wanted && value.live() && !value.view && !value.padding)
    shape = layerShape(value.layer);
  if (wanted)
    shape = *wanted;
  if (!fits(shape) || shape.count() != count) {
    refuse("a tensor of " + dimsText(value.dims) + " is " + shapeText(shape));
    return -2;
  }
  if (value.isConstant()) {
    std::vector<float> numbers;
    if (!value.constant.isFloat()) {
      for (std::int64_t number : *value.constant.integers)
        numbers.push_back(static_cast<float>(number));
    }
    Layer &layer = add("constant", isOutput() ? "" : "constant", {}, shape);
    const Dims dims = {shape.channels, shape.height, shape.width};
    layer.values = value.constant.isFloat()
                       ? Parameter{value.constant.floats, dims}
                       : makeParameter(dims, std::move(numbers));
    return static_cast<int>(plan.layers.size()) - 1;
  }
  if (value.padding) {
    Value padded = value;
    padded.layer = emitPadding(value);
    padded.padding.reset();
    return at(padded, wanted);
  }
  if (value.view && isIdentity(*value.view, layerShape(value.layer).count())) {
    Value straight = value;
    straight.view.reset();
    return at(straight, wanted);
  }
  if (!value.view && layerShape(value.layer) == shape)
    return value.layer;
  return emitView(value, shape);
}

Value Lowering::plain(const Value &value, std::optional<Shape> shape) {
  if (!value.live())
    return value;
  const int layer = at(value, shape);
  if (layer == -2) {
    Value broken;
    broken.state = Value::State::Broken;
    return broken;
  }
  if (layer == value.layer && !value.view)
    return value;
  Value result = value;
  result.exclusive = layer != value.layer || value.exclusive;
  result.layer = layer;
  result.view.reset();
  result.padding.reset();
  result.shaper.clear();
  return result;
}
