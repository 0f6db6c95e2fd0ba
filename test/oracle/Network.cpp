// SPDX-License-Identifier: Apache-2.0
// Reads the .net and the .sys text forms (net.md, sys.md).
#include "Network.h"

#include <charconv>
#include <cmath>
#include <map>
#include <set>
#include <utility>

namespace oracle {
namespace {

struct Section {
  std::string title;
  std::vector<std::pair<std::string, std::string>> entries; // without x- keys
  size_t next = 0; // keys come in order: the one to be taken next

  [[noreturn]] void fail(const std::string &what) const {
    throw Error("section [" + title + "]: " + what);
  }

  // The value of the next key, which must be `key`.
  const std::string &take(const std::string &key) {
    if (next == entries.size())
      fail("key '" + key + "' is missing");
    if (entries[next].first != key)
      fail("expected key '" + key + "', found '" + entries[next].first + "'");
    return entries[next++].second;
  }

  void finish() const {
    if (next != entries.size())
      fail("unexpected key '" + entries[next].first + "'");
  }

  int64_t integer(const std::string &key, int64_t low, int64_t high) {
    return parseInteger(take(key), key, low, high);
  }

  int64_t parseInteger(const std::string &text, const std::string &key,
                       int64_t low, int64_t high) const {
    int64_t value = 0;
    const char *end = text.data() + text.size();
    auto [stop, code] = std::from_chars(text.data(), end, value);
    if (code != std::errc() || stop != end || value < low || value > high)
      fail("bad value '" + text + "' of key '" + key + "'");
    return value;
  }

  float parseFloat(const std::string &text, const std::string &key) const {
    float value = 0;
    const char *end = text.data() + text.size();
    auto [stop, code] = std::from_chars(text.data(), end, value);
    if (code != std::errc() || stop != end || !std::isfinite(value))
      fail("bad number '" + text + "' of key '" + key + "'");
    return value;
  }

  float parseScale(const std::string &text, const std::string &key) const {
    float value = parseFloat(text, key);
    if (!(value > 0))
      fail("scale '" + text + "' of key '" + key + "' is not positive");
    return value;
  }

  template <typename Enum>
  Enum choice(const std::string &key,
              const std::map<std::string, Enum> &choices) {
    const std::string &text = take(key);
    auto found = choices.find(text);
    if (found == choices.end())
      fail("bad value '" + text + "' of key '" + key + "'");
    return found->second;
  }

  bool flag(const std::string &key) { return integer(key, 0, 1) == 1; }

  // A version: major 1 and any minor.
  void version(const std::string &key) {
    const std::string &text = take(key);
    size_t dot = text.find('.');
    if (dot == std::string::npos)
      fail("bad version '" + text + "'");
    parseInteger(text.substr(0, dot), key, 1, 1);
    parseInteger(text.substr(dot + 1), key, 0, 1 << 30);
  }

  std::vector<std::string> list(const std::string &key, char separator = ',') {
    return split(take(key), separator);
  }

  static std::vector<std::string> split(const std::string &text,
                                        char separator) {
    std::vector<std::string> parts(1);
    for (char character : text)
      if (character == separator)
        parts.emplace_back();
      else
        parts.back() += character;
    return parts;
  }

  std::vector<int> integers(const std::string &key, int64_t low, int64_t high) {
    std::vector<int> values;
    for (const std::string &part : list(key))
      values.push_back(static_cast<int>(parseInteger(part, key, low, high)));
    return values;
  }

  MaybeQuantization quantization(const std::string &key) {
    const std::string &text = take(key);
    if (text == "none")
      return std::nullopt;
    std::vector<std::string> parts = split(text, ':');
    if (parts.size() != 3)
      fail("bad quantization '" + text + "'");
    Quantization result;
    result.width = static_cast<int>(parseInteger(parts[0], key, 2, 16));
    result.scale = parseScale(parts[1], key);
    result.zero = static_cast<int>(
        parseInteger(parts[2], key, result.min(), result.max()));
    return result;
  }
};

std::vector<Section> parseSections(const std::string &text) {
  std::vector<Section> sections;
  std::set<std::string> keys;
  size_t number = 0;
  for (size_t begin = 0; begin < text.size();) {
    size_t end = text.find('\n', begin);
    if (end == std::string::npos)
      throw Error("the last line does not end");
    std::string line = text.substr(begin, end - begin);
    begin = end + 1;
    ++number;
    if (line.empty() || line[0] == '#')
      continue;
    if (line.front() == '[' && line.back() == ']') {
      sections.emplace_back();
      sections.back().title = line.substr(1, line.size() - 2);
      keys.clear();
      continue;
    }
    size_t equals = line.find('=');
    if (equals == std::string::npos || sections.empty())
      throw Error("line " + std::to_string(number) + ": '" + line +
                  "' is neither a section nor a key of one");
    std::string key = line.substr(0, equals);
    if (key.rfind("x-", 0) == 0)
      continue;
    if (!keys.insert(key).second)
      sections.back().fail("duplicate key '" + key + "'");
    sections.back().entries.emplace_back(key, line.substr(equals + 1));
  }
  return sections;
}

std::string takeName(Section &section) {
  std::string name = section.take("name");
  for (char c : name)
    if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
          (c >= '0' && c <= '9') || c == '_' || c == '.' || c == '-' ||
          c == '/'))
      section.fail("bad name '" + name + "'");
  if (name.empty())
    section.fail("empty name");
  return name;
}

