// SPDX-License-Identifier: Apache-2.0
// Constants and records that look at a tensor in other dimensions: what each
// demands by itself, and its shape.
#include "RecordChecks.h"

#include <cmath>
#include <limits>

using namespace qsim;
using namespace qsim::qnet;
using llvm::failure;
using llvm::FailureOr;
using llvm::LogicalResult;
using llvm::success;

LogicalResult qnet::ConstantOp::verify() {
  if (getInputs().empty())
    return success();
  return emitOpError("constant_C1: ")
         << "reads " << getInputs().size() << " tensors, wanted none";
}

FailureOr<Shape> qnet::ConstantOp::inferShape(llvm::ArrayRef<Shape>) {
  const llvm::ArrayRef<int32_t> shape = getShape();
  if (failed(requireParameter(*this, "values", getValuesAttr(),
                              {shape[0], shape[1], shape[2]}, "constant_C2")))
    return failure();
  return Shape{shape[0], shape[1], shape[2]};
}

llvm::SmallVector<Parameter> qnet::ConstantOp::getParameters() {
  return {{"values", getValuesAttr()}};
}

LogicalResult qnet::StridedOp::verify() {
  if (failed(requireOneInput(*this, "strided_C1")) ||
      failed(requireView(*this, "sizes", getSizes(), "strided_C1")))
    return failure();
  if (getSteps().size() != getSizes().size() ||
      llvm::is_contained(getSteps(), std::numeric_limits<int32_t>::min()))
    return emitOpError("strided_C1: steps are [")
           << getSteps() << "], wanted " << getSizes().size()
           << " of a magnitude below 2^31";
  return success();
}

FailureOr<Shape> qnet::StridedOp::inferShape(llvm::ArrayRef<Shape> inputs) {
  const FailureOr<Shape> shape =
      ownShape(*this, *volumeOf(getSizes()), "strided_C2");
  if (failed(shape))
    return failure();
  const int64_t count = volumeOf(inputs.front()).value_or(0);
  const int64_t offset = static_cast<int32_t>(getOffset());
  int64_t lowest = offset, highest = offset;
  for (auto [size, step] : llvm::zip_equal(getSizes(), getSteps())) {
    // The sum of all size - 1 is below their product: no sum reaches 2^62.
    const int64_t reach = (int64_t{size} - 1) * step;
    (reach < 0 ? lowest : highest) += reach;
  }
  if (lowest < 0 || highest >= count)
    return emitOpError("strided_C3: reaches elements ")
           << lowest << " to " << highest << ", wanted 0 to " << count - 1;
  return shape;
}

bool qnet::StridedOp::keepsQuantization() { return true; }

LogicalResult qnet::PadOp::verify() {
  if (failed(requireOneInput(*this, "pad_C1")) ||
      failed(requireView(*this, "dims", getDims(), "pad_C1")))
    return failure();
  const size_t rank = getDims().size();
  constexpr int32_t lowest = std::numeric_limits<int32_t>::min();
  if (getBefore().size() != rank || getAfter().size() != rank ||
      llvm::is_contained(getBefore(), lowest) ||
      llvm::is_contained(getAfter(), lowest))
    return emitOpError("pad_C2: before is [")
           << getBefore() << "] and after [" << getAfter() << "], wanted "
           << rank << " numbers each, of a magnitude below 2^31";
  if (getValue().isNaN())
    return emitOpError("pad_C4: the value is no number");
  return success();
}

FailureOr<Shape> qnet::PadOp::inferShape(llvm::ArrayRef<Shape> inputs) {
  if (failed(requireValues(*this, getDims(), inputs.front(), "pad_C1")))
    return failure();
  llvm::SmallVector<int64_t> dims;
  for (auto [extent, before, after] :
       llvm::zip_equal(getDims(), getBefore(), getAfter()))
    dims.push_back(int64_t{before} + extent + after);
  const std::optional<int64_t> volume = volumeOf(dims);
  if (!volume)
    return emitOpError("pad_C2: the output would have the dimensions [")
           << dims << "], wanted 1 or more each and fewer than 2^31 values";
  return ownShape(*this, *volume, "pad_C3");
}

bool qnet::PadOp::keepsQuantization() { return true; }

LogicalResult qnet::ResizeOp::verify() {
  if (failed(requireOneInput(*this, "resize_C1")) ||
      failed(requirePositive(*this, "scale", getScale().convertToFloat(),
                             "resize_C1")) ||
      failed(requirePositive(*this, "scale_x", getScaleX().convertToFloat(),
                             "resize_C1")))
    return failure();
  const bool wantsRoi = getCoordinates() == Coordinates::TfCropAndResize;
  const llvm::ArrayRef<float> roi = getRoi().value_or(llvm::ArrayRef<float>());
  if (roi.size() != (wantsRoi ? 4 : 0) ||
      !llvm::all_of(roi, [](float end) { return std::isfinite(end); }))
    return emitOpError("resize_C3: the roi is [")
           << roi << "], wanted four finite numbers with the coordinates "
           << "tf_crop_and_resize and none with others";
  if (!getCubicA().isFinite() || getExtrapolation().isNaN())
    return emitOpError("resize_C4: cubic_a is ")
           << getCubicA().convertToFloat() << " and extrapolation "
           << getExtrapolation().convertToFloat()
           << ", wanted a finite number and a number";
  return success();
}

FailureOr<Shape> qnet::ResizeOp::inferShape(llvm::ArrayRef<Shape> inputs) {
  // Rows and columns are what the record says that they are.
  const llvm::ArrayRef<int32_t> shape = getShape();
  if (shape[0] != inputs.front()[0])
    return emitOpError("resize_C2: the output has ")
           << shape[0] << " channels, wanted " << inputs.front()[0];
  return Shape{shape[0], shape[1], shape[2]};
}

bool qnet::ResizeOp::keepsQuantization() { return true; }

LogicalResult qnet::ReduceOp::verify() {
  if (failed(requireOneInput(*this, "reduce_C1")) ||
      failed(requireView(*this, "dims", getDims(), "reduce_C1")))
    return failure();
  if (getAxes().size() != getDims().size() ||
      !llvm::all_of(getAxes(), [](int32_t axis) { return (axis | 1) == 1; }))
    return emitOpError("reduce_C2: axes are [")
           << getAxes() << "], wanted " << getDims().size() << " of 0 and 1";
  return success();
}

FailureOr<Shape> qnet::ReduceOp::inferShape(llvm::ArrayRef<Shape> inputs) {
  if (failed(requireValues(*this, getDims(), inputs.front(), "reduce_C1")))
    return failure();
  int64_t kept = 1, reduced = 1;
  for (auto [extent, axis] : llvm::zip_equal(getDims(), getAxes()))
    (axis ? reduced : kept) *= extent;
  constexpr int64_t most = int64_t{1} << 22;
  if (!keepsQuantization() && reduced > most)
    return emitOpError("reduce_C4: a ")
           << stringifyReduceKind(getKind()) << " of " << reduced
           << " values, wanted at most 2^22";
  return ownShape(*this, kept, "reduce_C3");
}

bool qnet::ReduceOp::keepsQuantization() {
  return getKind() == ReduceKind::Max || getKind() == ReduceKind::Min;
}
