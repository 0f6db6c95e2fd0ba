// SPDX-License-Identifier: Apache-2.0
// Tries what must not be possible inside.
#include "Options.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <functional>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace qsim::engine {
namespace {

bool opens(const std::string &path, int flags) {
  const int descriptor = open(path.c_str(), flags | O_CLOEXEC, 0600);
  if (descriptor < 0)
    return false;
  close(descriptor);
  if (flags & O_CREAT)
    unlink(path.c_str());
  return true;
}

/// Of no program: where programs may run, this one is missed.
bool runsPrograms() {
  execl("/nonexistent/program", "program", nullptr);
  return errno == ENOENT;
}

bool forks() {
  const pid_t child =
      static_cast<pid_t>(syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0));
  if (child == 0)
    _exit(0);
  if (child > 0)
    waitpid(child, nullptr, 0);
  return child > 0;
}

/// No process, so that nothing is traced where it is possible.
bool tracesProcesses() {
  ptrace(PTRACE_DETACH, 0, nullptr, nullptr);
  return errno == ESRCH;
}

bool maps(std::size_t bytes) {
  void *memory = mmap(nullptr, bytes, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (memory == MAP_FAILED)
    return false;
  munmap(memory, bytes);
  return true;
}

bool raisesLimit() {
  const rlimit more = {1 << 20, 1 << 20};
  return setrlimit(RLIMIT_NOFILE, &more) == 0;
}

} // namespace

int checkSandbox(const SandboxOptions &options) {
  const std::string inside = options.read.empty() ? "" : options.read.front();
  const struct {
    const char *what;
    bool isPossible;
    bool isWanted;
  } tries[] = {
      {"make a socket", socket(AF_INET, SOCK_STREAM, 0) >= 0, false},
      {"run a program", runsPrograms(), false},
      {"start a process", forks(), false},
      {"trace a process", tracesProcesses(), false},
      {"read /etc/shadow", opens("/etc/shadow", O_RDONLY), false},
      {"read /etc/passwd", opens("/etc/passwd", O_RDONLY), false},
      {"write outside", opens("/tmp/qsim-engine-check", O_WRONLY | O_CREAT),
       false},
      {"write to a folder that is read",
       !inside.empty() && opens(inside + "/.check", O_WRONLY | O_CREAT), false},
      {"take more memory", maps((options.memoryMiB + 64) << 20), false},
      {"raise a limit", raisesLimit(), false},
      {"read what was named",
       inside.empty() || opens(inside, O_RDONLY | O_DIRECTORY), true},
      {"write the scratch folder",
       options.write.empty() ||
           opens(options.write + "/.check", O_WRONLY | O_CREAT),
       true}};
  bool all = true;
  for (const auto &one : tries) {
    std::printf("%s: %s\n", one.what, one.isPossible ? "possible" : "refused");
    all &= one.isPossible == one.isWanted;
  }
  return all ? Closed : NotRefused;
}

} // namespace qsim::engine
