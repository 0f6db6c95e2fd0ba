// SPDX-License-Identifier: Apache-2.0
// Conv and ConvTranspose. A batch is part of the channels (numerics.md N50):
// its pictures are groups of their own with the same weights.
#include "Channels.h"
#include "Movement.h"
#include "Operators.h"
#include "Window.h"

#include <algorithm>

using namespace qsim;
using namespace qsim::onnximport;

/// Zeros around the map that a Pad before has put there.
static bool takePadding(const Value &value, Window &window) {
  const Padding &padding = *value.padding;
  const std::size_t rank = value.dims.size();
  if (padding.value != 0)
    return false;
  for (std::size_t k = 0; k < rank; ++k)
    if (k < 2 ? padding.before[k] != 0 || padding.after[k] != 0
              : padding.before[k] < 0 || padding.after[k] < 0)
      return false;
  for (std::size_t k = 2; k < rank; ++k) {
    window.before[4 - rank + (k - 2)] += padding.before[k];
    window.after[4 - rank + (k - 2)] += padding.after[k];
  }
  return true;
}

static Value withoutPadding(const Value &value) {
  Value inside = value;
  for (std::size_t k = 0; k < inside.dims.size(); ++k)
    inside.dims[k] -= value.padding->before[k] + value.padding->after[k];
  inside.padding.reset();
  return inside;
}

namespace {
/// What Conv and ConvTranspose have in common.
struct Operands {
  Value input;
  Parameter weights, biases;
  std::int64_t groups = 1, batch = 1, channels = 0;
  std::size_t dimensions = 2;
  Dims map;
};
} // namespace

static std::optional<Operands> readOperands(Lowering &lowering) {
  Operands operands;
  operands.input = lowering.input(0);
  if (operands.input.isConstant()) {
    lowering.refuse("its input is a constant, wanted one that is computed when "
                    "the network runs");
    return std::nullopt;
  }
  const std::optional<Dims> map = mapOf(lowering, operands.input);
  const std::optional<Parameter> weights =
      lowering.parameter(lowering.input(1), "input W");
  operands.groups = lowering.integer("group", 1);
  const Value biases = lowering.input(2);
  if (!biases.missing()) {
    const std::optional<Parameter> given =
        lowering.parameter(biases, "input B");
    if (!given)
      return std::nullopt;
    operands.biases = *given;
  }
  if (!map || !weights || lowering.refused())
    return std::nullopt;
  operands.map = *map;
  operands.weights = *weights;
  operands.batch = operands.input.dims[0];
  operands.channels = operands.input.dims[1];
  operands.dimensions = operands.input.dims.size() - 2;
  if (weights->dims.size() != operands.input.dims.size() ||
      weights->count() == 0 || operands.groups < 1 ||
      operands.groups > operands.channels ||
      operands.channels % operands.groups != 0) {
    lowering.refuse("its weights are " + dimsText(weights->dims) +
                    " and group "
                    "is " +
                    llvm::Twine(operands.groups) + " for an input of " +
                    dimsText(operands.input.dims));
    return std::nullopt;
  }
  return operands;
}

/// The layer itself: weights are [filters, channels / groups, rows, columns].
static Value emit(Lowering &lowering, const Operands &operands,
                  const Window &window, const Dims &inputDilations,
                  Parameter weights, const Dims &outputMap) {
  const Dims &dims = operands.input.dims;
  const std::int64_t filters = weights.dims[0];
  if (operands.biases && operands.biases.dims != Dims{filters})
    return lowering.refuse("input B is " + dimsText(operands.biases.dims) +
                           ", wanted one number for each of " +
                           llvm::Twine(filters) + " filters");
  if (outputMap[0] < 1 || outputMap[1] < 1)
    return lowering.refuse("its window does not fit into its padded input, " +
                           dimsText(dims));
  const int input = lowering.at(operands.input, shapeOf(dims));
  if (input == -2 ||
      (operands.batch > 1 && !lowering.spend(operands.batch * weights.count())))
    return lowering.refuse("");
  Layer &layer =
      lowering.add("conv2d", "", {input},
                   {operands.batch * filters, outputMap[0], outputMap[1]});
  layer.weights = repeated(weights, operands.batch);
  layer.biases = repeated(
      operands.biases
          ? operands.biases
          : makeParameter({filters}, std::vector<float>(
                                         static_cast<std::size_t>(filters))),
      operands.batch);
  auto &attributes = layer.attributes;
  attributes.push_back(
      lowering.named("strides", lowering.list(window.strides)));
  attributes.push_back(lowering.named("pads", lowering.list(window.pads())));
  attributes.push_back(
      lowering.named("groups", lowering.i64(operands.groups * operands.batch)));
  if (window.dilations != Dims{1, 1})
    attributes.push_back(
        lowering.named("dilations", lowering.list(window.dilations)));
  if (inputDilations != Dims{1, 1})
    attributes.push_back(
        lowering.named("input_dilations", lowering.list(inputDilations)));
  Dims output = {operands.batch, filters};
  output.insert(output.end(),
                outputMap.end() -
                    static_cast<std::ptrdiff_t>(operands.dimensions),
                outputMap.end());
  return lowering.result(output);
}

