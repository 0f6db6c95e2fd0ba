// SPDX-License-Identifier: Apache-2.0
// AtomicFile: temporary in the same folder, fsync, rename.
#include "qsim/Support/AtomicFile.h"

#include "TemporaryName.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace qsim;

AtomicFile::AtomicFile(std::string path, std::string temporary, int descriptor)
    : path(std::move(path)), temporary(std::move(temporary)),
      descriptor(descriptor) {}

AtomicFile::AtomicFile(AtomicFile &&other) noexcept
    : path(std::move(other.path)), temporary(std::move(other.temporary)),
      descriptor(std::exchange(other.descriptor, -1)),
      firstFailure(std::move(other.firstFailure)) {}

AtomicFile::~AtomicFile() {
  if (descriptor < 0)
    return;
  close(descriptor);
  unlink(temporary.c_str());
}

Error AtomicFile::failure(const char *action) {
  if (firstFailure.empty())
    firstFailure =
        path + ": cannot " + action + " the file: " + std::strerror(errno);
  return Error{firstFailure};
}

Result<AtomicFile> AtomicFile::create(const std::string &path) {
  struct stat status;
  if (stat(path.c_str(), &status) == 0 && !S_ISREG(status.st_mode))
    return Error{path + ": cannot write a file here: it is a " +
                 (S_ISDIR(status.st_mode) ? "directory" : "device or pipe")};
  std::string temporary = support::temporaryName(path);
  int descriptor =
      open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (descriptor < 0)
    return Error{path + ": cannot create the file: " + std::strerror(errno)};
  return AtomicFile(path, std::move(temporary), descriptor);
}

Result<void> AtomicFile::write(const void *data, std::size_t size) {
  if (!firstFailure.empty())
    return Error{firstFailure};
  const char *next = static_cast<const char *>(data);
  while (size > 0) {
    ssize_t written = ::write(descriptor, next, size);
    if (written < 0) {
      if (errno == EINTR)
        continue;
      return failure("write");
    }
    next += written;
    size -= static_cast<std::size_t>(written);
  }
  return {};
}

Result<void> AtomicFile::commit() {
  if (!firstFailure.empty())
    return Error{firstFailure};
  // The bytes must be on the disk before the name is, or a crash in between
  // leaves an empty file under the final name.
  if (fsync(descriptor) != 0)
    return failure("flush");
  if (rename(temporary.c_str(), path.c_str()) != 0)
    return failure("rename");
  close(std::exchange(descriptor, -1));
  return {};
}

Result<void> qsim::writeFileAtomically(const std::string &path,
                                       std::string_view bytes) {
  Result<AtomicFile> file = AtomicFile::create(path);
  if (!file)
    return file.error();
  if (Result<void> written = file->write(bytes); !written)
    return written;
  return file->commit();
}
