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
