// SPDX-License-Identifier: Apache-2.0
// Moves values without computing: on constants at once, on live ones as views
// that become a layer only where somebody needs them in order.
#ifndef QSIM_LIB_FRONTEND_ONNX_MOVEMENT_H
#define QSIM_LIB_FRONTEND_ONNX_MOVEMENT_H

#include "Lowering.h"

namespace qsim::onnximport {

/// The same elements with other dimensions, of as many elements.
Value reshape(Lowering &lowering, Value value, const Dims &dims);
Value transpose(Lowering &lowering, const Value &value,
                const Dims &permutation);
Value slice(Lowering &lowering, const Value &value, std::size_t axis,
            std::int64_t start, std::int64_t step, std::int64_t count);
/// Broadcast to `dims`; refuses what does not fit.
Value expand(Lowering &lowering, const Value &value, const Dims &dims);
/// All of one type, live or constant.
Value concat(Lowering &lowering, llvm::ArrayRef<Value> values,
             std::size_t axis);

/// The dimensions that two tensors are broadcast to; nothing where they do not
/// fit together.
std::optional<Dims> broadcastDims(const Dims &a, const Dims &b);

/// The values that a view of a constant shows.
Tensor gather(const Tensor &tensor, const View &view, const Dims &dims);

} // namespace qsim::onnximport

#endif // QSIM_LIB_FRONTEND_ONNX_MOVEMENT_H
