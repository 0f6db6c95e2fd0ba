// SPDX-License-Identifier: Apache-2.0
// Lines from a person, with history and completion, or from a file.
#ifndef QSIM_TOOLS_QSIM_LINEREADER_H
#define QSIM_TOOLS_QSIM_LINEREADER_H

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace qsim::cli {

/// What could complete `word`, the last one of `line`.
using Completer = std::function<std::vector<std::string>(
    const std::string &line, const std::string &word)>;

/// Standard input, line by line. Where a person types, Ctrl-C drops the line.
class LineReader {
public:
  explicit LineReader(Completer completer);
  ~LineReader();

  bool isInteractive() const { return interactive; }
  /// The next line; nothing at the end of the input. The prompt is for people.
  std::optional<std::string> read(const std::string &prompt);

private:
  bool interactive;
};

} // namespace qsim::cli

#endif // QSIM_TOOLS_QSIM_LINEREADER_H
