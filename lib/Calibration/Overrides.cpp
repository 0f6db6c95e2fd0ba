// SPDX-License-Identifier: Apache-2.0
// Reads overrides.yaml.
#include "qsim/Calibration/Overrides.h"
#include "qsim/Calibration/Yaml.h"
#include "qsim/Support/MappedFile.h"
#include "qsim/Support/Numbers.h"

using namespace qsim;

namespace {

constexpr int lastIndex = 1 << 30;

class Parser {
public:
  explicit Parser(const std::string &file) : in(file), file(file) {}

  Result<Overrides> parse(const YamlNode &root) {
    in.expectMap(root, "the file", {"format", "rules"});
    in.word(in.required(root, "format"), "format", {"1.0"});
    Overrides overrides{file, {}};
    const YamlNode &rules = in.required(root, "rules");
    in.expectList(rules, "rules");
    for (const YamlNode &node : rules.items)
      overrides.rules.push_back(rule(node));
    if (!in.ok())
      return in.error();
    return overrides;
  }

private:
  OverrideRule rule(const YamlNode &node) {
    OverrideRule rule;
    rule.line = node.line;
    in.expectMap(node, "a rule", {"match", "activation", "weights", "mode"});
    match(in.required(node, "match"), rule);
    if (const YamlNode *activation = node.find("activation"))
      rule.activation = activationOf(*activation);
    if (const YamlNode *weights = node.find("weights"))
      rule.weights = weightsOf(*weights);
    if (const YamlNode *mode = node.find("mode")) {
      rule.mode = static_cast<ModeCeiling>(
          in.word(*mode, "mode", {"float", "hybrid", "int"}));
      rule.modeLine = mode->line;
    }
    if (in.ok() && !rule.activation && !rule.weights && !rule.mode)
      in.fail(node.line, "the rule asks for nothing; wanted activation, "
                         "weights or mode");
    return rule;
  }

  void match(const YamlNode &node, OverrideRule &rule) {
    in.expectMap(node, "match", {"name", "index", "kind"});
    if (in.ok() && node.members.empty())
      in.fail(node.line, "match is empty; wanted name, index or kind");
    if (const YamlNode *name = node.find("name"))
      rule.name = in.string(*name, "name");
    if (const YamlNode *index = node.find("index"))
      rule.index = indexRange(*index);
    if (const YamlNode *kind = node.find("kind"))
      rule.kind = in.string(*kind, "kind");
  }

  std::pair<int, int> indexRange(const YamlNode &node) {
    std::string text = in.string(node, "index");
    std::size_t dots = text.find("..");
    auto first = parseInteger(text.substr(0, dots));
    auto last =
        dots == std::string::npos ? first : parseInteger(text.substr(dots + 2));
    if (first && last && *first >= -1 && *first <= *last && *last <= lastIndex)
      return {static_cast<int>(*first), static_cast<int>(*last)};
    in.fail(node.line, "index is '" + text +
                           "'; wanted a layer's index (-1: the picture) or a "
                           "range such as 3..7");
    return {0, 0};
  }

  // What activations and weights have in common, and that it does not
  // contradict itself.
  void common(const YamlNode &map, const char *what,
              QuantizationOverride &into) {
    into.line = map.line;
    if (const YamlNode *node = map.find("width"))
      into.width = static_cast<int>(in.integer(*node, "width", 2, 16));
    if (const YamlNode *node = map.find("scale"))
      into.scale = in.scale(*node, "scale");
    if (const YamlNode *node = map.find("method"))
      into.method = static_cast<ThresholdMethod>(
          in.word(*node, "method",
                  {"minmax", "kl", "mse", "log2", "percentile", "octav"}));
    if (const YamlNode *node = map.find("scale_kind"))
      into.grid =
          static_cast<ScaleGrid>(in.word(*node, "scale_kind", {"any", "log2"}));
    if (const YamlNode *node = map.find("percentile"))
      into.percentile = percentile(*node);
    auto fail = [&](const char *message) {
      in.fail(map.line, std::string(what) + ": " + message);
    };
    if (into.method == ThresholdMethod::Log2 && into.grid == ScaleGrid::Any)
      fail("method log2 gives powers of two; scale_kind: any contradicts it");
    if (into.percentile && into.method != ThresholdMethod::Percentile)
      fail("percentile belongs to method percentile; wanted method: "
           "percentile beside it");
    if (into.scale && (into.method || into.grid))
      fail("scale fixes the scale; it excludes method and scale_kind");
  }

