// SPDX-License-Identifier: Apache-2.0
// Line editing through libedit, which only knows callbacks without context.
#include "LineReader.h"

#include <editline/readline.h>

#include <cstdlib>
#include <cstring>
#include <iostream>
#include <termios.h>
#include <unistd.h>

namespace qsim::cli {
namespace {

Completer &activeCompleter() {
  static Completer completer;
  return completer;
}

char *nextCandidate(const char *word, int state) {
  static std::vector<std::string> candidates;
  static std::size_t at;
  if (state == 0) {
    candidates = activeCompleter()(
        std::string(rl_line_buffer, static_cast<std::size_t>(rl_point)), word);
    at = 0;
  }
  return at < candidates.size() ? strdup(candidates[at++].c_str()) : nullptr;
}

char **complete(const char *word, int, int) {
  rl_attempted_completion_over = 1; // no names of files
  return rl_completion_matches(word, nextCandidate);
}

/// While a line is typed, Ctrl-C is a key as others are and no signal.
class CtrlCIsAKey {
public:
  CtrlCIsAKey() : known(tcgetattr(STDIN_FILENO, &before) == 0) {
    termios changed = before;
    changed.c_cc[VINTR] = _POSIX_VDISABLE;
    if (known)
      tcsetattr(STDIN_FILENO, TCSADRAIN, &changed);
  }
  ~CtrlCIsAKey() {
    if (known)
      tcsetattr(STDIN_FILENO, TCSADRAIN, &before);
  }
  CtrlCIsAKey(const CtrlCIsAKey &) = delete;

private:
  termios before = {};
  bool known;
};

} // namespace

LineReader::LineReader(Completer completer)
    : interactive(isatty(STDIN_FILENO) == 1) {
  if (!interactive)
    return;
  activeCompleter() = std::move(completer);
  rl_readline_name = "qsim";
  rl_attempted_completion_function = complete;
  rl_initialize();
  rl_parse_and_bind(const_cast<char *>("bind ^C ed-start-over"));
}

LineReader::~LineReader() {
  if (interactive)
    activeCompleter() = nullptr;
}

std::optional<std::string> LineReader::read(const std::string &prompt) {
  if (!interactive) {
    std::string line;
    return std::getline(std::cin, line) ? std::optional(line) : std::nullopt;
  }
  const CtrlCIsAKey key;
  char *typed = readline(prompt.c_str());
  if (!typed)
    return std::nullopt;
  const std::string line = typed;
  std::free(typed);
  if (!line.empty())
    add_history(line.c_str());
  return line;
}

} // namespace qsim::cli
