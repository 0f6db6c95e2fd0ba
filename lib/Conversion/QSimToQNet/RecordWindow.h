// SPDX-License-Identifier: Apache-2.0
// A window as a record has it: size, stride and padding where it is square,
// else the window itself.
#ifndef QSIM_CONVERSION_RECORDWINDOW_H
#define QSIM_CONVERSION_RECORDWINDOW_H

#include "QNet/IR/QNetOps.h"

#include "mlir/IR/Operation.h"

#include <array>
#include <cstdint>

namespace qsim {

/// As an op has it: pads are top, left, bottom, right, all others two numbers.
struct OpWindow {
  llvm::ArrayRef<int64_t> kernel, strides, pads, dilations;
  std::array<int64_t, 2> inputDilations;
};

/// A record's; errors are at `op`, where a number is more than a .net holds.
mlir::FailureOr<qnet::WindowAttr> windowAttr(mlir::Operation *op,
                                             const OpWindow &window);

struct RecordWindow {
  int32_t size, stride;
  int32_t padding;          // before and behind the input together
  qnet::WindowAttr general; // null where the three say all
};
/// `mayBeUneven`: a record holds one pad more behind the input than before it.
mlir::FailureOr<RecordWindow>
recordWindow(mlir::Operation *op, const OpWindow &window, bool mayBeUneven);

} // namespace qsim

#endif // QSIM_CONVERSION_RECORDWINDOW_H
