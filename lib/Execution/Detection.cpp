// SPDX-License-Identifier: Apache-2.0
// Picture-parallel detection: one session per thread.
#include "qsim/Execution/Detection.h"

#include "qsim/Execution/Input.h"
#include "qsim/Execution/Session.h"
#include "qsim/Support/Parallel.h"
#include "qsim/Support/Progress.h"

#include <algorithm>

namespace qsim {

static Result<PictureDetections> detectOne(Session &session,
                                           const std::string &path,
                                           const DetectionOptions &options) {
  const qsimrt_model &model = *qsimrt_session_model(session.handle());
  Result<Input> input = readInput(path, model.image, model.resize);
  if (!input)
    return input.error();
  if (Result<void> done = session.run(input->chw); !done)
    return done.error();
  Result<PictureDetections> found =
      session.detections(options.threshold, options.iou);
  // A tensor has no picture behind it: its boxes stay relative to the input.
  if (found && input->picture)
    qsimrt_restore_boxes(found->data(), found->size(), model.resize,
                         model.image, input->picture->width,
                         input->picture->height);
  return found;
}

Result<std::vector<PictureDetections>>
detectAll(const Package &package, const std::vector<std::string> &pictures,
          const DetectionOptions &options) {
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
        Result<PictureDetections> found =
            detectOne(*(*sessions)[thread], pictures[i], options);
        progress.advance();
        return found;
      });
}

} // namespace qsim
