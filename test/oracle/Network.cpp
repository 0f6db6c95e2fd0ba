// SPDX-License-Identifier: Apache-2.0
// Reads the .net (net.md).
#include "Parse.h"

#include <utility>

namespace oracle {

std::string takeName(Section &section, const std::string &key) {
  std::string name = section.take(key);
  for (char c : name)
    if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
          (c >= '0' && c <= '9') || c == '_' || c == '.' || c == '-' ||
          c == '/'))
      section.fail("bad name '" + name + "'");
  if (name.empty())
    section.fail("empty name");
  return name;
}

namespace {

void parseWeightKeys(Section &section, const Network &network, Layer &layer) {
  const std::string &bits = section.take("weight_bits");
  if (bits != "none")
    layer.weightBits =
        static_cast<int>(section.parseInteger(bits, "weight_bits", 2, 16));
  const std::string &scales = section.take("weight_scales");
  if (scales != "none")
    for (const std::string &part : Section::split(scales, ','))
      layer.weightScales.push_back(section.parseScale(part, "weight_scales"));
  bool single = layer.weightScales.size() == 1;
  if (single)
    layer.weightScales.resize(layer.filters, layer.weightScales[0]);
  if (layer.weightScales.empty() != (layer.weightBits == 0) ||
      (!layer.weightScales.empty() &&
       static_cast<int64_t>(layer.weightScales.size()) != layer.filters))
    section.fail("weight_bits and weight_scales do not fit together");
  layer.biasCorrection = section.flag("bias_correction");
  if (layer.kind == Kind::Convolutional && section.has("input_multiplier")) {
    const std::string &multiplier = section.take("input_multiplier");
    if (multiplier != "none")
      layer.inputMultiplier =
          section.parseScale(multiplier, "input_multiplier");
  }
  if (network.arithmetic != Arithmetic::Yolo2Light) {
    if (layer.inputMultiplier != 0)
      section.fail("only yolo2_light has an input_multiplier");
  } else if ((layer.inputMultiplier != 0) != (layer.weightBits != 0) ||
             (layer.weightBits != 0 && (layer.weightBits != 8 || !single))) {
    section.fail("yolo2_light: 8 bits, one scale and an input_multiplier are "
                 "given together");
  }
}

void parseYolo(Section &section, Layer &layer) {
  layer.classes = section.integer("classes", 1, LargestExtent);
  layer.mask = section.integers("mask", 0, INT32_MAX);
  layer.anchors = section.positives("anchors");
  for (int anchor : layer.mask)
    if (2 * static_cast<size_t>(anchor) + 1 >= layer.anchors.size())
      section.fail("mask names an anchor that is not there");
  layer.scaleXY = section.positiveOr("scale_x_y", 1);
  layer.newCoords = section.integerOr("new_coords", 0, 1, 0) == 1;
  // What suppression does (N25) is no tensor's value; the keys are only read.
  if (section.has("nms_kind"))
    section.choice<int>("nms_kind",
                        {{"default", 0}, {"greedynms", 1}, {"diounms", 2}});
  section.positiveOr("beta_nms", 0.6f);
}

void parseKind(Section &section, const Network &network, Layer &layer) {
  switch (layer.kind) {
  case Kind::Convolutional:
    parseWindow(section, layer);
    layer.groups = section.integer("groups", 1, LargestExtent);
    layer.batchNormalize = section.flag("batch_normalize");
    parseActivation(section, layer);
    parseWeightKeys(section, network, layer);
    parseConvolutionEnd(section, network, layer);
    parseParameters(section, layer);
    break;
  case Kind::Connected:
    layer.filters = section.integer("outputs", 1, LargestExtent);
    layer.batchNormalize = section.flag("batch_normalize");
    parseActivation(section, layer);
    parseWeightKeys(section, network, layer);
    parseEpsilon(section, network, layer);
    parseParameters(section, layer);
    break;
  case Kind::Local:
    parseWindow(section, layer);
    parseActivation(section, layer);
    parseWeightKeys(section, network, layer);
    parseParameters(section, layer);
    break;
  case Kind::MaxPool:
    parseMaxPool(section, layer);
    break;
  case Kind::AvgPool:
    parseAvgPool(section, layer);
    break;
  case Kind::Route:
    layer.groups = section.integerOr("groups", 1, LargestExtent, 1);
    layer.groupId = section.integerOr("group_id", 0, layer.groups - 1, 0);
    layer.outer = section.integerOr("outer", 1, LargestElement, 1, 2);
    break;
  case Kind::Shortcut:
  case Kind::Multiply:
    parseActivation(section, layer);
    parseParameters(section, layer);
    break;
  case Kind::Upsample:
    layer.stride = section.integer("stride", 1, LargestWindow);
    break;
  case Kind::Reorg:
    layer.stride = section.integer("stride", 1, LargestWindow);
    layer.spaceToDepth = section.choice<bool>(
        "order", {{"darknet", false}, {"space_to_depth", true}});
    layer.extra = section.integerOr("extra", 0, LargestWindow, 0);
    break;
  case Kind::Crop:
    layer.noAdjust = section.flag("noadjust");
    break;
  case Kind::Softmax:
    layer.groups = section.integer("groups", 1, INT32_MAX);
    layer.temperature = section.positive("temperature");
    layer.inner = section.integerOr("inner", 1, LargestElement, 1, 2);
    layer.log = section.flagOr("log", 2);
    break;
  case Kind::Yolo:
    parseYolo(section, layer);
    break;
  case Kind::Region:
    layer.classes = section.integer("classes", 1, LargestExtent);
    layer.softmax = section.flag("softmax");
    layer.anchors = section.positives("anchors");
    break;
  case Kind::Detection:
    layer.classes = section.integer("classes", 1, LargestExtent);
    layer.side = section.integer("side", 1, MostBoxes);
    layer.num = section.integer("num", 1, MostBoxes);
    layer.softmax = section.flag("softmax");
    section.flag("sqrt"); // concerns boxes alone (N41), no tensor's value
    break;
  case Kind::Yolox:
    layer.classes = section.integer("classes", 1, LargestExtent);
    layer.strides = section.integers("strides", 1, LargestExtent);
    break;
  case Kind::Dropout:
  case Kind::Cost:
    break;
  default:
    parseView(section, layer);
    break;
  }
}

Kind kindOf(const Section &section) {
  static const std::map<std::string, Kind> kinds = {
      {"convolutional", Kind::Convolutional},
      {"connected", Kind::Connected},
      {"local", Kind::Local},
      {"maxpool", Kind::MaxPool},
      {"avgpool", Kind::AvgPool},
      {"route", Kind::Route},
      {"shortcut", Kind::Shortcut},
      {"multiply", Kind::Multiply},
      {"upsample", Kind::Upsample},
      {"reorg", Kind::Reorg},
      {"crop", Kind::Crop},
      {"dropout", Kind::Dropout},
      {"activation", Kind::Activation},
      {"constant", Kind::Constant},
      {"strided", Kind::Strided},
      {"pad", Kind::Pad},
      {"resize", Kind::Resize},
      {"reduce", Kind::Reduce},
      {"binary", Kind::Binary},
      {"lrn", Kind::Lrn},
      {"instance_norm", Kind::InstanceNorm},
      {"argmax", Kind::ArgMax},
      {"softmax", Kind::Softmax},
      {"cost", Kind::Cost},
      {"yolo", Kind::Yolo},
      {"region", Kind::Region},
      {"detection", Kind::Detection},
      {"yolox", Kind::Yolox}};
  auto kind = kinds.find(section.title);
  if (kind == kinds.end())
    throw Error("unknown section [" + section.title + "]");
  Kind found = kind->second;
  bool first = found == Kind::Convolutional || found == Kind::MaxPool ||
               found == Kind::Route || found == Kind::Upsample ||
               found == Kind::Yolo;
  if (section.minor == 0 && !first)
    section.fail("format 1.0 has no such section");
  bool added = (found >= Kind::Activation && found <= Kind::ArgMax) ||
               found == Kind::Yolox;
  if (section.minor < 2 && added)
    section.fail("formats before 1.2 have no such section");
  return found;
}

Layer parseLayer(Section &section, const Network &network) {
  Layer layer;
  layer.kind = kindOf(section);
  int position = static_cast<int>(network.layers.size());
  layer.index = static_cast<int>(section.integer("index", position, position));
  layer.name = takeName(section);
  for (const Layer &other : network.layers)
    if (other.name == layer.name)
      section.fail("name '" + layer.name + "' is not unique");
  section.title += " " + layer.name;
  if (layer.kind != Kind::Constant)
    layer.inputs = section.integers("inputs", -1, position - 1);
  else if (section.take("inputs") != "none")
    section.fail("a constant has no inputs");
  std::vector<int> shape = section.integers("shape", 1, LargestExtent);
  if (shape.size() != 3)
    section.fail("shape is not C,H,W");
  layer.shape = {shape[0], shape[1], shape[2]};
  if (layer.shape.elements() > INT32_MAX)
    section.fail("2^31 elements or more");
  layer.quantization = section.quantization("quantization");
  layer.scaleGroup =
      static_cast<int>(section.integer("scale_group", -1, MostLayers));
  layer.ceiling = section.choice<Mode>(
      "ceiling",
      {{"int", Mode::Int}, {"hybrid", Mode::Hybrid}, {"float", Mode::Float}});
  parseKind(section, network, layer);
  section.finish();
  try {
    checkLayer(network, layer);
  } catch (const Error &error) {
    section.fail(error.what());
  }
  return layer;
}

} // namespace

