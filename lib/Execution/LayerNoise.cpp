// SPDX-License-Identifier: Apache-2.0
// Runs pairs of sessions and compares them layer by layer.
#include "qsim/Execution/LayerNoise.h"

#include "qsim/Execution/Input.h"
#include "qsim/Execution/Session.h"
#include "qsim/Support/Parallel.h"

#include <algorithm>

namespace qsim {
namespace {

struct Pair {
  std::unique_ptr<Session> reference, measured;
};

Result<Pair> makePair(const qsimrt_model &model, qsimrt_mode mode) {
  SessionOptions options;
  options.kernels = fastestKernels();
  options.retention = QSIMRT_RETAIN_ALL;
  Result<std::unique_ptr<Session>> reference = Session::create(model, options);
  if (!reference)
    return reference.error();
  options.mode = mode;
  Result<std::unique_ptr<Session>> measured = Session::create(model, options);
  if (!measured)
    return measured.error();
  return Pair{std::move(*reference), std::move(*measured)};
}

Result<void> compare(const Pair &pair, LayerNoise &result) {
  const qsimrt_shape shape = qsimrt_session_model(pair.reference->handle())
                                 ->layers[result.layer]
                                 .shape;
  const std::size_t count =
      static_cast<std::size_t>(shape.c) * shape.h * shape.w;
  std::vector<float> expected(count), got(count);
  qsimrt_error error = {};
  if (qsimrt_read_float(pair.reference->handle(), result.layer, expected.data(),
                        count, &error) != QSIMRT_OK ||
      qsimrt_read_float(pair.measured->handle(), result.layer, got.data(),
                        count, &error) != QSIMRT_OK)
    return Error{error.text};
  result.difference.add(expected.data(), got.data(), count);
  return {};
}

Result<std::vector<LayerNoise>> compareOne(const Pair &pair,
                                           const std::string &path) {
  const qsimrt_model &model = *qsimrt_session_model(pair.reference->handle());
  Result<Input> input = readInput(path, model);
  if (!input)
    return input.error();
  for (Session *session : {pair.reference.get(), pair.measured.get()})
    if (Result<void> done = session->run(input->chw); !done)
      return done.error();
  std::vector<LayerNoise> layers(model.layer_count);
  for (int i = 0; i < model.layer_count; ++i) {
    layers[i].layer = i;
    if (Result<void> done = compare(pair, layers[i]); !done)
      return done.error();
  }
  return layers;
}

} // namespace

Result<std::vector<LayerNoise>>
measureLayerNoise(const Package &package,
                  const std::vector<std::string> &pictures, qsimrt_mode mode,
                  int threads) {
  ThreadPool pool(threads);
  std::vector<Pair> pairs;
  for (std::size_t i = 0; i < pool.threadCount(); ++i) {
    Result<Pair> pair = makePair(package.model(), mode);
    if (!pair)
      return pair.error();
    pairs.push_back(std::move(*pair));
  }
  Result<std::vector<std::vector<LayerNoise>>> perPicture = collectParallel(
      pool, pictures.size(), [&](std::size_t i, std::size_t thread) {
        return compareOne(pairs[thread], pictures[i]);
      });
  if (!perPicture)
    return perPicture.error();

  // Summed in the order of the pictures: the same for any number of threads.
  std::vector<LayerNoise> total(package.model().layer_count);
  for (std::size_t layer = 0; layer < total.size(); ++layer) {
    total[layer].layer = static_cast<int>(layer);
    for (const std::vector<LayerNoise> &picture : *perPicture)
      total[layer].difference.add(picture[layer].difference);
  }
  return total;
}

const LayerNoise *worstLayer(const std::vector<LayerNoise> &layers) {
  const auto worst =
      std::min_element(layers.begin(), layers.end(),
                       [](const LayerNoise &a, const LayerNoise &b) {
                         return a.difference.sqnr() < b.difference.sqnr();
                       });
  return worst == layers.end() ? nullptr : &*worst;
}

} // namespace qsim
