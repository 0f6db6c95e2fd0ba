// SPDX-License-Identifier: Apache-2.0
// MappedFile over mmap.
#include "qsim/Support/MappedFile.h"

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <map>
#include <mutex>

using namespace qsim;

namespace {

// What is mapped now, so that forget() never touches other memory.
struct Mappings {
  std::mutex mutex;
  std::map<const char *, std::size_t> sizes; // by address

  void add(const void *address, std::size_t size) {
    std::lock_guard lock(mutex);
    sizes.emplace(static_cast<const char *>(address), size);
  }
  void remove(const void *address) {
    std::lock_guard lock(mutex);
    sizes.erase(static_cast<const char *>(address));
  }
  bool contains(const char *from, std::size_t size) {
    std::lock_guard lock(mutex);
    auto after = sizes.upper_bound(from);
    if (after == sizes.begin())
      return false;
    const auto &[address, length] = *std::prev(after);
    return from + size <= address + length;
  }
};

Mappings &mappings() {
  static Mappings all;
  return all;
}

} // namespace

void MappedFile::forget(const void *data, std::size_t size) {
  const char *from = static_cast<const char *>(data);
  if (!mappings().contains(from, size))
    return;
  const auto page = static_cast<std::uintptr_t>(sysconf(_SC_PAGESIZE));
  const auto begin =
      (reinterpret_cast<std::uintptr_t>(from) + page - 1) / page * page;
  const auto end =
      (reinterpret_cast<std::uintptr_t>(from) + size) / page * page;
  if (begin < end)
    madvise(reinterpret_cast<void *>(begin), end - begin, MADV_DONTNEED);
}

MappedFile::MappedFile(std::string name, void *address, std::size_t length)
    : name(std::move(name)), address(address), length(length) {}

MappedFile::MappedFile(MappedFile &&other) noexcept
    : name(std::move(other.name)),
      address(std::exchange(other.address, nullptr)),
      length(std::exchange(other.length, 0)) {}

MappedFile &MappedFile::operator=(MappedFile &&other) noexcept {
  std::swap(name, other.name);
  std::swap(address, other.address);
  std::swap(length, other.length);
  return *this;
}

MappedFile::~MappedFile() {
  if (!address)
    return;
  mappings().remove(address);
  munmap(address, length);
}

const void *MappedFile::data() const {
  return address ? address : static_cast<const void *>("");
}

static Error cannotRead(const std::string &path, const char *reason) {
  return Error{path + ": cannot read the file: " + reason};
}

Result<MappedFile> MappedFile::open(const std::string &path) {
  // O_NONBLOCK: opening a pipe must end in the message below, not wait.
  int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (descriptor < 0)
    return cannotRead(path, std::strerror(errno));
  return adopt(descriptor, path);
}

Result<MappedFile> MappedFile::adopt(int descriptor, const std::string &path) {
  struct stat status;
  if (fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode)) {
    close(descriptor);
    return cannotRead(path, "it is not a regular file");
  }
  std::size_t length = static_cast<std::size_t>(status.st_size);
  void *address = nullptr;
  if (length > 0) {
    address = mmap(nullptr, length, PROT_READ, MAP_PRIVATE, descriptor, 0);
    if (address == MAP_FAILED) {
      int code = errno;
      close(descriptor);
      return cannotRead(path, std::strerror(code));
    }
  }
  close(descriptor);
  if (address)
    mappings().add(address, length);
  return MappedFile(path, address, length);
}
