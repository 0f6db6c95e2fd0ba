// SPDX-License-Identifier: Apache-2.0
// BatchNormalization, LRN, and normalizations by what values are themselves.
#include "Channels.h"
#include "Elementwise.h"
#include "Movement.h"
#include "Normalization.h"
#include "Operators.h"
#include "Reduction.h"

#include <algorithm>

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
                    ", wanted one number for each of " + llvm::Twine(channels) +
                    " channels");
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

/// A vector of channels that is broadcast to a tensor of that rank.
static Value alongChannels(Lowering &lowering, const Value &vector,
                           std::size_t rank) {
  Dims dims(rank, 1);
  dims[1] = vector.count();
  return reshape(lowering, vector, dims);
}

/// old * momentum + now * (1 - momentum)
static Value running(Lowering &lowering, const Value &old, const Value &now,
                     float momentum) {
  const Value kept = affine(lowering, old, momentum, 0);
  const Value added = affine(lowering, now, 1 - momentum, 0);
  return addValues(lowering, reshape(lowering, added, {added.count()}), kept);
}

/// With the batch's own mean and variance, as in training.
static void lowerTraining(Lowering &lowering, Value value, float epsilon) {
  const float momentum = lowering.real("momentum", 0.9f);
  const std::size_t rank = value.dims.size();
  for (std::size_t i = 1; i < 5; ++i) {
    const Value vector = lowering.input(i);
    if (!vector.isConstant() || vector.dims != Dims{value.dims[1]} ||
        !vector.constant.isFloat()) {
      lowering.refuse("input " + llvm::Twine(i) +
                      " is no constant of one number for each channel");
      return;
    }
  }
  value.exclusive = false; // several layers read it
  std::vector<bool> gone(rank, true);
  gone[1] = false;
  Value mean = meanOver(lowering, value, gone);
  mean.exclusive = false;
  const Value centred = subtract(lowering, value, mean);
  Value shared = centred;
  shared.exclusive = false;
  Value variance =
      meanOver(lowering, activate(lowering, shared, {"pow", 2.0f, {}}), gone);
  variance.exclusive = false;
  const Value deviation = activate(
      lowering, affine(lowering, variance, 1, epsilon), {"sqrt", {}, {}});
  const Value scaled =
      multiply(lowering, divide(lowering, shared, deviation),
               alongChannels(lowering, lowering.input(1), rank));
  const Value result = addValues(
      lowering, scaled, alongChannels(lowering, lowering.input(2), rank));
  lowering.set(0, result);
  if (lowering.wants(1))
    lowering.set(1, running(lowering, lowering.input(3), mean, momentum));
  if (lowering.wants(2))
    lowering.set(2, running(lowering, lowering.input(4), variance, momentum));
}

void onnximport::lowerBatchNormalization(Lowering &lowering) {
  const Value value = lowering.input(0);
  const float epsilon = lowering.real("epsilon", 1e-5f);
  if (trains(lowering) && lowering.opset() < 14) {
    lowering.refuse("its outputs of training are not supported");
    return;
  }
  if (trains(lowering) && value.live() && value.dims.size() >= 2) {
    lowerTraining(lowering, value, epsilon);
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
    result = value.computedBy(value.layer);
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

/// 1 / sqrt(variance + epsilon) over the dimensions that are gone.
static Value inverseDeviation(Lowering &lowering, const Value &value,
                              const Value &mean, const std::vector<bool> &gone,
                              float epsilon) {
  const Value square =
      activate(lowering, subtract(lowering, value, mean), {"pow", 2.0f, {}});
  const Value variance =
      affine(lowering, meanOver(lowering, square, gone), 1, epsilon);
  return activate(lowering, activate(lowering, variance, {"sqrt", {}, {}}),
                  {"reciprocal", {}, {}});
}

void onnximport::lowerLayerNormalization(Lowering &lowering) {
  std::optional<Value> value = lowering.firstInput();
  if (!value)
    return;
  const auto axis =
      lowering.axis(lowering.integer("axis", -1), value->dims.size());
  const float epsilon = lowering.real("epsilon", 1e-5f);
  if (!axis || lowering.refused())
    return;
  std::vector<bool> gone(value->dims.size());
  std::fill(gone.begin() + static_cast<std::ptrdiff_t>(*axis), gone.end(),
            true);
  value->exclusive = false; // several layers may read it
  Value result = multiply(lowering, normalize(lowering, *value, gone, epsilon),
                          lowering.input(1));
  if (!lowering.input(2).missing())
    result = addValues(lowering, result, lowering.input(2));
  lowering.set(0, result);
  if (!lowering.wants(1) && !lowering.wants(2))
    return;
  Value mean = meanOver(lowering, *value, gone);
  mean.exclusive = false;
  if (lowering.wants(1))
    lowering.set(1, mean);
  if (lowering.wants(2))
    lowering.set(2, inverseDeviation(lowering, *value, mean, gone, epsilon));
}

void onnximport::lowerGroupNormalization(Lowering &lowering) {
  const std::optional<Value> value = lowering.firstInput();
  if (!value)
    return;
  const std::int64_t groups = lowering.integer("num_groups", 0);
  const float epsilon = lowering.real("epsilon", 1e-5f);
  if (lowering.refused())
    return;
  if (value->dims.size() < 3 || groups < 1 || value->dims[1] % groups != 0) {
    lowering.refuse("attribute num_groups is " + llvm::Twine(groups) +
                    " for an input of " + dimsText(value->dims) +
                    ", wanted a divisor of its channels, and a map");
    return;
  }
  const Dims parts = {value->dims[0], groups,
                      value->count() / (value->dims[0] * groups)};
  // Scales and biases are of groups before opset 21, of channels since.
  const bool byGroup = lowering.opset() < 21;
  Value result = normalize(lowering, reshape(lowering, *value, parts),
                           {false, false, true}, epsilon);
  if (!result.live())
    return;
  if (!byGroup)
    result = reshape(lowering, result, value->dims);
  for (std::size_t i : {1, 2}) {
    const Value vector = lowering.input(i);
    const std::int64_t wanted = byGroup ? groups : value->dims[1];
    if (!vector.isConstant() || vector.dims != Dims{wanted}) {
      lowering.refuse("input " + llvm::Twine(i) + " is no constant of " +
                      llvm::Twine(wanted) + " numbers");
      return;
    }
    const Value along = alongChannels(lowering, vector, result.dims.size());
    result = i == 1 ? multiply(lowering, result, along)
                    : addValues(lowering, result, along);
  }
  lowering.set(0, reshape(lowering, result, value->dims));
}

void onnximport::lowerMeanVarianceNormalization(Lowering &lowering) {
  const std::optional<Value> value = lowering.firstInput();
  if (!value)
    return;
  const Dims axes = lowering.integers("axes").value_or(Dims{0, 2, 3});
  std::vector<bool> gone(value->dims.size());
  for (std::int64_t number : axes) {
    const auto axis = lowering.axis(number, value->dims.size());
    if (!axis)
      return;
    gone[*axis] = true;
  }
  // ONNX adds 1e-9 to the root: as much where the variance is 0, and nothing
  // that float32 could hold elsewhere.
  lowering.set(0, normalize(lowering, *value, gone, 1e-18f));
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
