// SPDX-License-Identifier: Apache-2.0
// From layers with chosen scales to the records of a `.net`.
#ifndef QSIM_CONVERSION_QSIMTOQNET_H
#define QSIM_CONVERSION_QSIMTOQNET_H

#include "mlir/Pass/Pass.h"

#include <memory>

namespace qsim {

/// Replaces the network function of a module by one `qnet.network`. The network
/// is quantized throughout or not at all (`f32` or calibrated tensors);
/// anything between, and batch norms or activations that are not fused, are
/// errors at the layer. Parameters are handed on without a copy.
std::unique_ptr<mlir::Pass> createConvertQSimToQNetPass();

/// Makes the pass known as `convert-qsim-to-qnet`.
void registerConvertQSimToQNetPass();

} // namespace qsim

#endif // QSIM_CONVERSION_QSIMTOQNET_H
