// SPDX-License-Identifier: Apache-2.0
// qsim cross: what the mode of a front part, and of every single layer, does to
// the answers.
#include "Scoring.h"

#include "qsim/Evaluation/BoxChanges.h"
#include "qsim/Execution/Crossing.h"
#include "qsim/Report/CrossingPage.h"
#include "qsim/Support/AtomicFile.h"
#include "qsim/Support/Json.h"
#include "qsim/Support/Numbers.h"
#include "qsim/Support/OutputCheck.h"
#include "qsim/Support/Table.h"

#include <cmath>
#include <cstdio>
#include <memory>

namespace qsim::cli {
namespace {

struct CrossOptions {
  std::string package, html;
  ScoringOptions scoring;
  CrossingOptions crossing;
  float threshold = AnswerOptions().threshold; ///< of the boxes counted
  bool json = false;
};

using Point = CrossingScores::Point;

DetectionSets boxesOf(const std::vector<Answer> &answers) {
  DetectionSets boxes;
  for (const Answer &answer : answers)
    boxes.push_back(answer.detections);
  return boxes;
}

/// The effect on FLOAT's answers, whatever the labels say.
void addChanges(Point &point, const CrossingScores &scores,
                const std::vector<Answer> &reference,
                const std::vector<Answer> &answers) {
  if (scores.boxes) {
    const BoxChanges changes =
        boxChanges(boxesOf(reference), boxesOf(answers), scores.threshold);
    point.lost = changes.lost;
    point.added = changes.added;
    point.overlap = changes.meanOverlap();
    return;
  }
  const auto best = [](const Answer &answer) {
    return answer.classes.empty() ? -1 : answer.classes[0].class_id;
  };
  for (std::size_t i = 0; i < answers.size(); ++i)
    point.changed += best(answers[i]) != best(reference[i]);
}

Result<CrossingScores> scoresOf(const CrossingSweep &sweep,
                                const Scoring &scoring, float threshold) {
  CrossingScores scores;
  scores.metric = scoring.title();
  scores.boxes = scoring.isOfDetector();
  scores.threshold = threshold;
  const DetectionSets reference = boxesOf(sweep.reference);
  scores.referenceBoxes = boxChanges(reference, reference, threshold).kept;
  const auto score = [&](const std::vector<Answer> &answers, double &to) {
    Result<double> value = scoring.score(answers);
    if (value)
      to = *value;
    return value;
  };
  Result<double> last = score(sweep.reference, scores.reference);
  if (last)
    last = score(sweep.all.answers, scores.all);
  scores.layers.resize(sweep.layers.size());
  for (std::size_t i = 0; i < sweep.layers.size() && last; ++i) {
    CrossingScores::Layer &layer = scores.layers[i];
    layer.index = sweep.layers[i];
    layer.prefix.sqnr = sweep.prefix[i].outputs.sqnr();
    layer.single.sqnr = sweep.single[i].outputs.sqnr();
    last = score(sweep.prefix[i].answers, layer.prefix.score);
    if (last)
      last = score(sweep.single[i].answers, layer.single.score);
    addChanges(layer.prefix, scores, sweep.reference, sweep.prefix[i].answers);
    addChanges(layer.single, scores, sweep.reference, sweep.single[i].answers);
  }
  if (!last)
    return last.error();
  return scores;
}

std::string jsonText(const CrossingScores &scores, const qsimrt_model &model,
                     const Scoring &scoring, qsimrt_mode mode) {
  JsonWriter json;
  json.beginObject().member("mode", qsimrt_mode_name(mode));
  json.member("pictures", scoring.pictures().size());
  json.member("metric", scoring.key()).member("float", scores.reference);
  json.member(qsimrt_mode_name(mode), scores.all);
  if (scores.boxes)
    json.member("threshold", scores.threshold)
        .member("float_boxes", scores.referenceBoxes);
  const auto write = [&](const char *name, auto part) {
    json.key(name).beginArray();
    for (const CrossingScores::Layer &layer : scores.layers) {
      json.beginObject().member("layer", layer.index);
      json.member("name", model.layers[layer.index].name);
      const Point &point = layer.*part;
      json.member(scoring.key(), point.score).member("sqnr_db", point.sqnr);
      if (scores.boxes) {
        json.key("boxes").beginObject().member("lost", point.lost);
        json.member("new", point.added).member("moved_iou", point.overlap);
        json.endObject();
      } else {
        json.member("changed", point.changed);
      }
      json.endObject();
    }
    json.endArray();
  };
  write("prefix", &CrossingScores::Layer::prefix);
  write("single", &CrossingScores::Layer::single);
  return json.endObject().take();
}

void addCells(std::vector<std::string> &row, const Point &point, bool boxes) {
  row.push_back(formatFixed(point.score, 4));
  row.push_back(formatFixed(point.sqnr, 1));
  if (!boxes) {
    row.push_back(std::to_string(point.changed));
    return;
  }
  row.push_back(std::to_string(point.lost));
  row.push_back(std::to_string(point.added));
  row.push_back(std::isnan(point.overlap) ? "-"
                                          : formatFixed(point.overlap, 3));
}

void printText(const CrossingScores &scores, const qsimrt_model &model,
               qsimrt_mode mode) {
  const char *name = qsimrt_mode_name(mode);
  std::vector<std::string> heading = {"#", "layer"};
  for (const char *part : {"up to: ", "only: "}) {
    heading.insert(heading.end(), {part + scores.metric, "dB"});
    if (scores.boxes)
      heading.insert(heading.end(), {"lost", "new", "IoU"});
    else
      heading.push_back("changed");
  }
  Table table(heading);
  for (const CrossingScores::Layer &layer : scores.layers) {
    std::vector<std::string> row = {std::to_string(layer.index),
                                    model.layers[layer.index].name};
    for (const Point *point : {&layer.prefix, &layer.single})
      addCells(row, *point, scores.boxes);
    table.addRow(row);
  }
  std::fputs(table.text().c_str(), stdout);
  if (scores.boxes)
    std::printf("boxes at %s: float %zu; lost, new, and IoU of the others "
                "against these\n",
                formatFloat(scores.threshold).c_str(), scores.referenceBoxes);
  std::printf("%s: float %.4f, %s %.4f\n", scores.metric.c_str(),
              scores.reference, name, scores.all);
}

Result<void> cross(CrossOptions options) {
  if (Result<void> free = checkOutput("--html", options.html,
                                      filesOfDataset(options.scoring.images));
      !free)
    return free;
  Result<std::unique_ptr<Package>> package = Package::open(options.package);
  if (!package)
    return package.error();
  Result<Scoring> scoring = Scoring::create(**package, options.scoring);
  if (!scoring)
    return scoring.error();
  // Before the long part: a page that cannot be written is refused at once.
  if (!options.html.empty())
    if (Result<AtomicFile> trial = AtomicFile::create(options.html); !trial)
      return trial.error();
  options.crossing.answers = scoring->answerOptions();
  Result<CrossingSweep> sweep =
      sweepCrossings(**package, scoring->pictures(), options.crossing);
  if (!sweep)
    return sweep.error();
  if (Result<void> done = scoring->setReference(sweep->reference); !done)
    return done;
  Result<CrossingScores> scores = scoresOf(*sweep, *scoring, options.threshold);
  if (!scores)
    return scores.error();
  const qsimrt_model &model = (*package)->model();
  if (!options.html.empty())
    if (Result<void> done = writeFileAtomically(
            options.html, crossingPage(*scores, model, options.crossing.mode,
                                       scoring->pictures().size()));
        !done)
      return done;
  if (options.json)
    std::printf(
        "%s\n",
        jsonText(*scores, model, *scoring, options.crossing.mode).c_str());
  else
    printText(*scores, model, options.crossing.mode);
  return {};
}

} // namespace

void addCrossCommand(CLI::App &app, int &status) {
  auto options = std::make_shared<CrossOptions>();
  CLI::App *command = app.add_subcommand(
      "cross",
      "Run front parts and single layers in another mode than the rest");
  command->add_option("PACKAGE", options->package, "package directory")
      ->required();
  addScoringOptions(*command, options->scoring);
  addCrossedModeOption(*command, options->crossing.mode);
  command->add_option("--html", options->html,
                      "write a page with a plot, which needs no other file");
  // Boxes below the least score that counts for mAP are not known.
  command
      ->add_option("--thresh", options->threshold,
                   "detectors: least score of the boxes compared with float's")
      ->capture_default_str()
      ->check(numberIn(0.005, 1));
  addThreadsOption(*command, options->crossing.threads);
  addJsonOption(*command, options->json);
  command->footer(
      "up to: the layers up to this one run in the mode, the others in FLOAT.\n"
      "only:  this layer alone does.\n"
      "dB:    signal to noise of the network's outputs against FLOAT's.\n"
      "lost, new: boxes at --thresh that FLOAT alone finds, and that FLOAT "
      "does "
      "not find.\n"
      "IoU:   mean overlap of the others with FLOAT's; the same are those of "
      "one class\n"
      "       that overlap by .5 or more.\n"
      "changed: pictures whose best class is not FLOAT's.\n"
      "Examples:\n"
      "  qsim cross scenes.qsim --images test.txt --limit 20\n"
      "  qsim cross scenes.qsim --images test.txt --mode hybrid --html "
      "cross.html");
  command->callback([options, &status] {
    Result<void> done = cross(*options);
    status = done ? Success : refuse(done.error());
  });
}

} // namespace qsim::cli
