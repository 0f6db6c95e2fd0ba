// SPDX-License-Identifier: Apache-2.0
// The records: what each kind demands by itself, and the shape of its output.
#include "QNet/IR/QNetOps.h"

#include "mlir/IR/Builders.h"
#include "mlir/IR/BuiltinTypes.h"
#include "llvm/ADT/SmallVector.h"

#include <cmath>

using namespace qsim::qnet;
using llvm::failure;
using llvm::FailureOr;
using llvm::LogicalResult;
using llvm::success;

#include "QNet/IR/QNetInterfaces.cpp.inc"

#define GET_OP_CLASSES
#include "QNet/IR/QNetOps.cpp.inc"

namespace {

LogicalResult requireAtLeast(mlir::Operation *op, llvm::StringRef key,
                             int32_t value, int32_t least,
                             llvm::StringRef constraint) {
  if (value >= least)
    return success();
  return op->emitOpError(constraint)
         << ": " << key << " is " << value << ", wanted at least " << least;
}

LogicalResult requireOneInput(RecordOpInterface record,
                              llvm::StringRef constraint) {
  if (record.getInputs().size() == 1)
    return success();
  return record->emitOpError(constraint)
         << ": reads " << record.getInputs().size() << " tensors, wanted 1";
}

/// Positions of a window along one side of `extent` values, or an error.
FailureOr<int32_t> windowPositions(mlir::Operation *op, int64_t extent,
                                   int64_t padding, int64_t size,
                                   int64_t stride, llvm::StringRef constraint) {
  const int64_t room = extent + padding - size;
  if (room < 0)
    return op->emitOpError(constraint)
           << ": a window of " << size << " does not fit into " << extent
           << " + padding " << padding;
  return static_cast<int32_t>(room / stride + 1);
}

LogicalResult verifyWeightQuantization(ConvolutionalOp op) {
  const std::optional<uint32_t> bits = op.getWeightBits();
  const auto scales = op.getWeightScales();
  if (bits.has_value() != scales.has_value())
    return op.emitOpError(
        "convolutional_C3: weight_bits and weight_scales are given together "
        "or not at all");
  if (bits.has_value() != (op.getQuantizationAttr() != nullptr))
    return op.emitOpError(
        "convolutional_C4: weights are quantized exactly if the output is");
  if (!bits)
    return success();
  if (*bits < 2 || *bits > 16)
    return op.emitOpError("convolutional_C3: ")
           << "weight_bits is " << *bits << ", wanted 2 to 16";
  if (scales->size() != 1 && scales->size() != op.getFilters())
    return op.emitOpError("convolutional_C3: ")
           << "has " << scales->size() << " weight scales, wanted 1 or "
           << op.getFilters();
  for (float scale : *scales)
    if (!std::isfinite(scale) || scale <= 0)
      return op.emitOpError("convolutional_C3: ")
             << "a weight scale is " << scale
             << ", wanted positive finite numbers";
  return success();
}

LogicalResult verifyPresence(ConvolutionalOp op, llvm::StringRef key,
                             bool present, bool wanted) {
  if (present == wanted)
    return success();
  return op.emitOpError("convolutional_C5: ")
         << key << (present ? " is given" : " is missing");
}

LogicalResult verifyVector(ConvolutionalOp op, llvm::StringRef key,
                           mlir::ElementsAttr values) {
  if (!values)
    return success();
  const mlir::ShapedType type = values.getShapedType();
  if (type.getElementType().isF32() && type.getRank() == 1 &&
      type.getDimSize(0) == op.getFilters())
    return success();
  return op.emitOpError("convolutional_C6: ")
         << key << " is " << type << ", wanted tensor<" << op.getFilters()
         << "xf32>";
}

LogicalResult verifyParameters(ConvolutionalOp op) {
  const bool any = op.getWeightsAttr() || op.getBiasesAttr();
  const bool norm = any && op.getBatchNormalize();
  const bool delta = any && op.getBiasCorrection();
  const struct {
    llvm::StringRef key;
    mlir::ElementsAttr values;
    bool wanted;
  } vectors[] = {{"biases", op.getBiasesAttr(), any},
                 {"scales", op.getScalesAttr(), norm},
                 {"mean", op.getMeanAttr(), norm},
                 {"variance", op.getVarianceAttr(), norm},
                 {"bias_delta", op.getBiasDeltaAttr(), delta}};
  if (failed(
          verifyPresence(op, "weights", op.getWeightsAttr() != nullptr, any)))
    return failure();
  for (const auto &vector : vectors)
    if (failed(verifyPresence(op, vector.key, vector.values != nullptr,
                              vector.wanted)) ||
        failed(verifyVector(op, vector.key, vector.values)))
      return failure();
  if (!any)
    return success();
  const mlir::ShapedType type = op.getWeightsAttr().getShapedType();
  if (!type.getElementType().isF32() || type.getRank() != 4 ||
      type.getDimSize(0) != op.getFilters() ||
      type.getDimSize(2) != op.getSize() || type.getDimSize(3) != op.getSize())
    return op.emitOpError("convolutional_C6: ")
           << "weights are " << type << ", wanted an f32 tensor of "
           << op.getFilters() << " x channels / groups x " << op.getSize()
           << " x " << op.getSize();
  return success();
}

} // namespace

