// SPDX-License-Identifier: Apache-2.0
// Layers that make one value of many: kinds and numbered constraints.
#include "OpChecks.h"
#include "QSim/IR/QSimOps.h"

using namespace mlir;
using namespace qsim;

StringRef ReduceOp::getLayerKind() { return "reduce"; }

bool ReduceOp::keepsScale() {
  return getKind() == ReduceKind::Max || getKind() == ReduceKind::Min;
}

LogicalResult ReduceOp::verify() {
  ArrayRef<int64_t> dims = getDims(), axes = getAxes();
  if (failed(verifyView(*this, "reduce_C1", "dims", dims,
                        getInput()))) // reduce_C1
    return failure();
  if (axes.size() != dims.size() || !allWithin(axes, 0, 1)) // reduce_C2
    return emitOpError("reduce_C2: axes are [")
           << axes << "], wanted " << dims.size() << " of 0 and 1";
  int64_t kept = 1, reduced = 1;
  for (auto [extent, axis] : llvm::zip_equal(dims, axes))
    (axis ? reduced : kept) *= extent;
  if (failed(verifyVolume(*this, "reduce_C3", kept))) // reduce_C3
    return failure();
  constexpr int64_t limit = int64_t(1) << 22;
  if (!keepsScale() && reduced > limit) // reduce_C4
    return emitOpError("reduce_C4: a ")
           << stringifyReduceKind(getKind()) << " is over " << reduced
           << " values, wanted at most " << limit;
  if (!keepsScale())
    return success();
  return verifySameQuantization(*this, "reduce_C5"); // reduce_C5
}

StringRef ArgmaxOp::getLayerKind() { return "argmax"; }

LogicalResult ArgmaxOp::verify() {
  int64_t outer = getOuter(), inner = getInner();
  int64_t values = tensorOf(getInput()).getNumElements();
  if (!allWithin({outer, inner}, 1, kMaxViewExtent) ||
      values % (outer * inner) != 0) // argmax_C1
    return emitOpError("argmax_C1: outer is ")
           << outer << " and inner " << inner
           << ", wanted numbers >= 1 whose product divides " << values
           << " values";
  if (failed(verifyVolume(*this, "argmax_C2", outer * inner))) // argmax_C2
    return failure();
  if (!getType().getElementType().isF32()) // argmax_C2
    return emitOpError("argmax_C2: the result has elements ")
           << getType().getElementType() << ", wanted f32";
  return success();
}
