// SPDX-License-Identifier: Apache-2.0
// A program that the server has started and that does not outlive it.
#ifndef QSIM_WEB_SERVER_PROCESS_CHILD_H
#define QSIM_WEB_SERVER_PROCESS_CHILD_H

#include "../base/Reason.h"

#include <optional>
#include <string>
#include <sys/types.h>
#include <utility>
#include <vector>

namespace qsim::server {

struct ChildOptions {
  std::vector<std::string> command; ///< path of the program, and arguments
  std::string folder;               ///< where it works; empty: as the server
  std::vector<std::pair<std::string, std::string>> environment; ///< besides
  /// Descriptors that it gets as its own; -1 is /dev/null.
  int output = -1, error = -1;
  int third = -1; ///< as descriptor 3; -1: none
};

/// Runs in a process group of its own, without any other descriptor of the
/// server. The system ends it when the thread that started it ends.
class Child {
public:
  /// Throws std::runtime_error where it cannot be started.
  explicit Child(const ChildOptions &options);
  /// Ends it, if need be by force.
  ~Child();
  Child(const Child &) = delete;
  Child &operator=(const Child &) = delete;

  pid_t pid() const { return process; }
  /// The status that waitpid tells, once it has ended.
  std::optional<int> status();
  /// Waits for it for so long.
  std::optional<int> waitFor(int milliseconds);
  /// To the whole group.
  void signal(int number);

private:
  pid_t process = -1;
  std::optional<int> ended;
};

/// How a child ended: a sentence with gaps for `signal` and its `meaning`, or
/// one with a gap for the exit `code`.
Said endingOf(int status, Reason bySignal, Reason byExit);

/// The folder that holds this server's program, and the programs beside it.
std::string programFolder();

} // namespace qsim::server

#endif // QSIM_WEB_SERVER_PROCESS_CHILD_H
