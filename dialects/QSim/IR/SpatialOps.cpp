// SPDX-License-Identifier: Apache-2.0
// Layers that move, choose or average values: kinds and numbered constraints.
#include "OpChecks.h"
#include "QSim/IR/QSimOps.h"

#include "llvm/ADT/STLExtras.h"

using namespace mlir;
using namespace qsim;

namespace {

/// Of a pool the input is not dilated.
Window poolWindow(ArrayRef<int64_t> kernel, ArrayRef<int64_t> strides,
                  ArrayRef<int64_t> pads, ArrayRef<int64_t> dilations,
                  bool ceil) {
  static constexpr int64_t plain[] = {1, 1};
  return {kernel, strides, pads, dilations, plain, ceil};
}

LogicalResult verifyPoolWindow(Operation *op, StringRef constraint,
                               const Window &window) {
  if (isWellFormed(window))
    return success();
  return op->emitOpError(constraint)
         << ": kernel is [" << window.kernel << "], strides are ["
         << window.strides << "], pads are [" << window.pads
         << "], dilations are [" << window.dilations
         << "], wanted two, two and two in 1.." << kMaxExtent
         << " and four in 0.." << kMaxExtent;
}

int64_t valuesOf(ArrayRef<int64_t> shape) {
  return shape[1] * shape[2] * shape[3];
}

} // namespace

StringRef MaxPool2DOp::getLayerKind() { return "maxpool"; }
bool MaxPool2DOp::keepsScale() { return true; }

LogicalResult MaxPool2DOp::verify() {
  Window window = poolWindow(getKernel(), getStrides(), getPads(),
                             getDilations(), getCeil());
  if (failed(verifyPoolWindow(*this, "max_pool_C1", window)) || // max_pool_C1
      failed(verifyWindow(
          *this, "max_pool_C4", "max_pool_C2", window,
          tensorOf(getInput()).getDimSize(1)))) // max_pool_C4, max_pool_C2
    return failure();
  return verifySameQuantization(*this, "max_pool_C3"); // max_pool_C3
}

StringRef ConcatOp::getLayerKind() { return "route"; }

LogicalResult ConcatOp::verify() {
  if (getInputs().empty()) // concat_C1
    return emitOpError("concat_C1: there are no inputs, wanted at least one");
  if (getOuter() != 1)
    return verifyRuns();
  RankedTensorType first = tensorOf(getInputs().front());
  int64_t groups = getGroups(), group = getGroupId(), channels = 0;
  for (Value input : getInputs()) {
    ArrayRef<int64_t> shape = tensorOf(input).getShape();
    if (shape.drop_front(2) != first.getShape().drop_front(2)) // concat_C1
      return emitOpError("concat_C1: an input has shape ")
             << text(shape) << ", wanted the height and width of "
             << text(first.getShape());
    if (groups < 1 || shape[1] % groups != 0 || group < 0 ||
        group >= groups) // concat_C4
      return emitOpError("concat_C4: groups is ")
             << groups << " and group_id " << group << ", wanted a divisor of "
             << shape[1] << " channels and 0..groups - 1";
    channels += shape[1] / groups;
  }
  int64_t wanted[] = {1, channels, first.getDimSize(2), first.getDimSize(3)};
  if (failed(verifyShape(*this, "concat_C2", wanted))) // concat_C2
    return failure();
  if (getInputs().size() != 1)
    return success();
  return verifySameQuantization(*this, "concat_C3"); // concat_C3
}

// concat_C5
LogicalResult ConcatOp::verifyRuns() {
  int64_t outer = getOuter(), values = 0;
  if (outer < 1 || getGroups() != 1 || getGroupId() != 0)
    return emitOpError("concat_C5: outer is ")
           << outer << ", groups is " << getGroups() << " and group_id "
           << getGroupId() << ", wanted outer >= 1, and above 1 no groups";
  for (Value input : getInputs()) {
    int64_t own = valuesOf(tensorOf(input).getShape());
    if (own % outer != 0)
      return emitOpError("concat_C5: outer is ")
             << outer << ", wanted a divisor of the " << own
             << " values of an input";
    values += own;
  }
  if (valuesOf(getType().getShape()) != values)
    return emitOpError("concat_C5: the result has ")
           << valuesOf(getType().getShape()) << " values, wanted " << values
           << ", those of all inputs";
  if (getInputs().size() != 1)
    return success();
  return verifySameQuantization(*this, "concat_C3"); // concat_C3
}

StringRef UpsampleOp::getLayerKind() { return "upsample"; }
bool UpsampleOp::keepsScale() { return true; }

