// SPDX-License-Identifier: Apache-2.0
// qsim recompile: a package again, with other overrides.
#include "Command.h"

#include "qsim/Pipelines/Recompile.h"

#include <cstdio>
#include <memory>

namespace qsim::cli {

void addRecompileCommand(CLI::App &app, int &status) {
  struct Options {
    std::string package, overrides, output;
    bool none = false, dropEdits = false;
  };
  auto options = std::make_shared<Options>();
  CLI::App *command = app.add_subcommand(
      "recompile", "A package again from what it holds, with other overrides");
  command->add_option("PACKAGE", options->package, "package directory")
      ->required();
  CLI::Option *overrides = command->add_option(
      "--overrides", options->overrides,
      "rules for single layers, overrides.yaml (default: the package's own)");
  command->add_flag("--no-overrides", options->none, "drop the package's rules")
      ->excludes(overrides);
  command->add_flag("--drop-edits", options->dropEdits,
                    "of an edited package: without its changed values");
  command->add_option("-o,--output", options->output, "directory to write")
      ->required();
  command->footer(
      "Neither the original files nor pictures are needed. Values that "
      "were changed (edits.json)\nare changed again, in the new "
      "package.\n"
      "Example:\n  qsim recompile scenes.qsim --overrides "
      "finer.yaml -o finer.qsim");
  command->callback([options, &status] {
    RecompileSettings settings;
    settings.dropEdits = options->dropEdits;
    if (options->none || !options->overrides.empty())
      settings.overrides = options->overrides;
    Result<void> done =
        recompileModel(options->package, settings, options->output);
    if (done)
      std::printf("written: %s\n", options->output.c_str());
    status = done ? Success : refuse(done.error());
  });
}

} // namespace qsim::cli
