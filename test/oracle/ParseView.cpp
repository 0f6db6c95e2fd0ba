// SPDX-License-Identifier: Apache-2.0
// Reads the sections that format 1.2 added (net.md, Added in 1.2).
#include "Parse.h"

namespace oracle {
namespace {

void parseStrided(Section &section, Layer &layer) {
  layer.dims = section.dimensions("sizes");
  layer.steps = section.longs("steps", -LargestElement, LargestElement);
  layer.offset = section.integer("offset", 0, LargestElement);
  if (layer.steps.size() != layer.dims.size())
    section.fail("sizes and steps differ in length");
}

void parsePad(Section &section, Layer &layer) {
  layer.dims = section.dimensions("dims");
  layer.before = section.longs("before", -LargestElement, LargestElement);
  layer.after = section.longs("after", -LargestElement, LargestElement);
  if (layer.before.size() != layer.dims.size() ||
      layer.after.size() != layer.dims.size())
    section.fail("dims, before and after differ in length");
  layer.padMode =
      section.choice<PadMode>("mode", {{"constant", PadMode::Constant},
                                       {"edge", PadMode::Edge},
                                       {"reflect", PadMode::Reflect}});
  layer.value = section.has("value", 2) ? section.real("value") : 0;
}

void parseResize(Section &section, Layer &layer) {
  using C = Coordinates;
  using N = Nearest;
  Resize &resize = layer.resize;
  resize.mode =
      section.choice<ResizeMode>("mode", {{"nearest", ResizeMode::Nearest},
                                          {"linear", ResizeMode::Linear},
                                          {"cubic", ResizeMode::Cubic}});
  resize.coordinates = section.choice<C>(
      "coordinates", {{"half_pixel", C::HalfPixel},
                      {"pytorch_half_pixel", C::PytorchHalfPixel},
                      {"align_corners", C::AlignCorners},
                      {"asymmetric", C::Asymmetric},
                      {"tf_crop_and_resize", C::TfCropAndResize},
                      {"half_pixel_symmetric", C::HalfPixelSymmetric},
                      {"tf_half_pixel_for_nn", C::TfHalfPixelForNn}});
  resize.scale = section.positive("scale");
  resize.scaleX = section.positive("scale_x");
  if (section.has("rounding", 2))
    resize.rounding =
        section.choice<N>("rounding", {{"round_prefer_floor", N::PreferFloor},
                                       {"round_prefer_ceil", N::PreferCeil},
                                       {"floor", N::Floor},
                                       {"ceil", N::Ceil}});
  resize.cubicA = section.finiteOr("cubic_a", -0.75f, 2);
  resize.excludeOutside = section.flagOr("exclude_outside", 2);
  bool crops = resize.coordinates == C::TfCropAndResize;
  if (section.says("roi", 2))
    for (const std::string &part : section.list("roi"))
      resize.roi.push_back(section.parseFloat(part, "roi"));
  if (resize.roi.size() != (crops ? 4 : 0))
    section.fail("tf_crop_and_resize has a roi of 4 numbers, others none");
  if (section.has("extrapolation", 2))
    resize.extrapolation = section.real("extrapolation");
}

void parseReduce(Section &section, Layer &layer) {
  using O = Operation;
  layer.operation = section.choice<O>(
      "operation",
      {{"mean", O::Mean}, {"sum", O::Sum}, {"max", O::Max}, {"min", O::Min}});
  layer.dims = section.dimensions("dims");
  layer.axes = section.integers("axes", 0, 1);
  if (layer.axes.size() != layer.dims.size())
    section.fail("dims and axes differ in length");
}

void parseBinary(Section &section, Layer &layer) {
  using O = Operation;
  layer.operation = section.choice<O>("operation", {{"sub", O::Sub},
                                                    {"max", O::Max},
                                                    {"min", O::Min},
                                                    {"div", O::Div},
                                                    {"pow", O::Pow}});
  parseActivation(section, layer);
  parseParameters(section, layer);
  if (layer.operation != O::Sub && layer.activation != Activation::Linear)
    section.fail("of these operations only sub has an activation");
}

void parseLrn(Section &section, Layer &layer) {
  layer.batch = section.integer("batch", 1, LargestExtent);
  layer.size = section.integer("size", 1, LargestWindow);
  layer.alpha = section.finite("alpha");
  layer.beta = section.finite("beta");
  layer.bias = section.finite("bias");
}

} // namespace

void parseView(Section &section, Layer &layer) {
  switch (layer.kind) {
  case Kind::Activation:
    parseActivation(section, layer);
    parseParameters(section, layer);
    break;
  case Kind::Strided:
    parseStrided(section, layer);
    break;
  case Kind::Pad:
    parsePad(section, layer);
    break;
  case Kind::Resize:
    parseResize(section, layer);
    break;
  case Kind::Reduce:
    parseReduce(section, layer);
    break;
  case Kind::Binary:
    parseBinary(section, layer);
    break;
  case Kind::ArgMax:
    layer.outer = section.integer("outer", 1, LargestElement);
    layer.inner = section.integer("inner", 1, LargestElement);
    layer.last = section.flagOr("last", 2);
    break;
  case Kind::Lrn:
    parseLrn(section, layer);
    break;
  case Kind::InstanceNorm:
    layer.epsilon = section.finite("epsilon");
    if (layer.epsilon < 0)
      section.fail("epsilon is negative");
    break;
  default: // a constant has no keys
    break;
  }
}

void parseInput(Section &head, Network &network) {
  if (head.says("input_name", 2))
    network.inputName = takeName(head, "input_name");
  if (!head.says("input_dims", 2))
    return;
  network.inputDims = head.dimensions("input_dims");
  if (shapeOfDims(network.inputDims) != network.picture)
    head.fail("input_dims are not those of the picture's shape");
}

Output parseOutput(Section &section, const Network &network) {
  Output output;
  output.name = takeName(section);
  for (const Output &other : network.outputs)
    if (other.name == output.name)
      section.fail("name '" + output.name + "' is not unique");
  output.layer = static_cast<int>(section.integer(
      "layer", -1, static_cast<int64_t>(network.layers.size()) - 1));
  if (section.has("dims", 2) && section.entries[section.next].second.empty())
    section.take("dims"); // a scalar
  else
    output.dims = section.dimensions("dims");
  section.finish();
  if (productOf(output.dims) != network.shapeOf(output.layer).elements())
    section.fail("dims are not those of the layer's elements");
  return output;
}

} // namespace oracle
