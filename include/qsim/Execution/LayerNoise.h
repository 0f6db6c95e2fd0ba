// SPDX-License-Identifier: Apache-2.0
// How far each layer of a HYBRID or INT run is from FLOAT.
#ifndef QSIM_EXECUTION_LAYERNOISE_H
#define QSIM_EXECUTION_LAYERNOISE_H

#include "qsim/Execution/Difference.h"
#include "qsim/Execution/Package.h"

#include <string>
#include <vector>

namespace qsim {

/// Accumulated over all pictures: the whole network runs in the mode, so a
/// layer's noise includes that of the layers before it.
struct LayerNoise {
  int layer = 0;
  Difference difference; ///< from FLOAT's outputs
};

/// One entry per layer, for `pictures` run in FLOAT and in `mode` on `threads`
/// pictures at a time (0: as many as cores). Does not depend on `threads`.
Result<std::vector<LayerNoise>>
measureLayerNoise(const Package &package,
                  const std::vector<std::string> &pictures, qsimrt_mode mode,
                  int threads);

/// The layer with the lowest ratio; null for an empty list.
const LayerNoise *worstLayer(const std::vector<LayerNoise> &layers);

} // namespace qsim

#endif // QSIM_EXECUTION_LAYERNOISE_H
