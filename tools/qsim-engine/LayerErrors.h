// SPDX-License-Identifier: Apache-2.0
// How far layers are from FLOAT's, measured once.
#ifndef QSIM_TOOLS_QSIM_ENGINE_LAYERERRORS_H
#define QSIM_TOOLS_QSIM_ENGINE_LAYERERRORS_H

#include "engine.pb.h"

#include "qsim/Workbench/Workbench.h"

#include <map>

namespace qsim::engine {

/// Remembers what was measured for as long as it holds: changes and pictures
/// must be told.
class LayerErrors {
public:
  /// Of a layer that has run and is not stale.
  Result<LayerError> of(Workbench &bench, int layer);
  /// dB of the layer's own noise; none: it has none, or it cannot be told.
  /// `between` is called between the layers that are measured.
  Result<std::optional<double>> own(Workbench &bench, int layer,
                                    const std::function<void()> &between);

  /// All of it.
  void forget();
  /// What a change of these layers (or the picture) made invalid.
  void forget(const Workbench &bench, const std::vector<int> &layers);

private:
  std::map<int, LayerError> errors;
  std::vector<std::optional<Difference>> noise;
};

/// dB for a message: none without noise, leastNoiseRatio where noise has no
/// signal, or values are no numbers.
std::optional<double> decibels(const Difference &difference);
inline constexpr double leastNoiseRatio = -300;

} // namespace qsim::engine

#endif // QSIM_TOOLS_QSIM_ENGINE_LAYERERRORS_H
