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
         extension == ".npy";
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

static void add(Dataset &dataset, const fs::path &folder,
                const std::string &name) {
  dataset.pictures.push_back((folder / name).string());
  dataset.names.push_back(name);
}

static Result<Dataset> readDirectory(const std::string &path) {
  Result<Entries> entries = listDirectory(path);
  if (!entries)
    return entries.error();
  Dataset dataset;
  for (const std::string &name : entries->pictures)
    add(dataset, path, name);
  if (!dataset.pictures.empty())
    return dataset;
  // Without pictures of its own: a folder for each class.
  for (const std::string &folder : entries->folders) {
    Result<Entries> inside = listDirectory((fs::path(path) / folder).string());
    if (!inside)
      return inside.error();
    for (const std::string &name : inside->pictures)
      add(dataset, path, folder + "/" + name);
  }
  if (dataset.pictures.empty())
    return Error{path + ": the directory holds no .jpg, .jpeg, .png or .npy "
                        "file"};
  return dataset;
}

/// Adds the pictures of an IDX file in `folder` to the dataset; without a range
/// all of them.
static Result<void> addIdxPictures(Dataset &dataset, const fs::path &folder,
                                   const std::string &name,
                                   const std::optional<IdxRange> &range) {
  const std::string path = (folder / name).string();
  Result<IdxFile> file = IdxFile::open(path);
  if (!file)
    return file.error();
  Result<IdxPictures> pictures = parseIdxPictures(file->bytes(), path);
  if (!pictures)
    return pictures.error();
  if (range && range->first > range->last)
    return Error{path + ": the range " + std::to_string(range->first) + ".." +
                 std::to_string(range->last) + " ends before it begins"};
  if (range && range->last >= pictures->count)
    return Error{path + ": there is no picture " + std::to_string(range->last) +
                 ", the file holds " + std::to_string(pictures->count)};
  const std::size_t last = range ? range->last : pictures->count - 1;
  for (std::size_t i = range ? range->first : 0; i <= last; ++i)
    add(dataset, folder, idxPictureName(name, i));
  return {};
}

/// The same for a path as the user gives it.
static Result<Dataset> readIdxPictures(const fs::path &path,
                                       const std::optional<IdxRange> &range) {
  Dataset dataset;
  Result<void> done = addIdxPictures(dataset, path.parent_path(),
                                     path.filename().string(), range);
  if (!done)
    return done.error();
  return dataset;
}

static bool isPicture(const fs::path &path) {
  std::error_code ignored;
  if (fs::is_regular_file(path, ignored))
    return true;
  const std::optional<IdxReference> idx = parseIdxReference(path.string());
  return idx && fs::is_regular_file(idx->file, ignored);
}

static Result<Dataset> readList(const MappedFile &file) {
  Dataset dataset;
  const fs::path folder = fs::path(file.path()).parent_path();
  std::vector<std::string_view> lines = splitLines(file.text());
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].empty())
      continue;
    const std::string line(lines[i]);
    if (const std::optional<IdxRange> range =
            parseIdxRange((folder / line).string())) {
      const std::string name = line.substr(0, line.rfind('#'));
      if (Result<void> done = addIdxPictures(dataset, folder, name, range);
          !done)
        return Error{at(file.path(), i) + done.error().message};
      continue;
    }
    if (!isPicture(folder / line))
      return Error{at(file.path(), i) + "there is no picture " +
                   quoted(lines[i]) +
                   " (paths are relative to the list's folder)"};
    add(dataset, folder, line);
  }
  if (dataset.pictures.empty())
    return Error{file.path() + ": the list names no picture"};
  return dataset;
}

Result<Dataset> qsim::readDataset(const std::string &path) {
  std::error_code ignored;
  if (fs::is_directory(path, ignored))
    return readDirectory(path);
  if (parseIdxReference(path) && isPicture(path))
    return Dataset{{path}, {fs::path(path).filename().string()}};
  if (const std::optional<IdxRange> range = parseIdxRange(path))
    return readIdxPictures(range->file, range);
  Result<MappedFile> file = MappedFile::open(path);
  if (!file)
    return file.error();
  std::string_view text = file->text();
  if (looksLikeJpeg(text) || looksLikePng(text) || looksLikeNpy(text))
    return Dataset{{path}, {fs::path(path).filename().string()}};
  if (mayBeIdxPictures(text))
    return readIdxPictures(path, std::nullopt);
  // A binary file given by mistake would make absurd messages about lines.
  if (text.find('\0') != std::string_view::npos)
    return Error{path + ": neither pictures (JPEG, PNG, .npy, IDX) nor a list "
                        "of pictures"};
  return readList(*file);
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
