// SPDX-License-Identifier: Apache-2.0
// Finds the channels in constants, and puts them into layers.
#include "Channels.h"

#include "Elementwise.h"
#include "Movement.h"

#include <algorithm>

using namespace qsim;
using namespace qsim::onnximport;

/// Looks for channels element by element only in tensors up to this size.
static constexpr std::int64_t kMostExamined = std::int64_t(1) << 22;

/// Layers that end with a factor and a term for each channel.
static bool scalesChannels(const Layer &layer) {
  return layer.op == "conv2d" || layer.op == "connected" ||
         layer.op == "instance_norm";
}

std::optional<std::vector<float>>
onnximport::channelsOfDims(const Dims &dims, const Tensor &constant) {
  if (constant.dims.size() > dims.size() || dims.size() < 3)
    return std::nullopt;
  // Aligned at the end; behind the second dimension nothing may vary.
  const std::size_t added = dims.size() - constant.dims.size();
  Dims aligned(dims.size(), 1);
  for (std::size_t k = added; k < dims.size(); ++k)
    aligned[k] = constant.dims[k - added];
  for (std::size_t k = 2; k < dims.size(); ++k)
    if (aligned[k] != 1)
      return std::nullopt;
  std::vector<float> values;
  if (dims[0] * dims[1] > kMostExamined)
    return std::nullopt;
  for (std::int64_t n = 0; n < dims[0]; ++n)
    for (std::int64_t c = 0; c < dims[1]; ++c)
      values.push_back(static_cast<float>(constant.number(
          (aligned[0] == 1 ? 0 : n) * aligned[1] + (aligned[1] == 1 ? 0 : c))));
  return values;
}

std::optional<std::vector<float>>
onnximport::channelsOfLayer(Lowering &lowering, const Value &value,
                            const Tensor &constant) {
  const Shape shape = lowering.layerShape(value.layer);
  const std::int64_t count = value.count();
  const Layer *layer = lowering.layerOf(value);
  if (!layer || !scalesChannels(*layer) || count != shape.count())
    return std::nullopt;
  if (!value.view && shapeOf(value.dims) == shape)
    if (auto found = channelsOfDims(value.dims, constant))
      return found;
  if (count > kMostExamined || !lowering.examine(count))
    return std::nullopt;
  const Tensor whole = gather(
      constant, expanded(identityView(constant.dims), value.dims), value.dims);
  std::vector<float> values(static_cast<std::size_t>(shape.channels));
  std::vector<std::int64_t> seen(values.size(), 0);
  std::int64_t i = 0;
  bool good = true;
  const std::int64_t map = shape.height * shape.width;
  forEachPlace(value.view ? *value.view : identityView({count}),
               [&](std::int64_t place) {
                 const auto channel = static_cast<std::size_t>(place / map);
                 const float number = static_cast<float>(whole.number(i++));
                 good &= seen[channel] == 0 || values[channel] == number;
                 values[channel] = number;
                 ++seen[channel];
               });
  for (std::int64_t number : seen)
    good &= number == map;
  return good ? std::optional(std::move(values)) : std::nullopt;
}

Parameter onnximport::repeated(const Parameter &parameter, std::int64_t count) {
  if (count == 1 || !parameter)
    return parameter;
  std::vector<float> values;
  for (std::int64_t n = 0; n < count; ++n)
    values.insert(values.end(), parameter.values.get(),
                  parameter.values.get() + parameter.count());
  Dims dims = parameter.dims;
  dims.front() *= count;
  return makeParameter(dims, std::move(values));
}

bool onnximport::foldIntoLayer(Lowering &lowering, const Value &value,
                               const std::vector<float> &factors,
                               const std::vector<float> &terms) {
  if (!lowering.sole(value))
    return false;
  Layer &layer = *lowering.layerOf(value);
  if (!scalesChannels(layer) || !layer.activation.linear())
    return false;
  const auto channels = static_cast<std::size_t>(layer.shape.channels);
  const Dims dims = {layer.shape.channels};
  std::vector<float> biases(channels, 0.0f);
  if (layer.biases)
    std::copy_n(layer.biases.values.get(), channels, biases.begin());
  if (!factors.empty()) {
    if (!layer.hasBatchNorm()) {
      // (y - -bias) / 1 * factor: y + bias as it was, then one product.
      std::vector<float> mean(channels);
      for (std::size_t c = 0; c < channels; ++c)
        mean[c] = -biases[c];
      layer.scales = makeParameter(dims, factors);
      layer.mean = makeParameter(dims, std::move(mean));
      layer.variance = makeParameter(dims, std::vector<float>(channels, 1.0f));
      layer.epsilon = 0.0f;
      biases.assign(channels, 0.0f);
    } else {
      std::vector<float> scales(channels);
      for (std::size_t c = 0; c < channels; ++c) {
        scales[c] = layer.scales[static_cast<std::int64_t>(c)] * factors[c];
        biases[c] *= factors[c];
      }
      layer.scales = makeParameter(dims, std::move(scales));
    }
  }
  for (std::size_t c = 0; c < terms.size(); ++c)
    biases[c] += terms[c];
  layer.biases = makeParameter(dims, std::move(biases));
  return true;
}

Value onnximport::scaleChannels(Lowering &lowering, const Value &value,
                                const std::vector<float> &factors,
                                const std::vector<float> &terms) {
  const Shape shape = shapeOf(value.dims);
  const int input = lowering.at(value, shape);
  if (input == -2)
    return lowering.refuse("");
  const auto channels = static_cast<std::size_t>(shape.channels);
  Layer &layer = lowering.add("conv2d", "", {input}, shape);
  layer.weights = makeParameter(
      {shape.channels, 1, 1, 1},
      factors.empty() ? std::vector<float>(channels, 1.0f) : factors);
  layer.biases =
      makeParameter({shape.channels},
                    terms.empty() ? std::vector<float>(channels, 0.0f) : terms);
  layer.attributes.push_back(lowering.named("strides", lowering.list({1, 1})));
  layer.attributes.push_back(
      lowering.named("pads", lowering.list({0, 0, 0, 0})));
  layer.attributes.push_back(
      lowering.named("groups", lowering.i64(shape.channels)));
  return lowering.result(value.dims);
}