Network parseNetwork(const std::string &text) {
  std::vector<Section> sections = parseSections(text);
  if (sections.empty() || sections[0].title != "net")
    throw Error("the first section is not [net]");
  Section &head = sections[0];
  Network network;
  int minor = head.minor = head.version("format");
  network.name = takeName(head);
  network.arithmetic = head.choice<Arithmetic>(
      "arithmetic", {{"pjreddie", Arithmetic::PJReddie},
                     {"alexeyab", Arithmetic::AlexeyAB},
                     {"yolo2_light", Arithmetic::Yolo2Light},
                     {"onnx", Arithmetic::Onnx}});
  network.picture.c = head.integer("channels", 1, 65536);
  network.picture.h = head.integer("height", 1, 65536);
  network.picture.w = head.integer("width", 1, 65536);
  network.quantization = head.quantization("quantization");
  if (network.quantization && network.arithmetic == Arithmetic::Yolo2Light)
    head.fail("yolo2_light has no quantization");
  parseInput(head, network);
  head.finish();
  for (size_t i = 1; i < sections.size(); ++i) {
    sections[i].minor = minor;
    if (sections[i].title == "output" && minor >= 2) {
      network.outputs.push_back(parseOutput(sections[i], network));
      continue;
    }
    if (!network.outputs.empty())
      throw Error("a layer behind an [output]");
    if (network.layers.size() == MostLayers)
      throw Error("more than 10000 layers");
    network.layers.push_back(parseLayer(sections[i], network));
  }
  for (const Layer &layer : network.layers) {
    if (layer.scaleGroup >= static_cast<int>(network.layers.size()) ||
        network.quantizationOf(layer.scaleGroup) != layer.quantization)
      throw Error("layer " + layer.name +
                  ": quantization differs from its scale_group's");
  }
  return network;
}

} // namespace oracle
