// SPDX-License-Identifier: Apache-2.0
// MappedFile over mmap.
#include "qsim/Support/MappedFile.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace qsim;

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
  if (address)
    munmap(address, length);
}

const void *MappedFile::data() const {
  return address ? address : static_cast<const void *>("");
}

Result<MappedFile> MappedFile::open(const std::string &path) {
  auto failed = [&](const char *reason) {
    return Error{path + ": cannot read the file: " + reason};
  };
  // O_NONBLOCK: opening a pipe must end in the message below, not wait.
  int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (descriptor < 0)
    return failed(std::strerror(errno));
  struct stat status;
  if (fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode)) {
    close(descriptor);
    return failed("it is not a regular file");
  }
  std::size_t length = static_cast<std::size_t>(status.st_size);
  void *address = nullptr;
  if (length > 0) {
    address = mmap(nullptr, length, PROT_READ, MAP_PRIVATE, descriptor, 0);
    if (address == MAP_FAILED) {
      int code = errno;
      close(descriptor);
      return failed(std::strerror(code));
    }
  }
  close(descriptor);
  return MappedFile(path, address, length);
}
