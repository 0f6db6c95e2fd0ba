// SPDX-License-Identifier: Apache-2.0
// qsim bisect: the layer at which a network in INT or HYBRID begins to lose
// more than is allowed.
#include "Scoring.h"

#include "qsim/Execution/Crossing.h"
#include "qsim/Execution/CrossingSearch.h"
#include "qsim/Support/Json.h"
#include "qsim/Support/Numbers.h"

#include <cstdio>
#include <memory>

namespace qsim::cli {
namespace {

struct BisectOptions {
  std::string package;
  double drop = 0; ///< points
  ScoringOptions scoring;
  CrossingOptions crossing;
  bool exhaustive = false;
  bool json = false;
};

const char *modeName(const BisectOptions &options) {
  return qsimrt_mode_name(options.crossing.mode);
}

void writeFronts(JsonWriter &json, const CrossingFinding &finding,
                 const std::vector<int> &layers, const Scoring &scoring) {
  json.key("fronts").beginArray();
  for (const CrossingFront &front : finding.fronts) {
    if (front.length == 0)
      continue;
    json.beginObject().member("layer", layers[front.length - 1]);
    json.member(scoring.key(), front.score).member("broken", front.broken);
    json.endObject();
  }
  json.endArray();
}

std::string jsonText(const CrossingFinding &finding,
                     const std::vector<int> &layers, const qsimrt_model &model,
                     const BisectOptions &options, const Scoring &scoring) {
  JsonWriter json;
  json.beginObject().member("mode", modeName(options));
  json.member("metric", scoring.key()).member("drop", options.drop);
  json.member("float", finding.reference);
  json.member(modeName(options), finding.whole);
  if (finding.breaking) {
    const BreakingLayer &breaking = *finding.breaking;
    json.member("layer", breaking.layer);
    json.member("name", model.layers[breaking.layer].name);
    json.member("before", breaking.before).member("at", breaking.at);
    json.member("single", breaking.single).member("alone", breaking.alone);
    json.key("set").beginArray();
    for (const int layer : breaking.set)
      json.value(layer);
    json.endArray().member("set_score", breaking.setScore);
  } else {
    json.key("layer").null().key("name").null().key("set").null();
  }
  // Without a contradiction only all fronts together prove it.
  if (finding.recovered || finding.complete)
    json.member("monotone", !finding.recovered);
  else
    json.key("monotone").null();
  json.member("complete", finding.complete);
  writeFronts(json, finding, layers, scoring);
  return json.member("runs", finding.runs).endObject().take();
}

void printBreaking(const BreakingLayer &breaking, const qsimrt_model &model,
                   const char *mode) {
  const auto title = [&](int layer) {
    return std::to_string(layer) + " " + model.layers[layer].name;
  };
  std::printf("layer %s: with %s up to it %.4f, up to the one before %.4f\n",
              title(breaking.layer).c_str(), mode, breaking.at,
              breaking.before);
  if (breaking.alone) {
    std::printf("this layer alone in %s loses too much, too: %.4f\n", mode,
                breaking.single);
    return;
  }
  std::string set;
  for (const int layer : breaking.set)
    set += (set.empty() ? "" : ", ") + title(layer);
  std::printf("this layer alone in %s does not (%.4f); only these in %s do "
              "(%.4f), and none of them can be left out: %s\n",
              mode, breaking.single, mode, breaking.setScore, set.c_str());
}

/// How much of the fronts was seen, and what that says.
void printMonotony(const CrossingFinding &finding,
                   const std::vector<int> &layers, const qsimrt_model &model,
                   const char *mode) {
  const std::size_t measured = finding.fronts.size() - 1;
  if (finding.recovered) {
    const int layer = layers[finding.recovered->length - 1];
    std::printf("not monotone: %s up to %d %s is fine again (%.4f)%s\n", mode,
                layer, model.layers[layer].name, finding.recovered->score,
                finding.complete ? "" : "; --exhaustive runs all front parts");
  } else if (finding.complete) {
    std::printf("all %zu front parts were run: monotone\n", measured);
  } else {
    std::printf("%zu of %zu front parts were run, none contradicts; "
                "--exhaustive runs all\n",
                measured, layers.size());
  }
}

void printText(const CrossingFinding &finding, const std::vector<int> &layers,
               const qsimrt_model &model, const BisectOptions &options,
               const Scoring &scoring) {
  const char *mode = modeName(options);
  std::printf("%s: float %.4f, %s %.4f (%d runs)\n", scoring.title(),
              finding.reference, mode, finding.whole, finding.runs);
  if (finding.breaking)
    printBreaking(*finding.breaking, model, mode);
  else
    std::printf("the whole network in %s loses no more than %s points, nor "
                "does a front part that was run\n",
                mode, formatDouble(options.drop).c_str());
  printMonotony(finding, layers, model, mode);
}

Result<void> run(BisectOptions options) {
  Result<std::unique_ptr<Package>> package = Package::open(options.package);
  if (!package)
    return package.error();
  Result<Scoring> scoring = Scoring::create(**package, options.scoring);
  if (!scoring)
    return scoring.error();
  options.crossing.answers = scoring->answerOptions();
  const qsimrt_model &model = (*package)->model();
  Result<std::vector<int>> layers =
      crossableLayers(model, options.crossing.mode);
  if (!layers)
    return layers.error();
  const auto score = [&](const std::vector<int> &chosen) -> Result<double> {
    std::vector<qsimrt_mode> modes(static_cast<std::size_t>(model.layer_count),
                                   QSIMRT_FLOAT);
    for (const int layer : chosen)
      modes[static_cast<std::size_t>(layer)] = options.crossing.mode;
    Result<std::vector<Answer>> answers =
        answerAll(**package, scoring->pictures(), modes, options.crossing);
    if (!answers)
      return answers.error();
    // FLOAT's run is the first.
    if (chosen.empty())
      if (Result<void> done = scoring->setReference(*answers); !done)
        return done.error();
    return scoring->score(*answers);
  };
  Result<CrossingFinding> finding =
      searchCrossings(*layers, {options.drop / 100, options.exhaustive}, score);
  if (!finding)
    return finding.error();
  if (options.json)
    std::printf("%s\n",
                jsonText(*finding, *layers, model, options, *scoring).c_str());
  else
    printText(*finding, *layers, model, options, *scoring);
  return {};
}

} // namespace

void addBisectCommand(CLI::App &app, int &status) {
  auto options = std::make_shared<BisectOptions>();
  CLI::App *command = app.add_subcommand(
      "bisect", "Find the layer at which the loss passes a limit");
  command->add_option("PACKAGE", options->package, "package directory")
      ->required();
  addScoringOptions(*command, options->scoring);
  command
      ->add_option("--drop", options->drop,
                   "points that may be lost against float")
      ->required()
      ->check(numberIn(0, 100))
      ->option_text("POINTS");
  command->add_flag("--exhaustive", options->exhaustive,
                    "run every front part");
  addCrossedModeOption(*command, options->crossing.mode);
  addThreadsOption(*command, options->crossing.threads);
  addJsonOption(*command, options->json);
  command->footer(
      "Runs front parts in the mode and the rest in FLOAT, halves, and looks "
      "at some more\nwhether losses only grow: about 2 log2(layers) + 6 runs "
      "over the pictures. Only\n--exhaustive can say that they do. Where the "
      "layer alone does not lose too much, a\nset of layers that together do "
      "is searched, from which none can be left out.\n"
      "Examples:\n"
      "  qsim bisect scenes.qsim --images test.txt --drop 2\n"
      "  qsim bisect scenes.qsim --images test.txt --drop 0.5 --mode hybrid "
      "--json");
  command->callback([options, &status] {
    Result<void> done = run(*options);
    status = done ? Success : refuse(done.error());
  });
}

} // namespace qsim::cli
