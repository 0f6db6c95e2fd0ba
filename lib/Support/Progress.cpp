// SPDX-License-Identifier: Apache-2.0
// Progress: when to draw or tell, and the line.
#include "qsim/Support/Progress.h"

#include "qsim/Support/Numbers.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <unistd.h>

using namespace qsim;

/// Carriage return and "erase to the end of the line".
static constexpr char eraseLine[] = "\r\033[K";

static bool wantsLines() {
  const char *form = std::getenv("QSIM_PROGRESS");
  return form && std::strcmp(form, "lines") == 0;
}

Progress::Progress(std::string label, std::uint64_t total, std::string unit)
    : label(std::move(label)), unit(std::move(unit)), total(total),
      start(Clock::now()), shown(start), terminal(isatty(STDERR_FILENO) == 1),
      lines(wantsLines()) {
  if (lines)
    std::fputs(progressRecord(this->label, this->unit, 0, total).c_str(),
               stderr);
}

Progress::~Progress() {
  if (visible)
    std::fputs(eraseLine, stderr);
}

void Progress::advance(std::uint64_t steps) {
  std::lock_guard<std::mutex> lock(mutex);
  done += steps;
  Clock::time_point now = Clock::now();
  if (lines) {
    if (done < total && now - shown < std::chrono::milliseconds(100))
      return;
    shown = now;
    // One write each: lines of several threads do not mix.
    std::fputs(progressRecord(label, unit, done, total).c_str(), stderr);
    return;
  }
  if (!terminal)
    return;
  if (now - start <= std::chrono::seconds(2) ||
      (visible && now - shown < std::chrono::milliseconds(100)))
    return;
  shown = now;
  visible = true;
  double seconds = std::chrono::duration<double>(now - start).count();
  std::string line = progressLine(label, unit, done, total, seconds);
  std::fprintf(stderr, "%s%s", eraseLine, line.c_str());
  std::fflush(stderr);
}

std::string qsim::progressRecord(const std::string &label,
                                 const std::string &unit, std::uint64_t done,
                                 std::uint64_t total) {
  return "progress " + std::to_string(std::min(done, total)) + " " +
         std::to_string(total) + " " + unit + " " + label + "\n";
}

static std::string duration(double seconds) {
  auto whole = static_cast<std::uint64_t>(seconds + 0.5);
  std::string text = std::to_string(whole % 60) + " s";
  if (whole >= 60)
    text = std::to_string(whole / 60 % 60) + " min " + text;
  if (whole >= 3600)
    text = std::to_string(whole / 3600) + " h " + text;
  return text;
}

std::string qsim::progressLine(const std::string &label,
                               const std::string &unit, std::uint64_t done,
                               std::uint64_t total, double seconds) {
  constexpr std::uint64_t width = 24;
  done = std::min(done, total);
  std::uint64_t filled = total ? width * done / total : width;
  double rate = seconds > 0 ? static_cast<double>(done) / seconds : 0;
  std::string line = label + " [" + std::string(filled, '#') +
                     std::string(width - filled, '-') + "] " +
                     std::to_string(done) + "/" + std::to_string(total) + " " +
                     unit + ", " + formatFixed(rate, 1) + "/s";
  if (rate > 0)
    line += ", " + duration(static_cast<double>(total - done) / rate) + " left";
  return line;
}
