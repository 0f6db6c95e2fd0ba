// SPDX-License-Identifier: Apache-2.0
// Bodies of requests to messages of the engine.
#include "Documents.h"

#include "../base/Problem.h"

#include <cmath>
#include <limits>

namespace qsim::server {
namespace json = boost::json;
namespace {

constexpr std::int64_t lastLayer = 65535;
constexpr double largest = std::numeric_limits<double>::max();

void readRule(const json::object &given, const std::string &place,
              bool activation, engine::Rule &rule) {
  JsonReader reader(given, place);
  if (const auto width = reader.optionalInteger("width", 2, 16))
    rule.set_width(static_cast<std::uint32_t>(*width));
  if (const auto method = reader.optionalWord(
          "method", {"kl", "log2", "minmax", "mse", "octav", "percentile"}))
    rule.set_method(*method);
  if (const auto percentile = reader.optionalNumber("percentile", 50, 100))
    rule.set_percentile(*percentile);
  if (const auto kind = reader.optionalWord("scaleKind", {"any", "log2"}))
    rule.set_scale_kind(*kind);
  if (const auto symmetry =
          reader.optionalWord("symmetry", {"symmetric", "asymmetric"}))
    rule.set_symmetry(*symmetry);
  if (const auto granularity =
          reader.optionalWord("granularity", {"channel", "tensor"}))
    rule.set_granularity(*granularity);
  if (given.contains("range")) {
    const std::vector<double> range = reader.numbers("range", 2);
    if (range.size() != 2 || !(range[0] < range[1]))
      reader.refuse("range", Reason::key_range);
    if (!activation)
      throw unprocessable(
          {Reason::rule_range_of_weights, {{"key", place + "range"}}});
    rule.set_low(range[0]);
    rule.set_high(range[1]);
  }
  reader.finish();
}

void readValues(JsonReader &reader, engine::Edit::Values &values) {
  values.set_layer(static_cast<int>(reader.integer("layer", -1, lastLayer)));
  values.set_tensor(reader.text("tensor", 1, 64));
  values.set_index(static_cast<std::uint64_t>(
      reader.optionalInteger("index", 0, std::int64_t{1} << 40).value_or(0)));
  for (const double value : reader.numbers("values", 65536))
    values.add_values(value);
  if (values.values_size() == 0)
    reader.refuse("values", Reason::key_values);
}

} // namespace

engine::Move moveOf(const json::object &body) {
  JsonReader reader(body);
  engine::Move move;
  const std::string kind =
      reader.word("kind", {"to", "step", "continue", "restart"});
  const auto layer = reader.optionalInteger("layer", 0, lastLayer + 1);
  const auto count = reader.optionalInteger("count", -lastLayer, lastLayer);
  move.set_ignore_stops(!reader.optionalBoolean("stops").value_or(true));
  reader.finish();
  if (kind == "to") {
    if (!layer)
      throw unprocessable({Reason::key_missing, {{"key", "layer"}}});
    move.set_kind(engine::Move::TO);
    move.set_layer(static_cast<int>(*layer));
  } else if (kind == "step") {
    move.set_kind(engine::Move::STEP);
    move.set_count(static_cast<int>(count.value_or(1)));
  } else {
    move.set_kind(kind == "continue" ? engine::Move::CONTINUE
                                     : engine::Move::RESTART);
  }
  return move;
}

engine::SetStops stopsOf(const json::object &body) {
  static const std::vector<std::string> words = {
      "before", "after", "saturation", "sqnr", "nan", "overflow", "outside"};
  JsonReader reader(body);
  engine::SetStops all;
  for (const json::value &entry : reader.array("stops", 4096)) {
    if (!entry.is_object())
      reader.refuse("stops", Reason::key_objects);
    JsonReader one(entry.get_object(), "stops.");
    engine::Stop &stop = *all.add_stops();
    stop.set_layer(static_cast<int>(one.integer("layer", -1, lastLayer)));
    const std::string when = one.word("when", words);
    stop.set_when(static_cast<engine::Stop::When>(
        std::find(words.begin(), words.end(), when) - words.begin()));
    const auto limit = one.optionalNumber("limit", -largest, largest);
    const auto high = one.optionalNumber("high", -largest, largest);
    one.finish();
    const bool outside = stop.when() == engine::Stop::OUTSIDE;
    if (outside || stop.when() == engine::Stop::SATURATION ||
        stop.when() == engine::Stop::SQNR) {
      if (!limit)
        throw unprocessable({Reason::stop_limit, {{"when", when}}});
      stop.set_limit(*limit);
    }
    if (outside) {
      if (!high || *high < *limit)
        throw unprocessable(Reason::stop_high);
      stop.set_high(*high);
    }
  }
  reader.finish();
  return all;
}

engine::Edit editOf(const json::object &body) {
  JsonReader reader(body);
  engine::Edit edit;
  const std::string kind = reader.word("kind", {"mode", "values", "quantize"});
  if (kind == "mode") {
    engine::Edit::Modes &modes = *edit.mutable_modes();
    for (const std::int64_t layer :
         reader.integers("layers", 65536, -1, lastLayer))
      modes.add_layers(static_cast<int>(layer));
    modes.set_mode(modeOf(reader.word("mode", {"float", "hybrid", "int"})));
  } else if (kind == "values") {
    readValues(reader, *edit.mutable_values());
  } else {
    engine::Edit::Quantize &quantize = *edit.mutable_quantize();
    for (const std::int64_t layer :
         reader.integers("layers", 65536, -1, lastLayer))
      quantize.add_layers(static_cast<int>(layer));
    if (const json::object *rule = reader.optionalObject("activation"))
      readRule(*rule, "activation.", true, *quantize.mutable_activation());
    if (const json::object *rule = reader.optionalObject("weights"))
      readRule(*rule, "weights.", false, *quantize.mutable_weights());
    if (!quantize.has_activation() && !quantize.has_weights())
      throw unprocessable(Reason::rule_empty);
  }
  reader.finish();
  return edit;
}

} // namespace qsim::server
