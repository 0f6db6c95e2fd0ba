// SPDX-License-Identifier: Apache-2.0
// Outcomes as text, from the process that runs a case to the one that asked.
#include "OnnxCase.h"

#include <cstdlib>

namespace qsim::conformance {

// Reasons hold lines of their own, so a zero byte ends each part.
static constexpr char kEnd = '\0';

std::string writeOutcome(const Outcome &outcome) {
  std::string text;
  const auto add = [&](const std::string &part) { text += part + kEnd; };
  add(std::to_string(static_cast<int>(outcome.kind)));
  add(outcome.reason);
  for (const IntOutcome &run : outcome.ints) {
    add(std::to_string(static_cast<int>(run.kind)));
    add(run.reason);
    add(std::to_string(run.widest));
  }
  return text;
}

Outcome readOutcome(const std::string &text) {
  std::size_t at = 0;
  const auto next = [&] {
    const std::size_t end = std::min(text.find(kEnd, at), text.size());
    const std::string part = text.substr(at, end - at);
    at = std::min(end + 1, text.size());
    return part;
  };
  Outcome outcome;
  outcome.kind = static_cast<Outcome::Kind>(std::atoi(next().c_str()));
  outcome.reason = next();
  for (IntOutcome &run : outcome.ints) {
    run.kind = static_cast<IntOutcome::Kind>(std::atoi(next().c_str()));
    run.reason = next();
    run.widest = std::atof(next().c_str());
  }
  return outcome;
}

const char *intWord(IntOutcome::Kind kind) {
  switch (kind) {
  case IntOutcome::Kind::None:
    return "-";
  case IntOutcome::Kind::Refused:
    return "refused";
  case IntOutcome::Kind::Host:
    return "host";
  case IntOutcome::Kind::Pass:
    return "pass";
  case IntOutcome::Kind::Over:
    return "OVER";
  }
  return "?";
}

bool failsAnywhere(const Outcome &outcome) {
  for (const IntOutcome &run : outcome.ints)
    if (run.kind == IntOutcome::Kind::Over)
      return true;
  return outcome.kind == Outcome::Kind::Fail;
}

} // namespace qsim::conformance
