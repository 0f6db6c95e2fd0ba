// SPDX-License-Identifier: Apache-2.0
// Lines of a user's text file, and how messages name them.
#ifndef QSIM_LIB_SUPPORT_TEXTLINES_H
#define QSIM_LIB_SUPPORT_TEXTLINES_H

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace qsim::support {

inline std::string_view trim(std::string_view text) {
  constexpr std::string_view spaces = " \t\r";
  std::size_t first = text.find_first_not_of(spaces);
  if (first == std::string_view::npos)
    return {};
  return text.substr(first, text.find_last_not_of(spaces) - first + 1);
}

/// Trimmed lines, in order; a last line without newline counts.
inline std::vector<std::string_view> splitLines(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    std::size_t end = std::min(text.find('\n'), text.size());
    lines.push_back(trim(text.substr(0, end)));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

/// Where a message points to; lines count from 0 here, from 1 in the text.
inline std::string at(const std::string &path, std::size_t line) {
  return path + ":" + std::to_string(line + 1) + ": ";
}

/// Text from the user's file, fit for one line of a message.
inline std::string quoted(std::string_view text) {
  constexpr std::size_t limit = 80;
  std::string out = "'";
  for (char c : text.substr(0, limit))
    out += static_cast<unsigned char>(c) < 32 || c == 127 ? '?' : c;
  return out + (text.size() > limit ? "...'" : "'");
}

} // namespace qsim::support

#endif // QSIM_LIB_SUPPORT_TEXTLINES_H
