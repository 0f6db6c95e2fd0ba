// SPDX-License-Identifier: Apache-2.0
// The command line, and where things lie that it does not name.
#include "Options.h"

#include "process/Child.h"

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <filesystem>

namespace qsim::server {
namespace fs = std::filesystem;
namespace {

std::string defaultData() {
  const char *data = std::getenv("XDG_DATA_HOME");
  if (data && *data == '/')
    return std::string(data) + "/qsim";
  const char *home = std::getenv("HOME");
  return (home && *home ? std::string(home) : std::string("/var/lib")) +
         "/.local/share/qsim";
}

/// share/qsim/NAME beside the folder of the program, as in an installation and
/// in a build tree.
std::string shared(const char *name) {
  const fs::path prefix = fs::path(programFolder()).parent_path();
  return (prefix / "share" / "qsim" / name).string();
}

} // namespace

std::optional<int> parseOptions(int argc, char **argv, Options &options) {
  CLI::App app("Serves qsim's web platform.");
  app.name("qsim serve");
  options.data = defaultData();
  app.add_option("--data", options.data, "folder of all that is kept")
      ->capture_default_str();
  app.add_option("--address", options.address,
                 "address to listen on; others than the machine's own need a "
                 "reverse proxy with TLS in front")
      ->check(CLI::ValidIPV4 | CLI::Validator(
                                   [](std::string &text) {
                                     return text.find(':') == std::string::npos
                                                ? "not an IP address"
                                                : std::string();
                                   },
                                   "IPV6"))
      ->option_text("IP=127.0.0.1");
  app.add_option("--port", options.port, "port to listen on; 0: a free one")
      ->capture_default_str();
  app.add_option("--public-url", options.publicUrl,
                 "what browsers call the server, such as "
                 "https://qsim.example.org (default: where it listens)")
      ->option_text("URL");
  app.add_flag("--trust-forwarded-for", options.trustForwarded,
               "take the address of a browser from the last entry of the "
               "header X-Forwarded-For; only where a proxy in front sets it");
  app.add_option("--ui", options.ui,
                 "folder of the built pages (default: share/qsim/ui beside "
                 "the program's folder)")
      ->option_text("DIR");
  app.add_option("--example", options.example,
                 "folder of the example that an empty data folder begins with "
                 "(default: share/qsim/scenes beside the program's folder)")
      ->option_text("DIR");
  app.add_option("--threads", options.threads, "threads that move bytes")
      ->check(CLI::Range(1, 64))
      ->capture_default_str();
  app.add_option("--jobs", options.jobs, "jobs that run at a time")
      ->check(CLI::Range(1, 64))
      ->capture_default_str();
  app.add_option("--max-simulations", options.maxSimulations,
                 "simulations that run at a time; idle ones make room")
      ->check(CLI::Range(1, 1024))
      ->capture_default_str();
  app.add_option("--idle-minutes", options.idleMinutes,
                 "minutes after which an unused simulation is parked")
      ->check(CLI::Range(1, 10080))
      ->capture_default_str();
  app.add_option("--simulation-memory", options.simulationMemory,
                 "MiB that one simulation may need")
      ->check(CLI::Range(64, 1 << 20))
      ->capture_default_str();
  app.add_option("--log-level", options.logLevel, "how much the log tells")
      ->check(CLI::IsMember({"debug", "info", "warn", "error", "off"}))
      ->capture_default_str();
  app.add_option("--qsim", options.program,
                 "program that jobs run (default: qsim beside this one)")
      ->option_text("FILE");
  app.add_option("--engine", options.engine,
                 "program that simulations run (default: qsim-engine beside "
                 "this one)")
      ->option_text("FILE");
  app.footer(
      "SIGINT or SIGTERM stop it: answers under way are finished, simulations "
      "parked; a second one ends it at once.\n"
      "Examples:\n"
      "  qsim serve\n"
      "  qsim serve --data /srv/qsim --public-url https://qsim.example.org");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError &error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  const fs::path beside(programFolder());
  const auto fill = [](std::string &option, const std::string &value) {
    if (option.empty())
      option = value;
  };
  fill(options.program, (beside / "qsim").string());
  fill(options.engine, (beside / "qsim-engine").string());
  fill(options.ui, shared("ui"));
  fill(options.example, shared("scenes"));
  return std::nullopt;
}

} // namespace qsim::server
