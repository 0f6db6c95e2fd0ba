// SPDX-License-Identifier: Apache-2.0
// Picture-parallel classification: one session per thread.
#include "qsim/Execution/Classification.h"

#include "qsim/Execution/Input.h"
#include "qsim/Execution/Session.h"
#include "qsim/Support/Parallel.h"
#include "qsim/Support/Progress.h"

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

static Result<Ranking> classifyOne(Session &session, const std::string &path,
                                   std::size_t best) {
  const qsimrt_model &model = *qsimrt_session_model(session.handle());
  Result<Input> input = readInput(path, model.image, model.resize);
  if (!input)
    return input.error();
  if (Result<void> done = session.run(input->chw); !done)
    return done.error();
  std::vector<float> scores(static_cast<std::size_t>(scoreCount(model)));
  qsimrt_error error = {};
  if (qsimrt_read_float(session.handle(), model.layer_count - 1, scores.data(),
                        scores.size(), &error) != QSIMRT_OK)
    return Error{error.text};
  return rankClasses(scores, best);
}

Result<std::vector<Ranking>>
classifyAll(const Package &package, const std::vector<std::string> &pictures,
            const ClassificationOptions &options) {
  const std::size_t threads =
      std::min(threadsOrAllCores(options.threads),
               std::max<std::size_t>(1, pictures.size()));
  SessionOptions sessionOptions;
  sessionOptions.mode = options.mode;
  sessionOptions.kernels = options.kernels;
  Result<std::vector<std::unique_ptr<Session>>> sessions =
      createSessions(package.model(), sessionOptions, threads);
  if (!sessions)
    return sessions.error();
  Progress progress(qsimrt_mode_name(options.mode), pictures.size(),
                    "pictures");
  ThreadPool pool(static_cast<int>(threads));
  return collectParallel(
      pool, pictures.size(), [&](std::size_t i, std::size_t thread) {
        Result<Ranking> ranking =
            classifyOne(*(*sessions)[thread], pictures[i], options.best);
        progress.advance();
        return ranking;
      });
}

} // namespace qsim