void onnximport::lowerConv(Lowering &lowering) {
  std::optional<Operands> operands = readOperands(lowering);
  if (!operands)
    return;
  const Dims &shape = operands->weights.dims;
  const std::int64_t filters = shape[0];
  if (shape[1] * operands->groups != operands->channels ||
      filters % operands->groups != 0) {
    lowering.refuse("its weights are " + dimsText(shape) + " and group is " +
                    llvm::Twine(operands->groups) + " for an input of " +
                    dimsText(operands->input.dims));
    return;
  }
  std::optional<Window> window =
      readWindow(lowering, operands->map, operands->dimensions,
                 Dims(shape.begin() + 2, shape.end()));
  if (!window)
    return;
  const Dims map = {window->places(0, operands->map[0], false),
                    window->places(1, operands->map[1], false)};
  if (operands->input.padding && takePadding(operands->input, *window))
    operands->input = withoutPadding(operands->input);
  Parameter weights = operands->weights;
  weights.dims = {filters, shape[1], window->kernel[0], window->kernel[1]};
  lowering.set(0, emit(lowering, *operands, *window, {1, 1}, weights, map));
}

/// Weights [channels, filters / groups, rows, columns] turned around: those of
/// the convolution that does the same.
static Parameter turned(const Parameter &weights, std::int64_t groups,
                        const Dims &kernel) {
  const std::int64_t channels = weights.dims[0] / groups;
  const std::int64_t filters = weights.dims[1], map = kernel[0] * kernel[1];
  std::vector<float> values(static_cast<std::size_t>(weights.count()));
  std::size_t next = 0;
  for (std::int64_t g = 0; g < groups; ++g)
    for (std::int64_t f = 0; f < filters; ++f)
      for (std::int64_t c = 0; c < channels; ++c)
        for (std::int64_t k = map - 1; k >= 0; --k)
          values[next++] =
              weights[((g * channels + c) * filters + f) * map + k];
  return makeParameter({groups * filters, channels, kernel[0], kernel[1]},
                       std::move(values));
}

/// The pads of a ConvTranspose that is to have `extent` rows (or columns).
static void padsFor(Window &window, std::size_t k, std::int64_t input,
                    std::int64_t extra, std::int64_t extent, bool upper) {
  const std::int64_t total =
      window.strides[k] * (input - 1) + extra + window.reach(k) - extent;
  if (total < 0) { // what is too much is put behind the last
    window.before[k] = 0;
    window.after[k] = total;
    return;
  }
  window.before[k] = upper ? total / 2 : total - total / 2;
  window.after[k] = total - window.before[k];
}

void onnximport::lowerConvTranspose(Lowering &lowering) {
  std::optional<Operands> operands = readOperands(lowering);
  if (!operands)
    return;
  const Dims shape = operands->weights.dims;
  if (shape[0] != operands->channels || operands->channels == 0) {
    lowering.refuse("its weights are " + dimsText(shape) + " for an input of " +
                    dimsText(operands->input.dims));
    return;
  }
  std::optional<Window> window =
      readWindow(lowering, operands->map, operands->dimensions,
                 Dims(shape.begin() + 2, shape.end()), /*resolve=*/false);
  std::optional<Dims> extra = lowering.integers("output_padding");
  std::optional<Dims> wanted = lowering.integers("output_shape");
  const bool upper = lowering.text("auto_pad", "NOTSET") == "SAME_UPPER";
  if (!window || lowering.refused())
    return;
  const auto twoOf = [&](std::optional<Dims> &list, std::int64_t least) {
    if (!list)
      return true;
    // output_shape may begin with batch and channels.
    if (list->size() == operands->dimensions + 2)
      list->erase(list->begin(), list->begin() + 2);
    if (list->size() != operands->dimensions)
      return false;
    for (std::int64_t number : *list)
      if (number < least || number > 65536)
        return false;
    if (list->size() == 1)
      list->insert(list->begin(), least);
    return true;
  };
  if (!twoOf(extra, 0) || !twoOf(wanted, 1)) {
    lowering.refuse("attribute output_padding or output_shape does not fit to "
                    "an input of " +
                    dimsText(operands->input.dims));
    return;
  }
  if (!extra)
    extra = Dims{0, 0};
  Dims map(2), padsBefore(2), cut(2);
  Window forward = *window; // of the convolution on the dilated input
  for (std::size_t k = 0; k < 2; ++k) {
    const std::int64_t input = operands->map[k];
    if (wanted)
      padsFor(*window, k, input, (*extra)[k], (*wanted)[k], upper);
    else if (window->automatic)
      padsFor(*window, k, input, (*extra)[k], input * window->strides[k],
              upper);
    const std::int64_t full =
        window->strides[k] * (input - 1) + window->reach(k) + (*extra)[k];
    map[k] = full - window->before[k] - window->after[k];
    // Pads of more than the kernel's reach cut rows off again.
    const std::int64_t before = window->reach(k) - 1 - window->before[k];
    const std::int64_t after =
        window->reach(k) - 1 - window->after[k] + (*extra)[k];
    forward.before[k] = std::max<std::int64_t>(before, 0);
    forward.after[k] = std::max<std::int64_t>(after, 0);
    cut[k] = std::max<std::int64_t>(-before, 0);
    forward.strides[k] = 1;
    padsBefore[k] = window->strides[k] * (input - 1) + 1 + forward.before[k] +
                    forward.after[k] - (window->reach(k) - 1);
    if (map[k] < 1 || padsBefore[k] < 1 || forward.after[k] > 65536) {
      lowering.refuse("its pads leave nothing of its output");
      return;
    }
  }
  Parameter weights =
      turned(operands->weights, operands->groups, window->kernel);
  Value value =
      emit(lowering, *operands, forward, window->strides, weights, padsBefore);
  const std::size_t rank = operands->input.dims.size();
  for (std::size_t k = 0; k < operands->dimensions && value.live(); ++k) {
    const std::size_t two = 2 - operands->dimensions + k;
    value = slice(lowering, value, rank - operands->dimensions + k, cut[two], 1,
                  map[two]);
  }
  lowering.set(0, value);
}
