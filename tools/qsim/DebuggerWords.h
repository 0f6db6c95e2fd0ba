// SPDX-License-Identifier: Apache-2.0
// A line of qsim step, word by word.
#ifndef QSIM_TOOLS_QSIM_DEBUGGERWORDS_H
#define QSIM_TOOLS_QSIM_DEBUGGERWORDS_H

#include "Debugger.h"

#include "qsim/Support/Numbers.h"

#include <algorithm>

namespace qsim::cli {

/// A word as a message shows it: the beginning of a long one.
inline std::string shown(const std::string &word) {
  const std::size_t most = 40;
  return "'" + (word.size() > most ? word.substr(0, most) + "..." : word) + "'";
}

struct Debugger::Words {
  explicit Words(std::string line) : line(std::move(line)) {}

  std::string command; ///< its whole name

  /// The next word; empty at the end of the line.
  std::string next() {
    skipBlanks();
    const std::size_t begin = at;
    at = std::min(line.find_first_of(blanks, at), line.size());
    return line.substr(begin, at - begin);
  }
  /// All that is left.
  std::string rest() {
    skipBlanks();
    std::string left = line.substr(at);
    left.erase(left.find_last_not_of(blanks) + 1);
    at = line.size();
    return left;
  }
  /// All that is left as the name of a file, which quotes may go around; empty
  /// where nothing is.
  Result<std::string> file() {
    const std::string left = rest();
    if (left.find('"') == std::string::npos)
      return left;
    const std::string name =
        left.size() > 2 ? left.substr(1, left.size() - 2) : "";
    if (name.empty() || left.front() != '"' || left.back() != '"' ||
        name.find('"') != std::string::npos)
      return Error{command +
                   ": expected a name, with or without quotes "
                   "around it, got " +
                   shown(left)};
    return name;
  }
  bool atEnd() {
    skipBlanks();
    return at == line.size();
  }
  /// Is the next thing a digit?
  bool atNumber() { return !atEnd() && line[at] >= '0' && line[at] <= '9'; }
  /// The next word as an integer in low..high; `otherwise` at the end.
  Result<std::int64_t> number(std::int64_t otherwise, std::int64_t low,
                              std::int64_t high) {
    if (atEnd())
      return otherwise;
    const std::string word = next();
    const std::optional<std::int64_t> value = parseInteger(word);
    if (value && *value >= low && *value <= high)
      return *value;
    return Error{command + ": expected a number from " + std::to_string(low) +
                 " to " + std::to_string(high) + ", got " + shown(word)};
  }

private:
  // A script may come from anywhere: its lines may end in \r.
  static constexpr const char *blanks = " \t\r";

  void skipBlanks() {
    at = std::min(line.find_first_not_of(blanks, at), line.size());
  }

  std::string line;
  std::size_t at = 0;
};

} // namespace qsim::cli

#endif // QSIM_TOOLS_QSIM_DEBUGGERWORDS_H
