// SPDX-License-Identifier: Apache-2.0
// Reads lines of progress and keeps the rest.
#include "ProgressLines.h"

#include "../base/Text.h"

#include <algorithm>
#include <charconv>

namespace qsim::server {
namespace {

/// Nothing prints longer lines on purpose.
constexpr std::size_t longestLine = 64 << 10;
/// Of an error, behind its first one: a person's eyes take no more at once.
constexpr std::size_t moreLines = 20;

std::string_view word(std::string_view &text) {
  const std::size_t end = std::min(text.find(' '), text.size());
  const std::string_view taken = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return taken;
}

std::optional<std::uint64_t> number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [at, error] =
      std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc() || at != text.data() + text.size())
    return std::nullopt;
  return value;
}

} // namespace

std::optional<ProgressLine> parseProgress(std::string_view line) {
  if (word(line) != "progress")
    return std::nullopt;
  const std::optional<std::uint64_t> done = number(word(line));
  const std::optional<std::uint64_t> total = number(word(line));
  const std::string_view unit = word(line);
  if (!done || !total || *done > *total || unit.empty() || line.empty())
    return std::nullopt;
  return ProgressLine{*done, *total, std::string(unit), std::string(line)};
}

std::string ErrorOutput::line(std::string_view text) {
  if (std::optional<ProgressLine> progress = parseProgress(text)) {
    last = std::move(progress);
    return {};
  }
  constexpr std::string_view mark = "error: ";
  const std::size_t at = text.find(mark);
  const bool more = inError && text.size() > 2 && text.substr(0, 2) == "  ";
  inError = more;
  if (more) {
    if (++errorMore <= moreLines)
      error += "\n" + std::string(text);
  } else if (at != std::string_view::npos && at < 40) {
    error = std::string(text.substr(at + mark.size()));
    inError = true;
    errorMore = 0;
  } else if (first.empty())
    first = std::string(text);
  return std::string(text) + "\n";
}

std::string ErrorOutput::take(std::string_view bytes) {
  std::string log;
  while (!bytes.empty()) {
    const std::size_t end = bytes.find('\n');
    pending += bytes.substr(0, end);
    if (end == std::string_view::npos) {
      if (pending.size() > longestLine) {
        log += line(pending);
        pending.clear();
      }
      break;
    }
    log += line(pending);
    pending.clear();
    bytes.remove_prefix(end + 1);
  }
  return log;
}

std::string ErrorOutput::rest() {
  if (pending.empty())
    return {};
  const std::string log = line(pending);
  pending.clear();
  return log;
}

std::string ErrorOutput::message() const {
  if (errorMore > moreLines)
    return error + "\nand " + std::to_string(errorMore - moreLines) +
           " more: see the log";
  return error.empty() ? first : error;
}

boost::json::object ProgressClock::document(const ProgressLine &line) {
  const Clock::time_point now = Clock::now();
  if (line.label != label || line.done < from) {
    label = line.label;
    from = line.done;
    begun = now;
  }
  boost::json::object document = {{"label", cleaned(line.label)},
                                  {"done", line.done},
                                  {"total", line.total},
                                  {"unit", cleaned(line.unit)}};
  const double seconds = std::chrono::duration<double>(now - begun).count();
  if (line.done > from && seconds > 0.2) {
    const double rate = static_cast<double>(line.done - from) / seconds;
    document["rate"] = rate;
    document["secondsLeft"] =
        static_cast<double>(line.total - line.done) / rate;
  }
  return document;
}

} // namespace qsim::server
