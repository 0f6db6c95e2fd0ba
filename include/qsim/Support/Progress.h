// SPDX-License-Identifier: Apache-2.0
// Progress on standard error, for work that takes a while: a bar for people, or
// lines for programs.
#ifndef QSIM_SUPPORT_PROGRESS_H
#define QSIM_SUPPORT_PROGRESS_H

#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>

namespace qsim {

/// Shows done/total, rate and remaining time, at most ten times a second, once
/// the work has lasted more than two seconds. Silent when standard error is not
/// a terminal. The line is removed when the object is destroyed.
/// Where the environment has QSIM_PROGRESS=lines it prints `progressRecord`
/// instead, terminal or not: at the beginning, at the end, and at most ten
/// times a second between (docs/spec/progress.md).
class Progress {
public:
  /// `unit` is the plural of what is counted ("pictures").
  Progress(std::string label, std::uint64_t total, std::string unit);
  Progress(const Progress &) = delete;
  Progress &operator=(const Progress &) = delete;
  ~Progress();

  /// May be called from any thread.
  void advance(std::uint64_t steps = 1);

private:
  using Clock = std::chrono::steady_clock;

  std::mutex mutex;
  std::string label, unit;
  std::uint64_t total, done = 0;
  Clock::time_point start, shown;
  bool terminal, lines, visible = false;
};

/// "progress 40 100 pictures calibrate\n": done, total, unit (without spaces),
/// and the label, which is the rest of the line.
std::string progressRecord(const std::string &label, const std::string &unit,
                           std::uint64_t done, std::uint64_t total);

/// The line Progress shows: "label [####----] 40/100 pictures, 8.0/s, 8 s left"
/// (minutes and hours where there are any). `seconds` is the time used so far.
std::string progressLine(const std::string &label, const std::string &unit,
                         std::uint64_t done, std::uint64_t total,
                         double seconds);

} // namespace qsim

#endif // QSIM_SUPPORT_PROGRESS_H
