// SPDX-License-Identifier: Apache-2.0
// Limits, and the folders that may be read and written (Landlock).
#include "Sandbox.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <linux/landlock.h>
#include <malloc.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace qsim::engine {
namespace {

// Sanitizers map terabytes that they never touch, and look at threads with
// calls that nothing else needs.
#if defined(__SANITIZE_ADDRESS__)
constexpr bool isSanitized = true;
#else
constexpr bool isSanitized = false;
#endif

// Newer than the kernel headers that this is built with.
constexpr std::uint64_t accessTruncate = 1ULL << 14; // ABI 3
constexpr std::uint64_t accessDevice = 1ULL << 15;   // ABI 5

std::string because(const std::string &what, int error) {
  return what + ": " + std::strerror(error);
}

void limit(int resource, const char *name, rlim_t most,
           std::vector<std::string> &lacking) {
  rlimit now = {};
  getrlimit(static_cast<__rlimit_resource>(resource), &now);
  const rlim_t wanted = std::min(most, now.rlim_max);
  const rlimit set = {wanted, wanted};
  if (setrlimit(static_cast<__rlimit_resource>(resource), &set) != 0)
    lacking.push_back(because(std::string("no limit on ") + name, errno));
}

/// Address space that program and libraries take before anything is done.
std::size_t ownBytes() {
  std::ifstream statm("/proc/self/statm");
  std::size_t pages = 0;
  statm >> pages;
  return pages * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
}

void limitResources(const SandboxOptions &options,
                    std::vector<std::string> &lacking) {
  constexpr rlim_t mebibyte = rlim_t{1} << 20;
  limit(RLIMIT_CORE, "core dumps", 0, lacking);
  limit(RLIMIT_NOFILE, "open files", 256, lacking);
  // Counts all threads of the user, not only these.
  limit(RLIMIT_NPROC, "threads", 4096, lacking);
  limit(RLIMIT_FSIZE, "sizes of files", 4096 * mebibyte, lacking);
  if (isSanitized)
    lacking.push_back("no limit on memory: built with sanitizers");
  else
    limit(RLIMIT_AS, "memory", ownBytes() + options.memoryMiB * mebibyte,
          lacking);
}

/// A ruleset of Landlock: what is handled is refused but where it is allowed.
class Ruleset {
public:
  explicit Ruleset(std::uint64_t handled) : handled(handled) {
    landlock_ruleset_attr attributes = {};
    attributes.handled_access_fs = handled;
    descriptor =
        static_cast<int>(syscall(SYS_landlock_create_ruleset, &attributes,
                                 sizeof attributes.handled_access_fs, 0));
    if (descriptor < 0)
      failure = errno;
  }
  ~Ruleset() {
    if (descriptor >= 0)
      close(descriptor);
  }
  Ruleset(const Ruleset &) = delete;

  /// Without a word where there is no such path.
  void allow(const std::string &path, std::uint64_t access) {
    const int parent = open(path.c_str(), O_PATH | O_CLOEXEC);
    if (parent < 0)
      return;
    landlock_path_beneath_attr beneath = {};
    beneath.allowed_access = access & handled;
    beneath.parent_fd = parent;
    if (syscall(SYS_landlock_add_rule, descriptor, LANDLOCK_RULE_PATH_BENEATH,
                &beneath, 0) != 0)
      failure = errno;
    close(parent);
  }
  /// 0, or why not.
  int enforce() const {
    if (failure == 0 && syscall(SYS_landlock_restrict_self, descriptor, 0) != 0)
      return errno;
    return failure;
  }

private:
  std::uint64_t handled;
  int descriptor = -1, failure = 0;
};

void limitFolders(const SandboxOptions &options,
                  std::vector<std::string> &lacking) {
  const long abi = syscall(SYS_landlock_create_ruleset, nullptr, 0,
                           LANDLOCK_CREATE_RULESET_VERSION);
  if (abi < 1) {
    lacking.push_back(
        because("no limit on folders: this kernel lacks Landlock", errno));
    return;
  }
  const std::uint64_t readFile = LANDLOCK_ACCESS_FS_READ_FILE;
  const std::uint64_t reads = readFile | LANDLOCK_ACCESS_FS_READ_DIR;
  std::uint64_t writes =
      LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR |
      LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_DIR |
      LANDLOCK_ACCESS_FS_MAKE_REG;
  if (abi >= 2)
    writes |= LANDLOCK_ACCESS_FS_REFER;
  if (abi >= 3)
    writes |= accessTruncate;
  // Nobody runs, links or makes anything else anywhere.
  std::uint64_t handled =
      reads | writes | LANDLOCK_ACCESS_FS_EXECUTE |
      LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_SOCK |
      LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_BLOCK |
      LANDLOCK_ACCESS_FS_MAKE_SYM;
  if (abi >= 5)
    handled |= accessDevice;
  Ruleset rules(handled);
  // Libraries, and what glibc and LLVM ask of the machine.
  for (const char *path : {"/usr", "/lib", "/lib64", "/etc/ld.so.cache",
                           "/etc/localtime", "/proc/cpuinfo", "/proc/meminfo",
                           "/sys/devices/system/cpu", "/dev/urandom"})
    rules.allow(path, std::string(path).find('/', 1) == std::string::npos ||
                              std::string(path).ends_with("/cpu")
                          ? reads
                          : readFile);
  // The search for leaks, at the end, looks at all threads.
  if (isSanitized)
    rules.allow("/proc", reads);
  rules.allow("/dev/null", readFile | LANDLOCK_ACCESS_FS_WRITE_FILE);
  if (options.read.empty()) {
    lacking.push_back("no limit on what is read: no folder was named (--read)");
    rules.allow("/", reads);
  }
  for (const std::string &folder : options.read)
    rules.allow(folder, reads);
  if (options.write.empty())
    lacking.push_back("nothing may be written: no folder was named (--write)");
  else
    rules.allow(options.write, reads | writes);
  if (const int error = rules.enforce())
    lacking.push_back(because("no limit on folders", error));
}

/// All descriptors above 2 but one; where the kernel is too old for this, those
/// that the parent forgot stay.
void closeOthers(unsigned kept) {
  if (kept > 3)
    syscall(SYS_close_range, 3U, kept - 1, 0U);
  syscall(SYS_close_range, kept + 1, ~0U, 0U);
}

} // namespace

std::vector<std::string> enterSandbox(const SandboxOptions &options) {
  std::vector<std::string> lacking;
  closeOthers(static_cast<unsigned>(std::max(options.descriptor, 2)));
  if (!options.write.empty())
    setenv("TMPDIR", options.write.c_str(), 1);
  // An arena for each thread would take much of the address space.
  mallopt(M_ARENA_MAX, 2);
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
    lacking.push_back(because("new privileges stay possible", errno));
  // What nobody asks any more has nothing to do.
  if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) != 0)
    lacking.push_back(because("does not end with its parent", errno));
  limitResources(options, lacking);
  limitFolders(options, lacking);
  if (isSanitized)
    lacking.push_back("no limit on system calls: built with sanitizers");
  else if (const std::string why = limitSystemCalls(); !why.empty())
    lacking.push_back("no limit on system calls: " + why);
  return lacking;
}

} // namespace qsim::engine
