// SPDX-License-Identifier: Apache-2.0
// What qsim-server is told on its command line.
#ifndef QSIM_WEB_SERVER_OPTIONS_H
#define QSIM_WEB_SERVER_OPTIONS_H

#include <optional>
#include <string>

namespace qsim::server {

struct Options {
  std::string data; ///< folder
  std::string address = "127.0.0.1";
  unsigned short port = 8080;
  std::string publicUrl;       ///< empty: where it listens
  bool trustForwarded = false; ///< a proxy says which address a browser has
  std::string ui;              ///< folder; empty: beside the program
  std::string example;         ///< folder; empty: beside the program
  int threads = 2;             ///< that move bytes
  int jobs = 1;                ///< at a time
  int maxSimulations = 8;      ///< live ones
  int idleMinutes = 20;        ///< after which a simulation is parked
  int simulationMemory = 4096; ///< MiB of one engine
  std::string logLevel = "info";
  std::string program, engine; ///< of qsim and qsim-engine; empty: beside
};

/// The status to exit with, where there is nothing to serve: --help, or words
/// on standard error about what is wrong.
std::optional<int> parseOptions(int argc, char **argv, Options &options);

} // namespace qsim::server

#endif // QSIM_WEB_SERVER_OPTIONS_H
