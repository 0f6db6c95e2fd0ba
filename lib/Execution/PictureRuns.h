// SPDX-License-Identifier: Apache-2.0
// Runs many pictures, several at a time, each on the session of its thread.
#ifndef QSIM_LIB_EXECUTION_PICTURERUNS_H
#define QSIM_LIB_EXECUTION_PICTURERUNS_H

#include "qsim/Execution/Input.h"
#include "qsim/Execution/Session.h"
#include "qsim/Support/Parallel.h"
#include "qsim/Support/Progress.h"

#include <algorithm>

namespace qsim {

/// What look(session, input), which returns a Result, makes of every picture
/// after its run, in the order of `pictures`; the same for any number of
/// threads (0: as many as cores). The first picture (by position) that fails is
/// the error.
template <typename Look>
auto runPictures(const qsimrt_model &model,
                 const std::vector<std::string> &pictures,
                 const SessionOptions &options, int threads, const Look &look) {
  using Made = std::invoke_result_t<const Look &, Session &, const Input &>;
  using All =
      Result<std::vector<std::decay_t<decltype(*std::declval<Made &>())>>>;
  const std::size_t used = std::min(threadsOrAllCores(threads),
                                    std::max<std::size_t>(1, pictures.size()));
  Result<std::vector<std::unique_ptr<Session>>> sessions =
      createSessions(model, options, used);
  if (!sessions)
    return All(sessions.error());
  Progress progress(qsimrt_mode_name(options.mode), pictures.size(),
                    "pictures");
  const auto runOne = [&](std::size_t i, std::size_t thread) -> Made {
    Session &session = *(*sessions)[thread];
    Result<Input> input = readInput(pictures[i], model);
    if (!input)
      return input.error();
    if (Result<void> done = session.run(input->chw); !done)
      return done.error();
    return look(session, *input);
  };
  ThreadPool pool(static_cast<int>(used));
  return collectParallel(pool, pictures.size(),
                         [&](std::size_t i, std::size_t thread) {
                           Made made = runOne(i, thread);
                           progress.advance();
                           return made;
                         });
}

} // namespace qsim

#endif // QSIM_LIB_EXECUTION_PICTURERUNS_H
