// SPDX-License-Identifier: Apache-2.0
// Max and average pools.
#include "Operators.h"
#include "Window.h"

#include <limits>

using namespace qsim;
using namespace qsim::onnximport;

/// A live tensor with a map; nothing, and the node refused, for others.
static std::optional<Value> pooled(Lowering &lowering) {
  Value value = lowering.input(0);
  if (value.live())
    return value;
  lowering.refuse("its input is a constant or missing, wanted one that is "
                  "computed when the network runs");
  return std::nullopt;
}

static void addWindow(Lowering &lowering, Layer &layer, const Window &window,
                      bool ceil) {
  auto &attributes = layer.attributes;
  attributes.push_back(lowering.named("kernel", lowering.list(window.kernel)));
  attributes.push_back(
      lowering.named("strides", lowering.list(window.strides)));
  attributes.push_back(lowering.named("pads", lowering.list(window.pads())));
  if (window.dilations != Dims{1, 1})
    attributes.push_back(
        lowering.named("dilations", lowering.list(window.dilations)));
  if (ceil)
    attributes.push_back(
        lowering.named("ceil", lowering.builder.getUnitAttr()));
}

/// The pads of a Pad before a pool, where the pool's own would do the same.
static bool takePadding(Lowering &lowering, const Value &value, Window &window,
                        bool average, bool ceil) {
  const Padding &padding = *value.padding;
  const std::size_t rank = value.dims.size();
  if (window.pads() != Dims{0, 0, 0, 0} || (average && ceil))
    return false;
  Window wider = window;
  for (std::size_t k = 0; k < rank; ++k) {
    if (k < 2 ? padding.before[k] != 0 || padding.after[k] != 0
              : padding.before[k] < 0 || padding.after[k] < 0)
      return false;
    if (k < 2)
      continue;
    const std::size_t two = 4 - rank + (k - 2);
    wider.before[two] = padding.before[k];
    wider.after[two] = padding.after[k];
    // Every window must see a value of the map.
    if (padding.before[k] >= window.kernel[two] ||
        padding.after[k] >= window.kernel[two] || window.dilations[two] != 1)
      return false;
  }
  if (average ? padding.value != 0 : false)
    return false;
  if (!average) {
    // The largest of the taps inside is that of all where the others are no
    // larger: -infinity, or zeros around what a rectifier made.
    const bool least = padding.value <= std::numeric_limits<float>::lowest();
    const Layer *layer = lowering.layerOf(value);
    const bool rectified =
        layer && padding.value <= 0 &&
        (layer->activation.kind == "relu" || layer->activation.kind == "relu6");
    if (!least && !rectified)
      return false;
  }
  window = wider;
  return true;
}

static void lowerPool(Lowering &lowering, bool average) {
  std::optional<Value> value = pooled(lowering);
  const auto map = value ? mapOf(lowering, *value) : std::nullopt;
  if (!map)
    return;
  const std::size_t dimensions = value->dims.size() - 2;
  const bool ceil = lowering.integer("ceil_mode", 0) != 0;
  bool countPads = lowering.integer("count_include_pad", 0) != 0;
  std::optional<Window> window =
      readWindow(lowering, *map, dimensions, std::nullopt);
  if (!window || lowering.refused())
    return;
  const Dims places = {window->places(0, (*map)[0], ceil),
                       window->places(1, (*map)[1], ceil)};
  Dims output = {value->dims[0], value->dims[1]};
  output.insert(output.end(),
                places.end() - static_cast<std::ptrdiff_t>(dimensions),
                places.end());
  if (value->padding && takePadding(lowering, *value, *window, average, ceil)) {
    for (std::size_t k = 0; k < value->dims.size(); ++k)
      value->dims[k] -= value->padding->before[k] + value->padding->after[k];
    value->padding.reset();
    countPads = true;
  }
  if (places[0] < 1 || places[1] < 1) {
    lowering.refuse("its window does not fit into its padded input, " +
                    dimsText(value->dims));
    return;
  }
  const int input = lowering.at(*value, shapeOf(value->dims));
  if (input == -2)
    return;
  Layer &layer =
      lowering.add(average ? "avg_pool2d" : "max_pool2d", "", {input},
                   {value->dims[0] * value->dims[1], places[0], places[1]});
  addWindow(lowering, layer, *window, ceil);
  if (average && countPads)
    layer.attributes.push_back(
        lowering.named("count_pads", lowering.builder.getUnitAttr()));
  lowering.set(0, lowering.result(output));
}

void onnximport::lowerMaxPool(Lowering &lowering) {
  lowerPool(lowering, false);
}

void onnximport::lowerAveragePool(Lowering &lowering) {
  lowerPool(lowering, true);
}

/// Over the whole map, whatever its rank.
static void lowerGlobalPool(Lowering &lowering, bool average) {
  const std::optional<Value> value = pooled(lowering);
  if (!value)
    return;
  if (value->dims.size() < 3) {
    lowering.refuse("its input has " + llvm::Twine(value->dims.size()) +
                    " dimensions, wanted 3 or more");
    return;
  }
  const Shape shape = shapeOf(value->dims);
  const int input = lowering.at(*value, shape);
  if (input == -2)
    return;
  Layer &layer = lowering.add(average ? "avg_pool2d" : "max_pool2d", "",
                              {input}, {shape.channels, 1, 1});
  if (!average)
    addWindow(lowering, layer,
              {{shape.height, shape.width}, {1, 1}, {1, 1}, {0, 0}, {0, 0}},
              false);
  Dims dims(value->dims.size(), 1);
  dims[0] = value->dims[0];
  dims[1] = value->dims[1];
  lowering.set(0, lowering.result(dims));
}

void onnximport::lowerGlobalAveragePool(Lowering &lowering) {
  lowerGlobalPool(lowering, true);
}

void onnximport::lowerGlobalMaxPool(Lowering &lowering) {
  lowerGlobalPool(lowering, false);
}
