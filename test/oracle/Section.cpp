// SPDX-License-Identifier: Apache-2.0
// Splits the text of a .net or a .sys into sections (net.md, Form).
#include "Section.h"

#include <set>

namespace oracle {

std::vector<Section> parseSections(const std::string &text) {
  std::vector<Section> sections;
  std::set<std::string> keys;
  size_t number = 0;
  for (size_t begin = 0; begin < text.size();) {
    size_t end = text.find('\n', begin);
    if (end == std::string::npos)
      throw Error("the last line does not end");
    std::string line = text.substr(begin, end - begin);
    begin = end + 1;
    ++number;
    if (line.empty() || line[0] == '#')
      continue;
    if (line.front() == '[' && line.back() == ']') {
      sections.emplace_back();
      sections.back().title = line.substr(1, line.size() - 2);
      keys.clear();
      continue;
    }
    size_t equals = line.find('=');
    if (equals == std::string::npos || sections.empty())
      throw Error("line " + std::to_string(number) + ": '" + line +
                  "' is neither a section nor a key of one");
    std::string key = line.substr(0, equals);
    if (key.rfind("x-", 0) == 0)
      continue;
    if (!keys.insert(key).second)
      sections.back().fail("duplicate key '" + key + "'");
    sections.back().entries.emplace_back(key, line.substr(equals + 1));
  }
  return sections;
}

} // namespace oracle
