// SPDX-License-Identifier: Apache-2.0
// qsim cross: what the mode of a front part, and of every single layer, does to
// the answers.
#include "Scoring.h"

#include "qsim/Execution/Crossing.h"
#include "qsim/Report/CrossingPage.h"
#include "qsim/Support/AtomicFile.h"
#include "qsim/Support/Json.h"
#include "qsim/Support/Numbers.h"
#include "qsim/Support/Table.h"

#include <cstdio>
#include <memory>

namespace qsim::cli {
namespace {

struct CrossOptions {
  std::string package, html;
  ScoringOptions scoring;
  CrossingOptions crossing;
  bool json = false;
};

Result<CrossingScores> scoresOf(const CrossingSweep &sweep,
                                const Scoring &scoring) {
  CrossingScores scores;
  scores.metric = scoring.title();
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
  const auto write = [&](const char *name, auto part) {
    json.key(name).beginArray();
    for (const CrossingScores::Layer &layer : scores.layers) {
      json.beginObject().member("layer", layer.index);
      json.member("name", model.layers[layer.index].name);
      json.member(scoring.key(), (layer.*part).score);
      json.member("sqnr_db", (layer.*part).sqnr).endObject();
    }
    json.endArray();
  };
  write("prefix", &CrossingScores::Layer::prefix);
  write("single", &CrossingScores::Layer::single);
  return json.endObject().take();
}

void printText(const CrossingScores &scores, const qsimrt_model &model,
               qsimrt_mode mode) {
  const char *name = qsimrt_mode_name(mode);
  Table table({"#", "layer", std::string("up to: ") + scores.metric, "dB",
               std::string("only: ") + scores.metric, "dB"});
  for (const CrossingScores::Layer &layer : scores.layers)
    table.addRow({std::to_string(layer.index), model.layers[layer.index].name,
                  formatFixed(layer.prefix.score, 4),
                  formatFixed(layer.prefix.sqnr, 1),
                  formatFixed(layer.single.score, 4),
                  formatFixed(layer.single.sqnr, 1)});
  std::fputs(table.text().c_str(), stdout);
  std::printf("%s: float %.4f, %s %.4f\n", scores.metric.c_str(),
              scores.reference, name, scores.all);
}

Result<void> cross(CrossOptions options) {
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
  Result<CrossingScores> scores = scoresOf(*sweep, *scoring);
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
  addThreadsOption(*command, options->crossing.threads);
  addJsonOption(*command, options->json);
  command->footer(
      "up to: the layers up to this one run in the mode, the others in FLOAT.\n"
      "only:  this layer alone does.\n"
      "dB:    signal to noise of the network's outputs against FLOAT's.\n"
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