constexpr int64_t Big = 1 << 24;

void parseConvolutional(Section &section, Layer &layer) {
  layer.filters = section.integer("filters", 1, Big);
  layer.size = section.integer("size", 1, Big);
  layer.stride = section.integer("stride", 1, Big);
  layer.pad = section.integer("pad", 0, Big);
  layer.groups = section.integer("groups", 1, Big);
  layer.batchNormalize = section.flag("batch_normalize");
  layer.leaky =
      section.choice<bool>("activation", {{"linear", false}, {"leaky", true}});
  const std::string &bits = section.take("weight_bits");
  if (bits != "none")
    layer.weightBits =
        static_cast<int>(section.parseInteger(bits, "weight_bits", 2, 16));
  const std::string &scales = section.take("weight_scales");
  if (scales != "none")
    for (const std::string &part : Section::split(scales, ','))
      layer.weightScales.push_back(section.parseScale(part, "weight_scales"));
  if (layer.weightScales.size() == 1)
    layer.weightScales.resize(layer.filters, layer.weightScales[0]);
  if (layer.weightScales.empty() != (layer.weightBits == 0) ||
      (!layer.weightScales.empty() &&
       static_cast<int64_t>(layer.weightScales.size()) != layer.filters))
    section.fail("weight_bits and weight_scales do not fit together");
  layer.biasCorrection = section.flag("bias_correction");
}

// The output shape by the layer's own formula (N11, N13, N14, N15, N20).
Shape formula(const Network &network, const Layer &layer, Section &section) {
  Shape in = network.shapeOf(layer.inputs[0]);
  auto slide = [&](int64_t extent) {
    int64_t room = extent - layer.size;
    if (room < 0)
      section.fail("the window is larger than its padded input");
    return room / layer.stride + 1;
  };
  switch (layer.kind) {
  case Kind::Convolutional:
    if (in.c % layer.groups != 0 || layer.filters % layer.groups != 0)
      section.fail("groups do not divide the channels");
    return {layer.filters, slide(in.h + 2 * layer.pad),
            slide(in.w + 2 * layer.pad)};
  case Kind::MaxPool:
    return {in.c, slide(in.h + layer.padding), slide(in.w + layer.padding)};
  case Kind::Upsample:
    return {in.c, in.h * layer.stride, in.w * layer.stride};
  case Kind::Yolo:
    if (in.c != static_cast<int64_t>(layer.mask.size()) * (5 + layer.classes))
      section.fail("the input's channels are not anchors * (5 + classes)");
    return in;
  case Kind::Route:
    break;
  }
  Shape out{0, in.h, in.w};
  for (int input : layer.inputs) {
    const Shape &shape = network.shapeOf(input);
    if (shape.h != in.h || shape.w != in.w)
      section.fail("the inputs differ in height or width");
    out.c += shape.c;
  }
  return out;
}

Layer parseLayer(Section &section, const Network &network) {
  static const std::map<std::string, Kind> kinds = {
      {"convolutional", Kind::Convolutional},
      {"maxpool", Kind::MaxPool},
      {"route", Kind::Route},
      {"upsample", Kind::Upsample},
      {"yolo", Kind::Yolo}};
  auto kind = kinds.find(section.title);
  if (kind == kinds.end())
    throw Error("unknown section [" + section.title + "]");
  Layer layer;
  layer.kind = kind->second;
  int position = static_cast<int>(network.layers.size());
  layer.index = static_cast<int>(section.integer("index", position, position));
  layer.name = takeName(section);
  for (const Layer &other : network.layers)
    if (other.name == layer.name)
      section.fail("name '" + layer.name + "' is not unique");
  section.title += " " + layer.name;
  layer.inputs = section.integers("inputs", -1, position - 1);
  if (layer.kind != Kind::Route && layer.inputs.size() != 1)
    section.fail("needs exactly one input");
  std::vector<int> shape = section.integers("shape", 1, Big);
  if (shape.size() != 3)
    section.fail("shape is not C,H,W");
  layer.shape = {shape[0], shape[1], shape[2]};
  layer.quantization = section.quantization("quantization");
  layer.scaleGroup = static_cast<int>(section.integer("scale_group", -1, Big));
  layer.ceiling = section.choice<Mode>(
      "ceiling",
      {{"int", Mode::Int}, {"hybrid", Mode::Hybrid}, {"float", Mode::Float}});
  switch (layer.kind) {
  case Kind::Convolutional:
    parseConvolutional(section, layer);
    break;
  case Kind::MaxPool:
    layer.size = section.integer("size", 1, Big);
    layer.stride = section.integer("stride", 1, Big);
    layer.padding = section.integer("padding", 0, Big);
    break;
  case Kind::Route:
    break;
  case Kind::Upsample:
    layer.stride = section.integer("stride", 1, Big);
    break;
  case Kind::Yolo:
    layer.classes = section.integer("classes", 0, Big);
    layer.mask = section.integers("mask", 0, Big);
    for (const std::string &part : section.list("anchors"))
      layer.anchors.push_back(section.parseFloat(part, "anchors"));
    for (int anchor : layer.mask)
      if (2 * static_cast<size_t>(anchor) + 1 >= layer.anchors.size())
        section.fail("mask names an anchor that is not there");
    if (layer.quantization)
      section.fail("a host layer has a quantization");
    break;
  }
  section.finish();
  if (formula(network, layer, section) != layer.shape)
    section.fail("shape is not what the layer's formula gives");
  // N14, N15: "Quantization as its input".
  if ((layer.kind == Kind::MaxPool || layer.kind == Kind::Upsample) &&
      layer.quantization &&
      layer.quantization != network.quantizationOf(layer.inputs[0]))
    section.fail("quantization differs from the input's");
  return layer;
}

} // namespace

