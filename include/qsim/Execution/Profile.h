// SPDX-License-Identifier: Apache-2.0
// Where the time of a network goes, layer by layer.
#ifndef QSIM_EXECUTION_PROFILE_H
#define QSIM_EXECUTION_PROFILE_H

#include "qsim/Execution/Session.h"

namespace qsim {

struct LayerProfile {
  double milliseconds = 0;    ///< median of the runs
  double multiplications = 0; ///< multiply-accumulates of layers with weights
  double bytes = 0;           ///< inputs, parameters and output, each once
  qsimrt_isa kernel = QSIMRT_ISA_NONE;
  bool isTransformed = false; ///< by Winograd's transforms
};

/// Multiply-accumulates of a layer; 0 for one without weights.
double multiplicationsOf(const qsimrt_model &model, const qsimrt_layer &layer);

/// Runs the picture `repeat` times (once more to warm the caches) and takes
/// every layer's time. Nothing is fused across a layer that is timed.
Result<std::vector<LayerProfile>>
profileLayers(Session &session, std::span<const float> input, int repeat);

/// An aligned table: slow layers stand out by their share of the time.
std::string profileAsText(const Session &session,
                          const std::vector<LayerProfile> &layers);

} // namespace qsim

#endif // QSIM_EXECUTION_PROFILE_H
