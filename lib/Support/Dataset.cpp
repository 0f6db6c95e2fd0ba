// SPDX-License-Identifier: Apache-2.0
// Reading lists and names; every message names file and line.
#include "qsim/Support/Dataset.h"

#include "TextLines.h"
#include "qsim/Support/Idx.h"
#include "qsim/Support/MappedFile.h"
#include "qsim/Support/Npy.h"
#include "qsim/Support/Picture.h"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <string_view>

using namespace qsim;
namespace fs = std::filesystem;
using support::at;
using support::quoted;
using support::splitLines;

static bool hasPictureExtension(const fs::path &path) {
  std::string extension = path.extension().string();
  for (char &c : extension)
    if (c >= 'A' && c <= 'Z')
      c = static_cast<char>(c - 'A' + 'a');
  return extension == ".jpg" || extension == ".jpeg" || extension == ".png" ||
         extension == ".npy" || extension == ".pb";
}

/// Names of the pictures and of the folders inside `path`, sorted.
struct Entries {
  std::vector<std::string> pictures, folders;
};

static Result<Entries> listDirectory(const std::string &path) {
  Entries entries;
  std::error_code code;
  for (fs::directory_iterator entry(path, code), end; !code && entry != end;
       entry.increment(code)) {
    std::error_code ignored;
    if (entry->is_directory(ignored))
      entries.folders.push_back(entry->path().filename().string());
    else if (hasPictureExtension(entry->path()) &&
             entry->is_regular_file(ignored))
      entries.pictures.push_back(entry->path().filename().string());
  }
  if (code)
    return Error{path + ": cannot read the directory: " + code.message()};
  std::sort(entries.pictures.begin(), entries.pictures.end());
  std::sort(entries.folders.begin(), entries.folders.end());
  return entries;
}

static std::string beginsBehindEnd(const std::string &path,
                                   const IdxRange &range) {
  return path + ": the range " + std::to_string(range.first) + ".." +
         std::to_string(range.last) + " ends before it begins";
}

namespace {
/// Gathers the pictures of one dataset.
class Gatherer {
public:
  explicit Gatherer(const std::vector<TensorDims> &ofSample)
      : ofSample(ofSample) {}

  Result<void> addDirectory(const std::string &path);
  Result<void> addList(const MappedFile &file);
  /// A file, or of one with many pictures a part; without a range all of them.
  Result<void> addFile(const fs::path &folder, const std::string &name);
  Result<void> addIdx(const fs::path &folder, const std::string &name,
                      const std::optional<IdxRange> &range);
  Result<void> addRange(const fs::path &folder, const std::string &name,
                        const IdxRange &range);

  Dataset take() { return std::move(dataset); }

private:
  void add(const fs::path &folder, const std::string &name) {
    dataset.pictures.push_back((folder / name).string());
    dataset.names.push_back(name);
  }
  void addIndices(const fs::path &folder, const std::string &name,
                  std::size_t first, std::size_t last) {
    for (std::size_t i = first; i <= last; ++i)
      add(folder, idxPictureName(name, i));
  }
  Result<std::size_t> samplesOf(const std::string &path) const;

  const std::vector<TensorDims> &ofSample;
  Dataset dataset;
};
} // namespace

/// Of a tensor file whose samples are known or, else, as many as its first
/// dimension says.
Result<std::size_t> Gatherer::samplesOf(const std::string &path) const {
  Result<TensorFile> file = TensorFile::open(path);
  if (!file)
    return file.error();
  if (!ofSample.empty())
    return file->samples(ofSample);
  return file->dims().empty() ? std::size_t(1)
                              : static_cast<std::size_t>(file->dims()[0]);
}

Result<void> Gatherer::addFile(const fs::path &folder,
                               const std::string &name) {
  const std::string path = (folder / name).string();
  if (ofSample.empty() || !isTensorFile(path)) {
    add(folder, name);
    return {};
  }
  Result<std::size_t> count = samplesOf(path);
  if (!count)
    return count.error();
  if (*count == 1)
    add(folder, name);
  else
    addIndices(folder, name, 0, *count - 1);
  return {};
}

Result<void> Gatherer::addDirectory(const std::string &path) {
  Result<Entries> entries = listDirectory(path);
  if (!entries)
    return entries.error();
  for (const std::string &name : entries->pictures)
    if (Result<void> done = addFile(path, name); !done)
      return done;
  if (!dataset.pictures.empty())
    return {};
  // Without pictures of its own: a folder for each class.
  for (const std::string &folder : entries->folders) {
    Result<Entries> inside = listDirectory((fs::path(path) / folder).string());
    if (!inside)
      return inside.error();
    for (const std::string &name : inside->pictures)
      if (Result<void> done = addFile(path, folder + "/" + name); !done)
        return done;
  }
  if (dataset.pictures.empty())
    return Error{path + ": the directory holds no .jpg, .jpeg, .png, .npy or "
                        ".pb file"};
  return {};
}