Network parseNetwork(const std::string &text) {
  std::vector<Section> sections = parseSections(text);
  if (sections.empty() || sections[0].title != "net")
    throw Error("the first section is not [net]");
  Section &head = sections[0];
  Network network;
  head.version("format");
  network.name = takeName(head);
  network.arithmetic = head.choice<Arithmetic>(
      "arithmetic",
      {{"pjreddie", Arithmetic::PJReddie}, {"alexeyab", Arithmetic::AlexeyAB}});
  network.picture.c = head.integer("channels", 1, 65536);
  network.picture.h = head.integer("height", 1, 65536);
  network.picture.w = head.integer("width", 1, 65536);
  network.quantization = head.quantization("quantization");
  head.finish();
  for (size_t i = 1; i < sections.size(); ++i)
    network.layers.push_back(parseLayer(sections[i], network));
  for (const Layer &layer : network.layers) {
    if (layer.scaleGroup >= static_cast<int>(network.layers.size()) ||
        network.quantizationOf(layer.scaleGroup) != layer.quantization)
      throw Error("layer " + layer.name +
                  ": quantization differs from its scale_group's");
  }
  return network;
}

System parseSystem(const std::string &text) {
  std::vector<Section> sections = parseSections(text);
  const char *titles[] = {"qsim", "datapath", "preprocess", "classes"};
  if (sections.size() != 4)
    throw Error("expected the 4 sections of a .sys");
  for (size_t i = 0; i < 4; ++i)
    if (sections[i].title != titles[i])
      throw Error("unexpected section [" + sections[i].title + "] in .sys");
  sections[0].version("format");
  sections[0].version("numerics");
  sections[0].finish();

  Section &path = sections[1];
  System system;
  system.rounding =
      path.choice<Rounding>("rounding", {{"half-up", Rounding::HalfUp},
                                         {"half-away", Rounding::HalfAway},
                                         {"half-even", Rounding::HalfEven},
                                         {"toward-zero", Rounding::TowardZero},
                                         {"floor", Rounding::Floor}});
  system.wrap =
      path.choice<bool>("overflow", {{"saturate", false}, {"wrap", true}});
  system.perAdd = path.choice<bool>("overflow_check",
                                    {{"output", false}, {"per-add", true}});
  system.leaky =
      path.choice<LeakyForm>("leaky", {{"multiplier", LeakyForm::Multiplier},
                                       {"n256", LeakyForm::N256},
                                       {"shift", LeakyForm::Shift}});
  auto bits = [&](const char *key, int low, int high) {
    return static_cast<int>(path.integer(key, low, high));
  };
  system.accumulatorBits = bits("accumulator_bits", 2, 48);
  system.wideAccumulatorBits = bits("wide_accumulator_bits", 2, 48);
  system.biasBits = bits("bias_bits", 2, system.accumulatorBits);
  system.wideBiasBits = bits("wide_bias_bits", 2, system.wideAccumulatorBits);
  system.multiplierBits = bits("multiplier_bits", 2, 31);
  system.wideMultiplierBits = bits("wide_multiplier_bits", 2, 31);
  if (system.accumulatorBits + system.multiplierBits > 63 ||
      system.wideAccumulatorBits + system.wideMultiplierBits > 63)
    path.fail("accumulator and multiplier together exceed 63 bits");
  system.maxShift = bits("max_shift", 1, 62);
  path.finish();

  sections[2].choice<bool>(
      "resize",
      {{"stretch", false}, {"letterbox", true}, {"center-crop", true}});
  sections[2].finish();
  for (size_t i = 0; i < sections[3].entries.size(); ++i)
    sections[3].take(std::to_string(i));
  return system;
}

} // namespace oracle
