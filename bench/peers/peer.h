// SPDX-License-Identifier: Apache-2.0
// The conversation between bench/peers/harness.py and a program that it
// measures, the same for all:
//
//   peer     ready            started; nothing of the network is loaded
//   harness  load
//   peer     loaded MS        milliseconds that loading took
//   harness  N
//   peer     MS MS ... MS     milliseconds of each of N pictures
//
// and so on until the harness closes the pipe. What a library prints goes to
// the standard error, so that it cannot get between the answers.
#ifndef QSIM_BENCH_PEER_H
#define QSIM_BENCH_PEER_H

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <unistd.h>
#include <vector>

namespace qsim::peers {

inline double millisecondsOf(const std::function<void()> &work) {
  using Clock = std::chrono::steady_clock;
  const Clock::time_point start = Clock::now();
  work();
  return std::chrono::duration<double, std::milli>(Clock::now() - start)
      .count();
}

/// Answers until the end of the standard input; what main returns.
inline int serve(const std::function<void()> &load,
                 const std::function<void()> &run) {
  std::FILE *answers = fdopen(dup(STDOUT_FILENO), "w");
  if (!answers || dup2(STDERR_FILENO, STDOUT_FILENO) < 0)
    return 1;
  std::setvbuf(answers, nullptr, _IOLBF, 1 << 12);
  std::fputs("ready\n", answers);
  char line[64];
  if (!std::fgets(line, sizeof line, stdin))
    return 0;
  std::fprintf(answers, "loaded %.4f\n", millisecondsOf(load));
  while (std::fgets(line, sizeof line, stdin)) {
    for (long left = std::strtol(line, nullptr, 10); left > 0; --left)
      std::fprintf(answers, "%.4f%c", millisecondsOf(run),
                   left > 1 ? ' ' : '\n');
    std::fflush(answers);
  }
  std::fclose(answers);
  return 0;
}

/// A picture of noise, the same in every peer: `count` values in [0, 1).
inline std::vector<float> noise(std::size_t count) {
  std::vector<float> values(count);
  unsigned state = 1;
  for (float &value : values) {
    state = state * 1664525u + 1013904223u;
    value = static_cast<float>(state >> 8) / 16777216.0f;
  }
  return values;
}

} // namespace qsim::peers

#endif // QSIM_BENCH_PEER_H
