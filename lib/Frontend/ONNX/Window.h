// SPDX-License-Identifier: Apache-2.0
// The windows of convolutions and pools, from the attributes that all of them
// share.
#ifndef QSIM_LIB_FRONTEND_ONNX_WINDOW_H
#define QSIM_LIB_FRONTEND_ONNX_WINDOW_H

#include "Lowering.h"

namespace qsim::onnximport {

/// Rows and columns; a map of one dimension has one row.
struct Window {
  Dims kernel, strides, dilations; // 2 each
  Dims before, after;              // pads: top and left, bottom and right
  bool automatic = false;          // the pads are those of auto_pad

  /// Rows (0) or columns (1) that the dilated kernel covers.
  std::int64_t reach(std::size_t k) const {
    return (kernel[k] - 1) * dilations[k] + 1;
  }
  /// How many places it has on `extent` ones; by the rule of numerics.md N51.
  std::int64_t places(std::size_t k, std::int64_t extent, bool ceil) const;
  Dims pads() const { return {before[0], before[1], after[0], after[1]}; }
};

/// Rows and columns of a tensor of batch, channels and a map of one or two
/// dimensions; refuses the node for other ranks.
std::optional<Dims> mapOf(Lowering &lowering, const Value &value);

/// Reads kernel_shape (or takes `kernel`), strides, dilations, pads and, where
/// `resolve`, auto_pad for a map of that size.
std::optional<Window> readWindow(Lowering &lowering, const Dims &map,
                                 std::size_t dimensions,
                                 std::optional<Dims> kernel,
                                 bool resolve = true);

} // namespace qsim::onnximport

#endif // QSIM_LIB_FRONTEND_ONNX_WINDOW_H
