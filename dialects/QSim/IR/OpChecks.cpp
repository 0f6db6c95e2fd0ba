// SPDX-License-Identifier: Apache-2.0
// Checks that several layer ops share.
#include "OpChecks.h"

#include "QSim/IR/QSimInterfaces.h"

#include "mlir/Dialect/Quant/IR/QuantTypes.h"
#include "llvm/ADT/STLExtras.h"

#include <cmath>

using namespace mlir;
using namespace qsim;

RankedTensorType qsim::tensorOf(Value value) {
  return cast<RankedTensorType>(value.getType());
}

std::string qsim::text(ArrayRef<int64_t> shape) {
  std::string result;
  llvm::raw_string_ostream stream(result);
  llvm::interleave(shape, stream, "x");
  return result;
}

bool qsim::allWithin(ArrayRef<int64_t> values, int64_t low, int64_t high) {
  return llvm::all_of(
      values, [=](int64_t value) { return value >= low && value <= high; });
}

std::optional<int64_t> qsim::viewVolume(ArrayRef<int64_t> dims) {
  if (dims.empty() || dims.size() > kMaxViewRank ||
      !allWithin(dims, 1, kMaxViewExtent))
    return std::nullopt;
  int64_t volume = 1;
  for (int64_t extent : dims) {
    if (extent > kMaxViewExtent / volume)
      return std::nullopt;
    volume *= extent;
  }
  return volume;
}

int64_t qsim::windowedSize(int64_t input, int64_t before, int64_t after,
                           int64_t window, int64_t stride) {
  return (input + before + after - window) / stride + 1;
}

bool qsim::isWellFormed(const Window &window) {
  for (ArrayRef<int64_t> pair :
       {window.kernel, window.strides, window.dilations, window.inputDilations})
    if (pair.size() != 2 || !allWithin(pair, 1, kMaxExtent))
      return false;
  return window.pads.size() == 4 && allWithin(window.pads, 0, kMaxExtent);
}

/// Of `axis` 0, the height, or 1, the width.
static int64_t dilatedKernel(const Window &window, int axis) {
  return (window.kernel[axis] - 1) * window.dilations[axis] + 1;
}
static int64_t paddedInput(const Window &window, int axis, int64_t extent) {
  return (extent - 1) * window.inputDilations[axis] + 1 + window.pads[axis] +
         window.pads[axis + 2];
}

/// Positions of the window along one axis.
static int64_t positions(const Window &window, int axis, int64_t extent) {
  int64_t room =
      paddedInput(window, axis, extent) - dilatedKernel(window, axis);
  int64_t stride = window.strides[axis];
  int64_t last = window.ceil ? (room + stride - 1) / stride : room / stride;
  // A window that would see nothing but what lies behind the input.
  if (window.ceil && last * stride >= extent + window.pads[axis])
    --last;
  return last + 1;
}

LogicalResult qsim::verifyWindow(Operation *op, StringRef fits,
                                 StringRef places, const Window &window,
                                 int64_t channels) {
  ArrayRef<int64_t> in = tensorOf(op->getOperand(0)).getShape();
  int64_t height = paddedInput(window, 0, in[2]);
  int64_t width = paddedInput(window, 1, in[3]);
  if (dilatedKernel(window, 0) > height || dilatedKernel(window, 1) > width)
    return op->emitOpError(fits)
           << ": the window is " << dilatedKernel(window, 0) << "x"
           << dilatedKernel(window, 1) << ", wanted at most the padded input, "
           << height << "x" << width;
  return verifyShape(
      op, places,
      {1, channels, positions(window, 0, in[2]), positions(window, 1, in[3])});
}

LogicalResult qsim::verifyEpsilon(Operation *op, StringRef constraint,
                                  std::optional<APFloat> epsilon,
                                  bool hasBatchNorm) {
  if (!epsilon)
    return success();
  if (epsilon->isFinite() && !epsilon->isNegative() && hasBatchNorm)
    return success();
  return op->emitOpError(constraint)
         << ": epsilon is " << epsilon->convertToFloat()
         << " and batch norm is " << (hasBatchNorm ? "given" : "not given")
         << ", wanted a finite number >= 0 with batch norm";
}

