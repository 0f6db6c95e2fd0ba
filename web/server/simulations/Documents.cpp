// SPDX-License-Identifier: Apache-2.0
// Messages of the engine to documents. Numbers that JSON lacks are left out.
#include "Documents.h"

#include <cmath>

namespace qsim::server {
namespace json = boost::json;
namespace {

void add(json::object &to, const char *key, double number) {
  if (std::isfinite(number))
    to[key] = number;
}

/// Where the key must be there: the largest number of the sign.
double finite(double number) {
  if (std::isnan(number))
    return 0;
  constexpr double largest = std::numeric_limits<double>::max();
  return std::min(std::max(number, -largest), largest);
}

template <typename Numbers> json::array arrayOf(const Numbers &numbers) {
  json::array all;
  for (const auto number : numbers)
    all.emplace_back(number);
  return all;
}

json::array numbersOf(const google::protobuf::RepeatedField<double> &numbers) {
  json::array all;
  for (const double number : numbers)
    all.push_back(finite(number));
  return all;
}

json::array modesOf(const google::protobuf::RepeatedField<int> &modes) {
  json::array all;
  for (const int mode : modes)
    all.push_back(wordOf(static_cast<engine::Mode>(mode)));
  return all;
}

const char *const stopWords[] = {"before", "after",    "saturation", "sqnr",
                                 "nan",    "overflow", "outside"};

json::object documentOf(const engine::Stop &stop) {
  json::object document = {{"layer", stop.layer()},
                           {"when", stopWords[stop.when()]}};
  if (stop.when() == engine::Stop::SATURATION ||
      stop.when() == engine::Stop::SQNR || stop.when() == engine::Stop::OUTSIDE)
    add(document, "limit", stop.limit());
  if (stop.when() == engine::Stop::OUTSIDE)
    add(document, "high", stop.high());
  return document;
}

json::object documentOf(const engine::Quantization &quantization) {
  json::object document = {{"width", quantization.width()},
                           {"scale", finite(quantization.scale())},
                           {"zeroPoint", quantization.zero_point()},
                           {"channels", quantization.channels()}};
  if (quantization.has_exponent())
    document["exponent"] = quantization.exponent();
  return document;
}

json::object documentOf(const engine::LayerError &error) {
  json::object document = {{"layer", error.layer()},
                           {"cosine", finite(error.cosine())},
                           {"mse", finite(error.mse())},
                           {"maxAbs", finite(error.max_abs())},
                           {"saturation", finite(error.saturation())},
                           {"overflows", error.overflows()}};
  if (error.has_sqnr())
    add(document, "sqnr", error.sqnr());
  if (error.has_isolated_sqnr())
    add(document, "isolatedSqnr", error.isolated_sqnr());
  return document;
}

json::object documentOf(const engine::Answer &answer) {
  json::array boxes, classes;
  for (const engine::Answer::Box &box : answer.boxes())
    boxes.push_back({{"class", box.class_id()},
                     {"name", box.name()},
                     {"score", finite(box.score())},
                     {"x", finite(box.x())},
                     {"y", finite(box.y())},
                     {"width", finite(box.width())},
                     {"height", finite(box.height())}});
  for (const engine::Answer::Class &one : answer.classes())
    classes.push_back({{"class", one.class_id()},
                       {"name", one.name()},
                       {"score", finite(one.score())}});
  return {{"boxes", std::move(boxes)}, {"classes", std::move(classes)}};
}

json::object documentOf(const engine::Summary &summary) {
  return {{"count", summary.count()},
          {"min", finite(summary.min())},
          {"max", finite(summary.max())},
          {"mean", finite(summary.mean())},
          {"deviation", finite(summary.deviation())},
          {"zeros", summary.zeros()},
          {"nans", summary.nans()}};
}

json::object documentOf(const engine::GraphLayer &layer) {
  json::object document = {{"index", layer.index()},
                           {"name", layer.name()},
                           {"kind", layer.kind()},
                           {"text", layer.text()},
                           {"inputs", arrayOf(layer.inputs())},
                           {"shape", arrayOf(layer.shape())},
                           {"modes", modesOf(layer.modes())},
                           {"host", layer.host()},
                           {"macs", layer.macs()},
                           {"parameters", layer.parameters()}};
  if (layer.has_output())
    document["output"] = documentOf(layer.output());
  if (layer.has_scale_from())
    document["scaleFrom"] = layer.scale_from();
  if (layer.has_weights())
    document["weights"] = documentOf(layer.weights());
  return document;
}

} // namespace

const char *wordOf(engine::Mode mode) {
  return mode == engine::FLOAT    ? "float"
         : mode == engine::HYBRID ? "hybrid"
                                  : "int";
}

engine::Mode modeOf(const std::string &word) {
  return word == "float"    ? engine::FLOAT
         : word == "hybrid" ? engine::HYBRID
                            : engine::INT;
}

json::object documentOf(const engine::State &state) {
  json::array stops, hits, edits;
  for (const engine::Stop &stop : state.stops())
    stops.push_back(documentOf(stop));
  for (const engine::State::Hit &hit : state.hits())
    hits.push_back({{"layer", hit.layer()}, {"text", hit.text()}});
  for (const engine::State::Change &change : state.edits()) {
    json::object edit = {{"text", change.text()},
                         {"kind", change.kind()},
                         {"layers", arrayOf(change.layers())}};
    if (change.of_picture())
      edit["ofPicture"] = true;
    edits.push_back(std::move(edit));
  }
  json::object document = {
      {"position", state.position()},    {"layers", state.layers()},
      {"modes", modesOf(state.modes())}, {"stale", arrayOf(state.stale())},
      {"stops", std::move(stops)},       {"hits", std::move(hits)},
      {"edits", std::move(edits)},       {"redo", state.redo()}};
  add(document, "milliseconds", state.milliseconds());
  return document;
}

json::array documentOf(const engine::Errors &errors) {
  json::array all;
  for (const engine::LayerError &error : errors.errors())
    all.push_back(documentOf(error));
  return all;
}

json::object documentOf(const engine::Answers &answers) {
  json::object document = {{"run", documentOf(answers.run())},
                           {"float", documentOf(answers.float_())}};
  if (answers.has_sqnr())
    add(document, "sqnr", answers.sqnr());
  return document;
}

json::object documentOf(const engine::LayerDetails &layer) {
  json::array tensors;
  for (const engine::TensorDetails &tensor : layer.tensors()) {
    json::object document = {{"name", tensor.name()},
                             {"dtype", tensor.dtype()},
                             {"shape", arrayOf(tensor.shape())},
                             {"editable", tensor.editable()}};
    if (tensor.has_quantization())
      document["quantization"] = documentOf(tensor.quantization());
    tensors.push_back(std::move(document));
  }
  json::object parameters;
  for (const auto &[key, value] : layer.parameters())
    parameters[key] = value;
  json::object document = {{"index", layer.index()},
                           {"name", layer.name()},
                           {"kind", layer.kind()},
                           {"mode", wordOf(layer.mode())},
                           {"ran", layer.ran()},
                           {"stale", layer.stale()},
                           {"tensors", std::move(tensors)},
                           {"parameters", std::move(parameters)}};
  add(document, "milliseconds", layer.milliseconds());
  return document;
}

json::object documentOf(const engine::Statistics &statistics) {
  json::object document = {{"run", documentOf(statistics.run())}};
  if (statistics.has_float_())
    document["float"] = documentOf(statistics.float_());
  if (statistics.has_error())
    document["error"] = documentOf(statistics.error());
  if (statistics.has_histogram()) {
    const engine::Statistics::Histogram &histogram = statistics.histogram();
    json::object bins = {{"low", finite(histogram.low())},
                         {"high", finite(histogram.high())},
                         {"run", arrayOf(histogram.run())}};
    if (histogram.float__size() > 0)
      bins["float"] = arrayOf(histogram.float_());
    if (histogram.thresholds_size() == 2)
      bins["thresholds"] = numbersOf(histogram.thresholds());
    document["histogram"] = std::move(bins);
  }
  return document;
}

json::object documentOf(const engine::Graph &graph) {
  json::array layers, classes;
  for (const engine::GraphLayer &layer : graph.layers())
    layers.push_back(documentOf(layer));
  for (const std::string &name : graph.classes())
    classes.push_back(json::value(name));
  json::object document = {
      {"name", graph.name()},          {"picture", arrayOf(graph.picture())},
      {"layers", std::move(layers)},   {"outputs", arrayOf(graph.outputs())},
      {"classes", std::move(classes)}, {"detector", graph.detector()}};
  if (graph.has_picture_quantization())
    document["pictureQuantization"] = documentOf(graph.picture_quantization());
  return document;
}

} // namespace qsim::server
