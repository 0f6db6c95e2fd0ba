// SPDX-License-Identifier: Apache-2.0
// Reads labels and scores answers.
#include "Scoring.h"

#include "qsim/Evaluation/AveragePrecision.h"
#include "qsim/Evaluation/Classification.h"
#include "qsim/Evaluation/Evaluation.h"
#include "qsim/Execution/Classification.h"
#include "qsim/Execution/Input.h"

#include <optional>

namespace qsim::cli {

Result<LabelSets> detectorLabels(const Dataset &dataset,
                                 const std::string &classMap, int classCount) {
  std::optional<ClassMap> map;
  if (!classMap.empty()) {
    Result<ClassMap> read = readClassMap(classMap, classCount);
    if (!read)
      return read.error();
    map = std::move(*read);
  }
  LabelSets all;
  for (const std::string &picture : dataset.pictures) {
    Result<Labels> labels =
        map ? readLabels(picture, *map) : readLabels(picture, classCount);
    if (!labels)
      return labels.error();
    all.push_back(std::move(*labels));
  }
  return all;
}

Result<ClassLabels> classifierLabels(const std::string &path,
                                     const Package &package) {
  if (!path.empty()) {
    Result<std::vector<std::string>> labels = readNames(path);
    if (!labels)
      return labels.error();
    return ClassLabels{std::move(*labels), true};
  }
  const qsimrt_model &model = package.model();
  return ClassLabels{{model.class_names, model.class_names + model.class_count},
                     false};
}

Result<Scoring> Scoring::create(const Package &package,
                                const ScoringOptions &options) {
  Scoring scoring;
  scoring.detects = isDetector(package.model());
  const auto shorten = [&](auto &list) {
    if (options.limit && options.limit < list.size())
      list.resize(options.limit);
  };
  if (scoring.detects && !options.labels.empty())
    return Error{"--labels: is for classifiers, this is a detector"};
  if (!scoring.detects && !options.classMap.empty())
    return Error{"--class-map: is for detectors, this is a classifier"};
  if (options.unlabelled &&
      !(options.labels.empty() && options.classMap.empty()))
    return Error{"--unlabelled: leaves no use for --labels and --class-map"};
  if (options.unlabelled) {
    scoring.unlabelled = true;
    scoring.classCount = scoring.detects ? package.classCount() : 0;
    Result<Dataset> dataset =
        readDataset(options.images, sampleDims(package.model()));
    if (!dataset)
      return dataset.error();
    shorten(dataset->pictures);
    scoring.paths = std::move(dataset->pictures);
    return scoring;
  }
  if (scoring.detects) {
    scoring.classCount = package.classCount();
    Result<Dataset> dataset =
        readDataset(options.images, sampleDims(package.model()));
    if (!dataset)
      return dataset.error();
    shorten(dataset->pictures);
    Result<LabelSets> labels =
        detectorLabels(*dataset, options.classMap, scoring.classCount);
    if (!labels)
      return labels.error();
    scoring.labels = std::move(*labels);
    scoring.paths = std::move(dataset->pictures);
    return scoring;
  }
  scoring.classCount = scoreCount(package.model());
  Result<ClassLabels> labels = classifierLabels(options.labels, package);
  if (!labels)
    return labels.error();
  Result<ClassDataset> dataset =
      readClassDataset(options.images, ClassSource::Auto, *labels,
                       scoring.classCount, sampleDims(package.model()));
  if (!dataset)
    return dataset.error();
  shorten(dataset->pictures);
  shorten(dataset->classes);
  scoring.paths = std::move(dataset->pictures);
  scoring.classes = std::move(dataset->classes);
  return scoring;
}

AnswerOptions Scoring::answerOptions() const {
  AnswerOptions options;
  options.threshold = DetectionOptions().threshold;
  return options;
}

static DetectionSets detectionsOf(const std::vector<Answer> &answers) {
  DetectionSets found;
  for (const Answer &answer : answers)
    found.push_back(answer.detections);
  return found;
}

/// -1 where no score is a number.
static std::int32_t bestClass(const Answer &answer) {
  return answer.classes.empty() ? -1 : answer.classes[0].class_id;
}

Result<void> Scoring::setReference(const std::vector<Answer> &answers) {
  if (!unlabelled)
    return {};
  if (!detects) {
    classes.clear();
    for (const Answer &answer : answers)
      classes.push_back(bestClass(answer));
    return {};
  }
  reference = detectionsOf(answers);
  Result<std::optional<double>> found =
      measureFidelity(reference, reference, classCount);
  if (!found)
    return found.error();
  if (!*found)
    return Error{"--unlabelled: FLOAT finds nothing on these pictures with a "
                 "score above .25, so there is nothing to agree with"};
  return {};
}

Result<double> Scoring::score(const std::vector<Answer> &answers) const {
  if (detects && unlabelled) {
    Result<std::optional<double>> same =
        measureFidelity(detectionsOf(answers), reference, classCount);
    if (!same)
      return same.error();
    return same->value_or(0);
  }
  if (detects) {
    const DetectionSets found = detectionsOf(answers);
    Result<Matching> matching = matchDetections(found, labels, classCount);
    if (!matching)
      return matching.error();
    return meanAveragePrecision(*matching, 0);
  }
  std::size_t right = 0;
  for (std::size_t i = 0; i < answers.size(); ++i)
    right += bestClass(answers[i]) == classes[i];
  return answers.empty()
             ? 0.0
             : static_cast<double>(right) / static_cast<double>(answers.size());
}

void addScoringOptions(CLI::App &command, ScoringOptions &options) {
  command
      .add_option("--images", options.images,
                  "list of labelled pictures, or a directory")
      ->required();
  command.add_option("--limit", options.limit, "only the first N pictures")
      ->check(CLI::Range(1, 1000000000))
      ->option_text("N");
  command.add_option("--labels", options.labels,
                     "classifiers: what the pictures' paths or folders call "
                     "the classes, one a line");
  command.add_option("--class-map", options.classMap,
                     "detectors: the labels' classes in the network's");
  command.add_flag("--unlabelled", options.unlabelled,
                   "score against FLOAT's own answers: no labels are needed");
}

} // namespace qsim::cli
