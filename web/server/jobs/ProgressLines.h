// SPDX-License-Identifier: Apache-2.0
// What a program prints on its standard error: lines of progress, which are
// taken out, and its log.
#ifndef QSIM_WEB_SERVER_JOBS_PROGRESSLINES_H
#define QSIM_WEB_SERVER_JOBS_PROGRESSLINES_H

#include <boost/json/object.hpp>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace qsim::server {

struct ProgressLine {
  std::uint64_t done = 0, total = 0;
  std::string unit, label;
};

/// `progress DONE TOTAL UNIT LABEL`, as QSIM_PROGRESS=lines makes them.
std::optional<ProgressLine> parseProgress(std::string_view line);

/// Splits what comes in any pieces.
class ErrorOutput {
public:
  /// What of it belongs into the log, whole lines alone.
  std::string take(std::string_view bytes);
  /// What is left without an end of line.
  std::string rest();
  /// The last progress; none before the first.
  const std::optional<ProgressLine> &progress() const { return last; }
  /// The message of `qsim: error: ...` with the indented lines that follow it,
  /// or else the first line of the log.
  std::string message() const;

private:
  std::string line(std::string_view text);
  std::string pending, error, first;
  bool inError = false;      ///< indented lines belong to it
  std::size_t errorMore = 0; ///< how many do
  std::optional<ProgressLine> last;
};

/// Job.progress: with the rate, and the time left, of the label's work so far.
class ProgressClock {
public:
  boost::json::object document(const ProgressLine &line);

private:
  using Clock = std::chrono::steady_clock;
  std::string label;
  std::uint64_t from = 0;
  Clock::time_point begun;
};

} // namespace qsim::server

#endif // QSIM_WEB_SERVER_JOBS_PROGRESSLINES_H
