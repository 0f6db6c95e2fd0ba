// SPDX-License-Identifier: Apache-2.0
// qsim run: simulate a package on pictures or tensors; print, draw and dump.
#include "Command.h"
#include "RunAnswers.h"

#include "qsim/Execution/Detection.h"
#include "qsim/Execution/Dump.h"
#include "qsim/Execution/Input.h"
#include "qsim/Execution/Profile.h"
#include "qsim/Execution/StepFile.h"
#include "qsim/Support/Dataset.h"
#include "qsim/Support/Draw.h"
#include "qsim/Support/Idx.h"
#include "qsim/Support/OutputCheck.h"

#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>

namespace qsim::cli {
namespace {

/// Timed runs that a profile takes the medians of.
constexpr int runsOfProfile = 5;

struct RunOptions {
  std::string package;
  std::vector<std::string> inputs;
  SessionOptions session;
  AnswerOptions answers;
  std::string draw, dump, steps;
  bool profile = false;
  bool json = false;
};

std::string label(const Package &package, const qsimrt_detection &found) {
  char score[16];
  std::snprintf(score, sizeof score, " %.2f", static_cast<double>(found.score));
  return package.className(found.class_id) + score;
}

Picture drawDetections(const Package &package, Picture picture,
                       const std::vector<qsimrt_detection> &detections) {
  // Worst first, so that the best lie on top.
  for (std::size_t i = detections.size(); i-- > 0;) {
    const qsimrt_detection &found = detections[i];
    drawLabelledBox(picture, found.x, found.y, found.w, found.h,
                    label(package, found), classColour(found.class_id));
  }
  return picture;
}

/// One package, one session, and what they are asked.
class Runner {
public:
  static Result<Runner> create(const RunOptions &options);

  /// Runs an input and, where pictures are drawn, keeps its drawing.
  Result<InputAnswer> answer(const std::string &path);
  Result<void> writeDrawings() const;

  const Package &network() const { return *package; }
  const std::string &profile() const { return profiles; }

private:
  explicit Runner(const RunOptions &options) : options(options) {}

  Result<void> simulate(const Input &input, InputAnswer &result);

