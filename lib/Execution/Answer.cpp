// SPDX-License-Identifier: Apache-2.0
// A detector is asked for boxes, any other network for classes.
#include "qsim/Execution/Answer.h"

namespace qsim {

Result<Answer> answerOf(const Input &input, const Session &session,
                        const AnswerOptions &options) {
  Answer answer;
  if (isDetector(*qsimrt_session_model(session.handle()))) {
    Result<PictureDetections> found =
        detectionsOn(input, session, options.threshold, options.iou);
    if (!found)
      return found.error();
    answer.detections = std::move(*found);
  } else {
    Result<std::vector<ScoredClass>> best =
        bestClasses(session, options.classes);
    if (!best)
      return best.error();
    answer.classes = std::move(*best);
  }
  return answer;
}

} // namespace qsim
