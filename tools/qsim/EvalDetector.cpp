// SPDX-License-Identifier: Apache-2.0
// qsim eval of a detector: mean average precision, next to its own FLOAT.
#include "Eval.h"
#include "Scoring.h"

#include "qsim/Evaluation/Evaluation.h"
#include "qsim/Execution/Input.h"
#include "qsim/Execution/LayerNoise.h"
#include "qsim/Support/Dataset.h"
#include "qsim/Support/Json.h"
#include "qsim/Support/Numbers.h"

#include <cstdio>
#include <optional>

namespace qsim::cli {
namespace {

/// What HYBRID and INT lose against FLOAT on the same pictures, 0..1.
struct Loss {
  PairedDrop map50, pooledAp50;
  LayerNoise worst; ///< over the first noisePictures pictures
};

struct Scores {
  EvaluationResult result;
  std::optional<Loss> loss; ///< nothing in FLOAT
};

Result<std::vector<std::string>> classNames(const EvalOptions &options,
                                            const Package &package) {
  if (!options.names.empty()) {
    Result<std::vector<std::string>> names = readNames(options.names);
    const int wanted = package.classCount();
    if (names && names->size() != static_cast<std::size_t>(wanted))
      return Error{options.names + ": " + std::to_string(names->size()) +
                   " class names, the network has " + std::to_string(wanted) +
                   " classes"};
    return names;
  }
  const qsimrt_model &model = package.model();
  return std::vector<std::string>(model.class_names,
                                  model.class_names + model.class_count);
}

Result<Loss> measureLoss(const Package &package, const Dataset &dataset,
                         const EvalOptions &options, const Matching &reference,
                         const Matching &matching, ThreadPool &pool) {
  Result<PairedDrop> map50 = pairedDropOfMap50(reference, matching, pool);
  if (!map50)
    return map50.error();
  Result<PairedDrop> pooled = pairedDropOfPooledAp50(reference, matching, pool);
  if (!pooled)
    return pooled.error();
  Result<LayerNoise> worst =
      noisiestLayer(package, dataset.pictures, options.detection.mode,
                    options.detection.threads);
  if (!worst)
    return worst.error();
  return Loss{*map50, *pooled, *worst};
}

Result<Scores> evaluate(const EvalOptions &options, const Package &package) {
  Result<Dataset> dataset =
      readDataset(options.images, sampleDims(package.model()));
  if (!dataset)
    return dataset.error();
  const int classCount = package.classCount();
  Result<std::vector<std::string>> names = classNames(options, package);
  if (!names)
    return names.error();
  Result<LabelSets> labels =
      detectorLabels(*dataset, options.classMap, classCount);
  if (!labels)
    return labels.error();

  Result<DetectionSets> found =
      detectAll(package, dataset->pictures, options.detection);
  if (!found)
    return found.error();
  Result<Matching> matching = matchDetections(*found, *labels, classCount);
  if (!matching)
    return matching.error();
  ThreadPool pool(options.detection.threads);
  Scores scores;
  scores.result = summarize(*matching, *names, pool);
  scores.result.mode = qsimrt_mode_name(options.detection.mode);

  DetectionSets reference;
  if (options.detection.mode != QSIMRT_FLOAT) {
    DetectionOptions floatOptions = options.detection;
    floatOptions.mode = QSIMRT_FLOAT;
    Result<DetectionSets> detected =
        detectAll(package, dataset->pictures, floatOptions);
    if (!detected)
      return detected.error();
    reference = std::move(*detected);
    Result<Matching> floatMatching =
        matchDetections(reference, *labels, classCount);
    if (!floatMatching)
      return floatMatching.error();
    Result<Loss> loss = measureLoss(package, *dataset, options, *floatMatching,
                                    *matching, pool);
    if (!loss)
      return loss.error();
    scores.loss = *loss;
  }
  Result<std::optional<double>> fidelity = measureFidelity(
      *found, options.detection.mode == QSIMRT_FLOAT ? *found : reference,
      classCount);
  if (!fidelity)
    return fidelity.error();
  scores.result.fidelity = *fidelity;
  return scores;
}

// The object of writeJson with the losses added as further members.
std::string jsonText(const Scores &scores, const qsimrt_model &model) {
  JsonWriter json;
  writeJson(json, scores.result);
  std::string text = json.take();
  if (!scores.loss)
    return text;
  const Loss &loss = *scores.loss;
  JsonWriter more;
  more.beginObject();
  more.member("drop", loss.map50.drop);
  more.member("drop_deviation", loss.map50.deviation);
  more.member("pooled_drop", loss.pooledAp50.drop);
  more.member("pooled_drop_deviation", loss.pooledAp50.deviation);
  writeWorstLayer(more, loss.worst, model);
  const std::string members = more.endObject().take();
  text.back() = ',';
  return text + members.substr(1);
}

void printText(const Scores &scores, const qsimrt_model &model) {
  std::fputs(toTable(scores.result).c_str(), stdout);
  if (!scores.loss)
    return;
  const Loss &loss = *scores.loss;
  std::printf("against FLOAT: mAP@.5 drops %s +- %s points, pooled AP %s +- %s "
              "points\n",
              points(loss.map50.drop).c_str(),
              points(loss.map50.deviation).c_str(),
              points(loss.pooledAp50.drop).c_str(),
              points(loss.pooledAp50.deviation).c_str());
  std::fputs(worstLayerText(loss.worst, model).c_str(), stdout);
}

} // namespace

Result<void> evalDetector(const EvalOptions &options, const Package &package) {
  Result<Scores> scores = evaluate(options, package);
  if (!scores)
    return scores.error();
  if (options.json)
    std::printf("%s\n", jsonText(*scores, package.model()).c_str());
  else
    printText(*scores, package.model());
  return {};
}

} // namespace qsim::cli
