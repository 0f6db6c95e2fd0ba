// SPDX-License-Identifier: Apache-2.0
// A whole file, read-only in memory, without copying it.
#ifndef QSIM_SUPPORT_MAPPEDFILE_H
#define QSIM_SUPPORT_MAPPEDFILE_H

#include "qsim/Support/Result.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace qsim {

/// Maps a regular file for reading; unmaps when destroyed. data() is aligned to
/// a page. An empty file is valid: size() is 0 and data() is not null.
class MappedFile {
public:
  /// Fails when the file does not exist, cannot be read or is not a regular
  /// file.
  static Result<MappedFile> open(const std::string &path);
  /// The same for a file that is open already; closes `descriptor`. `path` is
  /// what messages say.
  static Result<MappedFile> adopt(int descriptor, const std::string &path);

  /// Gives the memory of what was read back to the system, in whole pages: it
  /// is read from the file again when it is looked at. Does nothing for bytes
  /// that are not a mapped file's.
  static void forget(const void *data, std::size_t size);

  MappedFile(MappedFile &&other) noexcept;
  MappedFile &operator=(MappedFile &&other) noexcept;
  ~MappedFile();

  const std::string &path() const { return name; }
  const void *data() const;
  std::size_t size() const { return length; }
  std::string_view text() const {
    return {static_cast<const char *>(data()), length};
  }

private:
  MappedFile(std::string name, void *address, std::size_t length);

  std::string name;
  void *address;
  std::size_t length;
};

} // namespace qsim

#endif // QSIM_SUPPORT_MAPPEDFILE_H
