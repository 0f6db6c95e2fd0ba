// SPDX-License-Identifier: Apache-2.0
// Finds a section by its number.
#include "NetSections.h"

#include "qsim/Support/MappedFile.h"
#include "qsim/Support/PackageFiles.h"

#include <filesystem>
#include <string_view>

namespace fs = std::filesystem;

namespace qsim::engine {
namespace {

/// "0.1,0.2,0.3,0.4 ... (256)"
std::string shortened(std::string_view value) {
  constexpr std::size_t shown = 8;
  std::size_t commas = 0, end = value.size();
  for (std::size_t i = 0; i < value.size(); ++i)
    if (value[i] == ',' && ++commas == shown)
      end = i;
  if (commas < shown + 4)
    return std::string(value);
  return std::string(value.substr(0, end)) + " ... (" +
         std::to_string(commas + 1) + ")";
}

bool isToldElsewhere(std::string_view key) {
  return key == "index" || key == "name" || key == "inputs" || key == "shape";
}

std::string netOf(const std::string &package) {
  std::vector<std::string> entries;
  std::error_code code;
  for (const fs::directory_entry &entry : fs::directory_iterator(package, code))
    entries.push_back(entry.path().filename().string());
  const std::string name = packageName(entries);
  return name.empty() ? "" : package + "/" + name + ".net";
}

} // namespace

std::vector<std::pair<std::string, std::string>>
sectionOf(const std::string &package, int layer) {
  std::vector<std::pair<std::string, std::string>> keys;
  Result<MappedFile> file = MappedFile::open(netOf(package));
  if (!file)
    return keys;
  std::string_view text = file->text();
  int section = -2; // [net] is -1
  while (!text.empty() && section <= layer) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const std::size_t equals = line.find('=');
    if (line.starts_with('['))
      ++section;
    else if (section == layer && equals != std::string_view::npos &&
             !line.starts_with('#') && !isToldElsewhere(line.substr(0, equals)))
      keys.emplace_back(line.substr(0, equals),
                        shortened(line.substr(equals + 1)));
  }
  return keys;
}

} // namespace qsim::engine
