// SPDX-License-Identifier: Apache-2.0
// Reading lists, labels and names; every message names file and line.
#include "qsim/Support/Dataset.h"

#include "TextLines.h"
#include "qsim/Support/Idx.h"
#include "qsim/Support/MappedFile.h"
#include "qsim/Support/Npy.h"
#include "qsim/Support/Numbers.h"
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
using support::trim;

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

static Result<Dataset> readIdxPictures(const MappedFile &file) {
  Result<IdxPictures> pictures = parseIdxPictures(file.text(), file.path());
  if (!pictures)
    return pictures.error();
  Dataset dataset;
  const fs::path folder = fs::path(file.path()).parent_path();
  const std::string name = fs::path(file.path()).filename().string();
  for (std::size_t i = 0; i < pictures->count; ++i)
    add(dataset, folder, idxPictureName(name, i));
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
    if (!isPicture(folder / lines[i]))
      return Error{at(file.path(), i) + "there is no picture " +
                   quoted(lines[i]) +
                   " (paths are relative to the list's folder)"};
    add(dataset, folder, std::string(lines[i]));
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
  Result<MappedFile> file = MappedFile::open(path);
  if (!file)
    return file.error();
  std::string_view text = file->text();
  if (looksLikeJpeg(text) || looksLikePng(text) || looksLikeNpy(text))
    return Dataset{{path}, {fs::path(path).filename().string()}};
  if (looksLikeIdxPictures(text))
    return readIdxPictures(*file);
  // A binary file given by mistake would make absurd messages about lines.
  if (text.find('\0') != std::string_view::npos)
    return Error{path + ": neither pictures (JPEG, PNG, .npy, IDX) nor a list "
                        "of pictures"};
  return readList(*file);
}

std::string qsim::labelPath(const std::string &picture) {
  return fs::path(picture).replace_extension(".txt").string();
}

/// Takes the next word off a line.
static std::string_view takeWord(std::string_view &line) {
  line = trim(line);
  std::string_view word = line.substr(0, line.find_first_of(" \t"));
  line.remove_prefix(word.size());
  return word;
}

/// What is wrong with a line, or the label on it.
static Result<Label> parseLabel(std::string_view line, int classCount) {
  std::string_view words[5];
  std::string_view rest = line;
  for (std::string_view &word : words)
    word = takeWord(rest);
  if (words[4].empty() || !trim(rest).empty())
    return Error{quoted(line) + " is not a label, 'class x y w h' is wanted"};
  std::optional<std::int64_t> id = parseInteger(words[0]);
  if (!id || *id < 0 || *id >= classCount)
    return Error{"class " + quoted(words[0]) + " is not one of 0.." +
                 std::to_string(classCount - 1)};
  static constexpr const char *names[] = {"x", "y", "w", "h"};
  float values[4];
  for (std::size_t i = 0; i < 4; ++i) {
    std::optional<float> value = parseFloat(words[i + 1]);
    bool isSize = i >= 2;
    if (!value || *value > 1.001f || (isSize ? *value <= 0 : *value < -0.001f))
      return Error{std::string(names[i]) + " is " + quoted(words[i + 1]) +
                   ", a number " +
                   (isSize ? "above 0 and up to 1" : "from 0 to 1") +
                   " is wanted"};
    values[i] = *value;
  }
  return Label{static_cast<std::int32_t>(*id), values[0], values[1], values[2],
               values[3]};
}

Result<Labels> qsim::readLabels(const std::string &picture, int classCount) {
  std::string path = labelPath(picture);
  std::error_code ignored;
  if (!fs::exists(path, ignored))
    return Error{path + ": the labels of " + picture +
                 " are missing (an empty file says that it shows no object)"};
  Result<MappedFile> file = MappedFile::open(path);
  if (!file)
    return file.error();
  Labels labels;
  std::vector<std::string_view> lines = splitLines(file->text());
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].empty())
      continue;
    Result<Label> label = parseLabel(lines[i], classCount);
    if (!label)
      return Error{at(path, i) + label.message()};
    labels.push_back(*label);
  }
  return labels;
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
