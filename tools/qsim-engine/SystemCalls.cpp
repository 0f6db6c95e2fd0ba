// SPDX-License-Identifier: Apache-2.0
// The system calls of the engine: files, memory, threads, and the socket that
// it has. No other sockets, no other programs, no look at other processes.
#include "Sandbox.h"

#include <cerrno>
#include <cstring>
#include <memory>
#include <sched.h>
#include <seccomp.h>
#include <unistd.h>

namespace qsim::engine {
namespace {

const char *const allowed[] = {
    // the socket that is open
    "read", "write", "readv", "writev", "sendto", "sendmsg", "recvfrom",
    "recvmsg", "poll", "ppoll", "select", "pselect6",
    // files
    "open", "openat", "openat2", "close", "close_range", "lseek", "pread64",
    "pwrite64", "preadv", "pwritev", "stat", "lstat", "fstat", "newfstatat",
    "statx", "statfs", "fstatfs", "access", "faccessat", "faccessat2",
    "readlink", "readlinkat", "getcwd", "getdents", "getdents64", "mkdir",
    "mkdirat", "rmdir", "unlink", "unlinkat", "rename", "renameat", "renameat2",
    "ftruncate", "fallocate", "fsync", "fdatasync", "flock", "fcntl", "dup",
    "chmod", "fchmod", "fchmodat", "utimensat", "copy_file_range", "sendfile",
    "fadvise64", "umask",
    // memory
    "mmap", "munmap", "mremap", "mprotect", "madvise", "brk", "msync",
    "mincore", "mlock", "munlock", "membarrier",
    // threads and time
    "futex", "set_robust_list", "get_robust_list", "rseq", "set_tid_address",
    "sched_yield", "sched_getaffinity", "sched_getparam", "sched_getscheduler",
    "gettid", "getpid", "getppid", "getuid", "geteuid", "getgid", "getegid",
    "nanosleep", "clock_nanosleep", "clock_gettime", "clock_getres",
    "gettimeofday", "time", "times", "getcpu", "restart_syscall",
    // signals of its own, and its end
    "rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "rt_sigpending",
    "sigaltstack", "exit", "exit_group",
    // what it runs on
    "arch_prctl", "uname", "sysinfo", "getrandom", "getrlimit", "getrusage"};

/// Adds rules until one fails.
class Filter {
public:
  Filter() : context(seccomp_init(SCMP_ACT_ERRNO(EPERM))) {
    status = context ? 0 : -ENOMEM;
  }
  ~Filter() { seccomp_release(context); }
  Filter(const Filter &) = delete;

  template <typename... Conditions>
  void rule(std::uint32_t action, const char *name, Conditions... conditions) {
    const int number = seccomp_syscall_resolve_name(name);
    if (status == 0 && number != __NR_SCMP_ERROR) // another machine's
      status = seccomp_rule_add(context, action, number, sizeof...(conditions),
                                conditions...);
  }
  std::string load() {
    if (status == 0)
      status = seccomp_load(context);
    return status == 0 ? "" : std::strerror(-status);
  }

private:
  scmp_filter_ctx context;
  int status;
};

} // namespace

std::string limitSystemCalls() {
  Filter filter;
  for (const char *name : allowed)
    filter.rule(SCMP_ACT_ALLOW, name);
  // Threads, but no processes: glibc takes clone, whose flags can be seen,
  // where there is no clone3.
  filter.rule(SCMP_ACT_ALLOW, "clone",
              SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, CLONE_THREAD));
  filter.rule(SCMP_ACT_ERRNO(ENOSYS), "clone3");
  // Limits are read, not set.
  filter.rule(SCMP_ACT_ALLOW, "prlimit64", SCMP_A2(SCMP_CMP_EQ, 0));
  // abort() ends this process and no other.
  filter.rule(SCMP_ACT_ALLOW, "tgkill",
              SCMP_A0(SCMP_CMP_EQ, static_cast<scmp_datum_t>(getpid())));
  return filter.load();
}

} // namespace qsim::engine
