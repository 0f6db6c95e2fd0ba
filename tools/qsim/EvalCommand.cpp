// SPDX-License-Identifier: Apache-2.0
// qsim eval: accuracy of a package on labelled pictures, next to its own FLOAT.
#include "Command.h"

#include "qsim/Evaluation/Evaluation.h"
#include "qsim/Execution/Detection.h"
#include "qsim/Execution/LayerNoise.h"
#include "qsim/Support/Dataset.h"
#include "qsim/Support/Json.h"
#include "qsim/Support/Numbers.h"

#include <algorithm>
#include <cstdio>
#include <memory>

namespace qsim::cli {
namespace {

struct EvalOptions {
  std::string package, images, names;
  DetectionOptions detection;
  bool json = false;
};

/// What HYBRID and INT lose against FLOAT on the same pictures, 0..1.
struct Loss {
  PairedDrop map50, pooledAp50;
  LayerNoise worst; ///< over the first noisePictures pictures
};

struct Scores {
  EvaluationResult result;
  std::optional<Loss> loss; ///< nothing in FLOAT
};

/// Layer noise settles after a few pictures; more would only take time.
constexpr std::size_t noisePictures = 8;

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

Result<LabelSets> labelsOf(const Dataset &dataset, int classCount) {
  LabelSets all;
  for (const std::string &picture : dataset.pictures) {
    Result<Labels> labels = readLabels(picture, classCount);
    if (!labels)
      return labels.error();
    all.push_back(std::move(*labels));
  }
  return all;
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
  std::vector<std::string> few = dataset.pictures;
  few.resize(std::min(few.size(), noisePictures));
  Result<std::vector<LayerNoise>> noise = measureLayerNoise(
      package, few, options.detection.mode, options.detection.threads);
  if (!noise)
    return noise.error();
  return Loss{*map50, *pooled, *worstLayer(*noise)};
}

Result<Scores> evaluate(const EvalOptions &options, const Package &package) {
  Result<Dataset> dataset = readDataset(options.images);
  if (!dataset)
    return dataset.error();
  const int classCount = package.classCount();
  if (classCount == 0)
    return Error{options.package + ": the network has no detection head"};
  Result<std::vector<std::string>> names = classNames(options, package);
  if (!names)
    return names.error();
  Result<LabelSets> labels = labelsOf(*dataset, classCount);
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
  more.key("worst_layer").beginObject();
  more.member("index", loss.worst.layer);
  more.member("name", model.layers[loss.worst.layer].name);
  more.member("sqnr_db", loss.worst.sqnr()).endObject();
  const std::string members = more.endObject().take();
  text.back() = ',';
  return text + members.substr(1);
}

std::string points(double fraction) { return formatFixed(100 * fraction, 2); }

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
  std::printf("noisiest layer: %d %s, SQNR %s dB\n", loss.worst.layer,
              model.layers[loss.worst.layer].name,
              formatFixed(loss.worst.sqnr(), 1).c_str());
}

Result<void> eval(const EvalOptions &options) {
  Result<std::unique_ptr<Package>> package = Package::open(options.package);
  if (!package)
    return package.error();
  Result<Scores> scores = evaluate(options, **package);
  if (!scores)
    return scores.error();
  if (options.json)
    std::printf("%s\n", jsonText(*scores, (*package)->model()).c_str());
  else
    printText(*scores, (*package)->model());
  return {};
}

} // namespace

void addEvalCommand(CLI::App &app, int &status) {
  auto options = std::make_shared<EvalOptions>();
  CLI::App *command =
      app.add_subcommand("eval", "Measure accuracy on labelled pictures");
  command->add_option("PACKAGE", options->package, "package directory")
      ->required();
  addModeOption(*command, options->detection.mode)->required();
  command
      ->add_option("--images", options->images,
                   "list of pictures (or a directory); labels stand beside "
                   "them in Darknet's form")
      ->required();
  command->add_option("--names", options->names,
                      "class names, one a line (default: the package's)");
  addDetectionOptions(*command, options->detection.threshold,
                      options->detection.iou);
  addThreadsOption(*command, options->detection.threads);
  addJsonOption(*command, options->json);
  command->footer(
      "Scores are 0..1 in JSON. fidelity is the pooled AP against FLOAT's own\n"
      "detections above .25; deviations come from a (paired) bootstrap.\n"
      "Examples:\n"
      "  qsim eval scenes.qsim --mode float --images test.txt\n"
      "  qsim eval scenes.qsim --mode int --images test.txt --json");
  command->callback([options, &status] {
    Result<void> done = eval(*options);
    status = done ? Success : refuse(done.error());
  });
}

} // namespace qsim::cli
