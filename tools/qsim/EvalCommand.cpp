// SPDX-License-Identifier: Apache-2.0
// qsim eval: accuracy of a package on labelled pictures, next to its own FLOAT.
#include "Command.h"
#include "Eval.h"

#include "qsim/Support/Numbers.h"

#include <algorithm>
#include <memory>

namespace qsim::cli {

Result<LayerNoise> noisiestLayer(const Package &package,
                                 const std::vector<std::string> &pictures,
                                 qsimrt_mode mode, int threads) {
  // Layer noise settles after a few pictures; more would only take time.
  constexpr std::size_t enough = 8;
  std::vector<std::string> few = pictures;
  few.resize(std::min(few.size(), enough));
  Result<std::vector<LayerNoise>> noise =
      measureLayerNoise(package, few, mode, threads);
  if (!noise)
    return noise.error();
  return *worstLayer(*noise);
}

void writeWorstLayer(JsonWriter &json, const LayerNoise &layer,
                     const qsimrt_model &model) {
  json.key("worst_layer").beginObject();
  json.member("index", layer.layer);
  json.member("name", model.layers[layer.layer].name);
  json.member("sqnr_db", layer.difference.sqnr()).endObject();
}

std::string worstLayerText(const LayerNoise &layer, const qsimrt_model &model) {
  return "noisiest layer: " + std::to_string(layer.layer) + " " +
         model.layers[layer.layer].name + ", SQNR " +
         formatFixed(layer.difference.sqnr(), 1) + " dB\n";
}

std::string points(double fraction) { return formatFixed(100 * fraction, 2); }

static Result<void> eval(const EvalOptions &options) {
  Result<std::unique_ptr<Package>> package = Package::open(options.package);
  if (!package)
    return package.error();
  if (!isDetector((*package)->model())) {
    if (!options.classMap.empty())
      return Error{options.package +
                   ": a classifier; --class-map is for detectors"};
    return evalClassifier(options, **package);
  }
  if (!options.labels.empty() || options.source != ClassSource::Auto)
    return Error{options.package + ": a detector; --labels and --dataset are "
                                   "for classifiers"};
  return evalDetector(options, **package);
}

static void addClassifierOptions(CLI::App &command, EvalOptions &options) {
  command.add_option("--labels", options.labels,
                     "classifiers: what the pictures' paths or folders call "
                     "the classes, one a line in the network's order (default: "
                     "--names)");
  command
      .add_option_function<std::string>(
          "--dataset",
          [&options](const std::string &word) {
            options.source = *parseClassSource(word);
          },
          "classifiers: where a picture's class is found: a label in its path "
          "(list), its folder (folders), the file beside MNIST's (idx)")
      ->check(CLI::IsMember({"auto", "list", "folders", "idx"}))
      ->option_text("auto|list|folders|idx");
}

void addEvalCommand(CLI::App &app, int &status) {
  auto options = std::make_shared<EvalOptions>();
  CLI::App *command =
      app.add_subcommand("eval", "Measure accuracy on labelled pictures");
  command->add_option("PACKAGE", options->package, "package directory")
      ->required();
  addModeOption(*command, options->detection.mode)->required();
  command
      ->add_option("--images", options->images,
                   "list or directory of pictures, or an IDX file (maybe with "
                   "#FIRST..LAST, maybe compressed). Detectors: "
                   "labels stand beside the pictures in Darknet's form; "
                   "classifiers: see --dataset")
      ->required();
  command->add_option("--names", options->names,
                      "class names, one a line (default: the package's)");
  command->add_option(
      "--class-map", options->classMap,
      "detectors: lines 'from to', a class of the labels and the network's; "
      "objects of other classes are left out (default: they are the same)");
  addClassifierOptions(*command, *options);
  addDetectionOptions(*command, options->detection.threshold,
                      options->detection.iou);
  addThreadsOption(*command, options->detection.threads);
  addJsonOption(*command, options->json);
  command->footer(
      "A network without detection head is a classifier: its last layer's\n"
      "output is the scores of the classes.\n"
      "Scores are 0..1 in JSON. fidelity compares with FLOAT: a detector's is\n"
      "the pooled AP against FLOAT's own detections above .25, a classifier's\n"
      "how often both name the same class. Deviations come from a (paired)\n"
      "bootstrap; a classifier's are binomial, that of the drop paired.\n"
      "Examples:\n"
      "  qsim eval scenes.qsim --mode float --images test.txt\n"
      "  qsim eval scenes.qsim --mode int --images test.txt --json\n"
      "  qsim eval voc.qsim --mode int --images test.txt --class-map "
      "coco-to-voc.txt\n"
      "  qsim eval tiny.qsim --mode int --images test.txt --labels "
      "synsets.txt\n"
      "  qsim eval lenet.qsim --mode int --images "
      "t10k-images-idx3-ubyte.gz#500..9999");
  command->callback([options, &status] {
    Result<void> done = eval(*options);
    status = done ? Success : refuse(done.error());
  });
}

} // namespace qsim::cli
