// SPDX-License-Identifier: Apache-2.0
// The hand-off pack: what a testbench needs of single layers
// (docs/spec/vectors.md).
#ifndef QSIM_EXECUTION_VECTORS_H
#define QSIM_EXECUTION_VECTORS_H

#include "qsim/Execution/Input.h"
#include "qsim/Execution/Session.h"

#include <string>

namespace qsim {

enum class VectorOrder {
  Chw, ///< as everywhere: a row of one channel, the next row, the next channel
  Hwc  ///< all channels of a place, the next place; weights likewise
};

struct VectorOptions {
  int lanes = 1; ///< values a line of a .hex, the first in the lowest bits
  VectorOrder order = VectorOrder::Chw;
};

/// Runs a picture in INT and writes inputs, parameters, accumulators and
/// outputs of the chosen layers (ascending) to a directory that appears
/// complete or not at all. A layer that does not run in INT is an error.
/// `picture` is the name that the manifest gives the input.
Result<void> writeVectors(const Package &package, const Input &input,
                          const std::string &picture,
                          const std::vector<int> &layers,
                          const VectorOptions &options,
                          const std::string &directory);

} // namespace qsim

#endif // QSIM_EXECUTION_VECTORS_H
