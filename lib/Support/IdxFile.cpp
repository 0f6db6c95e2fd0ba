// SPDX-License-Identifier: Apache-2.0
// IDX files on disk, plain or compressed, and the names of pictures in them.
#include "Gzip.h"
#include "qsim/Support/Idx.h"
#include "qsim/Support/Numbers.h"

#include <filesystem>
#include <mutex>

using namespace qsim;
namespace fs = std::filesystem;

namespace {

/// The compressed file that was read last. Pictures of a file are asked for one
/// by one, from many threads: each must not unpack all of it again.
struct LastUnpacked {
  std::mutex mutex;
  std::string path;
  std::uintmax_t packedSize;
  fs::file_time_type written;
  std::shared_ptr<const std::string> bytes;
};

} // namespace

static Result<std::string> unpack(std::string_view packed,
                                  const std::string &path) {
  constexpr std::size_t longestHeader = 16;
  Result<std::string> header = support::gunzip(packed, longestHeader, path);
  if (!header)
    return header.error();
  Result<std::uint64_t> size = idxFileSize(*header, path);
  if (!size)
    return size.error();
  constexpr std::uint64_t most = 1 << 30;
  if (*size > most)
    return Error{path + ": the header says " + std::to_string(*size) +
                 " bytes, at most " + std::to_string(most) +
                 " are read from a compressed file (gunzip it first)"};
  // One more, to see whether there is more.
  Result<std::string> bytes = support::gunzip(packed, *size + 1, path);
  if (bytes && bytes->size() > *size)
    return Error{path + ": unpacks to more than the " + std::to_string(*size) +
                 " bytes that the header says"};
  return bytes;
}

Result<IdxFile> IdxFile::open(const std::string &path) {
  Result<MappedFile> file = MappedFile::open(path);
  if (!file)
    return file.error();
  IdxFile idx;
  if (!support::looksLikeGzip(file->text())) {
    idx.plain = std::move(*file);
    return idx;
  }
  static LastUnpacked last;
  const std::lock_guard<std::mutex> lock(last.mutex);
  std::error_code code;
  const fs::file_time_type written = fs::last_write_time(path, code);
  if (!last.bytes || code || last.path != path ||
      last.packedSize != file->size() || last.written != written) {
    last.bytes = nullptr;
    Result<std::string> bytes = unpack(file->text(), path);
    if (!bytes)
      return bytes.error();
    last.path = path;
    last.packedSize = file->size();
    last.written = written;
    last.bytes = std::make_shared<const std::string>(std::move(*bytes));
  }
  idx.unpacked = last.bytes;
  return idx;
}

bool qsim::mayBeIdxPictures(std::string_view bytes) {
  return looksLikeIdxPictures(bytes) || support::looksLikeGzip(bytes);
}

std::optional<std::string> qsim::idxLabelPath(const std::string &pictures) {
  const fs::path path(pictures);
  std::string name = path.filename().string();
  const std::size_t images = name.rfind("images");
  if (images == std::string::npos)
    return std::nullopt;
  name.replace(images, 6, "labels");
  if (const std::size_t form = name.rfind("idx3"); form != std::string::npos)
    name.replace(form, 4, "idx1");
  return (path.parent_path() / name).string();
}

std::string qsim::idxPictureName(const std::string &file, std::size_t index) {
  return file + "#" + std::to_string(index);
}

/// A number of digits only: no sign.
static std::optional<std::size_t> parseIndex(std::string_view text) {
  if (text.starts_with('-'))
    return std::nullopt;
  const std::optional<std::int64_t> index = parseInteger(text);
  if (!index)
    return std::nullopt;
  return static_cast<std::size_t>(*index);
}

/// Where the '#' of a path stands that is not the name of a file.
static std::size_t findMark(const std::string &path) {
  std::error_code ignored;
  return fs::exists(path, ignored) ? std::string::npos : path.rfind('#');
}

std::optional<IdxReference> qsim::parseIdxReference(const std::string &path) {
  const std::size_t mark = findMark(path);
  if (mark == std::string::npos)
    return std::nullopt;
  const std::optional<std::size_t> index =
      parseIndex(std::string_view(path).substr(mark + 1));
  if (!index)
    return std::nullopt;
  return IdxReference{path.substr(0, mark), *index};
}

std::optional<IdxRange> qsim::parseIdxRange(const std::string &path) {
  const std::size_t mark = findMark(path);
  if (mark == std::string::npos)
    return std::nullopt;
  const std::string_view range = std::string_view(path).substr(mark + 1);
  const std::size_t dots = range.find("..");
  if (dots == std::string_view::npos)
    return std::nullopt;
  const std::optional<std::size_t> first = parseIndex(range.substr(0, dots)),
                                   last = parseIndex(range.substr(dots + 2));
  if (!first || !last)
    return std::nullopt;
  return IdxRange{path.substr(0, mark), *first, *last};
}
