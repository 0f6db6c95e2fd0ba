// SPDX-License-Identifier: Apache-2.0
// qsim eval of a classifier: top-1 and top-5, next to its own FLOAT.
#include "Eval.h"
#include "Scoring.h"

#include "qsim/Evaluation/Classification.h"
#include "qsim/Execution/Classification.h"
#include "qsim/Execution/Input.h"
#include "qsim/Support/Idx.h"

#include <cstdio>
#include <optional>

namespace qsim::cli {
namespace {

/// What HYBRID and INT lose against FLOAT on the same pictures.
struct Loss {
  Top1Drop top1;
  LayerNoise worst;
};

struct Scores {
  ClassificationResult result;
  std::optional<Loss> loss; ///< nothing in FLOAT
};

// Whoever says how classes are found knows that the network is a classifier,
// and what is wrong with the pictures is wrong for a detector, too.
std::string hint(const EvalOptions &options, int classCount) {
  if (!options.labels.empty() || options.source != ClassSource::Auto)
    return {};
  Result<Dataset> pictures = readDataset(options.images);
  if (!pictures || parseIdxReference(pictures->pictures.front()))
    return {};
  return " (" + options.package +
         " has no detection head: it was taken as a classifier of " +
         std::to_string(classCount) + " classes)";
}

Result<Scores> evaluate(const EvalOptions &options, const Package &package) {
  const int classCount = scoreCount(package.model());
  Result<ClassLabels> labels = classifierLabels(
      options.labels.empty() ? options.names : options.labels, package);
  if (!labels)
    return labels.error();
  Result<ClassDataset> dataset =
      readClassDataset(options.images, options.source, *labels, classCount,
                       sampleDims(package.model()));
  if (!dataset)
    return Error{dataset.error().message + hint(options, classCount)};

  ClassificationOptions classification;
  classification.mode = options.detection.mode;
  classification.threads = options.detection.threads;
  Result<Rankings> rankings =
      classifyAll(package, dataset->pictures, classification);
  if (!rankings)
    return rankings.error();
  const bool isFloat = classification.mode == QSIMRT_FLOAT;
  classification.mode = QSIMRT_FLOAT;
  Result<Rankings> reference =
      isFloat ? *rankings
              : classifyAll(package, dataset->pictures, classification);
  if (!reference)
    return reference.error();
  Result<ClassificationResult> result =
      summarizeClassification(*rankings, dataset->classes, *reference);
  if (!result)
    return result.error();
  result->mode = qsimrt_mode_name(options.detection.mode);
  if (isFloat)
    return Scores{std::move(*result), std::nullopt};

  Result<LayerNoise> worst =
      noisiestLayer(package, dataset->pictures, options.detection.mode,
                    options.detection.threads);
  if (!worst)
    return worst.error();
  return Scores{
      std::move(*result),
      Loss{dropOfTop1(*reference, *rankings, dataset->classes), *worst}};
}

void printJson(const Scores &scores, const qsimrt_model &model) {
  JsonWriter json;
  json.beginObject();
  writeMembers(json, scores.result);
  if (scores.loss) {
    json.member("drop", scores.loss->top1.drop);
    json.member("drop_deviation", scores.loss->top1.deviation);
    writeWorstLayer(json, scores.loss->worst, model);
  }
  std::printf("%s\n", json.endObject().take().c_str());
}

void printText(const Scores &scores, const qsimrt_model &model) {
  std::fputs(toTable(scores.result).c_str(), stdout);
  if (!scores.loss)
    return;
  std::printf("against FLOAT: top-1 drops %s +- %s points\n",
              points(scores.loss->top1.drop).c_str(),
              points(scores.loss->top1.deviation).c_str());
  std::fputs(worstLayerText(scores.loss->worst, model).c_str(), stdout);
}

} // namespace

Result<void> evalClassifier(const EvalOptions &options,
                            const Package &package) {
  Result<Scores> scores = evaluate(options, package);
  if (!scores)
    return scores.error();
  if (options.json)
    printJson(*scores, package.model());
  else
    printText(*scores, package.model());
  return {};
}

} // namespace qsim::cli