LogicalResult qsim::verifyShape(Operation *op, StringRef constraint,
                                ArrayRef<int64_t> wanted) {
  ArrayRef<int64_t> seen = tensorOf(op->getResult(0)).getShape();
  if (seen == wanted)
    return success();
  return op->emitOpError(constraint)
         << ": result shape is " << text(seen) << ", wanted " << text(wanted);
}

LogicalResult qsim::verifySameQuantization(Operation *op,
                                           StringRef constraint) {
  Type wanted = tensorOf(op->getOperand(0)).getElementType();
  Type seen = tensorOf(op->getResult(0)).getElementType();
  if (!isa<quant::UniformQuantizedType>(seen) || seen == wanted)
    return success();
  return op->emitOpError(constraint)
         << ": result elements are " << seen << ", wanted those of the input, "
         << wanted;
}

LogicalResult qsim::verifyView(Operation *op, StringRef constraint,
                               StringRef name, ArrayRef<int64_t> dims,
                               Value tensor) {
  int64_t wanted = tensorOf(tensor).getNumElements();
  if (viewVolume(dims) == wanted)
    return success();
  return op->emitOpError(constraint)
         << ": " << name << " are [" << dims << "], wanted 1 to "
         << kMaxViewRank << " of 1.." << kMaxViewExtent << " that hold "
         << wanted << " values";
}

LogicalResult qsim::verifyVolume(Operation *op, StringRef constraint,
                                 int64_t wanted) {
  int64_t seen = tensorOf(op->getResult(0)).getNumElements();
  if (seen == wanted)
    return success();
  return op->emitOpError(constraint)
         << ": the result has " << seen << " elements, wanted " << wanted;
}

LogicalResult qsim::verifyVector(Operation *op, StringRef constraint,
                                 StringRef name, ElementsAttr vector,
                                 ArrayRef<int64_t> shape) {
  auto wanted =
      RankedTensorType::get(shape, Float32Type::get(op->getContext()));
  if (vector.getShapedType() == wanted)
    return success();
  return op->emitOpError(constraint)
         << ": " << name << " is " << vector.getShapedType() << ", wanted "
         << wanted;
}

LogicalResult qsim::verifyVectors(Operation *op, StringRef constraint,
                                  ArrayRef<int64_t> shape) {
  auto layer = cast<LayerOpInterface>(op);
  for (LayerVector which : kLayerVectors)
    if (ElementsAttr vector = layer.getLayerVector(which))
      if (failed(verifyVector(op, constraint, nameOf(which), vector, shape)))
        return failure();
  return success();
}

LogicalResult qsim::verifyBatchNorm(Operation *op, StringRef constraint) {
  auto layer = cast<LayerOpInterface>(op);
  auto has = [&](LayerVector vector) {
    return layer.getLayerVector(vector) != nullptr;
  };
  unsigned given = unsigned(has(LayerVector::Scales)) +
                   unsigned(has(LayerVector::Mean)) +
                   unsigned(has(LayerVector::Variance));
  if (given == 0 || (given == 3 && has(LayerVector::Biases)))
    return success();
  return op->emitOpError(constraint)
         << ": " << given << " of scales, mean and variance are given "
         << (has(LayerVector::Biases) ? "with" : "without")
         << " biases, wanted all three with biases or none";
}

LogicalResult qsim::verifyHostResult(Operation *op, StringRef constraint) {
  ArrayRef<int64_t> in = tensorOf(op->getOperand(0)).getShape();
  RankedTensorType type = tensorOf(op->getResult(0));
  if (type.getShape() == in && type.getElementType().isF32())
    return success();
  return op->emitOpError(constraint)
         << ": result is " << type << ", wanted "
         << RankedTensorType::get(in, Float32Type::get(op->getContext()));
}

LogicalResult qsim::verifyAnchors(Operation *op, StringRef constraint,
                                  ArrayRef<float> anchors) {
  if (anchors.empty() || anchors.size() % 2 != 0)
    return op->emitOpError(constraint) << ": there are " << anchors.size()
                                       << " anchor numbers, wanted pairs";
  for (float number : anchors)
    if (!(number > 0) || !std::isfinite(number))
      return op->emitOpError(constraint)
             << ": anchor number " << number << ", wanted a positive one";
  return success();
}
