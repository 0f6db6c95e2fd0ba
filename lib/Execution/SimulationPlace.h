// SPDX-License-Identifier: Apache-2.0
// How messages of a simulation call the place of an edit, and whether it is
// there.
#ifndef QSIM_EXECUTION_SIMULATIONPLACE_H
#define QSIM_EXECUTION_SIMULATIONPLACE_H

#include "qsim/Execution/Simulation.h"

namespace qsim {

/// "3 conv_3", "image".
inline std::string placeText(int layer, const qsimrt_model &model) {
  return layer == QSIMRT_IMAGE
             ? "image"
             : std::to_string(layer) + " " + model.layers[layer].name;
}

/// Are the edit's values inside a tensor of `count` values?
inline Result<void> checkPlace(const Edit &edit, const qsimrt_model &model,
                               std::size_t count) {
  if (edit.values.empty() || edit.index >= count ||
      edit.values.size() > count - edit.index)
    return Error{placeText(edit.layer, model) + ": " + edit.tensor + "[" +
                 std::to_string(edit.index) + "], " +
                 std::to_string(edit.values.size()) + " values; it has " +
                 std::to_string(count)};
  return {};
}

} // namespace qsim

#endif // QSIM_EXECUTION_SIMULATIONPLACE_H
