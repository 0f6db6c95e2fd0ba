// SPDX-License-Identifier: Apache-2.0
// A detector is asked for boxes, any other network for classes.
#include "qsim/Execution/Answer.h"

namespace qsim {

Result<std::function<Answer()>> answerLater(const Input &input,
                                            const Session &session,
                                            const AnswerOptions &options) {
  const qsimrt_model &model = *qsimrt_session_model(session.handle());
  Answer answer;
  if (!isDetector(model)) {
    Result<std::vector<ScoredClass>> best =
        bestClasses(session, options.classes);
    if (!best)
      return best.error();
    answer.classes = std::move(*best);
    return std::function<Answer()>([answer] { return answer; });
  }
  Result<PictureDetections> found = session.candidates(options.threshold);
  if (!found)
    return found.error();
  // Of two millions of boxes one copy is enough.
  const auto boxes = std::make_shared<PictureDetections>(std::move(*found));
  return std::function<Answer()>([&model, &input, boxes, iou = options.iou] {
    finishDetections(model, input, iou, *boxes);
    return Answer{std::move(*boxes), {}};
  });
}

Result<Answer> answerOf(const Input &input, const Session &session,
                        const AnswerOptions &options) {
  Result<std::function<Answer()>> later = answerLater(input, session, options);
  if (!later)
    return later.error();
  return (*later)();
}

} // namespace qsim
