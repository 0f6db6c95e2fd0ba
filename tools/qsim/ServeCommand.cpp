// SPDX-License-Identifier: Apache-2.0
// qsim serve: becomes the web platform's server, a program of its own.
#include "Command.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <memory>
#include <unistd.h>
#include <vector>

namespace qsim::cli {
namespace {

/// Returns only where it fails.
Error becomeServer(std::vector<std::string> words) {
  std::error_code code;
  const std::filesystem::path self =
      std::filesystem::read_symlink("/proc/self/exe", code);
  if (code)
    return Error{"qsim serve: cannot find where qsim lies: " + code.message()};
  const std::string server = self.parent_path() / "qsim-server";
  std::vector<char *> arguments = {const_cast<char *>("qsim-server")};
  for (std::string &word : words)
    arguments.push_back(word.data());
  arguments.push_back(nullptr);
  execv(server.c_str(), arguments.data());
  return Error{server + ": cannot be started: " + std::strerror(errno)};
}

} // namespace

void addServeCommand(CLI::App &app, int &status) {
  CLI::App *command =
      app.add_subcommand("serve", "Serve the web platform to browsers");
  // All words behind it, --help too, are the server's to read.
  command->set_help_flag();
  command->prefix_command();
  command->callback([command, &status] {
    status = refuse(becomeServer(command->remaining()));
  });
}

} // namespace qsim::cli
