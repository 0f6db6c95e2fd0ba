// SPDX-License-Identifier: Apache-2.0
// What a network answers to its inputs, as text and as JSON.
#ifndef QSIM_TOOLS_QSIM_RUNANSWERS_H
#define QSIM_TOOLS_QSIM_RUNANSWERS_H

#include "qsim/Execution/Classification.h"
#include "qsim/Execution/Detection.h"

namespace qsim::cli {

struct InputAnswer {
  std::string path;
  PictureDetections detections;     ///< a detector's; relative to the picture
  std::vector<ScoredClass> classes; ///< a classifier's, best first
};

std::string answersAsText(const Package &package,
                          const std::vector<InputAnswer> &answers);

/// {"mode","inputs":[{"file","detections":[...]} or {"file","classes":[...]}]}
std::string answersAsJson(const Package &package, qsimrt_mode mode,
                          const std::vector<InputAnswer> &answers);

} // namespace qsim::cli

#endif // QSIM_TOOLS_QSIM_RUNANSWERS_H