LogicalResult UpsampleOp::verify() {
  int64_t factor = getFactor();
  if (factor < 1 || factor > kMaxExtent) // upsample_C1
    return emitOpError("upsample_C1: factor is ")
           << factor << ", wanted 1.." << kMaxExtent;
  ArrayRef<int64_t> in = tensorOf(getInput()).getShape();
  int64_t wanted[] = {1, in[1], in[2] * factor, in[3] * factor};
  if (failed(verifyShape(*this, "upsample_C1", wanted))) // upsample_C1
    return failure();
  return verifySameQuantization(*this, "upsample_C2"); // upsample_C2
}

StringRef AvgPool2DOp::getLayerKind() { return "avgpool"; }

LogicalResult AvgPool2DOp::verify() {
  constexpr int64_t limit = int64_t(1) << 22;
  ArrayRef<int64_t> in = tensorOf(getInput()).getShape();
  if (std::optional<ArrayRef<int64_t>> kernel = getKernel()) {
    Window window =
        poolWindow(*kernel, getStrides(), getPads(), getDilations(), getCeil());
    if (failed(verifyPoolWindow(*this, "avg_pool_C3", window))) // avg_pool_C3
      return failure();
    if ((*kernel)[0] * (*kernel)[1] > limit) // avg_pool_C2
      return emitOpError("avg_pool_C2: the kernel has ")
             << (*kernel)[0] * (*kernel)[1] << " places, wanted at most "
             << limit;
    return verifyWindow(*this, "avg_pool_C5", "avg_pool_C4", window,
                        in[1]); // avg_pool_C5, avg_pool_C4
  }
  auto all = [](ArrayRef<int64_t> values, int64_t wanted) {
    return llvm::all_of(values, [=](int64_t v) { return v == wanted; });
  };
  if (!all(getStrides(), 1) || !all(getPads(), 0) || !all(getDilations(), 1) ||
      getCeil() || getCountPads()) // avg_pool_C1
    return emitOpError("avg_pool_C1: there is a window without kernel, wanted "
                       "no strides, pads, dilations, ceil or count_pads");
  int64_t wanted[] = {1, in[1], 1, 1};
  if (failed(verifyShape(*this, "avg_pool_C1", wanted))) // avg_pool_C1
    return failure();
  if (in[2] * in[3] > limit) // avg_pool_C2
    return emitOpError("avg_pool_C2: the map has ")
           << in[2] * in[3] << " places, wanted at most " << limit;
  return success();
}

StringRef ReorgOp::getLayerKind() { return "reorg"; }
bool ReorgOp::keepsScale() { return true; }

LogicalResult ReorgOp::verify() {
  ArrayRef<int64_t> in = tensorOf(getInput()).getShape();
  int64_t stride = getStride();
  if (stride < 1 || stride > kMaxExtent || in[2] % stride != 0 ||
      in[3] % stride != 0) // reorg_C1
    return emitOpError("reorg_C1: stride is ")
           << stride << ", wanted a divisor of the height and the width, "
           << in[2] << "x" << in[3];
  if (getOrder() == ReorgOrder::Darknet &&
      in[1] % (stride * stride) != 0) // reorg_C1
    return emitOpError("reorg_C1: stride is ")
           << stride << ", wanted one whose square divides the " << in[1]
           << " channels";
  int64_t extra = getExtra();
  if (extra < 0 || extra > kMaxExtent ||
      (extra > 0 &&
       (stride != 1 || getOrder() != ReorgOrder::Darknet))) // reorg_C4
    return emitOpError("reorg_C4: extra is ")
           << extra << ", wanted 0, or stride 1 and the order darknet";
  SmallVector<int64_t, 4> wanted = {1, in[1] * stride * stride, in[2] / stride,
                                    in[3] / stride};
  if (extra > 0)
    wanted = {1, in[1] * in[2] * in[3] + extra, 1, 1};
  if (failed(verifyShape(*this, "reorg_C2", wanted))) // reorg_C2
    return failure();
  return verifySameQuantization(*this, "reorg_C3"); // reorg_C3
}

StringRef CropOp::getLayerKind() { return "crop"; }
bool CropOp::keepsScale() { return getNoadjust(); }

LogicalResult CropOp::verify() {
  ArrayRef<int64_t> in = tensorOf(getInput()).getShape();
  ArrayRef<int64_t> out = getType().getShape();
  if (out[1] != in[1] || out[2] > in[2] || out[3] > in[3]) // crop_C1
    return emitOpError("crop_C1: result shape is ")
           << text(out) << ", wanted the channels of the input, " << text(in)
           << ", and at most its height and width";
  if (!getNoadjust())
    return success();
  return verifySameQuantization(*this, "crop_C2"); // crop_C2
}

StringRef DropoutOp::getLayerKind() { return "dropout"; }
bool DropoutOp::keepsScale() { return true; }

LogicalResult DropoutOp::verify() {
  if (failed(verifyShape(*this, "dropout_C1", // dropout_C1
                         tensorOf(getInput()).getShape())))
    return failure();
  return verifySameQuantization(*this, "dropout_C2"); // dropout_C2
}
