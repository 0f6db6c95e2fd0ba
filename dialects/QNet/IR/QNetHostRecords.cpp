// SPDX-License-Identifier: Apache-2.0
// The records of the host: what each demands by itself, and its shape.
#include "RecordChecks.h"

#include <cmath>

using namespace qsim::qnet;
using llvm::failure;
using llvm::FailureOr;
using llvm::LogicalResult;
using llvm::success;

namespace {

int64_t valuesOf(const Shape &shape) {
  return int64_t{shape[0]} * shape[1] * shape[2];
}

/// One input, and an output in float32.
LogicalResult verifyHost(RecordOpInterface record,
                         const llvm::Twine &constraint) {
  if (failed(requireOneInput(record, constraint)))
    return failure();
  if (record.getQuantizationAttr())
    return record->emitOpError(constraint)
           << ": has a quantized output, a host layer writes float32";
  return success();
}

} // namespace

LogicalResult SoftmaxOp::verify() {
  return success(
      succeeded(verifyHost(*this, "softmax_C1")) &&
      succeeded(
          requireAtLeast(*this, "groups", getGroups(), 1, "softmax_C2")) &&
      succeeded(requirePositive(*this, "temperature",
                                getTemperature().convertToFloat(),
                                "softmax_C2")) &&
      succeeded(requireAtLeast(*this, "inner", getInner(), 1, "softmax_C3")));
}

FailureOr<Shape> SoftmaxOp::inferShape(llvm::ArrayRef<Shape> inputs) {
  const int64_t values = valuesOf(inputs.front());
  if (values % static_cast<int32_t>(getGroups()))
    return emitOpError("softmax_C2: ")
           << "groups is " << getGroups() << ", wanted a divisor of the "
           << values << " values";
  const int64_t ofGroup = values / static_cast<int32_t>(getGroups());
  if (ofGroup % static_cast<int32_t>(getInner()))
    return emitOpError("softmax_C3: ")
           << "inner is " << getInner() << ", wanted a divisor of the "
           << ofGroup << " values of a group";
  return inputs.front();
}

bool SoftmaxOp::isHostRecord() { return true; }

LogicalResult CostOp::verify() { return verifyHost(*this, "cost_C1"); }

FailureOr<Shape> CostOp::inferShape(llvm::ArrayRef<Shape> inputs) {
  return inputs.front();
}

bool CostOp::isHostRecord() { return true; }

LogicalResult YoloOp::verify() {
  if (failed(verifyHost(*this, "yolo_C1")) ||
      failed(requireAtLeast(*this, "classes", getClasses(), 1, "yolo_C2")) ||
      failed(requireAnchors(*this, getAnchors(), "yolo_C2")))
    return failure();
  if (getMask().empty())
    return emitOpError("yolo_C2: has an empty mask");
  const size_t pairs = getAnchors().size() / 2;
  for (int32_t index : getMask())
    if (index < 0 || static_cast<size_t>(index) >= pairs)
      return emitOpError("yolo_C2: ")
             << "mask names anchor " << index << " of " << pairs;
  return success(
      succeeded(requirePositive(*this, "scale_x_y",
                                getScaleXY().convertToFloat(), "yolo_C4")) &&
      succeeded(requirePositive(*this, "beta_nms",
                                getBetaNms().convertToFloat(), "yolo_C4")));
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

LogicalResult RegionOp::verify() {
  return success(succeeded(verifyHost(*this, "region_C1")) &&
                 succeeded(requireAtLeast(*this, "classes", getClasses(), 1,
                                          "region_C2")) &&
                 succeeded(requireAnchors(*this, getAnchors(), "region_C2")));
}

FailureOr<Shape> RegionOp::inferShape(llvm::ArrayRef<Shape> inputs) {
  const int64_t wanted = static_cast<int64_t>(getAnchors().size() / 2) *
                         (5 + static_cast<int64_t>(getClasses()));
  if (inputs.front()[0] != wanted)
    return emitOpError("region_C3: ")
           << "reads " << inputs.front()[0] << " channels, wanted " << wanted;
  return inputs.front();
}

bool RegionOp::isHostRecord() { return true; }

LogicalResult DetectionOp::verify() {
  const llvm::StringRef c2 = "detection_C2";
  return success(
      succeeded(verifyHost(*this, "detection_C1")) &&
      succeeded(requireAtLeast(*this, "classes", getClasses(), 1, c2)) &&
      succeeded(requireAtLeast(*this, "side", getSide(), 1, c2)) &&
      succeeded(requireAtLeast(*this, "num", getNum(), 1, c2)));
}

FailureOr<Shape> DetectionOp::inferShape(llvm::ArrayRef<Shape> inputs) {
  const int64_t values = valuesOf(inputs.front());
  const int64_t side = getSide(), num = getNum(), classes = getClasses();
  // Divided, not multiplied: no product of three keys fits all integers.
  const int64_t cells = side * side, each = classes + 5 * num;
  if (values % cells || values / cells != each)
    return emitOpError("detection_C3: ")
           << "reads " << values << " values, wanted " << side << " x " << side
           << " x (" << classes << " + " << num << " x 5)";
  return inputs.front();
}

bool DetectionOp::isHostRecord() { return true; }

LogicalResult YoloxOp::verify() {
  if (failed(verifyHost(*this, "yolox_C1")) ||
      failed(requireAtLeast(*this, "classes", getClasses(), 1, "yolox_C2")))
    return failure();
  if (getStrides().empty())
    return emitOpError("yolox_C2: has no strides");
  for (int32_t stride : getStrides())
    if (stride < 1)
      return emitOpError("yolox_C2: ")
             << "a stride is " << stride << ", wanted at least 1";
  return success();
}

FailureOr<Shape> YoloxOp::inferShape(llvm::ArrayRef<Shape> inputs) {
  llvm::ArrayRef<int32_t> picture =
      (*this)->getParentOfType<NetworkOp>().getShape();
  int64_t rows = 0;
  for (int32_t stride : getStrides()) {
    if (picture[1] % stride || picture[2] % stride)
      return emitOpError("yolox_C2: ")
             << "a stride is " << stride << ", wanted a divisor of "
             << picture[1] << " and " << picture[2];
    rows += int64_t{picture[1] / stride} * (picture[2] / stride);
  }
  const int64_t values = valuesOf(inputs.front());
  const int64_t each = 5 + static_cast<int64_t>(getClasses());
  // Divided, not multiplied: no product with any key fits all integers.
  if (values % each || values / each != rows)
    return emitOpError("yolox_C3: ") << "reads " << values << " values, wanted "
                                     << rows << " cells x " << each;
  return inputs.front();
}

bool YoloxOp::isHostRecord() { return true; }

LogicalResult ArgmaxOp::verify() {
  const llvm::StringRef c2 = "argmax_C2";
  return success(succeeded(verifyHost(*this, "argmax_C1")) &&
                 succeeded(requireAtLeast(*this, "outer", getOuter(), 1, c2)) &&
                 succeeded(requireAtLeast(*this, "inner", getInner(), 1, c2)));
}

FailureOr<Shape> ArgmaxOp::inferShape(llvm::ArrayRef<Shape> inputs) {
  const int64_t values = valuesOf(inputs.front());
  const int64_t runs = int64_t{getOuter()} * getInner();
  if (values % runs)
    return emitOpError("argmax_C2: ")
           << "outer is " << getOuter() << " and inner " << getInner()
           << ", wanted a product that divides " << values << " values";
  return ownShape(*this, runs, "argmax_C3");
}

bool ArgmaxOp::isHostRecord() { return true; }
