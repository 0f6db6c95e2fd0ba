// SPDX-License-Identifier: Apache-2.0
// qsim: the command line. Registers the subcommands and returns their status.
#include "Command.h"

using namespace qsim::cli;

int main(int argc, char **argv) {
  CLI::App app("Finds, simulates and emits the integer quantization of a CNN.");
  app.name("qsim");
  app.require_subcommand(1);
  app.footer("Exit status: 0 success, 1 the input was refused, 2 wrong usage.\n"
             "'qsim COMMAND --help' shows the options and examples.");
  int status = Success;
  addCompileCommand(app, status);
  addImportCommand(app, status);
  addCalibrateCommand(app, status);
  addQuantizeCommand(app, status);
  addEmitCommand(app, status);
  addRecompileCommand(app, status);
  addRunCommand(app, status);
  addEvalCommand(app, status);
  addCompareCommand(app, status);
  addCrossCommand(app, status);
  addBisectCommand(app, status);
  addStepCommand(app, status);
  addVectorsCommand(app, status);
  addBenchCommand(app, status);
  addInfoCommand(app, status);
  addServeCommand(app, status);
  try {
    if (argc > 1 && argv[1][0] != '-' && !hasCommand(app, argv[1]))
      throw CLI::ExtrasError({argv[1]});
    app.parse(argc, argv);
  } catch (const CLI::ParseError &error) {
    status = app.exit(error) == 0 ? Success : WrongUsage;
  }
  return finishOutput(status);
}
