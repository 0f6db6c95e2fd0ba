// SPDX-License-Identifier: Apache-2.0
// What a network says about a picture: boxes or classes.
#ifndef QSIM_EXECUTION_ANSWER_H
#define QSIM_EXECUTION_ANSWER_H

#include "qsim/Execution/Classification.h"
#include "qsim/Execution/Detection.h"

#include <functional>

namespace qsim {

/// What a detector found (boxes relative to the picture, to the input for a
/// tensor) or the classes that a classifier prefers; best first.
struct Answer {
  PictureDetections detections;
  std::vector<ScoredClass> classes;
};

struct AnswerOptions {
  float threshold = 0.25f; ///< least objectness and score of a box
  float iou = 0.45f;       ///< boxes that overlap more are suppressed
  std::size_t classes = 5; ///< best ones to keep
};

/// Reads from a session that ran on `input` to the end what its answer is made
/// of. What returns makes it, on any thread: it no longer reads the session,
/// but the input and the session's model must be there.
Result<std::function<Answer()>> answerLater(const Input &input,
                                            const Session &session,
                                            const AnswerOptions &options);

/// The answer of a session that ran on `input` to the end.
Result<Answer> answerOf(const Input &input, const Session &session,
                        const AnswerOptions &options);

} // namespace qsim

#endif // QSIM_EXECUTION_ANSWER_H
