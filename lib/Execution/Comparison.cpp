// SPDX-License-Identifier: Apache-2.0
// Compares many pictures, several at a time, and adds up in their order.
#include "qsim/Execution/Comparison.h"

#include "LayerComparer.h"
#include "qsim/Support/Parallel.h"

#include <algorithm>
#include <numeric>

namespace qsim {
namespace {

void add(LayerComparison &total, const LayerComparison &one) {
  total.layer = one.layer;
  total.mode = one.mode;
  total.accumulated.add(one.accumulated);
  total.isolated.add(one.isolated);
  total.own.add(one.own);
  if (one.outputs) {
    if (!total.outputs)
      total.outputs.emplace();
    total.outputs->add(*one.outputs);
  }
}

} // namespace

Result<Comparison> compareLayers(const Package &package,
                                 const std::vector<std::string> &pictures,
                                 const ComparisonOptions &options) {
  const qsimrt_model &model = package.model();
  // Threads beyond the pictures share the work of single layers.
  const std::size_t threads = threadsOrAllCores(options.threads);
  const std::size_t workers =
      std::min(threads, std::max<std::size_t>(1, pictures.size()));
  std::vector<std::unique_ptr<LayerComparer>> comparers;
  for (std::size_t i = 0; i < workers; ++i) {
    Result<std::unique_ptr<LayerComparer>> comparer = LayerComparer::create(
        model, options, static_cast<int>(threads / workers));
    if (!comparer)
      return comparer.error();
    comparers.push_back(std::move(*comparer));
  }

  const std::size_t passes = options.outputs ? 2 : 1;
  Progress progress(qsimrt_mode_name(options.mode),
                    pictures.size() * model.layer_count * passes, "layers");
  ThreadPool pool(static_cast<int>(workers));
  Result<std::vector<PictureComparison>> compared = collectParallel(
      pool, pictures.size(), [&](std::size_t i, std::size_t thread) {
        return comparers[thread]->compare(
            pictures[i], i < options.answeredPictures, progress);
      });
  if (!compared)
    return compared.error();

  Comparison result;
  result.mode = options.mode;
  result.pictures = pictures.size();
  result.layers.resize(model.layer_count);
  for (PictureComparison &picture : *compared) {
    for (int layer = 0; layer < model.layer_count; ++layer)
      add(result.layers[layer], picture.layers[layer]);
    if (!picture.answered.path.empty())
      result.answered.push_back(std::move(picture.answered));
  }
  if (options.histograms) {
    result.histograms.resize(model.layer_count);
    // Merging histograms gives the same in any order.
    for (const std::unique_ptr<LayerComparer> &comparer : comparers)
      for (int layer = 0; layer < model.layer_count; ++layer)
        result.histograms[layer].merge(comparer->histograms()[layer]);
  }
  return result;
}

std::vector<int> orderByBlame(const Comparison &comparison) {
  std::vector<int> order(comparison.layers.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](int a, int b) {
    return comparison.layers[a].blame() > comparison.layers[b].blame();
  });
  return order;
}

} // namespace qsim