  double percentile(const YamlNode &node) {
    double value = in.real(node, "percentile");
    if (in.ok() && !(value >= lowestPercentile && value <= highestPercentile))
      in.fail(node.line, "percentile is '" + node.text +
                             "'; wanted a number from 50 to 100");
    return value;
  }

  ActivationOverride activationOf(const YamlNode &map) {
    in.expectMap(map, "activation",
                 {"width", "scale", "zero_point", "method", "percentile",
                  "scale_kind", "symmetry"});
    ActivationOverride activation;
    common(map, "activation", activation);
    if (const YamlNode *node = map.find("zero_point"))
      activation.zeroPoint =
          static_cast<int>(in.integer(*node, "zero_point", -32768, 32767));
    if (const YamlNode *node = map.find("symmetry"))
      activation.symmetry = static_cast<Symmetry>(
          in.word(*node, "symmetry", {"symmetric", "asymmetric"}));
    checkZeroPoint(map, activation);
    return activation;
  }

  void checkZeroPoint(const YamlNode &map,
                      const ActivationOverride &activation) {
    if (activation.zeroPoint && *activation.zeroPoint != 0 &&
        activation.method == ThresholdMethod::KL)
      in.fail(map.line, "activation: method kl needs zero_point 0; the value "
                        "seen is " +
                            std::to_string(*activation.zeroPoint));
    if (!activation.symmetry)
      return;
    if (activation.scale || activation.zeroPoint)
      in.fail(map.line, "activation: symmetry asks for a search; it excludes "
                        "scale and zero_point");
    if (*activation.symmetry == Symmetry::Asymmetric &&
        (activation.method == ThresholdMethod::Log2 ||
         activation.grid == ScaleGrid::PowerOfTwo))
      in.fail(map.line, "activation: symmetry: asymmetric with powers of two; "
                        "wanted scale_kind: any and another method than log2");
  }

  WeightsOverride weightsOf(const YamlNode &map) {
    in.expectMap(map, "weights",
                 {"width", "scale", "method", "percentile", "scale_kind",
                  "granularity"});
    WeightsOverride weights;
    common(map, "weights", weights);
    if (const YamlNode *node = map.find("granularity"))
      weights.perChannel =
          in.word(*node, "granularity", {"tensor", "channel"}) == 1;
    if (weights.scale && weights.perChannel == true)
      in.fail(map.line, "weights: one scale is given; granularity: channel "
                        "contradicts it");
    return weights;
  }

  YamlReader in;
  std::string file;
};

} // namespace

bool qsim::matchGlob(std::string_view pattern, std::string_view text) {
  // On a mismatch the last star takes one character more.
  std::size_t p = 0, t = 0, star = std::string_view::npos, taken = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      taken = t;
    } else if (p < pattern.size() &&
               (pattern[p] == '?' || pattern[p] == text[t])) {
      ++p;
      ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++taken;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*', p) == std::string_view::npos;
}

bool OverrideRule::matches(std::string_view layerName, int layerIndex,
                           std::string_view layerKind) const {
  return (!name || matchGlob(*name, layerName)) &&
         (!index ||
          (index->first <= layerIndex && layerIndex <= index->second)) &&
         (!kind || *kind == layerKind);
}

std::string OverrideRule::describe() const {
  std::string text;
  auto add = [&](const std::string &condition) {
    text += (text.empty() ? "" : ", ") + condition;
  };
  if (name)
    add("name '" + *name + "'");
  if (index)
    add("index " + std::to_string(index->first) +
        (index->second != index->first ? ".." + std::to_string(index->second)
                                       : ""));
  if (kind)
    add("kind " + *kind);
  return text;
}

Result<Overrides> qsim::parseOverrides(const std::string &file,
                                       std::string_view text) {
  Result<YamlNode> root = parseYaml(file, text);
  if (!root)
    return root.error();
  return Parser(file).parse(*root);
}

Result<Overrides> qsim::readOverrides(const std::string &path) {
  Result<MappedFile> file = MappedFile::open(path);
  if (!file)
    return file.error();
  return parseOverrides(path, file->text());
}
