// SPDX-License-Identifier: Apache-2.0
// Sweeps the modes of layers over pictures, several pictures at a time.
#include "qsim/Execution/Crossing.h"

#include "PictureRuns.h"

namespace qsim {
namespace {

struct PictureCrossing {
  Answer answer;
  Difference outputs;
};

/// What one picture gives.
struct PictureSweep {
  Answer reference;
  PictureCrossing all;
  std::vector<PictureCrossing> prefix, single;
};

/// Changes modes in a session that has run one picture, and looks.
class Sweeper {
public:
  Sweeper(Session &session, const Input &input, const std::vector<int> &layers,
          const CrossingOptions &options, const Advance &advance)
      : session(session), input(input), layers(layers), options(options),
        advance(advance),
        outputs(outputLayers(*qsimrt_session_model(session.handle()))) {}

  /// The session has run in FLOAT.
  Result<PictureSweep> sweep() {
    PictureSweep result;
    if (Result<void> done = readReference(result.reference); !done)
      return done.error();
    for (const int layer : layers) {
      Result<PictureCrossing> crossed = cross({{layer, options.mode}});
      if (!crossed)
        return crossed.error();
      result.prefix.push_back(std::move(*crossed));
    }
    // The longest front part is everything that can change.
    if (!layers.empty())
      result.all = result.prefix.back();
    for (const int layer : layers)
      if (Result<void> done = setMode(layer, QSIMRT_FLOAT); !done)
        return done.error();
    int previous = -1;
    for (const int layer : layers) {
      std::vector<std::pair<int, qsimrt_mode>> changes = {
          {layer, options.mode}};
      if (previous >= 0)
        changes.push_back({previous, QSIMRT_FLOAT});
      Result<PictureCrossing> crossed = cross(changes);
      if (!crossed)
        return crossed.error();
      result.single.push_back(std::move(*crossed));
      previous = layer;
    }
    return result;
  }

private:
  Result<void> readReference(Answer &answer) {
    for (const int layer : outputs) {
      Result<std::vector<float>> values = session.read(layer);
      if (!values)
        return values.error();
      expected.push_back(std::move(*values));
    }
    Result<Answer> read = answerOf(input, session, options.answers);
    if (!read)
      return read.error();
    answer = std::move(*read);
    return {};
  }

  Result<void> setMode(int layer, qsimrt_mode mode) {
    qsimrt_error error = {};
    if (qsimrt_set_mode(session.handle(), layer, mode, &error) != QSIMRT_OK)
      return Error{error.text};
    return {};
  }

  /// Changes modes, computes what that made stale, and looks at the outputs.
  Result<PictureCrossing>
  cross(const std::vector<std::pair<int, qsimrt_mode>> &changes) {
    for (const auto &[layer, mode] : changes)
      if (Result<void> done = setMode(layer, mode); !done)
        return done.error();
    qsimrt_error error = {};
    const int from = qsimrt_first_stale(session.handle());
    if (qsimrt_rewind(session.handle(), from, &error) != QSIMRT_OK ||
        qsimrt_run(session.handle(), nullptr, &error) != QSIMRT_OK)
      return Error{error.text};
    const int layerCount = qsimrt_session_model(session.handle())->layer_count;
    advance(static_cast<std::uint64_t>(layerCount - from));
    PictureCrossing crossed;
    for (std::size_t i = 0; i < outputs.size(); ++i) {
      Result<std::vector<float>> values = session.read(outputs[i]);
      if (!values)
        return values.error();
      crossed.outputs.add(expected[i].data(), values->data(), values->size());
    }
    Result<Answer> answer = answerOf(input, session, options.answers);
    if (!answer)
      return answer.error();
    crossed.answer = std::move(*answer);
    return crossed;
  }

  Session &session;
  const Input &input;
  const std::vector<int> &layers;
  const CrossingOptions &options;
  const Advance &advance;
  std::vector<int> outputs;
  std::vector<std::vector<float>> expected; ///< FLOAT's, by outputs
};

/// By a Sweeper, of one picture: each crossing runs from the first layer whose
/// mode it changes to the end.
std::uint64_t sweptLayers(const qsimrt_model &model,
                          const std::vector<int> &layers) {
  std::uint64_t count = 0;
  for (std::size_t i = 0; i < layers.size(); ++i)
    for (const int first : {layers[i], layers[i == 0 ? 0 : i - 1]})
      count += static_cast<std::uint64_t>(model.layer_count - first);
  return count;
}

void add(std::vector<Crossing> &to, std::vector<PictureCrossing> &&from) {
  to.resize(from.size());
  for (std::size_t i = 0; i < from.size(); ++i) {
    to[i].answers.push_back(std::move(from[i].answer));
    to[i].outputs.add(from[i].outputs);
  }
}

} // namespace

Result<std::vector<int>> crossableLayers(const qsimrt_model &model,
                                         qsimrt_mode mode) {
  SessionOptions options;
  options.kernels = fastestKernels();
  options.mode = mode;
  Result<std::unique_ptr<Session>> session = Session::create(model, options);
  if (!session)
    return session.error();
  std::vector<int> layers;
  for (int i = 0; i < model.layer_count; ++i)
    if (qsimrt_layer_mode((*session)->handle(), i) == mode)
      layers.push_back(i);
  return layers;
}

Result<CrossingSweep> sweepCrossings(const Package &package,
                                     const std::vector<std::string> &pictures,
                                     const CrossingOptions &options) {
  CrossingSweep result;
  Result<std::vector<int>> layers =
      crossableLayers(package.model(), options.mode);
  if (!layers)
    return layers.error();
  result.layers = std::move(*layers);
  SessionOptions session;
  session.kernels = fastestKernels();
  session.retention = QSIMRT_RETAIN_ALL;
  session.editable = true;
  Result<std::vector<PictureSweep>> sweeps = runPictures(
      package.model(), pictures, session, options.threads,
      [&](Session &ran, const Input &input,
          const Advance &advance) -> Result<PictureSweep> {
        Result<PictureSweep> swept =
            Sweeper(ran, input, result.layers, options, advance).sweep();
        // The next picture begins in FLOAT.
        if (swept)
          for (const int layer : result.layers)
            qsimrt_set_mode(ran.handle(), layer, QSIMRT_FLOAT, nullptr);
        return swept;
      },
      sweptLayers(package.model(), result.layers));
  if (!sweeps)
    return sweeps.error();
  for (PictureSweep &sweep : *sweeps) {
    result.reference.push_back(std::move(sweep.reference));
    result.all.answers.push_back(std::move(sweep.all.answer));
    result.all.outputs.add(sweep.all.outputs);
    add(result.prefix, std::move(sweep.prefix));
    add(result.single, std::move(sweep.single));
  }
  return result;
}

Result<std::vector<Answer>> answerAll(const Package &package,
                                      const std::vector<std::string> &pictures,
                                      const std::vector<qsimrt_mode> &modes,
                                      const CrossingOptions &options) {
  SessionOptions session;
  session.kernels = fastestKernels();
  session.modes = modes;
  return runPictures(
      package.model(), pictures, session, options.threads,
      [&](const Session &ran, const Input &input, const Advance &) {
        return answerOf(input, ran, options.answers);
      });
}

} // namespace qsim
