// SPDX-License-Identifier: Apache-2.0
// Opens external data one path component at a time, without following links.
#include "ExternalData.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <vector>

namespace qsim::onnximport {
namespace {

class Descriptor {
public:
  explicit Descriptor(int number) : number(number) {}
  Descriptor(const Descriptor &) = delete;
  Descriptor &operator=(const Descriptor &) = delete;
  ~Descriptor() { reset(-1); }

  int get() const { return number; }
  int release() { return std::exchange(number, -1); }
  void reset(int other) {
    if (number >= 0)
      close(number);
    number = other;
  }

private:
  int number;
};

Error refused(const std::string &location, const std::string &reason) {
  return Error{"external data '" + location + "': " + reason};
}

/// The components of a path that goes down only; empty for any other.
std::vector<std::string> componentsOf(const std::string &location) {
  std::vector<std::string> parts;
  std::size_t from = 0;
  while (from <= location.size()) {
    const std::size_t to = std::min(location.find('/', from), location.size());
    std::string part = location.substr(from, to - from);
    from = to + 1;
    if (part == ".")
      continue;
    if (part.empty() || part == ".." || part.find('\0') != std::string::npos)
      return {};
    parts.push_back(std::move(part));
  }
  return parts;
}

} // namespace

Result<std::shared_ptr<const MappedFile>>
ExternalData::open(const std::string &location) {
  if (auto known = files.find(location); known != files.end())
    return known->second;
  if (folder.empty())
    return refused(location, "the model has no folder to look for it in");
  const std::vector<std::string> parts = componentsOf(location);
  if (parts.empty())
    return refused(location, "wanted a file in the folder of the model, named "
                             "by a path without '..'");
  Descriptor at(::open(folder.c_str(), O_RDONLY | O_CLOEXEC | O_DIRECTORY));
  for (std::size_t i = 0; at.get() >= 0 && i < parts.size(); ++i) {
    const int kind = i + 1 < parts.size() ? O_DIRECTORY : O_NONBLOCK;
    at.reset(openat(at.get(), parts[i].c_str(),
                    O_RDONLY | O_CLOEXEC | O_NOFOLLOW | kind));
  }
  if (at.get() < 0)
    return refused(location, errno == ELOOP
                                 ? "it is or goes through a symbolic link"
                                 : std::strerror(errno));
  struct stat status;
  if (fstat(at.get(), &status) == 0 && S_ISREG(status.st_mode) &&
      status.st_nlink != 1)
    return refused(location, "the file has a second name (a hard link), wanted "
                             "one of the model's own");
  Result<MappedFile> file = MappedFile::adopt(at.release(), location);
  if (!file)
    return refused(location, file.error().message);
  auto shared = std::make_shared<const MappedFile>(std::move(*file));
  files.emplace(location, shared);
  return shared;
}

} // namespace qsim::onnximport
