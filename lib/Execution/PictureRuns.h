// SPDX-License-Identifier: Apache-2.0
// Runs many pictures, several at a time, each on the session of its thread.
#ifndef QSIM_LIB_EXECUTION_PICTURERUNS_H
#define QSIM_LIB_EXECUTION_PICTURERUNS_H

#include "qsim/Execution/Input.h"
#include "qsim/Execution/Session.h"
#include "qsim/Support/Parallel.h"
#include "qsim/Support/Progress.h"

#include <algorithm>
#include <functional>

namespace qsim {

/// Counts the layers of one run.
class LayerMarks {
public:
  LayerMarks(const qsimrt_model &model, Progress &progress)
      : layers(model.layer_count), stride(layers / marks + 1),
        progress(progress) {
    hooks.context = this;
    hooks.wants = [](void *self, int32_t layer) {
      return static_cast<int>(
          (layer + 1) % static_cast<LayerMarks *>(self)->stride == 0);
    };
    hooks.after = [](void *self, qsimrt_session *, int32_t layer) {
      static_cast<LayerMarks *>(self)->reach(layer + 1);
      return QSIMRT_CONTINUE;
    };
  }
  LayerMarks(const LayerMarks &) = delete;

  void end() { reach(layers); }

  qsimrt_hooks hooks = {};

private:
  /// Where somebody looks, layers are not fused: at all of them, runs would be
  /// slower.
  static constexpr int marks = 12;

  void reach(int layer) {
    progress.advance(static_cast<std::uint64_t>(layer - done));
    done = layer;
  }

  int layers, stride, done = 0;
  Progress &progress;
};

/// Of fewer, each picture may take minutes: progress is by layers.
inline constexpr std::size_t manyPictures = 32;

/// Told of so many layers that were run.
using Advance = std::function<void(std::uint64_t layers)>;

/// What look(session, input, advance), which returns a Result, makes of every
/// picture after its run, in the order of `pictures`; the same for any number
/// of threads (0: as many as cores). It runs `more` layers itself. The first
/// picture (by position) that fails is the error.
template <typename Look>
auto runPictures(const qsimrt_model &model,
                 const std::vector<std::string> &pictures,
                 const SessionOptions &options, int threads, const Look &look,
                 std::uint64_t more = 0) {
  using Made = std::invoke_result_t<const Look &, Session &, const Input &,
                                    const Advance &>;
  using All =
      Result<std::vector<std::decay_t<decltype(*std::declval<Made &>())>>>;
  const std::size_t used = std::min(threadsOrAllCores(threads),
                                    std::max<std::size_t>(1, pictures.size()));
  Result<std::vector<std::unique_ptr<Session>>> sessions =
      createSessions(model, options, used);
  if (!sessions)
    return All(sessions.error());
  const bool byLayers = more > 0 || pictures.size() < manyPictures;
  const auto each =
      byLayers ? static_cast<std::uint64_t>(model.layer_count) + more : 1;
  Progress progress(qsimrt_mode_name(options.mode), pictures.size() * each,
                    byLayers ? "layers" : "pictures");
  const auto runOne = [&](std::size_t i, std::size_t thread) -> Made {
    Session &session = *(*sessions)[thread];
    Result<Input> input = readInput(pictures[i], model);
    if (!input)
      return input.error();
    LayerMarks marks(model, progress);
    if (Result<void> done =
            session.run(input->chw, byLayers ? &marks.hooks : nullptr);
        !done)
      return done.error();
    if (byLayers)
      marks.end();
    return look(session, *input, [&](std::uint64_t layers) {
      if (byLayers)
        progress.advance(layers);
    });
  };
  ThreadPool pool(static_cast<int>(used));
  return collectParallel(pool, pictures.size(),
                         [&](std::size_t i, std::size_t thread) {
                           Made made = runOne(i, thread);
                           if (!byLayers)
                             progress.advance();
                           return made;
                         });
}

} // namespace qsim

#endif // QSIM_LIB_EXECUTION_PICTURERUNS_H
