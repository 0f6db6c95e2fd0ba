// SPDX-License-Identifier: Apache-2.0
// Reads the documents of qsim eval and qsim compare.
#include "Results.h"

#include "../base/Problem.h"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <cmath>

namespace qsim::server {
namespace json = boost::json;
namespace {

std::optional<double> number(const json::object &object, const char *key) {
  const json::value *value = object.if_contains(key);
  if (!value || !value->is_number())
    return std::nullopt;
  return value->to_number<double>();
}

/// Scores of different pictures do not stand side by side: the new ones begin
/// anew.
void applyEvaluation(Experiment &experiment, const Job &job,
                     const json::object &result) {
  const bool detector = result.contains("map50");
  const std::optional<double> score =
      number(result, detector ? "map50" : "top1");
  const std::optional<double> pictures =
      number(result, detector ? "images" : "pictures");
  if (!score || !pictures)
    throw internalError(Reason::result_no_score);
  json::object set = {{"images", job.request.at("images")}};
  if (const json::value *limit = job.request.if_contains("limit"))
    set["limit"] = *limit;
  const std::string key = json::serialize(set);
  json::object &scores = experiment.scores;
  const json::value *before = scores.if_contains("set");
  if (!before || !before->is_string() || before->get_string() != key)
    scores.clear();
  scores["set"] = key;
  scores["metric"] = detector ? "mAP" : "top-1";
  scores["pictures"] = static_cast<std::int64_t>(*pictures);
  scores[job.request.at("mode").as_string()] = *score;
}

/// Signal and noise of all outputs together. A layer's noise is mse x values.
void applyComparison(Experiment &experiment, const json::object &result,
                     const json::object &graph) {
  const json::array &outputs = graph.at("outputs").as_array();
  double signal = 0, noise = 0;
  for (const json::value &entry : result.at("layers").as_array()) {
    const json::object &layer = entry.as_object();
    const json::value &index = layer.at("index");
    if (std::find(outputs.begin(), outputs.end(), index) == outputs.end())
      continue;
    const json::object &whole = layer.at("accumulated").as_object();
    const std::optional<double> sqnr = number(whole, "sqnr_db"),
                                mse = number(whole, "mse");
    if (!sqnr || !mse || *mse == 0)
      continue; // no noise
    double values = 1;
    for (const json::value &side : graph.at("layers")
                                       .as_array()
                                       .at(index.to_number<std::size_t>())
                                       .as_object()
                                       .at("shape")
                                       .as_array())
      values *= side.to_number<double>();
    noise += *mse * values;
    signal += *mse * values * std::pow(10.0, *sqnr / 10);
  }
  if (noise > 0)
    experiment.sqnr = 10 * std::log10(signal / noise);
  else
    experiment.sqnr.reset();
}

} // namespace

void applyResult(Experiment &experiment, const Job &job,
                 const std::string &printed,
                 const std::optional<json::object> &graph) {
  boost::system::error_code error;
  const json::value result = json::parse(printed, error);
  if (error || !result.is_object())
    throw internalError(Reason::result_no_document);
  if (job.kind == "evaluate")
    applyEvaluation(experiment, job, result.get_object());
  if (job.kind == "compare" && graph)
    applyComparison(experiment, result.get_object(), *graph);
}

} // namespace qsim::server
