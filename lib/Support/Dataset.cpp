// SPDX-License-Identifier: Apache-2.0
// Reading lists, labels and names; every message names file and line.
#include "qsim/Support/Dataset.h"

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

static std::string_view trim(std::string_view text) {
  constexpr std::string_view spaces = " \t\r";
  std::size_t first = text.find_first_not_of(spaces);
  if (first == std::string_view::npos)
    return {};
  return text.substr(first, text.find_last_not_of(spaces) - first + 1);
}

/// Trimmed lines, in order; a last line without newline counts.
static std::vector<std::string_view> splitLines(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    std::size_t end = std::min(text.find('\n'), text.size());
    lines.push_back(trim(text.substr(0, end)));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

static std::string at(const std::string &path, std::size_t line) {
  return path + ":" + std::to_string(line + 1) + ": ";
}

/// Text from the user's file, fit for one line of a message.
static std::string quoted(std::string_view text) {
  constexpr std::size_t limit = 80;
  std::string out = "'";
  for (char c : text.substr(0, limit))
    out += static_cast<unsigned char>(c) < 32 || c == 127 ? '?' : c;
  return out + (text.size() > limit ? "...'" : "'");
}

static Result<Dataset> readDirectory(const std::string &path) {
  Dataset dataset;
  std::error_code code;
  for (fs::directory_iterator entry(path, code), end; !code && entry != end;
       entry.increment(code)) {
    std::string extension = entry->path().extension().string();
    for (char &c : extension)
      if (c >= 'A' && c <= 'Z')
        c = static_cast<char>(c - 'A' + 'a');
    std::error_code ignored;
    bool wanted = extension == ".jpg" || extension == ".jpeg" ||
                  extension == ".png" || extension == ".npy";
    if (wanted && entry->is_regular_file(ignored))
      dataset.pictures.push_back(entry->path().string());
  }
  if (code)
    return Error{path + ": cannot read the directory: " + code.message()};
  if (dataset.pictures.empty())
    return Error{path + ": the directory holds no .jpg, .jpeg, .png or .npy "
                        "file"};
  std::sort(dataset.pictures.begin(), dataset.pictures.end());
  return dataset;
}

Result<Dataset> qsim::readDataset(const std::string &path) {
  std::error_code ignored;
  if (fs::is_directory(path, ignored))
    return readDirectory(path);
  Result<MappedFile> file = MappedFile::open(path);
  if (!file)
    return file.error();
  std::string_view text = file->text();
  if (looksLikeJpeg(text) || looksLikePng(text) || looksLikeNpy(text))
    return Dataset{{path}};
  // A binary file given by mistake would make absurd messages about lines.
  if (text.find('\0') != std::string_view::npos)
    return Error{path + ": neither a picture (JPEG, PNG, .npy) nor a list of "
                        "pictures"};
  Dataset dataset;
  fs::path folder = fs::path(path).parent_path();
  std::vector<std::string_view> lines = splitLines(text);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].empty())
      continue;
    fs::path picture = folder / fs::path(lines[i]);
    if (!fs::is_regular_file(picture, ignored))
      return Error{at(path, i) + "there is no picture " + quoted(lines[i]) +
                   " (paths are relative to the list's folder)"};
    dataset.pictures.push_back(picture.string());
  }
  if (dataset.pictures.empty())
    return Error{path + ": the list names no picture"};
  return dataset;
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
