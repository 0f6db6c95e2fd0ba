// SPDX-License-Identifier: Apache-2.0
// qsim step: a debugger of networks.
#include "Command.h"
#include "Debugger.h"
#include "LineReader.h"

#include <cstdio>
#include <memory>

namespace qsim::cli {
namespace {

struct StepOptions {
  std::string package, image;
  qsimrt_mode mode = QSIMRT_INT;
  int threads = 0;
};

/// Reads commands to the end; whether all of them were obeyed.
Result<bool> debug(const StepOptions &options) {
  Result<std::unique_ptr<Debugger>> debugger = Debugger::create(
      options.package, options.image, options.mode, options.threads);
  if (!debugger)
    return debugger.error();
  LineReader reader([&](const std::string &line, const std::string &word) {
    return (*debugger)->completions(line, word);
  });
  if (reader.isInteractive())
    std::puts("help lists the commands; Tab completes names.");
  bool all = true;
  while (!(*debugger)->hasQuit()) {
    const std::optional<std::string> line = reader.read((*debugger)->prompt());
    if (!line)
      break;
    Result<std::string> said = (*debugger)->execute(*line);
    if (said) {
      std::fputs(said->c_str(), stdout);
      std::fflush(stdout);
    } else {
      std::fprintf(stderr, "error: %s\n", said.error().message.c_str());
      all = false;
    }
  }
  return all || reader.isInteractive();
}

} // namespace

void addStepCommand(CLI::App &app, int &status) {
  auto options = std::make_shared<StepOptions>();
  CLI::App *command = app.add_subcommand(
      "step", "Debug a network: step, look, change a value, go on");
  command->add_option("PACKAGE", options->package, "package directory")
      ->required();
  command
      ->add_option("IMAGE", options->image,
                   "a picture, or a preprocessed 1xCxHxW .npy tensor")
      ->required();
  addModeOption(*command, options->mode);
  addThreadsOption(*command, options->threads);
  command->footer(
      "Reads commands from standard input ('help' lists them), from a script "
      "too; then the exit\nstatus is 1 when one was refused.\n"
      "Examples:\n"
      "  qsim step scenes.qsim street.png\n"
      "  printf 'watch * sqnr < 20\\nrun\\ndiff\\n' | qsim step scenes.qsim "
      "street.png --mode int");
  command->callback([options, &status] {
    Result<bool> done = debug(*options);
    status = done ? (*done ? Success : Refused) : refuse(done.error());
  });
}

} // namespace qsim::cli
