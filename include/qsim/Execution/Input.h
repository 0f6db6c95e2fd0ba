// SPDX-License-Identifier: Apache-2.0
// From a picture or tensor file to what a network's input layer reads.
#ifndef QSIM_EXECUTION_INPUT_H
#define QSIM_EXECUTION_INPUT_H

#include "qsim/Support/Picture.h"
#include "qsim/Support/Result.h"
#include "qsim/Support/TensorFile.h"
#include "qsimrt/model.h"

#include <optional>
#include <string>
#include <vector>

namespace qsim {

struct Input {
  std::vector<float> chw;         ///< preprocessed, channels x height x width
  std::optional<Picture> picture; ///< as decoded; absent for a tensor file
};

/// The dimensions that a tensor file of one sample may have: those of the
/// graph's input, where it is named, and 1xCxHxW.
std::vector<TensorDims> sampleDims(const qsimrt_model &model);

/// Reads a JPEG, a PNG or a picture of an IDX file ("FILE#index") and brings it
/// to what the network reads (numerics.md N23, N24, N34, N66), or a tensor file
/// (.npy, .pb) that is already preprocessed; of a batch "FILE#index".
Result<Input> readInput(const std::string &path, const qsimrt_model &model);

} // namespace qsim

#endif // QSIM_EXECUTION_INPUT_H
