// SPDX-License-Identifier: Apache-2.0
// What a layer must be: inputs, shape and quantization (net.md, numerics.md).
#include "Check.h"

#include <algorithm>

namespace oracle {

void check(bool condition, const char *what) {
  if (!condition)
    throw Error(what);
}

namespace {

void checkInputs(const Layer &layer) {
  size_t count = layer.inputs.size();
  if (layer.kind == Kind::Route)
    check(count >= 1, "needs one input or more");
  else if (layer.kind == Kind::Shortcut)
    check(count >= 2 && count <= 10000, "needs 2 to 10000 inputs");
  else if (layer.kind == Kind::Constant)
    check(count == 0, "needs no input");
  else if (layer.kind == Kind::Multiply || layer.kind == Kind::Binary)
    check(count == 2, "needs exactly two inputs");
  else
    check(count == 1, "needs exactly one input");
}

// N62: any shape of as many elements.
Shape runsShape(const Network &network, const Layer &layer) {
  check(layer.groups == 1, "outer and groups do not go together");
  int64_t elements = 0;
  for (int input : layer.inputs) {
    int64_t count = network.shapeOf(input).elements();
    check(count % layer.outer == 0, "outer does not divide an input");
    elements += count;
  }
  check(layer.shape.elements() == elements,
        "it has not the elements of its inputs");
  return layer.shape;
}

Shape routeShape(const Network &network, const Layer &layer) {
  if (layer.outer > 1)
    return runsShape(network, layer);
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

// N67: a row for each cell of each stride's grid.
Shape rowsShape(const Network &network, const Layer &layer, const Shape &in) {
  int64_t cells = 0;
  for (int stride : layer.strides) {
    check(network.picture.h % stride == 0 && network.picture.w % stride == 0,
          "a stride does not divide the picture");
    cells += (network.picture.h / stride) * (network.picture.w / stride);
  }
  int64_t row = 5 + layer.classes;
  check(in.elements() % row == 0 && in.elements() / row == cells,
        "the input has not one row of 5 + classes values for each cell");
  return in;
}

// The output shape by the layer's own formula.
Shape formula(const Network &network, const Layer &layer) {
  if (layer.kind == Kind::Constant)
    return layer.shape; // any
  Shape in = network.filteredShape(layer);
  auto slide = [&](const Axis &axis, int64_t extent) {
    check(axis.fits(extent), "the window is larger than its padded input");
    return axis.windows(extent);
  };
  switch (layer.kind) {
  case Kind::Convolutional:
  case Kind::Connected:
  case Kind::Local:
    check(in.c % layer.groups == 0 && layer.filters % layer.groups == 0,
          "groups do not divide the channels");
    return {layer.filters, slide(layer.rows, in.h), slide(layer.columns, in.w)};
  case Kind::MaxPool:
    return {in.c, slide(layer.rows, in.h), slide(layer.columns, in.w)};
  case Kind::AvgPool:
    if (layer.windowed) { // N53
      check(layer.rows.size * layer.columns.size <= int64_t(1) << 22,
            "more than 2^22 places");
      return {in.c, slide(layer.rows, in.h), slide(layer.columns, in.w)};
    }
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
    check(in.elements() % layer.groups == 0 &&
              in.elements() / layer.groups % layer.inner == 0,
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
  case Kind::Yolox:
    return rowsShape(network, layer, in);
  case Kind::Dropout:
  case Kind::Cost:
    return in;
  default:
    return viewShape(network, layer);
  }
}

// Whether the output has its input's quantization, `none` included.
bool keepsQuantization(const Layer &layer) {
  switch (layer.kind) {
  case Kind::MaxPool:
  case Kind::Upsample:
  case Kind::Reorg:
  case Kind::Dropout:
  case Kind::Strided:
  case Kind::Pad:
  case Kind::Resize:
    return true;
  case Kind::Crop:
    return layer.noAdjust;
  case Kind::Reduce:
    return layer.operation == Operation::Max ||
           layer.operation == Operation::Min;
  default:
    return false;
  }
}

// Whether a quantized output is made of integers: of quantized inputs.
bool readsIntegers(const Layer &layer) {
  switch (layer.kind) {
  case Kind::Crop:
  case Kind::Reduce:
  case Kind::Activation:
  case Kind::Route:
  case Kind::Shortcut:
  case Kind::Multiply:
  case Kind::AvgPool:
    return true;
  case Kind::Binary: // not div and pow
    return !layer.runsInFloat();
  default:
    return false;
  }
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
  if (keepsQuantization(layer))
    check(own == network.quantizationOf(layer.inputs[0]),
          "quantization differs from the input's");
  if (own && readsIntegers(layer))
    for (int input : layer.inputs)
      check(network.quantizationOf(input).has_value(),
            "it is quantized, but an input is not");
}

} // namespace

void checkLayer(const Network &network, const Layer &layer) {
  checkInputs(layer);
  check(formula(network, layer) == layer.shape,
        "shape is not what the layer's formula gives");
  checkQuantization(network, layer);
}

} // namespace oracle
