// SPDX-License-Identifier: Apache-2.0
// A window as a record has it.
#include "RecordWindow.h"

#include "llvm/ADT/STLExtras.h"

using namespace qsim;
using llvm::failure;
using llvm::FailureOr;

static constexpr int64_t most = 65535; // docs/spec/net.md

FailureOr<qnet::WindowAttr> qsim::windowAttr(mlir::Operation *op,
                                             const OpWindow &window) {
  for (llvm::ArrayRef<int64_t> values :
       {window.kernel, window.strides, window.pads, window.dilations,
        llvm::ArrayRef<int64_t>(window.inputDilations)})
    for (int64_t value : values)
      if (value > most)
        return op->emitOpError("has ")
               << value << " in its window, more than a .net holds, " << most;
  const auto i32 = [](int64_t value) { return static_cast<int32_t>(value); };
  return qnet::WindowAttr::get(
      op->getContext(), i32(window.kernel[0]), i32(window.kernel[1]),
      i32(window.strides[0]), i32(window.strides[1]), i32(window.pads[0]),
      i32(window.pads[1]), i32(window.pads[2]), i32(window.pads[3]),
      i32(window.dilations[0]), i32(window.dilations[1]),
      i32(window.inputDilations[0]), i32(window.inputDilations[1]));
}

/// Equal in both directions; `mayBeUneven`: one more pad behind than before.
static bool isSquare(const OpWindow &window, bool mayBeUneven) {
  const llvm::ArrayRef<int64_t> pads = window.pads;
  const int64_t rest = pads[2] - pads[0];
  return llvm::all_equal(window.kernel) && llvm::all_equal(window.strides) &&
         pads[0] == pads[1] && pads[2] == pads[3] &&
         (rest == 0 || (mayBeUneven && rest == 1)) &&
         window.dilations == llvm::ArrayRef<int64_t>({1, 1}) &&
         window.inputDilations == std::array<int64_t, 2>{1, 1};
}

FailureOr<RecordWindow> qsim::recordWindow(mlir::Operation *op,
                                           const OpWindow &window,
                                           bool mayBeUneven) {
  const FailureOr<qnet::WindowAttr> whole = windowAttr(op, window);
  if (failed(whole))
    return failure();
  RecordWindow result{whole->getSizeY(), whole->getStrideY(), 0, *whole};
  if (!isSquare(window, mayBeUneven))
    return result;
  result.padding = whole->getTop() + whole->getBottom();
  result.general = {};
  return result;
}