  const RunOptions &options;
  std::unique_ptr<Package> package;
  std::optional<StepFile> file;
  std::unique_ptr<Session> session;
  std::vector<CaptionedPicture> drawn;
  std::string profiles; // a table for each input
};

Result<Runner> Runner::create(const RunOptions &options) {
  Runner runner(options);
  Result<std::unique_ptr<Package>> package =
      options.steps.empty()
          ? Package::openForMode(options.package, options.session.mode)
          : Package::open(options.package);
  if (!package)
    return package.error();
  runner.package = std::move(*package);
  const qsimrt_model &model = runner.package->model();
  if (!options.draw.empty() && !isDetector(model))
    return Error{options.package + ": a classifier; --draw is for detectors"};
  SessionOptions session = options.session;
  if (!options.steps.empty()) {
    Result<StepFile> file = StepFile::read(options.steps, model);
    if (!file)
      return file.error();
    runner.file.emplace(std::move(*file));
    session.modes = runner.file->modes(session.mode);
    if (runner.file->dumps() && options.dump.empty())
      return Error{options.steps + ": dumps tensors; --dump DIR says where to"};
  } else if (!options.dump.empty()) {
    session.retention = QSIMRT_RETAIN_ALL;
  }
  Result<std::unique_ptr<Session>> created = Session::create(model, session);
  if (!created)
    return created.error();
  runner.session = std::move(*created);
  return runner;
}

Result<void> Runner::simulate(const Input &input, InputAnswer &result) {
  if (file)
    return runSteered(
        *session, *file, input, options.dump,
        [&](const RunEvent &event) { result.events.push_back(event); });
  if (Result<void> done = session->run(input.chw); !done)
    return done;
  if (options.profile) {
    Result<std::vector<LayerProfile>> layers =
        profileLayers(*session, input.chw, runsOfProfile);
    if (!layers)
      return layers.error();
    profiles += "\n" + profileAsText(*session, *layers);
  }
  return options.dump.empty() ? Result<void>()
                              : dumpLayers(*session, options.dump);
}

Result<InputAnswer> Runner::answer(const std::string &path) {
  const qsimrt_model &model = package->model();
  Result<Input> input = readInput(path, model);
  if (!input)
    return input.error();
  InputAnswer result;
  result.path = path;
  if (Result<void> done = simulate(*input, result); !done)
    return done.error();
  if (wasStopped(result))
    return result;
  Result<Answer> answer = answerOf(*input, *session, options.answers);
  if (!answer)
    return answer.error();
  result.answer = std::move(*answer);
  if (!options.draw.empty()) {
    if (!input->picture)
      return Error{path + ": --draw needs a picture, this is a tensor"};
    drawn.push_back({drawDetections(*package, std::move(*input->picture),
                                    result.answer.detections),
                     std::filesystem::path(path).filename().string()});
  }
  return result;
}

Result<void> Runner::writeDrawings() const {
  if (drawn.empty()) {
    if (!options.draw.empty())
      std::fprintf(stderr,
                   "qsim: note: %s is not written: %s stopped every run, "
                   "so there are no boxes\n",
                   options.draw.c_str(), options.steps.c_str());
    return {};
  }
  if (drawn.size() == 1)
    return writePng(options.draw, drawn[0].picture);
  const int columns = drawn.size() < 4 ? static_cast<int>(drawn.size()) : 4;
  return writePng(options.draw, composeGrid(drawn, columns));
}

// A drawing, and what it may not replace.
Result<void> checkDrawing(const RunOptions &options) {
  std::vector<std::string> read = options.inputs;
  read.push_back(options.steps);
  return checkOutput("--draw", options.draw, read);
}

/// The inputs, with every sample of a batch and every part that a range names.
Result<std::vector<std::string>> allInputs(const RunOptions &options,
                                           const qsimrt_model &model) {
  std::vector<std::string> all;
  for (const std::string &path : options.inputs) {
    if (!parseIdxRange(path) && !isTensorFile(path)) {
      all.push_back(path);
      continue;
    }
    Result<Dataset> parts = readDataset(path, sampleDims(model));
    if (!parts)
      return parts.error();
    all.insert(all.end(), parts->pictures.begin(), parts->pictures.end());
  }
  if (!options.dump.empty() && all.size() != 1)
    return Error{options.inputs[0] + ": " + std::to_string(all.size()) +
                 " inputs, --dump takes exactly one (FILE#INDEX)"};
  return all;
}

Result<void> run(const RunOptions &options) {
  if (Result<void> free = checkDrawing(options); !free)
    return free;
  Result<Runner> runner = Runner::create(options);
  if (!runner)
    return runner.error();
  Result<std::vector<std::string>> inputs =
      allInputs(options, runner->network().model());
  if (!inputs)
    return inputs.error();
  std::vector<InputAnswer> answers;
  for (const std::string &path : *inputs) {
    Result<InputAnswer> answer = runner->answer(path);
    if (!answer)
      return answer.error();
    answers.push_back(std::move(*answer));
  }
  if (Result<void> done = runner->writeDrawings(); !done)
    return done;
  const std::string text =
      options.json
          ? answersAsJson(runner->network(), options.session.mode, answers) +
                "\n"
          : answersAsText(runner->network(), answers);
  std::fputs((text + runner->profile()).c_str(), stdout);
  return {};
}

} // namespace

void addRunCommand(CLI::App &app, int &status) {
  auto options = std::make_shared<RunOptions>();
  CLI::App *command =
      app.add_subcommand("run", "Simulate a package on pictures or tensors");
  command->add_option("PACKAGE", options->package, "package directory")
      ->required();
  command
      ->add_option(
          "INPUT", options->inputs,
          "JPEG or PNG pictures, or preprocessed tensors (.npy, .pb; of "
          "a batch all, or FILE#INDEX, FILE#FIRST..LAST)")
      ->required();
  CLI::Option *mode = addModeOption(*command, options->session.mode);
  command->add_option("--ste", options->steps,
                      "step file: modes of single layers, breaks, watches, "
                      "dumps (--dump says where to), stops");
  addDetectionOptions(*command, options->answers.threshold,
                      options->answers.iou);
  command->add_option("--draw", options->draw,
                      "write the pictures with their boxes to this PNG");
  command->add_option("--dump", options->dump,
                      "write every layer's output to this directory; with "
                      "--ste the chosen ones");
  addKernelsOption(*command, options->session.kernels);
  addThreadsOption(*command, options->session.threads);
  CLI::Option *profile = command->add_flag(
      "--profile", options->profile,
      "also a table of every layer's time, kernel, GOP/s and bytes");
  addJsonOption(*command, options->json)->excludes(profile);
  command->footer(
      "Examples:\n"
      "  qsim run scenes.qsim --mode int street.png --draw boxes.png\n"
      "  qsim run scenes.qsim --mode int street.png --dump layers/\n"
      "  qsim run scenes.qsim --mode hybrid --json input.npy\n"
      "  qsim run scenes.qsim --ste front-float.ste street.png --dump layers/");
  command->callback([options, mode, &status] {
    if (!options->dump.empty() && options->inputs.size() != 1)
      throw CLI::ValidationError("--dump", "takes exactly one INPUT");
    // A step file may say every mode; float is what is left.
    if (mode->count() == 0 && options->steps.empty())
      throw CLI::RequiredError("--mode");
    Result<void> done = run(*options);
    status = done ? Success : refuse(done.error());
  });
}

} // namespace qsim::cli
