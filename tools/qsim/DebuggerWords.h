// SPDX-License-Identifier: Apache-2.0
// A line of qsim step, word by word.
#ifndef QSIM_TOOLS_QSIM_DEBUGGERWORDS_H
#define QSIM_TOOLS_QSIM_DEBUGGERWORDS_H

#include "Debugger.h"

#include "qsim/Support/Numbers.h"

namespace qsim::cli {

struct Debugger::Words {
  explicit Words(std::string line) : line(std::move(line)) {}

  std::string command; ///< its whole name

  /// The next word; empty at the end of the line.
  std::string next() {
    skipBlanks();
    const std::size_t begin = at;
    at = std::min(line.find(' ', at), line.size());
    return line.substr(begin, at - begin);
  }
  /// All that is left.
  std::string rest() {
    skipBlanks();
    const std::string left = line.substr(at);
    at = line.size();
    return left;
  }
  bool atEnd() {
    skipBlanks();
    return at == line.size();
  }
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
                 " to " + std::to_string(high) + ", got '" + word + "'"};
  }

private:
  void skipBlanks() {
    at = std::min(line.find_first_not_of(' ', at), line.size());
  }

  std::string line;
  std::size_t at = 0;
};

} // namespace qsim::cli

#endif // QSIM_TOOLS_QSIM_DEBUGGERWORDS_H
