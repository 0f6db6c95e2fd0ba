// SPDX-License-Identifier: Apache-2.0
// The float parameters of a network in the order of a .weights file: mapped or
// drawn from a seed.
#ifndef QSIM_LIB_FRONTEND_DARKNET_PARAMETERDATA_H
#define QSIM_LIB_FRONTEND_DARKNET_PARAMETERDATA_H

#include "Network.h"

#include <memory>

namespace qsim::darknet {

struct ParameterData {
  std::shared_ptr<void> owner; // of the memory behind `values`
  llvm::ArrayRef<float> values;
};

/// Maps a .weights file whose size is exactly that of the network behind a
/// header of 16 or 20 bytes. Numbers must be finite, variances not negative.
mlir::FailureOr<ParameterData> mapWeights(mlir::MLIRContext &context,
                                          const std::string &path,
                                          const Network &network);

/// Parameters that let signals through a network of any depth: weights of
/// He's scale, smaller (or larger) where sums and products of layers would make
/// signals grow (or fade), batch-norm statistics near those of normalised data.
ParameterData drawParameters(const Network &network, uint64_t seed);

} // namespace qsim::darknet

#endif // QSIM_LIB_FRONTEND_DARKNET_PARAMETERDATA_H
