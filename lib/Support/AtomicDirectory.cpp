// SPDX-License-Identifier: Apache-2.0
// AtomicDirectory: a package directory is built beside its target and swapped
// in.
#include "qsim/Support/AtomicFile.h"

#include "TemporaryName.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <filesystem>

using namespace qsim;
namespace fs = std::filesystem;

AtomicDirectory::AtomicDirectory(std::string target, std::string temporary,
                                 Judge judge, std::string whole)
    : target(std::move(target)), temporary(std::move(temporary)),
      judge(std::move(judge)), whole(std::move(whole)) {}

AtomicDirectory::AtomicDirectory(AtomicDirectory &&other) noexcept
    : target(std::move(other.target)),
      temporary(std::exchange(other.temporary, std::string())),
      judge(std::move(other.judge)), whole(std::move(other.whole)) {}

AtomicDirectory::~AtomicDirectory() {
  std::error_code ignored;
  if (!temporary.empty())
    fs::remove_all(temporary, ignored);
}

Result<bool> AtomicDirectory::checkTarget() const {
  std::error_code code;
  fs::file_status status = fs::symlink_status(target, code);
  if (status.type() == fs::file_type::not_found)
    return false;
  if (status.type() != fs::file_type::directory)
    return Error{target + ": cannot write a directory here: something that is "
                          "not a directory has this name"};
  std::vector<std::string> entries;
  for (fs::directory_iterator entry(target, code), end; !code && entry != end;
       entry.increment(code))
    entries.push_back(entry->path().filename().string());
  if (code)
    return Error{target + ": cannot read the directory: " + code.message()};
  // The first foreign entry in alphabetical order, so that the message does
  // not depend on the file system.
  std::sort(entries.begin(), entries.end());
  const auto foreign =
      std::find_if_not(entries.begin(), entries.end(), judge(entries));
  if (foreign != entries.end())
    return Error{target + ": not replaced, because it holds '" + *foreign +
                 "', which is not part of " + whole +
                 "; remove it or choose another directory"};
  return true;
}

Result<AtomicDirectory> AtomicDirectory::create(const std::string &target,
                                                Predicate isOurs,
                                                std::string whole) {
  return create(target, Judge([isOurs = std::move(isOurs)](const auto &) {
                  return isOurs;
                }),
                std::move(whole));
}

Result<AtomicDirectory> AtomicDirectory::create(const std::string &target,
                                                Judge judge,
                                                std::string whole) {
  std::string name = target;
  while (name.size() > 1 && name.back() == '/')
    name.pop_back();
  if (name.empty())
    return Error{"the name of the output directory is empty"};
  std::error_code code;
  fs::path parent = fs::path(name).parent_path();
  if (!parent.empty())
    fs::create_directories(parent, code);
  if (code)
    return Error{name +
                 ": cannot create the parent directory: " + code.message()};
  // The object has no temporary yet: nothing is removed if the check fails.
  AtomicDirectory directory(name, "", std::move(judge), std::move(whole));
  if (Result<bool> replaces = directory.checkTarget(); !replaces)
    return replaces.error();
  std::string temporary = support::temporaryName(name);
  if (!fs::create_directory(temporary, code))
    return Error{name + ": cannot create the directory: " +
                 (code ? code.message() : "'" + temporary + "' exists")};
  directory.temporary = std::move(temporary);
  return directory;
}

Result<void> AtomicDirectory::commit() {
  Result<bool> replaces = checkTarget();
  if (!replaces)
    return replaces.error();
  std::error_code code;
  if (!*replaces) {
    fs::rename(temporary, target, code);
    if (code)
      return Error{target + ": cannot rename the directory: " + code.message()};
    temporary.clear();
    return {};
  }
  if (renameat2(AT_FDCWD, temporary.c_str(), AT_FDCWD, target.c_str(),
                RENAME_EXCHANGE) != 0) {
    if (errno != EINVAL && errno != ENOSYS)
      return Error{target +
                   ": cannot replace the directory: " + std::strerror(errno)};
    // A file system without exchange: two renames; the old directory keeps a
    // name at every moment.
    std::string old = support::temporaryName(target);
    fs::rename(target, old, code);
    if (!code)
      fs::rename(temporary, target, code);
    if (code)
      return Error{target +
                   ": cannot replace the directory: " + code.message()};
    temporary = old;
  }
  // What is under the temporary name now is the old directory.
  fs::remove_all(temporary, code);
  temporary.clear();
  if (code)
    return Error{target +
                 ": replaced, but the old directory cannot be "
                 "removed: " +
                 code.message()};
  return {};
}
