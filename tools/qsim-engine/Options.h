// SPDX-License-Identifier: Apache-2.0
// The command line of qsim-engine.
#ifndef QSIM_TOOLS_QSIM_ENGINE_OPTIONS_H
#define QSIM_TOOLS_QSIM_ENGINE_OPTIONS_H

#include "Sandbox.h"

#include <optional>

namespace qsim::engine {

enum ExitCode {
  Closed = 0,     ///< the other side closed the socket
  NotRefused = 1, ///< --check: something was possible
  BadFrame = 2,   ///< bytes that are no message
  NoMemory = 3,   ///< beyond --memory-limit
  WrongUsage = 64 ///< of the command line
};

struct EngineOptions {
  bool check = false; ///< tries what the sandbox must refuse, and ends
  SandboxOptions sandbox;
};

/// The status to end with, where there is nothing to do.
std::optional<int> parseOptions(int argc, char **argv, EngineOptions &options);

} // namespace qsim::engine

#endif // QSIM_TOOLS_QSIM_ENGINE_OPTIONS_H
