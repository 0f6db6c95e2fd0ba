// SPDX-License-Identifier: Apache-2.0
// What a network answers to its inputs, as text and as JSON.
#ifndef QSIM_TOOLS_QSIM_RUNANSWERS_H
#define QSIM_TOOLS_QSIM_RUNANSWERS_H

#include "qsim/Execution/Answer.h"
#include "qsim/Execution/SteeredRun.h"

namespace qsim::cli {

struct InputAnswer {
  std::string path;
  std::vector<RunEvent> events; ///< of a step file
  Answer answer;                ///< none where the run was stopped
};

std::string answersAsText(const Package &package,
                          const std::vector<InputAnswer> &answers);

/// Did the run end before the last layer?
bool wasStopped(const InputAnswer &answer);

/// {"mode","inputs":[{"file","detections":[...]} or {"file","classes":[...]}]};
/// with "events":[{"kind","layer","name","condition","seen"}] where there are
/// any.
std::string answersAsJson(const Package &package, qsimrt_mode mode,
                          const std::vector<InputAnswer> &answers);

} // namespace qsim::cli

#endif // QSIM_TOOLS_QSIM_RUNANSWERS_H
