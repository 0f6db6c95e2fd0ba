// SPDX-License-Identifier: Apache-2.0
// Options and messages that the subcommands share.
#include "Command.h"

#include <cstdio>
#include <map>

namespace qsim::cli {

int refuse(const Error &error) {
  std::fprintf(stderr, "qsim: error: %s\n", error.message.c_str());
  return Refused;
}

CLI::Option *addModeOption(CLI::App &command, qsimrt_mode &mode) {
  static const std::map<std::string, qsimrt_mode> modes = {
      {"float", QSIMRT_FLOAT}, {"hybrid", QSIMRT_HYBRID}, {"int", QSIMRT_INT}};
  return command
      .add_option("--mode", mode,
                  "float (as the source framework), hybrid (integer "
                  "convolutions) or int (all integer)")
      ->transform(
          CLI::CheckedTransformer(modes).description("float|hybrid|int"))
      ->option_text("float|hybrid|int");
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
