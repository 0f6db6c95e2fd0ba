// SPDX-License-Identifier: Apache-2.0
// qsim run: simulate a package on pictures or tensors; print, draw and dump.
#include "Command.h"
#include "RunAnswers.h"

#include "qsim/Execution/Detection.h"
#include "qsim/Execution/Dump.h"
#include "qsim/Execution/Input.h"
#include "qsim/Support/Draw.h"

#include <cstdio>
#include <filesystem>
#include <memory>

namespace qsim::cli {
namespace {

/// Classes of a classifier's answer.
constexpr std::size_t shownClasses = 5;

struct RunOptions {
  std::string package;
  std::vector<std::string> inputs;
  SessionOptions session;
  float threshold = 0.25f;
  float iou = 0.45f;
  std::string draw, dump;
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

Result<void> run(const RunOptions &options) {
  Result<std::unique_ptr<Package>> package = Package::open(options.package);
  if (!package)
    return package.error();
  const qsimrt_model &model = (*package)->model();
  SessionOptions sessionOptions = options.session;
  if (!options.dump.empty())
    sessionOptions.retention = QSIMRT_RETAIN_ALL;
  Result<std::unique_ptr<Session>> session =
      Session::create(model, sessionOptions);
  if (!session)
    return session.error();

  const bool detector = isDetector(model);
  if (!detector && !options.draw.empty())
    return Error{options.package + ": a classifier; --draw is for detectors"};
  std::vector<InputAnswer> answers;
  std::vector<CaptionedPicture> drawn;
  for (const std::string &path : options.inputs) {
    Result<Input> input = readInput(path, model.image, model.resize);
    if (!input)
      return input.error();
    if (Result<void> done = (*session)->run(input->chw); !done)
      return done;
    if (!options.dump.empty())
      if (Result<void> done = dumpLayers(**session, options.dump); !done)
        return done;
    if (!detector) {
      Result<std::vector<ScoredClass>> best =
          bestClasses(**session, shownClasses);
      if (!best)
        return best.error();
      answers.push_back({path, {}, std::move(*best)});
      continue;
    }
    Result<PictureDetections> found =
        detectionsOn(*input, **session, options.threshold, options.iou);
    if (!found)
      return found.error();
    if (!options.draw.empty()) {
      if (!input->picture)
        return Error{path + ": --draw needs a picture, this is a tensor"};
      drawn.push_back(
          {drawDetections(**package, std::move(*input->picture), *found),
           std::filesystem::path(path).filename().string()});
    }
    answers.push_back({path, std::move(*found), {}});
  }
  if (drawn.size() == 1) {
    if (Result<void> done = writePng(options.draw, drawn[0].picture); !done)
      return done;
  } else if (!drawn.empty()) {
    const int columns = drawn.size() < 4 ? static_cast<int>(drawn.size()) : 4;
    if (Result<void> done = writePng(options.draw, composeGrid(drawn, columns));
        !done)
      return done;
  }
  const std::string text =
      options.json
          ? answersAsJson(**package, options.session.mode, answers) + "\n"
          : answersAsText(**package, answers);
  std::fputs(text.c_str(), stdout);
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
      ->add_option("INPUT", options->inputs,
                   "JPEG or PNG pictures, or preprocessed 1xCxHxW .npy tensors")
      ->required();
  addModeOption(*command, options->session.mode)->required();
  addDetectionOptions(*command, options->threshold, options->iou);
  command->add_option("--draw", options->draw,
                      "write the pictures with their boxes to this PNG");
  command->add_option("--dump", options->dump,
                      "write every layer's output to this directory");
  addKernelsOption(*command, options->session.kernels);
  addThreadsOption(*command, options->session.threads);
  addJsonOption(*command, options->json);
  command->footer(
      "Examples:\n"
      "  qsim run scenes.qsim --mode int street.png --draw boxes.png\n"
      "  qsim run scenes.qsim --mode int street.png --dump layers/\n"
      "  qsim run scenes.qsim --mode hybrid --json input.npy");
  command->callback([options, &status] {
    if (!options->dump.empty() && options->inputs.size() != 1)
      throw CLI::ValidationError("--dump", "takes exactly one INPUT");
    Result<void> done = run(*options);
    status = done ? Success : refuse(done.error());
  });
}

} // namespace qsim::cli
