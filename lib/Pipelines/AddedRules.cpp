// SPDX-License-Identifier: Apache-2.0
// Puts rules behind a text, indented as its own are, and finds them again by
// their lines.
#include "AddedRules.h"

#include "qsim/Calibration/Overrides.h"
#include "qsim/Support/MappedFile.h"
#include "qsim/Support/Numbers.h"

#include <algorithm>

namespace qsim {
namespace {

std::size_t countLines(const std::string &text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

std::string indented(const std::string &text, const std::string &indent) {
  std::string result;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size() - 1) + 1;
    result += indent + text.substr(at, end - at);
    at = end;
  }
  return result;
}

/// What stands before the "-" of the first rule.
std::string indentOf(const std::string &text) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t dash = text.find_first_not_of(' ', at);
    if (dash != std::string::npos && text[dash] == '-' &&
        text.compare(dash, 3, "---") != 0)
      return text.substr(at, dash - at);
    const std::size_t end = text.find('\n', at);
    at = end == std::string::npos ? text.size() : end + 1;
  }
  return "  ";
}

} // namespace

Result<AddedRules> AddedRules::create(const std::string &own,
                                      const std::vector<AddedRule> &rules) {
  AddedRules result;
  result.own = own;
  std::string &text = result.whole;
  text = "format: \"1.0\"\nrules:\n";
  if (!own.empty()) {
    Result<MappedFile> file = MappedFile::open(own);
    if (!file)
      return file.error();
    text = file->text();
    if (Result<Overrides> parsed = parseOverrides(own, text); !parsed)
      return parsed.error();
    if (!text.empty() && text.back() != '\n')
      text += '\n';
  }
  const std::string before = text;
  const std::string indent = indentOf(text);
  result.ownLines = countLines(text);
  for (const AddedRule &rule : rules) {
    // A slip of the pen is told alone.
    if (Result<Overrides> parsed = parseOverrides(
            "", "format: \"1.0\"\nrules:\n" + indented(rule.text, "  "));
        !parsed) {
      const std::string message = parsed.error().message;
      const std::size_t colon = message.find(": ");
      return Error{rule.about +
                   message.substr(std::min(colon, message.size()))};
    }
    text += indented(rule.text, indent);
    result.added.push_back({countLines(text), rule.about});
  }
  if (!own.empty() && !rules.empty() && !parseOverrides(own, text))
    return Error{own + ": no rule can be put behind these; wanted each rule on "
                       "lines of its own, beginning with '- match'"};
  return result;
}

Error AddedRules::ofUser(const Error &error, const std::string &file) const {
  const std::string &message = error.message;
  if (message.compare(0, file.size() + 1, file + ":") != 0)
    return error;
  const std::size_t end = message.find(':', file.size() + 1);
  const std::optional<std::int64_t> line = parseInteger(
      std::string_view(message).substr(file.size() + 1, end - file.size() - 1));
  if (!line || end == std::string::npos)
    return error;
  const std::string rest = message.substr(end);
  const auto at = static_cast<std::size_t>(*line);
  if (at <= ownLines)
    return Error{own + ":" + std::to_string(at) + rest};
  for (const Lines &lines : added)
    if (at <= lines.last)
      return Error{lines.about + rest};
  return error;
}

} // namespace qsim
