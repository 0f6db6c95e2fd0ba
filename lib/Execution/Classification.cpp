// SPDX-License-Identifier: Apache-2.0
// Picture-parallel classification: one session per thread.
#include "qsim/Execution/Classification.h"

#include "PictureRuns.h"

#include <algorithm>
#include <cmath>

namespace qsim {

Ranking rankClasses(std::span<const float> scores, std::size_t count) {
  Ranking classes;
  for (std::size_t i = 0; i < scores.size(); ++i)
    if (!std::isnan(scores[i]))
      classes.push_back(static_cast<std::int32_t>(i));
  count = std::min(count, classes.size());
  const auto scoreOf = [&](std::int32_t c) {
    return scores[static_cast<std::size_t>(c)];
  };
  std::partial_sort(
      classes.begin(), classes.begin() + static_cast<std::ptrdiff_t>(count),
      classes.end(), [&](std::int32_t a, std::int32_t b) {
        return scoreOf(a) > scoreOf(b) || (scoreOf(a) == scoreOf(b) && a < b);
      });
  classes.resize(count);
  return classes;
}

int scoreCount(const qsimrt_model &model) {
  const qsimrt_shape shape = model.layers[model.layer_count - 1].shape;
  return shape.c * shape.h * shape.w;
}

Result<std::vector<ScoredClass>> bestClasses(const Session &session,
                                             std::size_t count) {
  const qsimrt_model &model = *qsimrt_session_model(session.handle());
  std::vector<float> scores(static_cast<std::size_t>(scoreCount(model)));
  qsimrt_error error = {};
  if (qsimrt_read_float(session.handle(), model.layer_count - 1, scores.data(),
                        scores.size(), &error) != QSIMRT_OK)
    return Error{error.text};
  std::vector<ScoredClass> best;
  for (const std::int32_t id : rankClasses(scores, count))
    best.push_back({id, scores[static_cast<std::size_t>(id)]});
  return best;
}

static Result<Ranking> rankOutput(const Session &session, std::size_t count) {
  Result<std::vector<ScoredClass>> best = bestClasses(session, count);
  if (!best)
    return best.error();
  Ranking classes;
  for (const ScoredClass &scored : *best)
    classes.push_back(scored.class_id);
  return classes;
}

Result<std::vector<Ranking>>
classifyAll(const Package &package, const std::vector<std::string> &pictures,
            const ClassificationOptions &options) {
  SessionOptions session;
  session.mode = options.mode;
  session.kernels = options.kernels;
  return runPictures(package.model(), pictures, session, options.threads,
                     [&](const Session &ran, const Input &, const Advance &) {
                       return rankOutput(ran, options.best);
                     });
}

} // namespace qsim
