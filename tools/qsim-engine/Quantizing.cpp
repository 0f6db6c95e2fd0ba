// SPDX-License-Identifier: Apache-2.0
// Layers and keys to the words of a quantize command.
#include "Quantizing.h"

#include "Words.h"

#include "qsim/Support/Numbers.h"
#include "qsim/Workbench/QuantizeRule.h"

#include <algorithm>
#include <cmath>

namespace qsim::engine {
namespace {

using Words = std::vector<std::string>;

/// First and last of layers that follow each other.
using Run = std::pair<int, int>;

std::vector<Run> runsOf(const std::vector<int> &layers) {
  std::vector<Run> runs;
  for (const int layer : layers)
    if (!runs.empty() && runs.back().second + 1 == layer)
      runs.back().second = layer;
    else
      runs.emplace_back(layer, layer);
  return runs;
}

std::string selectorOf(const Run &run) {
  if (run.first == QSIMRT_IMAGE)
    return "image";
  return run.first == run.second
             ? std::to_string(run.first)
             : std::to_string(run.first) + ".." + std::to_string(run.second);
}

/// The keys that a message sets, but the range.
Words keysOf(const Rule &rule) {
  Words words;
  const auto add = [&](const char *key, const std::string &value) {
    words.insert(words.end(), {key, value});
  };
  if (rule.has_width())
    add("width", std::to_string(rule.width()));
  if (rule.has_method())
    add("method", rule.method());
  if (rule.has_percentile())
    add("percentile", formatDouble(rule.percentile()));
  if (rule.has_scale_kind())
    add("scale_kind", rule.scale_kind());
  if (rule.has_symmetry())
    add("symmetry", rule.symmetry());
  if (rule.has_granularity())
    add("granularity", rule.granularity());
  return words;
}

bool hasRange(const Rule &rule) { return rule.has_low() || rule.has_high(); }

Result<void> checkRange(const Rule &rule) {
  if (!hasRange(rule))
    return {};
  const double low = rule.low(), high = rule.high();
  if (!rule.has_low() || !rule.has_high() || !std::isfinite(low) ||
      !std::isfinite(high) || !(low < high))
    return Error{"a range goes from a lower number to a higher one; got " +
                 formatDouble(low) + " and " + formatDouble(high)};
  if (rule.has_method() || rule.has_percentile() || rule.has_scale_kind() ||
      rule.has_symmetry())
    return Error{"a range takes the place of method, percentile, scale_kind "
                 "and symmetry"};
  return {};
}

/// Does the tensor own its quantization?
bool ownsGrid(const qsimrt_model &model, int layer) {
  return layer == QSIMRT_IMAGE ? model.image_quant.bits != 0
                               : model.layers[layer].output.bits != 0 &&
                                     model.layers[layer].scale_group == layer;
}

bool hasWeights(const qsimrt_model &model, int layer) {
  return layer != QSIMRT_IMAGE && qsimrt_has_weights(model.layers[layer].kind);
}

bool isPowerOfTwo(double value) {
  int exponent = 0;
  return std::frexp(value, &exponent) == 0.5;
}

bool hasPowersOfTwo(const qsimrt_model &model) {
  bool all = true;
  for (int i = QSIMRT_IMAGE; i < model.layer_count; ++i)
    if (ownsGrid(model, i))
      all &= isPowerOfTwo(static_cast<double>(
          i == QSIMRT_IMAGE ? model.image_quant.scale
                            : model.layers[i].output.scale));
  return all;
}

/// The words of one rule behind its selector; `layer` gives the width.
Words wordsOf(const Edit::Quantize &ask, const qsimrt_model &model, int layer,
              bool withActivation, bool withWeights) {
  Words words;
  if (withActivation) {
    words.push_back("activation");
    const Words keys = keysOf(ask.activation());
    words.insert(words.end(), keys.begin(), keys.end());
    if (hasRange(ask.activation())) {
      const qsimrt_quant &quant = layer == QSIMRT_IMAGE
                                      ? model.image_quant
                                      : model.layers[layer].output;
      const int width = ask.activation().has_width()
                            ? static_cast<int>(ask.activation().width())
                            : quant.bits;
      const GridChoice grid =
          gridFor(ask.activation().low(), ask.activation().high(), width,
                  hasPowersOfTwo(model));
      words.insert(words.end(),
                   {"scale", formatFloat(static_cast<float>(grid.scale)),
                    "zero_point", std::to_string(grid.zeroPoint)});
    }
  }
  if (withWeights) {
    words.push_back("weights");
    const Words keys = keysOf(ask.weights());
    words.insert(words.end(), keys.begin(), keys.end());
  }
  return words;
}

/// What a person asked for.
std::string aboutText(const Edit::Quantize &ask, const std::vector<int> &layers,
                      bool withActivation, bool withWeights) {
  std::string text = "quantize " + selectorsText(layers);
  const auto add = [&](const char *part, const Rule &rule) {
    text += std::string(" ") + part;
    for (const std::string &word : keysOf(rule))
      text += " " + word;
    if (hasRange(rule))
      text += " range " + formatDouble(rule.low()) + " " +
              formatDouble(rule.high());
  };
  if (withActivation)
    add("activation", ask.activation());
  if (withWeights)
    add("weights", ask.weights());
  return text;
}

} // namespace

std::string selectorsText(const std::vector<int> &layers) {
  std::string text;
  for (const Run &run : runsOf(layers))
    text += (text.empty() ? "" : ",") + selectorOf(run);
  return text;
}

GridChoice gridFor(double low, double high, int width, bool powersOfTwo) {
  const double half = std::ldexp(1.0, width - 1);
  const double most = std::max(std::fabs(low), std::fabs(high));
  if (powersOfTwo) {
    int exponent = 0;
    if (std::frexp(most, &exponent) == 0.5)
      --exponent;
    return {std::ldexp(1.0, exponent - (width - 1)), 0};
  }
  if (low == -high)
    return {high / (half - 1), 0};
  low = std::min(low, 0.0);
  high = std::max(high, 0.0);
  const double scale = (high - low) / (2 * half - 1);
  const double zero = std::rint(-half - low / scale);
  return {scale, static_cast<int>(std::clamp(zero, -half, half - 1))};
}

Result<Change> quantizeChange(const Edit::Quantize &ask,
                              const qsimrt_model &model) {
  std::vector<int> layers(ask.layers().begin(), ask.layers().end());
  std::sort(layers.begin(), layers.end());
  layers.erase(std::unique(layers.begin(), layers.end()), layers.end());
  if (layers.empty() || layers.front() < QSIMRT_IMAGE ||
      layers.back() >= model.layer_count)
    return Error{"a change of quantization wants layers from -1 to " +
                 std::to_string(model.layer_count - 1)};
  if (Result<void> fine = checkRange(ask.activation()); !fine)
    return fine.error();
  if (hasRange(ask.weights()))
    return Error{"a range is of an activation; weights have a method"};
  const auto isAsked = [](bool has, const Rule &rule) {
    return has && (!keysOf(rule).empty() || hasRange(rule));
  };
  const bool activation = isAsked(ask.has_activation(), ask.activation());
  const bool weights = isAsked(ask.has_weights(), ask.weights());
  if (!activation && !weights)
    return Error{"a change of quantization names no key"};
  if (activation && ask.activation().has_width() &&
      (ask.activation().width() < 2 || ask.activation().width() > 16))
    return Error{"width " + std::to_string(ask.activation().width()) +
                 "; wanted 2 to 16"};
  // One rule for layers that follow each other and have the same words.
  Change change;
  std::vector<std::pair<Run, Words>> rules;
  for (const int layer : layers) {
    const bool withActivation = activation && ownsGrid(model, layer);
    const bool withWeights = weights && hasWeights(model, layer);
    if (!withActivation && !withWeights)
      continue;
    change.layers.push_back(layer);
    const Words words = wordsOf(ask, model, layer, withActivation, withWeights);
    if (!rules.empty() && rules.back().first.first != QSIMRT_IMAGE &&
        rules.back().first.second + 1 == layer && rules.back().second == words)
      rules.back().first.second = layer;
    else
      rules.emplace_back(Run{layer, layer}, words);
  }
  if (change.layers.empty()) {
    const int first = layers.front();
    return Error{placeOf(model, first) +
                 (activation ? " has no quantization of its own: it takes that "
                               "of a layer that it reads, or writes floats"
                             : " has no weights")};
  }
  for (const auto &[run, words] : rules) {
    Words all = {selectorOf(run)};
    all.insert(all.end(), words.begin(), words.end());
    Result<std::string> rule = quantizeRule(all);
    if (!rule)
      return rule.error();
    change.rule += *rule;
  }
  change.about = aboutText(ask, change.layers, activation, weights);
  return change;
}

} // namespace qsim::engine
