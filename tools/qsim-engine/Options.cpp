// SPDX-License-Identifier: Apache-2.0
// Reads the command line of qsim-engine.
#include "Options.h"

#include <CLI/CLI.hpp>

#include <sys/socket.h>
#include <sys/stat.h>

namespace qsim::engine {

std::optional<int> parseOptions(int argc, char **argv, EngineOptions &options) {
  CLI::App app("Runs one simulation for qsim-server, which starts it at the "
               "other end of a socket pair.");
  app.name("qsim-engine");
  app.add_option("--fd", options.sandbox.descriptor,
                 "descriptor of the socket (default 3)")
      ->check(CLI::Range(0, 1 << 20));
  app.add_option("--memory-limit", options.sandbox.memoryMiB,
                 "MiB of address space that it may take, beyond the "
                 "program's own (default 4096)")
      ->check(CLI::Range(16, 1 << 24));
  app.add_option("--read", options.sandbox.read,
                 "a folder that may be read, such as the package's; may be "
                 "given again")
      ->check(CLI::ExistingDirectory)
      ->allow_extra_args(false);
  app.add_option("--write", options.sandbox.write,
                 "the folder that may be written, too; temporary files go "
                 "there")
      ->check(CLI::ExistingDirectory);
  app.add_flag("--check", options.check,
               "enter the sandbox, try what it must refuse, tell and end");
  app.footer("Exit status: 0 the socket was closed, 1 --check found something "
             "possible, 2 bytes that are\nno message, 3 out of memory, 64 "
             "wrong usage. docs/spec/engine-protocol.md has the messages.\n"
             "Example:\n"
             "  qsim-engine --check --read scenes.qsim --write /tmp/scratch");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError &error) {
    return app.exit(error) == 0 ? Closed : WrongUsage;
  }
  struct stat what = {};
  if (!options.check && (fstat(options.sandbox.descriptor, &what) != 0 ||
                         !S_ISSOCK(what.st_mode))) {
    std::fprintf(stderr,
                 "qsim-engine: descriptor %d is no socket; qsim-server starts "
                 "this program (--help)\n",
                 options.sandbox.descriptor);
    return WrongUsage;
  }
  return std::nullopt;
}

} // namespace qsim::engine
