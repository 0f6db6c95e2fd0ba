// SPDX-License-Identifier: Apache-2.0
// What a layer must be: inputs, shape and quantization (net.md, numerics.md).
#include "Network.h"

#include <algorithm>

namespace oracle {
namespace {

void check(bool condition, const char *what) {
  if (!condition)
    throw Error(what);
}

void checkInputs(const Layer &layer) {
  size_t count = layer.inputs.size();
  if (layer.kind == Kind::Route)
    check(count >= 1, "needs one input or more");
  else if (layer.kind == Kind::Shortcut)
    check(count >= 2 && count <= 10000, "needs 2 to 10000 inputs");
  else if (layer.kind == Kind::Multiply)
    check(count == 2, "needs exactly two inputs");
  else
    check(count == 1, "needs exactly one input");
}

Shape routeShape(const Network &network, const Layer &layer) {
  Shape in = network.shapeOf(layer.inputs[0]), out{0, in.h, in.w};
  for (int input : layer.inputs) {
    const Shape &shape = network.shapeOf(input);
    check(shape.h == in.h && shape.w == in.w,
          "the inputs differ in height or width");
    check(shape.c % layer.groups == 0, "groups do not divide the channels");
    out.c += shape.c / layer.groups;
  }
  return out;
}

// N31: one stride and one sample for both directions.
Shape shortcutShape(const Network &network, const Layer &layer) {
  const Shape &out = network.shapeOf(layer.inputs[0]);
  for (int input : layer.inputs) {
    const Shape &in = network.shapeOf(input);
    check(in.w / out.w == in.h / out.h && out.w / in.w == out.h / in.h,
          "an input's width and height do not overlap alike");
  }
  return out;
}

// N32
Shape multiplyShape(const Network &network, const Layer &layer) {
  const Shape &first = network.shapeOf(layer.inputs[0]);
  const Shape &out = network.shapeOf(layer.inputs[1]);
  check(first == out || first == Shape{out.c, 1, 1} ||
            first == Shape{1, out.h, out.w},
        "the first input does not fit the second");
  return out;
}

// N35
Shape reorgShape(const Layer &layer, const Shape &in) {
  int64_t s = layer.stride;
  if (layer.extra > 0) {
    check(s == 1 && !layer.spaceToDepth,
          "extra needs stride 1 and the order darknet");
    return {in.elements() + layer.extra, 1, 1};
  }
  check(in.h % s == 0 && in.w % s == 0, "the stride does not divide the map");
  check(layer.spaceToDepth || (in.c >= s * s && in.c % (s * s) == 0),
        "the squared stride does not divide the channels");
  return {in.c * s * s, in.h / s, in.w / s};
}

// The input of a head with its anchors' entries, N20 and N40.
Shape headShape(const Layer &layer, const Shape &in, size_t anchors) {
  check(layer.anchors.size() % 2 == 0, "an anchor lacks its height");
  check(in.c == static_cast<int64_t>(anchors) * (5 + layer.classes),
        "the input's channels are not anchors * (5 + classes)");
  return in;
}

// The output shape by the layer's own formula.
Shape formula(const Network &network, const Layer &layer) {
  Shape in = network.filteredShape(layer);
  auto slide = [&](int64_t extent) {
    check(extent >= layer.size, "the window is larger than its padded input");
    return (extent - layer.size) / layer.stride + 1;
  };
  switch (layer.kind) {
  case Kind::Convolutional:
  case Kind::Connected:
  case Kind::Local:
    check(in.c % layer.groups == 0 && layer.filters % layer.groups == 0,
          "groups do not divide the channels");
    return {layer.filters, slide(in.h + 2 * layer.pad),
            slide(in.w + 2 * layer.pad)};
  case Kind::MaxPool:
    return {in.c, slide(in.h + layer.padding), slide(in.w + layer.padding)};
  case Kind::AvgPool:
    check(in.h * in.w <= int64_t(1) << 22, "more than 2^22 places");
    return {in.c, 1, 1};
  case Kind::Route:
    return routeShape(network, layer);
  case Kind::Shortcut:
    return shortcutShape(network, layer);
  case Kind::Multiply:
    return multiplyShape(network, layer);
  case Kind::Upsample:
    return {in.c, in.h * layer.stride, in.w * layer.stride};
  case Kind::Reorg:
    return reorgShape(layer, in);
  case Kind::Crop: // N36: the section says the window
    check(layer.shape.h <= in.h && layer.shape.w <= in.w,
          "the window is larger than its input");
    return {in.c, layer.shape.h, layer.shape.w};
  case Kind::Softmax:
    check(in.elements() % layer.groups == 0,
          "the groups do not divide the input");
    return in;
  case Kind::Yolo:
    return headShape(layer, in, layer.mask.size());
  case Kind::Region:
    return headShape(layer, in, layer.anchors.size() / 2);
  case Kind::Detection:
    check(in.elements() ==
              layer.side * layer.side * (layer.classes + layer.num * 5),
          "the input has not side * side * (classes + num * 5) values");
    return in;
  case Kind::Dropout:
  case Kind::Cost:
    return in;
  }
  throw Error("unknown kind");
}

void checkQuantization(const Network &network, const Layer &layer) {
  const MaybeQuantization &own = layer.quantization;
  check(layer.preactivation.has_value() == (layer.hasTable() && own),
        "a preactivation belongs to a table activation with a quantized "
        "output, and to nothing else");
  if (layer.isHost())
    check(!own, "a host layer has a quantization");
  if (network.arithmetic == Arithmetic::Yolo2Light)
    check(!own, "yolo2_light has no quantization");
  switch (layer.kind) {
  case Kind::MaxPool:
  case Kind::Upsample:
  case Kind::Reorg:
  case Kind::Dropout:
    check(own == network.quantizationOf(layer.inputs[0]),
          "quantization differs from the input's");
    break;
  case Kind::Crop:
    if (layer.noAdjust) {
      check(own == network.quantizationOf(layer.inputs[0]),
            "quantization differs from the input's");
      break;
    }
    [[fallthrough]];
  case Kind::Route:
  case Kind::Shortcut:
  case Kind::Multiply:
  case Kind::AvgPool:
    for (int input : layer.inputs)
      check(!own || network.quantizationOf(input),
            "it is quantized, but an input is not");
    break;
  default:
    break;
  }
}

} // namespace

void checkLayer(const Network &network, const Layer &layer) {
  checkInputs(layer);
  check(formula(network, layer) == layer.shape,
        "shape is not what the layer's formula gives");
  checkQuantization(network, layer);
}

} // namespace oracle
