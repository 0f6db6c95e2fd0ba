// SPDX-License-Identifier: Apache-2.0
// Scores of a run, as a structure, as JSON and as a table.
#include "qsim/Evaluation/Evaluation.h"

#include "qsim/Evaluation/AveragePrecision.h"
#include "qsim/Support/Numbers.h"
#include "qsim/Support/Table.h"

#include <numeric>
#include <set>

using namespace qsim;

LabelSets qsim::confidentDetections(const DetectionSets &floatDetections) {
  LabelSets labels;
  for (const std::vector<qsimrt_detection> &picture : floatDetections) {
    Labels &set = labels.emplace_back();
    for (const qsimrt_detection &found : picture)
      if (found.score > fidelityScore)
        set.push_back({found.class_id, found.x, found.y, found.w, found.h});
  }
  return labels;
}

Result<std::optional<double>>
qsim::measureFidelity(const DetectionSets &detections,
                      const DetectionSets &floatDetections, int classCount) {
  Result<Matching> matching = matchDetections(
      detections, confidentDetections(floatDetections), classCount);
  if (!matching)
    return matching.error();
  for (std::uint32_t objects : matching->pooledObjects)
    if (objects > 0)
      return std::optional(pooledAveragePrecision(*matching, 0));
  return std::optional<double>();
}

EvaluationResult qsim::summarize(const Matching &matching,
                                 const std::vector<std::string> &classNames,
                                 ThreadPool &pool, BootstrapOptions options) {
  EvaluationResult result;
  result.images = matching.pictureCount;
  result.map50 = meanAveragePrecision(matching, 0);
  result.map = meanAveragePrecisionOverThresholds(matching);
  result.pooledAp50 = pooledAveragePrecision(matching, 0);
  result.deviation = deviationOfMap50(matching, pool, options);
  std::vector<double> ap50 = classAveragePrecisions(matching, 0);
  std::set<std::string> used;
  for (std::size_t c = 0; c < ap50.size(); ++c) {
    std::string id = std::to_string(c);
    std::string name = c < classNames.size() ? classNames[c] : "class_" + id;
    // Names are keys of a JSON object.
    if (!used.insert(name).second)
      used.insert(name += "_" + id);
    const std::vector<std::uint32_t> &objects = matching.objects[c];
    result.perClass.push_back(
        {name, ap50[c],
         std::accumulate(objects.begin(), objects.end(), std::uint64_t(0))});
  }
  return result;
}

void qsim::writeJson(JsonWriter &json, const EvaluationResult &result) {
  json.beginObject()
      .member("mode", result.mode)
      .member("images", result.images)
      .member("map50", result.map50)
      .member("map", result.map)
      .member("pooled_ap50", result.pooledAp50)
      .key("fidelity");
  if (result.fidelity)
    json.value(*result.fidelity);
  else
    json.null();
  json.member("deviation", result.deviation).key("per_class").beginObject();
  for (const ClassScore &score : result.perClass)
    json.key(score.name)
        .beginObject()
        .member("ap50", score.ap50)
        .member("objects", score.objects)
        .endObject();
  json.endObject().endObject();
}

std::string qsim::toTable(const EvaluationResult &result) {
  Table classes({"class", "objects", "AP .50"});
  std::size_t unseen = 0;
  for (const ClassScore &score : result.perClass) {
    if (score.objects == 0) {
      ++unseen;
      continue;
    }
    classes.addRow({score.name, std::to_string(score.objects),
                    formatFixed(score.ap50, 3)});
  }
  std::string text;
  if (unseen < result.perClass.size())
    text = classes.text() + "\n";
  if (unseen > 0)
    text += std::to_string(unseen) + " of " +
            std::to_string(result.perClass.size()) +
            " classes have no labelled object and count with AP 0\n\n";
  Table scores({"mode", "images", "mAP .50", "+-", "mAP .50:.95",
                "pooled AP .50", "fidelity"});
  scores.addRow({result.mode, std::to_string(result.images),
                 formatFixed(result.map50, 4), formatFixed(result.deviation, 4),
                 formatFixed(result.map, 4), formatFixed(result.pooledAp50, 4),
                 result.fidelity ? formatFixed(*result.fidelity, 4) : "-"});
  return text + scores.text();
}
