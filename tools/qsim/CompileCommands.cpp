// SPDX-License-Identifier: Apache-2.0
// qsim compile and its four steps: import, calibrate, quantize, emit.
#include "Command.h"
#include "CompileSummary.h"

#include "qsim/Pipelines/Compile.h"
#include "qsim/Support/Json.h"
#include "qsim/Support/OutputCheck.h"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <initializer_list>
#include <memory>

namespace qsim::cli {
namespace {

/// All options of all steps; each command offers its own part.
struct CompileOptions {
  ImportSettings importing;
  CalibrateSettings calibrating;
  QuantizeSettings quantizing;
  std::string input, output, yaml;
  bool json = false;
};

using Options = std::shared_ptr<CompileOptions>;

void addOutput(CLI::App &command, const Options &options,
               const std::string &what) {
  command.add_option("-o,--output", options->output, what)->required();
  addJsonOption(command, options->json);
}

/// What CLI11 takes for an unsigned number wraps around or saturates.
CLI::Validator seedNumber() {
  return CLI::Validator(
      [](std::string &text) -> std::string {
        std::uint64_t value = 0;
        const char *end = text.data() + text.size();
        const auto read = std::from_chars(text.data(), end, value);
        if (read.ec == std::errc() && read.ptr == end)
          return {};
        return text + " is not a whole number in 0..18446744073709551615";
      },
      "", "seed");
}

/// What a picture goes through; errors come from the import.
void addPreprocessingOptions(CLI::App &command, PreprocessingWords &words) {
  command.add_option(
      "--resize", words.resize,
      "how pictures are brought to the input size: stretch, letterbox, "
      "letterbox-topleft, center-crop, crop:SIDE, where the shorter side "
      "becomes SIDE first (default: stretch; of a cfg what the dialect does, "
      "classifiers, networks without detection head that end in a softmax or a "
      "1x1 output: center-crop)");
  command.add_option("--order", words.order,
                     "order of the channels: rgb or bgr (default: rgb)");
  command.add_option("--scale-input", words.scaleInput,
                     "what the bytes of a picture are divided by: 255 or 1 "
                     "(default: 255)");
  command.add_option("--mean", words.mean,
                     "subtracted after that: one number, or a,b,c in the order "
                     "of the channels (default: 0)");
  command.add_option("--std", words.std,
                     "what the difference is divided by: one number, or a,b,c "
                     "(default: 1)");
  command.add_option("--pad-value", words.padValue,
                     "byte value of a letterbox's canvas, 0..255 (default: "
                     "127.5)");
}

void addImportOptions(CLI::App &command, const Options &options) {
  ImportSettings &settings = options->importing;
  command
      .add_option("MODEL", settings.model,
                  "Darknet network, MODEL.cfg, or ONNX model, MODEL.onnx")
      ->required();
  CLI::Option *weights = command.add_option("--weights", settings.weights,
                                            "trained parameters, W.weights");
  CLI::Option *seed = command.add_option(
      "--seed", settings.seed, "draw the parameters from this seed instead");
  seed->check(seedNumber())->type_name("0..2^64-1");
  weights->excludes(seed);
  command
      .add_option("--darknet-dialect", settings.dialect,
                  "whose Darknet the network is for (default: alexeyab where "
                  "the cfg has what only that one knows, else pjreddie)")
      ->check(CLI::IsMember({"pjreddie", "alexeyab", "yolo2_light"}));
  addPreprocessingOptions(command, settings.preprocessing);
  command.add_option("--names", settings.names, "class names, one a line");
  command
      .add_option("--input", settings.inputs,
                  "ONNX: dimensions of an input that the model leaves open "
                  "(an open batch is 1)")
      ->type_name("NAME=1x3x416x416");
  command
      .add_option("--size", settings.size,
                  "ONNX: width and height of the input, where the model leaves "
                  "them open: as --input says")
      ->type_name("WxH");
  command
      .add_option("--freeze-input", settings.frozenInputs,
                  "ONNX: an input that is a constant, a .npy or TensorProto "
                  "file; all but one must be")
      ->type_name("NAME=FILE");
  command
      .add_option("--head", settings.head,
                  "ONNX: a detection head behind the output, for models that "
                  "decode no boxes: yolox reads rows of x, y, w, h, "
                  "objectness, classes")
      ->check(CLI::IsMember({"yolox"}));
  command
      .add_option("--head-strides", settings.headStrides,
                  "ONNX: strides of the head's grids, in the order of its rows "
                  "(default: 8,16,32)")
      ->delimiter(',')
      ->check(CLI::Range(1, 65536))
      ->type_name("S,...");
}

void addCalibrateOptions(CLI::App &command, const Options &options) {
  command.add_option(
      "--images", options->calibrating.images,
      "pictures to calibrate on: list, folder, picture, IDX file "
      "(maybe with #FIRST..LAST) or tensors (.npy, .pb; a batch is "
      "as many)");
  command
      .add_option("--threads", options->calibrating.threads,
                  "pictures at a time; 0: as many as the machine has cores")
      ->check(CLI::Range(0, 1024));
}

/// `--profile`, which goes with the options in `with` and no others.
void addProfileOption(CLI::App &command, const Options &options,
                      std::initializer_list<std::string> with) {
  CLI::Option *profile =
      command
          .add_option("--profile", options->quantizing.profile,
                      "compute as another engine does, from the cfg and the "
                      "weights alone; leaves nothing else to choose")
          ->check(CLI::IsMember({"yolo2_light"}));
  for (CLI::Option *other : command.get_options())
    if (other != profile && !other->get_lnames().empty() &&
        std::find(with.begin(), with.end(), other->get_lnames()[0]) ==
            with.end())
      profile->excludes(other);
}

void addQuantizeOptions(CLI::App &command, const Options &options) {
  QuantizeSettings &settings = options->quantizing;
  command.add_option("--method", settings.method, "how thresholds are chosen")
      ->check(
          CLI::IsMember({"kl", "log2", "minmax", "mse", "octav", "percentile"}))
      ->capture_default_str();
  command
      .add_option("--percentile", settings.percentile,
                  "method percentile: share of the values to keep, per cent")
      ->check(CLI::Range(50.0, 100.0))
      ->capture_default_str();
  command
      .add_option("--activations", settings.activations,
                  "zero points of activations: 0, or chosen with the scale")
      ->check(CLI::IsMember({"symmetric", "asymmetric"}))
      ->capture_default_str();
  command
      .add_option("--scale", settings.scale,
                  "allowed scales (default: log2 with method log2, else any)")
      ->check(CLI::IsMember({"any", "log2"}));
  command
      .add_option("--granularity", settings.granularity,
                  "one weight scale per output channel or per tensor")
      ->check(CLI::IsMember({"channel", "tensor"}))
      ->capture_default_str();
  command
      .add_option("--log2-form", settings.log2Form,
                  "method log2: least error, or nothing saturates")
      ->check(CLI::IsMember({"min-error", "non-overflow"}))
      ->capture_default_str();
  const auto addWidth = [&](const char *name, unsigned &width,
                            const char *what) {
    command.add_option(name, width, what)
        ->check(CLI::Range(2, 16))
        ->capture_default_str();
  };
  addWidth("--activation-width", settings.activationWidth,
           "bits of activations");
  addWidth("--weight-width", settings.weightWidth, "bits of weights");
  addWidth("--head-width", settings.headWidth,
           "bits of tensors that only heads, or nobody but the graph's "
           "outputs, read");
  command.add_flag("!--no-bias-correction", settings.correctBias,
                   "keep the imported biases");
  command.add_option("--overrides", settings.overrides,
                     "rules for single layers, overrides.yaml");
  command.add_option("--sys", settings.sys, "the datapath, F.sys");
}

/// Options that contradict each other or that nobody would read.
void checkCombination(const CLI::App &command,
                      const QuantizeSettings &settings) {
  const bool log2 = settings.method == "log2";
  if (log2 && settings.scale == "any")
    throw CLI::ValidationError(
        "--scale", "method log2 chooses powers of two, any contradicts it");
  if (settings.activations == "asymmetric" &&
      (log2 || settings.scale == "log2"))
    throw CLI::ValidationError("--activations",
                               "asymmetric needs any scale: " +
                                   std::string(log2 ? "--method" : "--scale") +
                                   " log2 chooses powers of two");
  // An override may choose the method of a single layer.
  if (!settings.overrides.empty())
    return;
  if (command.count("--percentile") && settings.method != "percentile")
    throw CLI::ValidationError("--percentile",
                               "is for --method percentile, not for " +
                                   settings.method);
  if (command.count("--log2-form") && !log2)
    throw CLI::ValidationError("--log2-form", "is for --method log2, not for " +
                                                  settings.method);
}

int finish(const CompileOptions &options, const char *command,
           const Result<void> &done) {
  if (!done)
    return refuse(done.error());
  if (options.json) {
    JsonWriter json;
    json.beginObject().member("command", command);
    json.member("output", options.output).endObject();
    std::printf("%s\n", json.take().c_str());
  }
  return Success;
}

/// The same for steps after which `yaml` tells what was chosen; a profile
/// chooses without one.
int finishWithChoices(const CompileOptions &options, const char *command,
                      const Result<void> &done, const std::string &yaml) {
  if (!done)
    return refuse(done.error());
  if (!options.quantizing.profile.empty()) {
    if (!options.json)
      std::printf("written: %s\n", options.output.c_str());
    return finish(options, command, done);
  }
  if (options.json) {
    JsonWriter json;
    json.beginObject().member("command", command);
    json.member("output", options.output);
    if (Result<void> written = writeCompileSummary(json, yaml); !written)
      return refuse(written.error());
    std::printf("%s\n", json.endObject().take().c_str());
    return Success;
  }
  Result<std::string> summary = compileSummary(yaml);
  if (!summary)
    return refuse(summary.error());
  std::printf("%s\nwritten: %s\n", summary->c_str(), options.output.c_str());
  return Success;
}

/// Runs a step unless its output `-o` is one of its inputs.
Result<void> guarded(const CompileOptions &options,
                     const std::vector<std::string> &inputs,
                     const std::function<Result<void>()> &step) {
  if (Result<void> free = checkOutput("--output", options.output, inputs);
      !free)
    return free;
  return step();
}

/// The same for the step that writes a calibration, too.
Result<void> calibrateGuarded(const CompileOptions &options) {
  std::vector<std::string> inputs = filesOfDataset(options.calibrating.images);
  inputs.push_back(options.input);
  const std::string histograms =
      std::filesystem::path(options.yaml).replace_extension(".hist").string();
  for (const std::string &written : {options.yaml, histograms}) {
    if (written == options.output)
      return Error{"--calibration: " + written +
                   " is where --output goes; choose another file"};
    if (Result<void> free = checkOutput("--calibration", written, inputs);
        !free)
      return free;
  }
  return guarded(options, inputs, [&] {
    return calibrateModel(options.input, options.calibrating, options.yaml,
                          options.output);
  });
}

void requireParameters(const CompileOptions &options) {
  if (options.importing.weights.empty() && !options.importing.seed &&
      !hasOwnParameters(options.importing.model))
    throw CLI::RequiredError("--weights (or --seed)");
}

} // namespace

void addImportCommand(CLI::App &app, int &status) {
  auto options = std::make_shared<CompileOptions>();
  CLI::App *command =
      app.add_subcommand("import", "Step 1: a trained network to a module");
  addImportOptions(*command, options);
  addOutput(*command, options, "module to write, X.mlirbc");
  command->footer(
      "Examples:\n"
      "  qsim import scenes.cfg --weights scenes.weights -o scenes.mlirbc\n"
      "  qsim import model.onnx --input images=1x3x416x416 -o model.mlirbc");
  command->callback([options, &status] {
    requireParameters(*options);
    status = finish(
        *options, "import",
        guarded(
            *options,
            {options->importing.model, options->importing.weights,
             options->importing.names},
            [&] { return importModel(options->importing, options->output); }));
  });
}

void addCalibrateCommand(CLI::App &app, int &status) {
  auto options = std::make_shared<CompileOptions>();
  CLI::App *command = app.add_subcommand(
      "calibrate", "Step 2: observe ranges and histograms on pictures");
  command->add_option("MODULE", options->input, "imported module")->required();
  addCalibrateOptions(*command, options);
  command
      ->add_option("--calibration", options->yaml,
                   "calibration.yaml to write (histograms beside it)")
      ->required();
  addOutput(*command, options, "module to write, X.mlirbc");
  command->footer("Example:\n  qsim calibrate scenes.mlirbc --images calib.txt "
                  "--calibration calibration.yaml -o calibrated.mlirbc");
  command->callback([options, &status] {
    status = finish(*options, "calibrate", calibrateGuarded(*options));
  });
}

void addQuantizeCommand(CLI::App &app, int &status) {
  auto options = std::make_shared<CompileOptions>();
  CLI::App *command = app.add_subcommand(
      "quantize", "Step 3: choose widths and scales, correct biases");
  command
      ->add_option("MODULE", options->input,
                   "calibrated module; with --profile an imported one")
      ->required();
  command->add_option("--calibration", options->yaml,
                      "its calibration.yaml; the choices are added to it");
  addQuantizeOptions(*command, options);
  command
      ->add_option("--threads", options->quantizing.threads,
                   "threads of the search for scales; 0: as many as the "
                   "machine has cores")
      ->check(CLI::Range(0, 1024));
  addOutput(*command, options, "module to write, X.mlirbc");
  addProfileOption(*command, options, {"help", "json", "output"});
  command->footer("Example:\n  qsim quantize calibrated.mlirbc --calibration "
                  "calibration.yaml --method mse -o quantized.mlirbc");
  command->callback([options, command, &status] {
    if (options->yaml.empty() && options->quantizing.profile.empty())
      throw CLI::RequiredError("--calibration");
    checkCombination(*command, options->quantizing);
    status = finishWithChoices(
        *options, "quantize",
        guarded(*options,
                {options->input, options->yaml, options->quantizing.overrides,
                 options->quantizing.sys},
                [&] {
                  return quantizeModel(options->input, options->quantizing,
                                       options->yaml, options->output);
                }),
        options->yaml);
  });
}

void addEmitCommand(CLI::App &app, int &status) {
  auto options = std::make_shared<CompileOptions>();
  CLI::App *command = app.add_subcommand("emit", "Step 4: write the package");
  command->add_option("MODULE", options->input, "quantized module")->required();
  command->add_option("--calibration", options->yaml,
                      "calibration.yaml to put into the package");
  command->add_option("--overrides", options->quantizing.overrides,
                      "overrides.yaml to put into the package");
  addOutput(*command, options, "package directory to write");
  command->footer("Example:\n  qsim emit quantized.mlirbc --calibration "
                  "calibration.yaml -o scenes.qsim");
  command->callback([options, &status] {
    status = finish(*options, "emit",
                    emitModel(options->input, options->yaml,
                              options->quantizing.overrides, options->output));
  });
}

void addCompileCommand(CLI::App &app, int &status) {
  auto options = std::make_shared<CompileOptions>();
  CLI::App *command = app.add_subcommand(
      "compile", "A trained network to a quantized package, in one go");
  addImportOptions(*command, options);
  addCalibrateOptions(*command, options);
  command->add_option("--calibration", options->calibrating.from,
                      "calibration.yaml of an earlier run instead of --images");
  addQuantizeOptions(*command, options);
  addOutput(*command, options, "package directory to write");
  addProfileOption(*command, options,
                   {"help", "json", "output", "weights", "seed", "names",
                    "resize", "darknet-dialect", "order", "scale-input", "mean",
                    "std", "pad-value"});
  command->footer(
      "Examples:\n"
      "  qsim compile scenes.cfg --weights scenes.weights --images calib.txt "
      "-o scenes.qsim\n"
      "  qsim compile scenes.cfg --weights scenes.weights --calibration "
      "scenes.qsim/calibration.yaml --method log2 -o shift.qsim\n"
      "  qsim compile yolov3-tiny.cfg --weights yolov3-tiny.weights --profile "
      "yolo2_light -o light.qsim");
  command->callback([options, command, &status] {
    requireParameters(*options);
    const CalibrateSettings &source = options->calibrating;
    if (!source.images.empty() && !source.from.empty())
      throw CLI::ValidationError("--calibration",
                                 "is given and --images, too: an earlier "
                                 "calibration stands in the place of pictures");
    if (options->quantizing.profile.empty() && source.images.empty() &&
        source.from.empty())
      throw CLI::RequiredError("either --images or --calibration");
    checkCombination(*command, options->quantizing);
    status =
        finishWithChoices(*options, "compile",
                          compileModel(options->importing, options->calibrating,
                                       options->quantizing, options->output),
                          options->output + "/calibration.yaml");
  });
}

} // namespace qsim::cli
