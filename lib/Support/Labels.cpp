// SPDX-License-Identifier: Apache-2.0
// Labels beside pictures, and what their classes are to a network.
#include "TextLines.h"
#include "qsim/Support/Dataset.h"
#include "qsim/Support/MappedFile.h"
#include "qsim/Support/Numbers.h"

#include <filesystem>
#include <limits>
#include <optional>
#include <string_view>

using namespace qsim;
namespace fs = std::filesystem;
using support::at;
using support::quoted;
using support::splitLines;
using support::trim;

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

/// A class's number, or what is wrong with it. Without a limit the file may be
/// of any data set.
static Result<std::int32_t> parseClass(std::string_view word,
                                       std::optional<int> classCount) {
  constexpr std::int64_t any = std::numeric_limits<std::int32_t>::max();
  const std::optional<std::int64_t> id = parseInteger(word);
  if (id && *id >= 0 && *id < (classCount ? *classCount : any))
    return static_cast<std::int32_t>(*id);
  if (!classCount)
    return Error{"class " + quoted(word) + " is not a number from 0"};
  return Error{"class " + quoted(word) + " is not one of 0.." +
               std::to_string(*classCount - 1)};
}

/// What is wrong with a line, or the label on it.
static Result<Label> parseLabel(std::string_view line,
                                std::optional<int> classCount) {
  std::string_view words[5];
  std::string_view rest = line;
  for (std::string_view &word : words)
    word = takeWord(rest);
  if (words[4].empty() || !trim(rest).empty())
    return Error{quoted(line) + " is not a label, 'class x y w h' is wanted"};
  Result<std::int32_t> id = parseClass(words[0], classCount);
  if (!id)
    return id.error();
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
  return Label{*id, values[0], values[1], values[2], values[3]};
}

static Result<Labels> readAll(const std::string &picture,
                              std::optional<int> classCount) {
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

Result<Labels> qsim::readLabels(const std::string &picture, int classCount) {
  return readAll(picture, classCount);
}

Result<Labels> qsim::readLabels(const std::string &picture,
                                const ClassMap &map) {
  Result<Labels> all = readAll(picture, std::nullopt);
  if (!all)
    return all;
  Labels mapped;
  for (Label label : *all)
    if (const auto known = map.find(label.classId); known != map.end()) {
      label.classId = known->second;
      mapped.push_back(label);
    }
  return mapped;
}

Result<ClassMap> qsim::readClassMap(const std::string &path, int classCount) {
  Result<MappedFile> file = MappedFile::open(path);
  if (!file)
    return file.error();
  ClassMap map;
  const std::vector<std::string_view> lines = splitLines(file->text());
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].empty())
      continue;
    std::string_view rest = lines[i];
    const std::string_view words[] = {takeWord(rest), takeWord(rest)};
    if (words[1].empty() || !trim(rest).empty())
      return Error{at(path, i) + quoted(lines[i]) +
                   " does not map a class, 'from to' is wanted"};
    const Result<std::int32_t> from = parseClass(words[0], std::nullopt),
                               to = parseClass(words[1], classCount);
    if (!from || !to)
      return Error{at(path, i) + (from ? to : from).message()};
    if (!map.emplace(*from, *to).second)
      return Error{at(path, i) + "class " + quoted(words[0]) +
                   " is mapped a second time"};
  }
  if (map.empty())
    return Error{path + ": the file maps no class"};
  return map;
}
