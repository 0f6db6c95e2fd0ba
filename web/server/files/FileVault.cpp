// SPDX-License-Identifier: Apache-2.0
// Writing and reading the files that are not the server's to understand.
#include "FileVault.h"

#include "Kinds.h"

#include "../base/Ids.h"
#include "../base/Problem.h"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace qsim::server {
namespace fs = std::filesystem;

IncomingFile::IncomingFile(const DataFolder &data, std::uint64_t limit)
    : data(data), limit(limit), temporary(data.incoming() / newId()),
      descriptor(open(temporary.c_str(),
                      O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600)) {
  crypto_hash_sha256_init(&hash);
  if (descriptor < 0)
    throw unavailable(Reason::cannot_write);
}

IncomingFile::~IncomingFile() {
  close(descriptor);
  unlink(temporary.c_str());
}

void IncomingFile::write(std::string_view bytes) {
  size += bytes.size();
  if (size > limit)
    throw tooLarge({Reason::file_large, {{"largest", std::to_string(limit)}}});
  head.append(bytes.substr(0, kindBytes - std::min(kindBytes, head.size())));
  crypto_hash_sha256_update(
      &hash, reinterpret_cast<const unsigned char *>(bytes.data()),
      bytes.size());
  while (!bytes.empty()) {
    const ssize_t put = ::write(descriptor, bytes.data(), bytes.size());
    if (put < 0 && errno == EINTR)
      continue;
    if (put <= 0)
      throw unavailable(errno == ENOSPC || errno == EDQUOT
                            ? Reason::disk_full
                            : Reason::cannot_write);
    bytes.remove_prefix(static_cast<std::size_t>(put));
  }
}

void IncomingFile::checkKind(const std::string &path) {
  if (checked || head.size() < kindBytes)
    return;
  if (!kindOf(path, head))
    throw unsupportedType({Reason::file_unknown, {{"path", path}}});
  checked = true;
}

File IncomingFile::keep(Store &store, const std::string &project,
                        const std::string &path, std::optional<File> &before) {
  const std::optional<std::string> kind = kindOf(path, head);
  if (!kind)
    throw unsupportedType({Reason::file_unknown, {{"path", path}}});
  std::array<unsigned char, crypto_hash_sha256_BYTES> digest;
  crypto_hash_sha256_final(&hash, digest.data());
  if (fsync(descriptor) != 0)
    throw unavailable(Reason::cannot_write);
  File file;
  file.id = newId();
  file.project = project;
  file.path = path;
  file.kind = *kind;
  file.bytes = static_cast<std::int64_t>(size);
  file.sha256 = hexadecimal(digest.data(), digest.size());
  file.created = now();
  const fs::path place = data.file(file.id);
  fs::create_directories(place.parent_path());
  fs::rename(temporary, place);
  // Killed here, the next start sweeps the file that has no row.
  try {
    checkPlace(store, project, path);
    before = store.files.put(file);
  } catch (...) {
    unlink(place.c_str());
    throw;
  }
  if (before)
    unlink(data.file(before->id).c_str());
  return file;
}

void checkPlace(Store &store, const std::string &project,
                const std::string &path) {
  for (std::size_t slash = path.find('/'); slash != std::string::npos;
       slash = path.find('/', slash + 1))
    if (store.files.findPath(project, path.substr(0, slash)))
      throw conflict(
          {Reason::path_below_file, {{"path", path.substr(0, slash)}}});
  for (const File &other : store.files.under(project, path))
    if (other.path != path)
      throw conflict({Reason::path_is_folder, {{"path", path}}});
}

namespace {

class FilePart : public BodySource {
public:
  FilePart(const fs::path &path, Range part)
      : part(part), descriptor(open(path.c_str(), O_RDONLY | O_CLOEXEC)) {}
  ~FilePart() override {
    if (descriptor >= 0)
      close(descriptor);
  }
  bool isOpen() const { return descriptor >= 0; }

  void read(std::function<void(Part)> done) override {
    std::string bytes(std::min<std::uint64_t>(part.length, 256 << 10), '\0');
    ssize_t got = 0;
    do
      got = pread(descriptor, bytes.data(), bytes.size(),
                  static_cast<off_t>(part.first));
    while (got < 0 && errno == EINTR);
    if (got <= 0)
      return done(std::nullopt);
    bytes.resize(static_cast<std::size_t>(got));
    part.first += bytes.size();
    part.length -= bytes.size();
    done(std::move(bytes));
  }

private:
  Range part;
  int descriptor;
};

/// As RFC 6266 wants names that are not ASCII.
std::string disposition(const std::string &name) {
  static constexpr char digits[] = "0123456789ABCDEF";
  std::string plain, encoded;
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    const bool simple = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
                        (c >= 'A' && c <= 'Z') || c == '.' || c == '-' ||
                        c == '_';
    plain += simple ? c : '_';
    if (simple)
      encoded += c;
    else
      encoded += std::string("%") + digits[byte >> 4] + digits[byte & 15];
  }
  return "attachment; filename=\"" + plain + "\"; filename*=UTF-8''" + encoded;
}

} // namespace

std::unique_ptr<BodySource> fileBody(const fs::path &path, Range part) {
  auto body = std::make_unique<FilePart>(path, part);
  if (!body->isOpen())
    throw notFound(Reason::no_such_file);
  return body;
}

Response fileResponse(const Request &request, const fs::path &path,
                      const std::string &name, const std::string &type) {
  struct stat status = {};
  if (stat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode))
    throw notFound(Reason::no_such_file);
  const auto total = static_cast<std::uint64_t>(status.st_size);
  const std::optional<Range> asked = rangeOf(request, total);
  const Range part = asked.value_or(Range{0, total});
  Response response;
  response.headers = {{"Content-Type", type},
                      {"Content-Disposition", disposition(name)},
                      {"Content-Security-Policy", "sandbox"}};
  setRange(response, asked, total);
  response.sourceLength = part.length;
  response.source = fileBody(path, part);
  return response;
}

} // namespace qsim::server
