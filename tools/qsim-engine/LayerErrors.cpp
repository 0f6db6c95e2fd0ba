// SPDX-License-Identifier: Apache-2.0
// Differences as messages.
#include "LayerErrors.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace qsim::engine {
namespace {

/// Readers of JSON know neither infinity nor NaN: what is not a number is as
/// far off as a float can be.
double finite(double value) {
  constexpr double most = std::numeric_limits<float>::max();
  return std::isnan(value) ? most : std::clamp(value, -most, most);
}

} // namespace

std::optional<double> decibels(const Difference &difference) {
  const double sqnr = difference.sqnr();
  if (std::isnan(sqnr))
    return leastNoiseRatio;
  if (difference.noise == 0)
    return std::nullopt;
  return std::max(sqnr, leastNoiseRatio);
}

Result<LayerError> LayerErrors::of(Workbench &bench, int layer) {
  if (const auto at = errors.find(layer); at != errors.end())
    return at->second;
  Result<Difference> difference = bench.difference(layer);
  if (!difference)
    return difference.error();
  LayerError error;
  error.set_layer(layer);
  if (const std::optional<double> sqnr = decibels(*difference))
    error.set_sqnr(*sqnr);
  const double cosine = difference->cosine();
  error.set_cosine(std::isnan(cosine) ? 0 : cosine);
  error.set_mse(finite(difference->mse()));
  error.set_max_abs(finite(difference->maxAbs));
  error.set_saturation(difference->saturation());
  error.set_overflows(difference->accumulatorOverflows);
  errors[layer] = error;
  return error;
}

Result<std::optional<double>>
LayerErrors::own(Workbench &bench, int layer,
                 const std::function<void()> &between) {
  const auto index = static_cast<std::size_t>(layer);
  if (index >= noise.size()) {
    Result<std::vector<std::optional<Difference>>> all =
        bench.ownNoise(between);
    if (!all)
      return all.error();
    noise = std::move(*all);
  }
  const std::optional<Difference> &own = noise[index];
  return own ? decibels(*own) : std::nullopt;
}

void LayerErrors::forget() {
  errors.clear();
  noise.clear();
}

void LayerErrors::forget(const Workbench &bench,
                         const std::vector<int> &layers) {
  noise.clear();
  std::vector<unsigned char> stale(
      static_cast<std::size_t>(bench.model().layer_count));
  qsimrt_find_stale(bench.simulation().running().handle(), stale.data());
  std::erase_if(errors, [&](const auto &entry) {
    return entry.first >= bench.position() ||
           stale[static_cast<std::size_t>(entry.first)];
  });
  for (const int layer : layers)
    if (layer == QSIMRT_IMAGE)
      errors.clear(); // FLOAT reads another picture, too
    else
      errors.erase(layer);
}

} // namespace qsim::engine
