// SPDX-License-Identifier: Apache-2.0
// fork and exec, with everything that may allocate done before.
#include "Child.h"

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <stdexcept>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

extern char **environ;

namespace qsim::server {
namespace {

std::vector<char *> pointers(std::vector<std::string> &texts) {
  std::vector<char *> all;
  for (std::string &text : texts)
    all.push_back(text.data());
  all.push_back(nullptr);
  return all;
}

std::vector<std::string>
environmentWith(const std::vector<std::pair<std::string, std::string>> &more) {
  std::vector<std::string> all;
  for (char **entry = environ; *entry; ++entry) {
    bool replaced = false;
    for (const auto &[name, value] : more)
      replaced = replaced || std::strncmp(*entry, (name + "=").c_str(),
                                          name.size() + 1) == 0;
    if (!replaced)
      all.emplace_back(*entry);
  }
  for (const auto &[name, value] : more)
    all.push_back(name + "=" + value);
  return all;
}

/// In the child: calls only what may be called between fork and exec.
[[noreturn]] void becomeProgram(const ChildOptions &options, char **arguments,
                                char **environment, int report, pid_t parent) {
  setpgid(0, 0);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  bool good = getppid() == parent; // it may have ended meanwhile
  const int null = open("/dev/null", O_RDWR);
  good = good && null >= 0;
  // Out of the way of 0..3, so that no dup2 overwrites what another one needs.
  std::array<int, 5> kept = {null, options.output >= 0 ? options.output : null,
                             options.error >= 0 ? options.error : null,
                             options.third >= 0 ? options.third : null, report};
  for (int &descriptor : kept) {
    descriptor = fcntl(descriptor, F_DUPFD, 10);
    good = good && descriptor >= 0;
  }
  for (int i = 0; i < 4; ++i)
    good = good && dup2(kept[static_cast<std::size_t>(i)], i) >= 0;
  if (options.third < 0)
    close(3);
  good = good && dup2(kept[4], 4) >= 0;
  fcntl(4, F_SETFD, FD_CLOEXEC);
  close_range(5, ~0u, 0);
  const rlimit none = {0, 0};
  setrlimit(RLIMIT_CORE, &none);
  sigset_t empty;
  sigemptyset(&empty);
  sigprocmask(SIG_SETMASK, &empty, nullptr);
  for (const int number : {SIGPIPE, SIGINT, SIGTERM, SIGHUP})
    ::signal(number, SIG_DFL);
  if (good && (options.folder.empty() || chdir(options.folder.c_str()) == 0))
    execve(arguments[0], arguments, environment);
  const int reason = errno;
  if (write(4, &reason, sizeof reason) < 0)
    _exit(126);
  _exit(127);
}

const char *meaning(int number) {
  switch (number) {
  case SIGSEGV:
  case SIGBUS:
    return "a bad memory access";
  case SIGABRT:
    return "an inner check failed";
  case SIGKILL:
    return "killed";
  case SIGXCPU:
    return "its time was over";
  case SIGSYS:
    return "a call that its sandbox forbids";
  default:
    return strsignal(number);
  }
}

} // namespace

Child::Child(const ChildOptions &options) {
  std::vector<std::string> command = options.command;
  std::vector<std::string> environment = environmentWith(options.environment);
  std::vector<char *> arguments = pointers(command);
  std::vector<char *> variables = pointers(environment);
  int report[2];
  if (pipe2(report, O_CLOEXEC) != 0)
    throw std::runtime_error("too many open files");
  const pid_t parent = getpid();
  process = fork();
  if (process == 0)
    becomeProgram(options, arguments.data(), variables.data(), report[1],
                  parent);
  close(report[1]);
  int reason = 0;
  ssize_t got = 0;
  do
    got = process < 0 ? 0 : read(report[0], &reason, sizeof reason);
  while (got < 0 && errno == EINTR);
  close(report[0]);
  if (process > 0 && got <= 0) {
    setpgid(process, process);
    return;
  }
  if (process > 0)
    waitpid(process, nullptr, 0);
  throw std::runtime_error(command[0] + ": cannot be started: " +
                           std::strerror(reason ? reason : errno));
}

Child::~Child() {
  if (!status()) {
    signal(SIGKILL);
    waitpid(process, nullptr, 0);
  }
}

std::optional<int> Child::status() {
  int status = 0;
  if (!ended && waitpid(process, &status, WNOHANG) == process)
    ended = status;
  return ended;
}

std::optional<int> Child::waitFor(int milliseconds) {
  using Clock = std::chrono::steady_clock;
  const Clock::time_point end =
      Clock::now() + std::chrono::milliseconds(milliseconds);
  while (!status() && Clock::now() < end)
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  return ended;
}

void Child::signal(int number) {
  if (!status())
    kill(-process, number);
}

Said endingOf(int status, Reason bySignal, Reason byExit) {
  if (WIFSIGNALED(status))
    return {bySignal,
            {{"signal", std::to_string(WTERMSIG(status))},
             {"meaning", meaning(WTERMSIG(status))}}};
  return {byExit, {{"code", std::to_string(WEXITSTATUS(status))}}};
}

std::string programFolder() {
  return std::filesystem::read_symlink("/proc/self/exe").parent_path().string();
}

} // namespace qsim::server
