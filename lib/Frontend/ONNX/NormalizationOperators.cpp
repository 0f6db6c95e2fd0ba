// SPDX-License-Identifier: Apache-2.0
// BatchNormalization, InstanceNormalization and LRN.
#include "Channels.h"
#include "Elementwise.h"
#include "Movement.h"
#include "Operators.h"

using namespace qsim;
using namespace qsim::onnximport;

/// A vector with one number for each channel.
static std::optional<Parameter> vectorOf(Lowering &lowering, std::size_t place,
                                         llvm::StringRef what,
                                         std::int64_t channels) {
  const std::optional<Parameter> vector =
      lowering.parameter(lowering.input(place), what);
  if (vector && vector->dims != Dims{channels}) {
    lowering.refuse(what + " is " + dimsText(vector->dims) +
                    ", wanted one number for each of " +
                    llvm::Twine(channels) + " channels");
    return std::nullopt;
  }
  return vector;
}

/// Puts a batch norm on the convolution before, if it is free for it.
static bool fuse(Lowering &lowering, const Value &value, const Layer &norm) {
  Layer *layer = lowering.layerOf(value);
  if (!layer || !lowering.sole(value) || value.view || value.padding ||
      (layer->op != "conv2d" && layer->op != "connected") ||
      layer->hasBatchNorm() || !layer->activation.linear() ||
      layer->shape != shapeOf(value.dims))
    return false;
  const std::int64_t channels = layer->shape.channels;
  Parameter mean = norm.mean;
  if (layer->biases) {
    // (y + bias) - mean = y - (mean - bias)
    std::vector<float> values;
    for (std::int64_t c = 0; c < channels; ++c)
      values.push_back(mean[c] - layer->biases[c]);
    mean = makeParameter({channels}, std::move(values));
  }
  layer->scales = norm.scales;
  layer->biases = norm.biases;
  layer->mean = mean;
  layer->variance = norm.variance;
  layer->epsilon = norm.epsilon;
  return true;
}

static bool trains(Lowering &lowering) {
  bool several = false;
  for (std::size_t i = 1; i < lowering.outputCount(); ++i)
    several |= lowering.wants(i);
  if (lowering.integer("training_mode", 0) != 0)
    return true;
  return lowering.opset() < 14 && several;
}

void onnximport::lowerBatchNormalization(Lowering &lowering) {
  const Value value = lowering.input(0);
  const float epsilon = lowering.real("epsilon", 1e-5f);
  if (trains(lowering)) {
    lowering.refuse("attribute training_mode is 1 (or a training output is "
                    "read), wanted 0");
    return;
  }
  if (lowering.integer("spatial", 1) != 1) {
    lowering.refuse("attribute spatial is 0, wanted 1");
    return;
  }
  if (!value.live() || value.dims.size() < 2) {
    lowering.refuse("its input is a constant or has fewer than 2 dimensions");
    return;
  }
  const std::int64_t batch = value.dims[0], channels = value.dims[1];
  const auto scales = vectorOf(lowering, 1, "input scale", channels);
  const auto biases = vectorOf(lowering, 2, "input B", channels);
  const auto mean = vectorOf(lowering, 3, "input mean", channels);
  const auto variance = vectorOf(lowering, 4, "input var", channels);
  if (!scales || !biases || !mean || !variance ||
      !lowering.spend(batch * channels))
    return;
  for (std::int64_t c = 0; c < channels; ++c)
    if (!((*variance)[c] >= 0)) {
      lowering.refuse("input var has a value below 0");
      return;
    }
  Layer norm;
  norm.scales = repeated(*scales, batch);
  norm.biases = repeated(*biases, batch);
  norm.mean = repeated(*mean, batch);
  norm.variance = repeated(*variance, batch);
  norm.epsilon = epsilon;
  Value result = value;
  if (fuse(lowering, value, norm)) {
    result.uses = 1;
    result.name.clear();
  } else {
    result = scaleChannels(lowering, value, {}, {});
    if (!result.live())
      return;
    Layer &layer = *lowering.layerOf(result);
    layer.scales = norm.scales;
    layer.biases = norm.biases;
    layer.mean = norm.mean;
    layer.variance = norm.variance;
    layer.epsilon = norm.epsilon;
  }
  lowering.set(0, result);
}

void onnximport::lowerInstanceNormalization(Lowering &lowering) {
  const Value value = lowering.input(0);
  const float epsilon = lowering.real("epsilon", 1e-5f);
  if (!value.live() || value.dims.size() < 3) {
    lowering.refuse("its input is a constant or has fewer than 3 dimensions");
    return;
  }
  const std::int64_t batch = value.dims[0], channels = value.dims[1];
  const auto scales = vectorOf(lowering, 1, "input scale", channels);
  const auto biases = vectorOf(lowering, 2, "input B", channels);
  if (!scales || !biases || !lowering.spend(batch * channels))
    return;
  const Shape shape = shapeOf(value.dims);
  const int input = lowering.at(value, shape);
  if (input == -2)
    return;
  Layer &layer = lowering.add("instance_norm", "", {input}, shape);
  layer.scales = repeated(*scales, batch);
  layer.biases = repeated(*biases, batch);
  layer.attributes.push_back(lowering.named("epsilon", lowering.f32(epsilon)));
  lowering.set(0, lowering.result(value.dims));
}

void onnximport::lowerLRN(Lowering &lowering) {
  const Value value = lowering.input(0);
  const std::int64_t size = lowering.integer("size", 0);
  const float alpha = lowering.real("alpha", 1e-4f);
  const float beta = lowering.real("beta", 0.75f);
  const float bias = lowering.real("bias", 1);
  if (!value.live() || value.dims.size() < 3 || size < 1) {
    lowering.refuse("attribute size is " + llvm::Twine(size) +
                    ", wanted a number from 1, or its input is a constant or "
                    "has fewer than 3 dimensions");
    return;
  }
  const Shape shape = shapeOf(value.dims);
  const int input = lowering.at(value, shape);
  if (input == -2)
    return;
  Layer &layer = lowering.add("lrn", "", {input}, shape);
  layer.attributes.push_back(
      lowering.named("batch", lowering.i64(value.dims[0])));
  layer.attributes.push_back(lowering.named("size", lowering.i64(size)));
  layer.attributes.push_back(lowering.named("alpha", lowering.f32(alpha)));
  layer.attributes.push_back(lowering.named("beta", lowering.f32(beta)));
  layer.attributes.push_back(lowering.named("bias", lowering.f32(bias)));
  lowering.set(0, lowering.result(value.dims));
}