LogicalResult ConvolutionalOp::verify() {
  const llvm::StringRef c1 = "convolutional_C1";
  if (failed(requireOneInput(*this, c1)) ||
      failed(requireAtLeast(*this, "filters", getFilters(), 1, c1)) ||
      failed(requireAtLeast(*this, "size", getSize(), 1, c1)) ||
      failed(requireAtLeast(*this, "stride", getStride(), 1, c1)) ||
      failed(requireAtLeast(*this, "pad", getPad(), 0, c1)) ||
      failed(requireAtLeast(*this, "groups", getGroups(), 1, c1)) ||
      failed(verifyWeightQuantization(*this)))
    return failure();
  return verifyParameters(*this);
}

FailureOr<Shape> ConvolutionalOp::inferShape(llvm::ArrayRef<Shape> inputs) {
  const auto [channels, height, width] = inputs.front();
  const int32_t groups = getGroups(), filters = getFilters();
  if (channels % groups || filters % groups)
    return emitOpError("convolutional_C2: ")
           << "groups is " << groups << ", wanted a divisor of " << channels
           << " input channels and " << filters << " filters";
  if (const mlir::ElementsAttr weights = getWeightsAttr())
    if (weights.getShapedType().getDimSize(1) != channels / groups)
      return emitOpError("convolutional_C6: ")
             << "weights have " << weights.getShapedType().getDimSize(1)
             << " channels, wanted " << channels / groups;
  const int64_t padding = 2 * static_cast<int64_t>(getPad());
  const auto h = windowPositions(*this, height, padding, getSize(), getStride(),
                                 "convolutional_C2");
  if (failed(h))
    return failure();
  const auto w = windowPositions(*this, width, padding, getSize(), getStride(),
                                 "convolutional_C2");
  if (failed(w))
    return failure();
  return Shape{filters, *h, *w};
}

LogicalResult MaxPoolOp::verify() {
  const llvm::StringRef c1 = "maxpool_C1";
  return success(
      succeeded(requireOneInput(*this, c1)) &&
      succeeded(requireAtLeast(*this, "size", getSize(), 1, c1)) &&
      succeeded(requireAtLeast(*this, "stride", getStride(), 1, c1)) &&
      succeeded(requireAtLeast(*this, "padding", getPadding(), 0, c1)));
}

FailureOr<Shape> MaxPoolOp::inferShape(llvm::ArrayRef<Shape> inputs) {
  const auto [channels, height, width] = inputs.front();
  const auto h = windowPositions(*this, height, getPadding(), getSize(),
                                 getStride(), "maxpool_C2");
  if (failed(h))
    return failure();
  const auto w = windowPositions(*this, width, getPadding(), getSize(),
                                 getStride(), "maxpool_C2");
  if (failed(w))
    return failure();
  return Shape{channels, *h, *w};
}

bool MaxPoolOp::keepsQuantization() { return true; }

LogicalResult RouteOp::verify() { return success(); }

FailureOr<Shape> RouteOp::inferShape(llvm::ArrayRef<Shape> inputs) {
  Shape result = inputs.front();
  for (const Shape &input : inputs.drop_front()) {
    if (input[1] != result[1] || input[2] != result[2])
      return emitOpError("route_C1: ")
             << "reads tensors of " << result[1] << "x" << result[2] << " and "
             << input[1] << "x" << input[2] << ", wanted one height and width";
    result[0] += input[0];
  }
  return result;
}

LogicalResult UpsampleOp::verify() {
  return success(succeeded(requireOneInput(*this, "upsample_C1")) &&
                 succeeded(requireAtLeast(*this, "stride", getStride(), 1,
                                          "upsample_C1")));
}

FailureOr<Shape> UpsampleOp::inferShape(llvm::ArrayRef<Shape> inputs) {
  const auto [channels, height, width] = inputs.front();
  const int32_t stride = getStride();
  // An extent beyond the limit is reported with the shape, as network_C5.
  if (stride > maximumExtent || height > maximumExtent / stride ||
      width > maximumExtent / stride)
    return emitOpError("network_C5: ")
           << "stride " << stride << " makes a map of " << height << "x"
           << width << " larger than " << maximumExtent;
  return Shape{channels, height * stride, width * stride};
}

bool UpsampleOp::keepsQuantization() { return true; }

LogicalResult YoloOp::verify() {
  if (failed(requireOneInput(*this, "yolo_C1")))
    return failure();
  if (getQuantizationAttr())
    return emitOpError(
        "yolo_C1: has a quantized output, a host head writes float32");
  if (failed(requireAtLeast(*this, "classes", getClasses(), 1, "yolo_C2")))
    return failure();
  const llvm::ArrayRef<float> anchors = getAnchors();
  if (anchors.size() % 2)
    return emitOpError("yolo_C2: ")
           << "has " << anchors.size() << " anchor numbers, wanted pairs";
  for (float anchor : anchors)
    if (!std::isfinite(anchor) || anchor <= 0)
      return emitOpError("yolo_C2: ")
             << "an anchor is " << anchor << ", wanted positive numbers";
  if (getMask().empty())
    return emitOpError("yolo_C2: has an empty mask");
  for (int32_t index : getMask())
    if (index < 0 || static_cast<size_t>(index) >= anchors.size() / 2)
      return emitOpError("yolo_C2: ")
             << "mask names anchor " << index << " of " << anchors.size() / 2;
  return success();
}

FailureOr<Shape> YoloOp::inferShape(llvm::ArrayRef<Shape> inputs) {
  const int64_t wanted = static_cast<int64_t>(getMask().size()) *
                         (5 + static_cast<int64_t>(getClasses()));
  if (inputs.front()[0] != wanted)
    return emitOpError("yolo_C3: ")
           << "reads " << inputs.front()[0] << " channels, wanted " << wanted;
  return inputs.front();
}

bool YoloOp::isHostRecord() { return true; }
