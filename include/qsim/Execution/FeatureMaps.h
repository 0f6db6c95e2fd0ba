// SPDX-License-Identifier: Apache-2.0
// A tensor as a picture of its channels.
#ifndef QSIM_EXECUTION_FEATUREMAPS_H
#define QSIM_EXECUTION_FEATUREMAPS_H

#include "qsim/Support/Picture.h"
#include "qsimrt/model.h"

#include <span>

namespace qsim {

/// The channels of a CHW tensor as grey pictures in a grid about as wide as
/// high, row by row, one blue pixel between them; each from its smallest value
/// (black) to its largest (white). A channel of one value is grey, a value that
/// is not finite red.
Picture featureMaps(std::span<const float> values, qsimrt_shape shape);

} // namespace qsim

#endif // QSIM_EXECUTION_FEATUREMAPS_H
