// SPDX-License-Identifier: Apache-2.0
// Means of values over some of their dimensions.
#ifndef QSIM_LIB_FRONTEND_ONNX_REDUCTION_H
#define QSIM_LIB_FRONTEND_ONNX_REDUCTION_H

#include "Lowering.h"

namespace qsim::onnximport {

/// The mean over the dimensions that are gone, each of which stays as 1.
Value meanOver(Lowering &lowering, const Value &value,
               const std::vector<bool> &gone);
/// Whether a layer is that, of what it reads seen as `dims`.
bool isMeanOver(Lowering &lowering, const Layer &layer, const Dims &dims,
                const std::vector<bool> &gone);

} // namespace qsim::onnximport

#endif // QSIM_LIB_FRONTEND_ONNX_REDUCTION_H
