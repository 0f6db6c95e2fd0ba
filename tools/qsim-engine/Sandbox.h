// SPDX-License-Identifier: Apache-2.0
// What the engine gives up before it reads a byte of anybody's.
#ifndef QSIM_TOOLS_QSIM_ENGINE_SANDBOX_H
#define QSIM_TOOLS_QSIM_ENGINE_SANDBOX_H

#include <cstddef>
#include <string>
#include <vector>

namespace qsim::engine {

struct SandboxOptions {
  int descriptor = 3; ///< the only one that stays open beside 0, 1 and 2
  std::vector<std::string> read; ///< folders; none: all may be read
  std::string write;             ///< folder; empty: all may be written
  /// Of address space, beyond that of the program and its libraries.
  std::size_t memoryMiB = 4096;
};

/// No descriptor of the parent's but one, no new privileges, an end with the
/// parent's thread that started this, limits, a list of system calls
/// and, where folders are named, of folders. Before any thread: some of it is a
/// thread's and inherited. What this kernel or build lacks, a line each.
std::vector<std::string> enterSandbox(const SandboxOptions &options);

/// Tries what the sandbox that was entered must refuse; prints a line each.
/// ExitCode.
int checkSandbox(const SandboxOptions &options);

/// Allows the calling thread and those that it starts no system calls but those
/// that a simulation needs. Empty: done; else why not.
std::string limitSystemCalls();

} // namespace qsim::engine

#endif // QSIM_TOOLS_QSIM_ENGINE_SANDBOX_H
