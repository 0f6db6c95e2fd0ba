// SPDX-License-Identifier: Apache-2.0
// Output files and package directories that appear complete or not at all.
#ifndef QSIM_SUPPORT_ATOMICFILE_H
#define QSIM_SUPPORT_ATOMICFILE_H

#include "qsim/Support/Result.h"

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace qsim {

/// A file being written. The bytes go to `<path>.tmp-<pid>-<n>` in the same
/// folder; commit() flushes them to the disk and renames. Destroying it without
/// commit() removes the temporary and leaves what was at `path` untouched.
class AtomicFile {
public:
  /// Fails when the folder does not exist or cannot be written.
  static Result<AtomicFile> create(const std::string &path);

  AtomicFile(AtomicFile &&other) noexcept;
  AtomicFile &operator=(AtomicFile &&) = delete;
  ~AtomicFile();

  /// Appends bytes. A failure is kept and reported again by commit().
  Result<void> write(const void *data, std::size_t size);
  Result<void> write(std::string_view text) {
    return write(text.data(), text.size());
  }

  /// Makes the file appear under its path. Call once, last.
  Result<void> commit();

private:
  AtomicFile(std::string path, std::string temporary, int descriptor);
  Error failure(const char *action);

  std::string path, temporary;
  int descriptor;
  std::string firstFailure;
};

/// The whole of a small file in one call.
Result<void> writeFileAtomically(const std::string &path,
                                 std::string_view bytes);

/// A directory being written: files go into path(), a temporary sibling
/// `<target>.tmp-<pid>-<n>`; commit() swaps it with the target. A directory
/// that exists is replaced only if every entry in it satisfies `isOurs`, so
/// that a mistyped option cannot delete somebody's files.
class AtomicDirectory {
public:
  /// Answers for the name of an entry (no folder in front) whether it belongs
  /// to what is being replaced. Entries are files or folders.
  using Predicate = std::function<bool(std::string_view name)>;
  /// The same where that depends on what else is there.
  using Judge =
      std::function<Predicate(const std::vector<std::string> &entries)>;

  /// Creates the temporary directory, and missing parents. Fails when the
  /// target exists and may not be replaced: then an entry is told to be no
  /// part of `whole`.
  static Result<AtomicDirectory> create(const std::string &target,
                                        Predicate isOurs,
                                        std::string whole = "a package");
  static Result<AtomicDirectory> create(const std::string &target, Judge judge,
                                        std::string whole = "a package");

  AtomicDirectory(AtomicDirectory &&other) noexcept;
  AtomicDirectory &operator=(AtomicDirectory &&) = delete;
  ~AtomicDirectory();

  /// Where to write the files until commit().
  const std::string &path() const { return temporary; }

  /// Checks the target again and puts the new directory in its place; the old
  /// one is removed afterwards. Call once, last.
  Result<void> commit();

private:
  AtomicDirectory(std::string target, std::string temporary, Judge judge,
                  std::string whole);
  /// Whether there is a target that will be replaced, or why it may not be.
  Result<bool> checkTarget() const;

  std::string target, temporary;
  Judge judge;
  std::string whole; ///< what is replaced, for messages
};

} // namespace qsim

#endif // QSIM_SUPPORT_ATOMICFILE_H
