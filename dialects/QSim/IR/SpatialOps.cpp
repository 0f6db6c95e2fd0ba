// SPDX-License-Identifier: Apache-2.0
// Layers that move, choose or average values: kinds and numbered constraints.
#include "OpChecks.h"
#include "QSim/IR/QSimOps.h"

using namespace mlir;
using namespace qsim;

StringRef MaxPool2DOp::getLayerKind() { return "maxpool"; }
bool MaxPool2DOp::keepsScale() { return true; }

LogicalResult MaxPool2DOp::verify() {
  ArrayRef<int64_t> kernel = getKernel(), strides = getStrides(),
                    pads = getPads();
  if (kernel.size() != 2 || !allWithin(kernel, 1, kMaxExtent) ||
      strides.size() != 2 || !allWithin(strides, 1, kMaxExtent) ||
      pads.size() != 4 || !allWithin(pads, 0, kMaxExtent)) // max_pool_C1
    return emitOpError("max_pool_C1: kernel is [")
           << kernel << "], strides are [" << strides << "], pads are [" << pads
           << "], wanted two and two in 1.." << kMaxExtent << " and four in 0.."
           << kMaxExtent;
  ArrayRef<int64_t> in = tensorOf(getInput()).getShape();
  int64_t height = in[2] + pads[0] + pads[2], width = in[3] + pads[1] + pads[3];
  if (kernel[0] > height || kernel[1] > width) // max_pool_C4
    return emitOpError("max_pool_C4: the window is ")
           << kernel[0] << "x" << kernel[1]
           << ", wanted at most the padded input, " << height << "x" << width;
  int64_t wanted[] = {
      1, in[1], windowedSize(in[2], pads[0], pads[2], kernel[0], strides[0]),
      windowedSize(in[3], pads[1], pads[3], kernel[1], strides[1])};
  if (failed(verifyShape(*this, "max_pool_C2", wanted))) // max_pool_C2
    return failure();
  return verifySameQuantization(*this, "max_pool_C3"); // max_pool_C3
}

StringRef ConcatOp::getLayerKind() { return "route"; }

LogicalResult ConcatOp::verify() {
  if (getInputs().empty()) // concat_C1
    return emitOpError("concat_C1: there are no inputs, wanted at least one");
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
  ArrayRef<int64_t> in = tensorOf(getInput()).getShape();
  int64_t wanted[] = {1, in[1], 1, 1};
  if (failed(verifyShape(*this, "avg_pool_C1", wanted))) // avg_pool_C1
    return failure();
  constexpr int64_t limit = int64_t(1) << 22;
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
