// SPDX-License-Identifier: Apache-2.0
// Heads on the host: kinds and numbered constraints.
#include "OpChecks.h"
#include "QSim/IR/QSimOps.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"

#include <cmath>

using namespace mlir;
using namespace qsim;

StringRef YoloOp::getLayerKind() { return "yolo"; }

LogicalResult YoloOp::verify() {
  ArrayRef<int64_t> in = tensorOf(getInput()).getShape();
  int64_t classes = getClasses();
  ArrayRef<int64_t> mask = getMask();
  ArrayRef<float> anchors = getAnchors();
  if (classes < 1 || classes > kMaxExtent || mask.empty()) // yolo_C4
    return emitOpError("yolo_C4: there are ")
           << classes << " classes and " << mask.size() << " masks, wanted 1.."
           << kMaxExtent << " classes and at least one mask";
  int64_t wanted = static_cast<int64_t>(mask.size()) * (5 + classes);
  if (in[1] != wanted) // yolo_C1
    return emitOpError("yolo_C1: the input has ")
           << in[1] << " channels, wanted " << wanted << " = " << mask.size()
           << " masks * (5 + " << classes << " classes)";
  if (failed(verifyAnchors(*this, "yolo_C2", anchors))) // yolo_C2
    return failure();
  for (int64_t index : mask)
    if (index < 0 ||
        index >= static_cast<int64_t>(anchors.size() / 2)) // yolo_C2
      return emitOpError("yolo_C2: mask is ")
             << index << ", wanted an index of one of " << anchors.size() / 2
             << " anchors";
  float scale = getScaleXY().convertToFloat();
  float beta = getBetaNms().convertToFloat();
  if (!std::isfinite(scale) || !std::isfinite(beta) || !(beta > 0)) // yolo_C5
    return emitOpError("yolo_C5: scale_x_y is ")
           << scale << " and beta_nms " << beta
           << ", wanted finite numbers, beta_nms > 0";
  return verifyHostResult(*this, "yolo_C3"); // yolo_C3
}

StringRef RegionOp::getLayerKind() { return "region"; }

LogicalResult RegionOp::verify() {
  ArrayRef<int64_t> in = tensorOf(getInput()).getShape();
  int64_t classes = getClasses();
  if (classes < 1 || classes > kMaxExtent) // region_C4
    return emitOpError("region_C4: there are ")
           << classes << " classes, wanted 1.." << kMaxExtent;
  if (failed(verifyAnchors(*this, "region_C2", getAnchors()))) // region_C2
    return failure();
  int64_t anchors = static_cast<int64_t>(getAnchors().size() / 2);
  if (in[1] != anchors * (5 + classes)) // region_C1
    return emitOpError("region_C1: the input has ")
           << in[1] << " channels, wanted " << anchors * (5 + classes) << " = "
           << anchors << " anchors * (5 + " << classes << " classes)";
  return verifyHostResult(*this, "region_C3"); // region_C3
}

StringRef DetectionOp::getLayerKind() { return "detection"; }

LogicalResult DetectionOp::verify() {
  ArrayRef<int64_t> in = tensorOf(getInput()).getShape();
  int64_t classes = getClasses(), side = getSide(), num = getNum();
  if (!allWithin({classes, side, num}, 1, kMaxExtent)) // detection_C1
    return emitOpError("detection_C1: classes is ")
           << classes << ", side is " << side << ", num is " << num
           << ", wanted 1.." << kMaxExtent << " each";
  int64_t values = in[1] * in[2] * in[3];
  int64_t wanted = side * side * (classes + 5 * num);
  if (values != wanted) // detection_C2
    return emitOpError("detection_C2: the input has ")
           << values << " values, wanted " << wanted << " = " << side << " * "
           << side << " cells * (" << classes << " classes + 5 * " << num
           << " boxes)";
  return verifyHostResult(*this, "detection_C3"); // detection_C3
}

StringRef YoloxOp::getLayerKind() { return "yolox"; }

LogicalResult YoloxOp::verify() {
  int64_t classes = getClasses();
  if (classes < 1 || classes > kMaxExtent) // yolox_C1
    return emitOpError("yolox_C1: there are ")
           << classes << " classes, wanted 1.." << kMaxExtent;
  if (getStrides().empty()) // yolox_C2
    return emitOpError("yolox_C2: there are no strides, wanted at least one");
  auto network = (*this)->getParentOfType<func::FuncOp>();
  if (!network || network.getNumArguments() != 1)
    return emitOpError("yolox_C2: stands in no network, wanted a picture");
  ArrayRef<int64_t> picture = tensorOf(network.getArgument(0)).getShape();
  int64_t cells = 0;
  for (int64_t stride : getStrides()) {
    if (stride < 1 || picture[2] % stride || picture[3] % stride) // yolox_C2
      return emitOpError("yolox_C2: a stride is ")
             << stride << ", wanted a divisor of the picture's height "
             << picture[2] << " and width " << picture[3];
    cells += picture[2] / stride * (picture[3] / stride);
  }
  ArrayRef<int64_t> in = tensorOf(getInput()).getShape();
  int64_t values = in[1] * in[2] * in[3];
  if (values % (5 + classes) || values / (5 + classes) != cells) // yolox_C3
    return emitOpError("yolox_C3: the input has ")
           << values << " values, wanted " << cells << " cells * (5 + "
           << classes << " classes)";
  return verifyHostResult(*this, "yolox_C4"); // yolox_C4
}

StringRef SoftmaxOp::getLayerKind() { return "softmax"; }

LogicalResult SoftmaxOp::verify() {
  ArrayRef<int64_t> in = tensorOf(getInput()).getShape();
  int64_t groups = getGroups(), inner = getInner();
  int64_t values = in[1] * in[2] * in[3];
  if (groups < 1 || values % groups != 0) // softmax_C1
    return emitOpError("softmax_C1: groups is ")
           << groups << ", wanted a divisor of " << values << " values";
  if (inner < 1 || values / groups % inner != 0) // softmax_C1
    return emitOpError("softmax_C1: inner is ")
           << inner << ", wanted a divisor of " << values / groups
           << " values of a group";
  float temperature = getTemperature().convertToFloat();
  if (!std::isfinite(temperature) || !(temperature > 0)) // softmax_C2
    return emitOpError("softmax_C2: temperature is ")
           << temperature << ", wanted a finite number > 0";
  return verifyHostResult(*this, "softmax_C3"); // softmax_C3
}

StringRef CostOp::getLayerKind() { return "cost"; }

LogicalResult CostOp::verify() {
  return verifyHostResult(*this, "cost_C1"); // cost_C1
}
