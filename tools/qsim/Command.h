// SPDX-License-Identifier: Apache-2.0
// What the subcommands of qsim share.
#ifndef QSIM_TOOLS_QSIM_COMMAND_H
#define QSIM_TOOLS_QSIM_COMMAND_H

#include "qsim/Execution/Kernels.h"
#include "qsim/Support/Result.h"
#include "qsimrt/qsimrt.h"

#include <CLI/CLI.hpp>

#include <string>

namespace qsim::cli {

/// Exit codes of every command.
enum ExitCode { Success = 0, Refused = 1, WrongUsage = 2 };

/// Each adds one subcommand; when it is chosen it runs and sets `status`.
void addImportCommand(CLI::App &app, int &status);
void addCalibrateCommand(CLI::App &app, int &status);
void addQuantizeCommand(CLI::App &app, int &status);
void addEmitCommand(CLI::App &app, int &status);
void addCompileCommand(CLI::App &app, int &status);
void addRecompileCommand(CLI::App &app, int &status);
void addRunCommand(CLI::App &app, int &status);
void addEvalCommand(CLI::App &app, int &status);
void addCompareCommand(CLI::App &app, int &status);
void addCrossCommand(CLI::App &app, int &status);
void addBisectCommand(CLI::App &app, int &status);
void addStepCommand(CLI::App &app, int &status);
void addVectorsCommand(CLI::App &app, int &status);
void addBenchCommand(CLI::App &app, int &status);
void addInfoCommand(CLI::App &app, int &status);
void addServeCommand(CLI::App &app, int &status);

/// Whether `name` is one of the subcommands.
bool hasCommand(const CLI::App &app, const std::string &name);

/// Prints the error as `qsim: error: ...` and returns Refused.
int refuse(const Error &error);

/// Writes what is left of standard output. Where it cannot be written, says so
/// and returns Refused in place of Success.
int finishOutput(int status);

/// `--mode float|hybrid|int`, required unless the value is preset.
CLI::Option *addModeOption(CLI::App &command, qsimrt_mode &mode);
/// `--mode hybrid|int`: what FLOAT is compared or crossed with; default int.
CLI::Option *addCrossedModeOption(CLI::App &command, qsimrt_mode &mode);
/// `--kernels auto|direct|exact|reference`; the default is auto, which this
/// sets.
CLI::Option *addKernelsOption(CLI::App &command, Kernels &kernels);
/// A finite number in low..high; unlike CLI::Range it refuses "nan".
CLI::Validator numberIn(double low, double high);
/// `--thresh T` and `--iou T`, both 0..1; the values given are the defaults.
void addDetectionOptions(CLI::App &command, float &threshold, float &iou);
/// `--threads N`; 0 means as many as the machine has cores.
CLI::Option *addThreadsOption(CLI::App &command, int &threads);
/// `--json`: one object on standard output instead of text.
CLI::Option *addJsonOption(CLI::App &command, bool &json);

} // namespace qsim::cli

#endif // QSIM_TOOLS_QSIM_COMMAND_H
