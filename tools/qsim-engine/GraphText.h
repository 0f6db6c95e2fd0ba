// SPDX-License-Identifier: Apache-2.0
// A layer in few words.
#ifndef QSIM_TOOLS_QSIM_ENGINE_GRAPHTEXT_H
#define QSIM_TOOLS_QSIM_ENGINE_GRAPHTEXT_H

#include "qsimrt/model.h"

#include <string>

namespace qsim::engine {

/// "3x3/2 leaky", "2x2/2", "80 classes, 3 anchors": what the layer does, beside
/// its kind. Empty where the kind says it all.
std::string layerText(const qsimrt_layer &layer);

} // namespace qsim::engine

#endif // QSIM_TOOLS_QSIM_ENGINE_GRAPHTEXT_H
