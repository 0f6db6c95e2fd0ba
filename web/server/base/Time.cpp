// SPDX-License-Identifier: Apache-2.0
// Points in time, in UTC.
#include "Time.h"

#include <chrono>
#include <cstdio>
#include <ctime>

namespace qsim::server {

Milliseconds now() {
  using namespace std::chrono;
  return duration_cast<milliseconds>(system_clock::now().time_since_epoch())
      .count();
}

std::string rfc3339(Milliseconds time) {
  const std::time_t seconds = static_cast<std::time_t>(time / 1000);
  std::tm parts = {};
  gmtime_r(&seconds, &parts);
  char day[32], text[48];
  std::strftime(day, sizeof day, "%Y-%m-%dT%H:%M:%S", &parts);
  std::snprintf(text, sizeof text, "%s.%03dZ", day,
                static_cast<int>(time % 1000));
  return text;
}

} // namespace qsim::server
