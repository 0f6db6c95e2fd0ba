// SPDX-License-Identifier: Apache-2.0
// Options and messages that the subcommands share.
#include "Command.h"

#include "qsim/Support/Numbers.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <iostream>
#include <map>

namespace qsim::cli {

bool hasCommand(const CLI::App &app, const std::string &name) {
  for (const CLI::App *command :
       app.get_subcommands([](const CLI::App *) { return true; }))
    if (command->get_name() == name)
      return true;
  return false;
}

int refuse(const Error &error) {
  std::fprintf(stderr, "qsim: error: %s\n", error.message.c_str());
  return Refused;
}

int finishOutput(int status) {
  std::cout.flush();
  errno = 0;
  const bool failed =
      std::fflush(stdout) != 0 || std::ferror(stdout) || !std::cout;
  if (!failed || status != Success)
    return status;
  return refuse(Error{std::string("standard output cannot be written") +
                      (errno ? std::string(": ") + std::strerror(errno) : "")});
}

CLI::Option *addModeOption(CLI::App &command, qsimrt_mode &mode) {
  static const std::map<std::string, qsimrt_mode> modes = {
      {"float", QSIMRT_FLOAT}, {"hybrid", QSIMRT_HYBRID}, {"int", QSIMRT_INT}};
  return command
      .add_option_function<std::string>(
          "--mode", [&mode](const std::string &word) { mode = modes.at(word); },
          "float (as the source framework), hybrid (integer convolutions) or "
          "int (all integer)")
      ->check(CLI::IsMember({"float", "hybrid", "int"}))
      ->option_text("float|hybrid|int");
}

CLI::Option *addCrossedModeOption(CLI::App &command, qsimrt_mode &mode) {
  return command
      .add_option_function<std::string>(
          "--mode",
          [&mode](const std::string &word) {
            mode = word == "int" ? QSIMRT_INT : QSIMRT_HYBRID;
          },
          "what is compared with float: int (default) or hybrid")
      ->check(CLI::IsMember({"hybrid", "int"}))
      ->option_text("hybrid|int");
}

CLI::Option *addKernelsOption(CLI::App &command, Kernels &kernels) {
  std::map<std::string, Kernels> choices = {
      {"auto", fastestKernels()},
      {"direct", {qsimrt_best_isa(), QSIMRT_FLOAT_DIRECT}},
      {"exact", {qsimrt_best_isa(), QSIMRT_FLOAT_EXACT}},
      {"reference", {QSIMRT_ISA_NONE, QSIMRT_FLOAT_EXACT}}};
  for (int isa = QSIMRT_ISA_NONE + 1; isa < QSIMRT_ISA_COUNT; ++isa)
    choices.emplace(qsimrt_isa_name(qsimrt_isa(isa)),
                    Kernels{qsimrt_isa(isa), QSIMRT_FLOAT_MIXED});
  kernels = choices.at("auto");
  const CLI::Validator isHere(
      [choices](std::string &word) {
        return qsimrt_has_isa(choices.at(word).isa)
                   ? std::string()
                   : "this machine or build has no kernels for " + word;
      },
      "");
  return command
      .add_option_function<std::string>(
          "--kernels",
          [&kernels, choices](const std::string &word) {
            kernels = choices.at(word);
          },
          "auto (the fastest that this machine has, the default), direct "
          "(float without Winograd's transforms: slower, in less memory), "
          "exact "
          "(float bit for bit as the source network's engine), reference (as "
          "exact, readable and slow), or those of an instruction set")
      ->check(CLI::IsMember(choices))
      ->check(isHere)
      ->option_text("auto|direct|exact|reference|avx512-vnni|avx512|avx-vnni|"
                    "avx2|dotprod|neon");
}

CLI::Validator numberIn(double low, double high) {
  const std::string range = formatDouble(low) + ".." + formatDouble(high);
  return CLI::Validator(
      [low, high, range](std::string &text) -> std::string {
        const std::optional<double> value = parseDouble(text);
        if (value && *value >= low && *value <= high)
          return {};
        return text + " is not a number in " + range;
      },
      range);
}

void addDetectionOptions(CLI::App &command, float &threshold, float &iou) {
  command
      .add_option("--thresh", threshold,
                  "least objectness and score of a detection")
      ->capture_default_str()
      ->check(numberIn(0, 1));
  command
      .add_option("--iou", iou,
                  "suppress a box that overlaps a better one of its class by "
                  "more than this")
      ->capture_default_str()
      ->check(numberIn(0, 1));
}

CLI::Option *addThreadsOption(CLI::App &command, int &threads) {
  return command
      .add_option("--threads", threads,
                  "threads to use; 0: as many as the machine has cores")
      ->check(CLI::Range(0, 1024))
      ->option_text("N");
}

CLI::Option *addJsonOption(CLI::App &command, bool &json) {
  return command.add_flag("--json", json,
                          "print one JSON object instead of text");
}

} // namespace qsim::cli