Result<void> Gatherer::addIdx(const fs::path &folder, const std::string &name,
                              const std::optional<IdxRange> &range) {
  const std::string path = (folder / name).string();
  Result<IdxFile> file = IdxFile::open(path);
  if (!file)
    return file.error();
  Result<IdxPictures> pictures = parseIdxPictures(file->bytes(), path);
  if (!pictures)
    return pictures.error();
  if (range && range->first > range->last)
    return Error{beginsBehindEnd(path, *range)};
  if (range && range->last >= pictures->count)
    return Error{path + ": there is no picture " + std::to_string(range->last) +
                 ", the file holds " + std::to_string(pictures->count)};
  addIndices(folder, name, range ? range->first : 0,
             range ? range->last : pictures->count - 1);
  return {};
}

Result<void> Gatherer::addRange(const fs::path &folder, const std::string &name,
                                const IdxRange &range) {
  const std::string path = (folder / name).string();
  if (!isTensorFile(path))
    return addIdx(folder, name, range);
  Result<std::size_t> count = samplesOf(path);
  if (!count)
    return count.error();
  if (range.first > range.last)
    return Error{beginsBehindEnd(path, range)};
  if (range.last >= *count)
    return Error{path + ": there is no sample " + std::to_string(range.last) +
                 ", the file holds " + std::to_string(*count)};
  addIndices(folder, name, range.first, range.last);
  return {};
}

static bool isPicture(const fs::path &path) {
  std::error_code ignored;
  if (fs::is_regular_file(path, ignored))
    return true;
  const std::optional<IdxReference> idx = parseIdxReference(path.string());
  return idx && fs::is_regular_file(idx->file, ignored);
}

Result<void> Gatherer::addList(const MappedFile &file) {
  const fs::path folder = fs::path(file.path()).parent_path();
  std::vector<std::string_view> lines = splitLines(file.text());
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].empty())
      continue;
    const std::string line(lines[i]);
    const std::optional<IdxRange> range =
        parseIdxRange((folder / line).string());
    if (!range && !isPicture(folder / line))
      return Error{at(file.path(), i) + "there is no picture " +
                   quoted(lines[i]) +
                   " (paths are relative to the list's folder)"};
    Result<void> done =
        range ? addRange(folder, line.substr(0, line.rfind('#')), *range)
              : addFile(folder, line);
    if (!done)
      return Error{at(file.path(), i) + done.error().message};
  }
  if (dataset.pictures.empty())
    return Error{file.path() + ": the list names no picture"};
  return {};
}

static Result<void> gather(Gatherer &gatherer, const std::string &path) {
  std::error_code ignored;
  if (fs::is_directory(path, ignored))
    return gatherer.addDirectory(path);
  const fs::path folder = fs::path(path).parent_path();
  const std::string name = fs::path(path).filename().string();
  if (parseIdxReference(path) && isPicture(path))
    return gatherer.addFile(folder, name);
  if (const std::optional<IdxRange> range = parseIdxRange(path))
    return gatherer.addRange(folder, fs::path(range->file).filename().string(),
                             *range);
  Result<MappedFile> file = MappedFile::open(path);
  if (!file)
    return file.error();
  std::string_view text = file->text();
  if (looksLikeJpeg(text) || looksLikePng(text) || looksLikeNpy(text) ||
      hasTensorProtoName(path))
    return gatherer.addFile(folder, name);
  if (mayBeIdxPictures(text))
    return gatherer.addIdx(folder, name, std::nullopt);
  // A binary file given by mistake would make absurd messages about lines.
  if (text.find('\0') != std::string_view::npos)
    return Error{path + ": neither pictures (JPEG, PNG, .npy, .pb, IDX) nor a "
                        "list of pictures"};
  return gatherer.addList(*file);
}

Result<Dataset> qsim::readDataset(const std::string &path,
                                  const std::vector<TensorDims> &ofSample) {
  Gatherer gatherer(ofSample);
  if (Result<void> done = gather(gatherer, path); !done)
    return done.error();
  return gatherer.take();
}

Result<std::vector<std::string>> qsim::readNames(const std::string &path) {
  Result<MappedFile> file = MappedFile::open(path);
  if (!file)
    return file.error();
  std::vector<std::string> names;
  std::vector<std::string_view> lines = splitLines(file->text());
  while (!lines.empty() && lines.back().empty())
    lines.pop_back();
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].empty())
      return Error{at(path, i) + "the line is empty, a class name is wanted"};
    names.emplace_back(lines[i]);
  }
  if (names.empty())
    return Error{path + ": the file holds no class name"};
  return names;
}
