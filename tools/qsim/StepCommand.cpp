// SPDX-License-Identifier: Apache-2.0
// qsim step: a debugger of networks.
#include "Command.h"
#include "Debugger.h"
#include "Interrupt.h"
#include "LineReader.h"

#include <cstdio>
#include <memory>
#include <optional>

namespace qsim::cli {
namespace {

struct StepOptions {
  std::string package, image;
  std::optional<qsimrt_mode> mode;
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
  std::optional<Interrupt> interrupt;
  if (reader.isInteractive()) {
    std::puts("help lists the commands; Tab completes names; Ctrl-C stops a "
              "run.");
    interrupt.emplace();
    (*debugger)->attend([&] { return interrupt->happened(); });
  }
  bool all = true;
  while (!(*debugger)->hasQuit()) {
    std::optional<std::string> line = reader.read((*debugger)->prompt());
    if (!line && !interrupt)
      break;
    if (!line) {
      // Ctrl-D is `quit`, and asks as that does.
      std::puts("quit");
      line = "quit";
    }
    if (interrupt)
      interrupt->forget();
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
                   "a picture, or a preprocessed tensor (.npy, .pb)")
      ->required();
  auto chosen = std::make_shared<qsimrt_mode>(QSIMRT_INT);
  const CLI::Option *mode =
      addModeOption(*command, *chosen)
          ->description("float, hybrid or int; default: the most integer one "
                        "that the package can run");
  addThreadsOption(*command, options->threads);
  command->footer(
      "Reads commands from standard input ('help' lists them), from a script "
      "too; then the exit\nstatus is 1 when one was refused.\n"
      "Examples:\n"
      "  qsim step scenes.qsim street.png\n"
      "  printf 'watch * sqnr < 20\\nrun\\ndiff\\n' | qsim step scenes.qsim "
      "street.png --mode int");
  command->callback([options, chosen, mode, &status] {
    if (mode->count() > 0)
      options->mode = *chosen;
    Result<bool> done = debug(*options);
    status = done ? (*done ? Success : Refused) : refuse(done.error());
  });
}

} // namespace qsim::cli
