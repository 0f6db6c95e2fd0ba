// SPDX-License-Identifier: Apache-2.0
// qsim bisect: the layer at which a network in INT or HYBRID begins to lose
// more than is allowed.
#include "Scoring.h"

#include "qsim/Execution/Crossing.h"
#include "qsim/Support/Json.h"
#include "qsim/Support/Numbers.h"

#include <cstdio>
#include <map>
#include <memory>

namespace qsim::cli {
namespace {

struct BisectOptions {
  std::string package;
  double drop = 0; ///< points
  ScoringOptions scoring;
  CrossingOptions crossing;
  bool json = false;
};

/// Scores of front parts in the mode, each measured once.
class Prefixes {
public:
  Prefixes(const Package &package, const Scoring &scoring,
           const CrossingOptions &options, std::vector<int> layers)
      : package(package), scoring(scoring), options(options),
        layers(std::move(layers)) {}

  std::size_t count() const { return layers.size(); }
  int layer(std::size_t i) const { return layers[i]; }
  int runs() const { return measured; }

  /// The first `length` crossable layers in the mode, the others in FLOAT.
  Result<double> score(std::size_t length) {
    if (const auto known = scores.find(length); known != scores.end())
      return known->second;
    std::vector<qsimrt_mode> modes(
        static_cast<std::size_t>(package.model().layer_count), QSIMRT_FLOAT);
    for (std::size_t i = 0; i < length; ++i)
      modes[static_cast<std::size_t>(layers[i])] = options.mode;
    Result<double> score = measure(modes);
    if (score)
      scores[length] = *score;
    return score;
  }

  /// One layer alone.
  Result<double> single(int layer) {
    std::vector<qsimrt_mode> modes(
        static_cast<std::size_t>(package.model().layer_count), QSIMRT_FLOAT);
    modes[static_cast<std::size_t>(layer)] = options.mode;
    return measure(modes);
  }

private:
  Result<double> measure(const std::vector<qsimrt_mode> &modes) {
    ++measured;
    Result<std::vector<Answer>> answers =
        answerAll(package, scoring.pictures(), modes, options);
    if (!answers)
      return answers.error();
    return scoring.score(*answers);
  }

  const Package &package;
  const Scoring &scoring;
  const CrossingOptions &options;
  std::vector<int> layers;
  std::map<std::size_t, double> scores;
  int measured = 0;
};

struct Finding {
  int layer = -1;         ///< -1: the whole network is within the limit
  bool alone = false;     ///< the layer alone loses too much, too
  bool monotone = true;   ///< no probe contradicted that losses only grow
  int contradiction = -1; ///< the layer whose front part did
  double reference = 0, whole = 0, before = 0, at = 0, single = 0;
  int runs = 0;
};

/// Invariant: the first `within` layers in the mode are within the limit, the
/// first `beyond` are not.
Result<Finding> bisect(Prefixes &prefixes, double limit) {
  Finding finding;
  Result<double> last = prefixes.score(0);
  if (!last)
    return last.error();
  finding.reference = *last;
  std::size_t within = 0, beyond = prefixes.count();
  last = prefixes.score(beyond);
  if (!last)
    return last.error();
  finding.whole = *last;
  const auto tooMuch = [&](double score) {
    return finding.reference - score > limit;
  };
  if (!tooMuch(finding.whole)) {
    finding.runs = prefixes.runs();
    return finding;
  }
  while (beyond - within > 1) {
    const std::size_t middle = within + (beyond - within) / 2;
    last = prefixes.score(middle);
    if (!last)
      return last.error();
    (tooMuch(*last) ? beyond : within) = middle;
  }
  finding.layer = prefixes.layer(beyond - 1);
  finding.before = *prefixes.score(within);
  finding.at = *prefixes.score(beyond);
  // Two probes that the search did not need: where losses only grow, the first
  // is within the limit and the second beyond it.
  const std::size_t probes[] = {within / 2,
                                beyond + (prefixes.count() - beyond) / 2};
  for (const std::size_t probe : probes) {
    last = prefixes.score(probe);
    if (!last)
      return last.error();
    if (tooMuch(*last) != (probe >= beyond)) {
      finding.monotone = false;
      finding.contradiction = probe ? prefixes.layer(probe - 1) : -1;
    }
  }
  last = prefixes.single(finding.layer);
  if (!last)
    return last.error();
  finding.single = *last;
  finding.alone = tooMuch(finding.single);
  finding.runs = prefixes.runs();
  return finding;
}

std::string jsonText(const Finding &finding, const qsimrt_model &model,
                     const BisectOptions &options, const Scoring &scoring) {
  JsonWriter json;
  json.beginObject();
  json.member("mode", qsimrt_mode_name(options.crossing.mode));
  json.member("metric", scoring.key()).member("drop", options.drop);
  json.member("float", finding.reference);
  json.member(qsimrt_mode_name(options.crossing.mode), finding.whole);
  if (finding.layer < 0) {
    json.key("layer").null().key("name").null();
  } else {
    json.member("layer", finding.layer);
    json.member("name", model.layers[finding.layer].name);
    json.member("before", finding.before).member("at", finding.at);
    json.member("single", finding.single).member("alone", finding.alone);
    json.member("monotone", finding.monotone);
  }
  return json.member("runs", finding.runs).endObject().take();
}

void printText(const Finding &finding, const qsimrt_model &model,
               const BisectOptions &options, const Scoring &scoring) {
  const char *mode = qsimrt_mode_name(options.crossing.mode);
  std::printf("%s: float %.4f, %s %.4f\n", scoring.title(), finding.reference,
              mode, finding.whole);
  if (finding.layer < 0) {
    std::printf("the whole network in %s loses no more than %s points (%d "
                "runs)\n",
                mode, formatDouble(options.drop).c_str(), finding.runs);
    return;
  }
  std::printf("layer %d %s: with %s up to it %.4f, up to the one before %.4f "
              "(%d runs)\n",
              finding.layer, model.layers[finding.layer].name, mode, finding.at,
              finding.before, finding.runs);
  std::printf(
      finding.alone
          ? "this layer alone in %s loses too much, too: %.4f\n"
          : "this layer alone in %s does not (%.4f): it takes the noise "
            "of those before it, too\n",
      mode, finding.single);
  if (!finding.monotone)
    std::printf("not monotone: %s up to layer %d contradicts it; qsim cross "
                "shows all front parts\n",
                mode, finding.contradiction);
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
  Prefixes prefixes(**package, *scoring, options.crossing, std::move(*layers));
  Result<Finding> finding = bisect(prefixes, options.drop / 100);
  if (!finding)
    return finding.error();
  if (options.json)
    std::printf("%s\n", jsonText(*finding, model, options, *scoring).c_str());
  else
    printText(*finding, model, options, *scoring);
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
      ->check(CLI::Range(0.0, 100.0))
      ->option_text("POINTS");
  addCrossedModeOption(*command, options->crossing.mode);
  addThreadsOption(*command, options->crossing.threads);
  addJsonOption(*command, options->json);
  command->footer(
      "Runs front parts in the mode and the rest in FLOAT, and halves: about "
      "log2(layers) + 5 runs over the pictures.\n"
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
