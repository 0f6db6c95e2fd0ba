// SPDX-License-Identifier: Apache-2.0
// The records without weights: what each demands by itself, and its shape.
#include "RecordChecks.h"

#include <algorithm>

using namespace qsim::qnet;
using llvm::failure;
using llvm::FailureOr;
using llvm::LogicalResult;
using llvm::success;

LogicalResult MaxPoolOp::verify() {
  const llvm::StringRef c1 = "maxpool_C1";
  return success(
      succeeded(requireOneInput(*this, c1)) &&
      succeeded(requireAtLeast(*this, "size", getSize(), 1, c1)) &&
      succeeded(requireAtLeast(*this, "stride", getStride(), 1, c1)) &&
      succeeded(requireAtLeast(*this, "padding", getPadding(), 0, c1)) &&
      succeeded(requireRows(*this, getWindowAttr(), getSize(), getStride(),
                            getPadding(), false, "maxpool_C3")));
}

FailureOr<Shape> MaxPoolOp::inferShape(llvm::ArrayRef<Shape> inputs) {
  WindowAttr window = getWindowAttr();
  if (!window)
    window = squareWindow(getContext(), getSize(), getStride(), getPadding());
  return slideWindow(*this, window, getCeil(), inputs.front()[0],
                     inputs.front(), "maxpool_C2");
}

bool MaxPoolOp::keepsQuantization() { return true; }

LogicalResult AvgPoolOp::verify() {
  const WindowAttr window = getWindowAttr();
  if (!window && (getCeil() || getCountPads()))
    return emitOpError("avgpool_C3: there is ceil or count_pads and no window");
  return success(
      succeeded(requireOneInput(*this, "avgpool_C1")) &&
      (!window ||
       succeeded(requireRows(*this, window, window.getSizeY(),
                             window.getStrideY(), 0, false, "avgpool_C3"))));
}

FailureOr<Shape> AvgPoolOp::inferShape(llvm::ArrayRef<Shape> inputs) {
  const auto [channels, height, width] = inputs.front();
  constexpr int64_t most = int64_t{1} << 22;
  if (const WindowAttr window = getWindowAttr()) {
    if (int64_t{window.getSizeY()} * window.getSizeX() > most)
      return emitOpError("avgpool_C2: ")
             << "a window of " << window.getSizeY() << "x" << window.getSizeX()
             << ", wanted at most 2^22 places";
    return slideWindow(*this, window, getCeil(), channels, inputs.front(),
                       "avgpool_C3");
  }
  if (int64_t{height} * width > most)
    return emitOpError("avgpool_C2: ")
           << "reads maps of " << height << "x" << width
           << ", wanted at most 2^22 places";
  return Shape{channels, 1, 1};
}

LogicalResult RouteOp::verify() {
  const int32_t groups = getGroups(), groupId = getGroupId();
  if (failed(requireAtLeast(*this, "groups", groups, 1, "route_C2")))
    return failure();
  if (groupId < 0 || groupId >= groups)
    return emitOpError("route_C2: ")
           << "group_id is " << groupId << ", wanted 0 to " << groups - 1;
  const int32_t outer = getOuter();
  if (failed(requireAtLeast(*this, "outer", outer, 1, "route_C3")))
    return failure();
  if (outer > 1 && groups != 1)
    return emitOpError("route_C3: ")
           << "groups is " << groups << " beside outer, wanted 1";
  return success();
}

/// The shape that the record says, if it has the values of all inputs.
static FailureOr<Shape> shapeOfRuns(RouteOp op, llvm::ArrayRef<Shape> inputs) {
  const int64_t outer = op.getOuter();
  int64_t all = 0;
  for (const Shape &input : inputs) {
    const int64_t own = int64_t{input[0]} * input[1] * input[2];
    if (own % outer)
      return op.emitOpError("route_C3: ")
             << "outer is " << outer << ", wanted a divisor of the " << own
             << " values of an input";
    all += own;
  }
  const llvm::ArrayRef<int32_t> shape = op.getShape();
  const int64_t got = int64_t{shape[0]} * shape[1] * shape[2];
  if (got != all)
    return op.emitOpError("route_C3: ")
           << "the output has " << got
           << " values, wanted those of all inputs, " << all;
  return Shape{shape[0], shape[1], shape[2]};
}

FailureOr<Shape> RouteOp::inferShape(llvm::ArrayRef<Shape> inputs) {
  if (getOuter() > 1)
    return shapeOfRuns(*this, inputs);
  Shape result = {0, inputs.front()[1], inputs.front()[2]};
  const int32_t groups = getGroups();
  int64_t channels = 0;
  for (const Shape &input : inputs) {
    if (input[1] != result[1] || input[2] != result[2])
      return emitOpError("route_C1: ")
             << "reads tensors of " << result[1] << "x" << result[2] << " and "
             << input[1] << "x" << input[2] << ", wanted one height and width";
    if (input[0] % groups)
      return emitOpError("route_C2: ")
             << "groups is " << groups << ", wanted a divisor of " << input[0]
             << " input channels";
    channels += input[0] / groups;
  }
  if (channels > maximumExtent)
    return emitOpError("network_C5: ")
           << "the inputs have " << channels << " channels, wanted at most "
           << maximumExtent;
  result[0] = static_cast<int32_t>(channels);
  return result;
}

/// True where both directions are enlarged, and both reduced, by one number.
static bool haveOneRatio(const Shape &input, const Shape &output) {
  return input[2] / output[2] == input[1] / output[1] &&
         output[2] / input[2] == output[1] / input[1];
}

LogicalResult ShortcutOp::verify() {
  if (getInputs().size() < 2)
    return emitOpError("shortcut_C1: ")
           << "reads " << getInputs().size() << " tensors, wanted 2 or more";
  if (failed(requireParameters(*this, getActivation(), getAlphaAttr(),
                               getBetaAttr(), "shortcut_C4")))
    return failure();
  return requirePreactivation(*this, getActivation(), getPreactivationAttr(),
                              "shortcut_C3");
}

FailureOr<Shape> ShortcutOp::inferShape(llvm::ArrayRef<Shape> inputs) {
  const Shape &output = inputs.front();
  for (const Shape &input : inputs.drop_front())
    if (!haveOneRatio(input, output))
      return emitOpError("shortcut_C2: ")
             << "a map of " << input[1] << "x" << input[2]
             << " is not to one of " << output[1] << "x" << output[2]
             << " in height as in width";
  return output;
}

QuantAttr ShortcutOp::getTableIndex(QuantAttr) {
  return getPreactivationAttr();
}

LogicalResult ActivationOp::verify() {
  return success(
      succeeded(requireOneInput(*this, "activation_C1")) &&
      succeeded(requireParameters(*this, getActivation(), getAlphaAttr(),
                                  getBetaAttr(), "activation_C3")) &&
      succeeded(requirePreactivation(*this, getActivation(),
                                     getPreactivationAttr(), "activation_C2")));
}

FailureOr<Shape> ActivationOp::inferShape(llvm::ArrayRef<Shape> inputs) {
  return inputs.front();
}

QuantAttr ActivationOp::getTableIndex(QuantAttr) {
  return getPreactivationAttr();
}

LogicalResult MultiplyOp::verify() {
  if (getInputs().size() != 2)
    return emitOpError("multiply_C1: ")
           << "reads " << getInputs().size() << " tensors, wanted 2";
  if (failed(requireParameters(*this, getActivation(), getAlphaAttr(),
                               getBetaAttr(), "multiply_C4")))
    return failure();
  return requirePreactivation(*this, getActivation(), getPreactivationAttr(),
                              "multiply_C3");
}

FailureOr<Shape> MultiplyOp::inferShape(llvm::ArrayRef<Shape> inputs) {
  const Shape &factor = inputs[0], &output = inputs[1];
  if (factor != output && factor != Shape{output[0], 1, 1} &&
      factor != Shape{1, output[1], output[2]})
    return emitOpError("multiply_C2: ")
           << "the first input is " << factor[0] << "x" << factor[1] << "x"
           << factor[2] << ", wanted " << output[0] << "x" << output[1] << "x"
           << output[2] << ", or 1x1 maps, or 1 channel of it";
  return output;
}

QuantAttr MultiplyOp::getTableIndex(QuantAttr) {
  return getPreactivationAttr();
}

LogicalResult BinaryOp::verify() {
  if (getInputs().size() != 2)
    return emitOpError("binary_C1: ")
           << "reads " << getInputs().size() << " tensors, wanted 2";
  if (getKind() != BinaryKind::Sub && getActivation() != ActivationKind::Linear)
    return emitOpError("binary_C2: the activation is ")
           << stringifyActivationKind(getActivation()) << " behind "
           << stringifyBinaryKind(getKind()) << ", wanted linear";
  if (failed(requireParameters(*this, getActivation(), getAlphaAttr(),
                               getBetaAttr(), "binary_C4")))
    return failure();
  return requirePreactivation(*this, getActivation(), getPreactivationAttr(),
                              "binary_C3");
}

FailureOr<Shape> BinaryOp::inferShape(llvm::ArrayRef<Shape> inputs) {
  if (inputs[0] != inputs[1])
    return emitOpError("binary_C1: reads ")
           << inputs[0][0] << "x" << inputs[0][1] << "x" << inputs[0][2]
           << " and " << inputs[1][0] << "x" << inputs[1][1] << "x"
           << inputs[1][2] << ", wanted one shape";
  return inputs[0];
}

QuantAttr BinaryOp::getTableIndex(QuantAttr) { return getPreactivationAttr(); }

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

LogicalResult ReorgOp::verify() {
  if (failed(requireOneInput(*this, "reorg_C1")) ||
      failed(requireAtLeast(*this, "stride", getStride(), 1, "reorg_C1")) ||
      failed(requireAtLeast(*this, "extra", getExtra(), 0, "reorg_C3")))
    return failure();
  if (getExtra() > 0 && (getStride() != 1 || getOrder() != ReorgOrder::Darknet))
    return emitOpError("reorg_C3: extra is ")
           << getExtra() << ", wanted 0, or stride 1 and the order darknet";
  return success();
}

FailureOr<Shape> ReorgOp::inferShape(llvm::ArrayRef<Shape> inputs) {
  const auto [channels, height, width] = inputs.front();
  const int64_t stride = getStride(), square = stride * stride;
  if (getExtra() > 0) {
    const int64_t flat = int64_t(channels) * height * width + getExtra();
    if (flat > maximumExtent)
      return emitOpError("network_C5: ")
             << flat << " flat values, wanted at most " << maximumExtent;
    return Shape{static_cast<int32_t>(flat), 1, 1};
  }
  if (height % stride || width % stride)
    return emitOpError("reorg_C2: ")
           << "stride is " << stride << ", wanted a divisor of the map's "
           << height << "x" << width;
  if (getOrder() == ReorgOrder::Darknet && channels % square)
    return emitOpError("reorg_C2: ")
           << "stride is " << stride << ", with the order darknet its square "
           << "must divide the " << channels << " channels";
  if (channels > maximumExtent / square)
    return emitOpError("network_C5: ")
           << "stride " << stride << " makes more channels of " << channels
           << " than " << maximumExtent;
  return Shape{static_cast<int32_t>(channels * square),
               static_cast<int32_t>(height / stride),
               static_cast<int32_t>(width / stride)};
}

bool ReorgOp::keepsQuantization() { return true; }

LogicalResult CropOp::verify() { return requireOneInput(*this, "crop_C1"); }

FailureOr<Shape> CropOp::inferShape(llvm::ArrayRef<Shape> inputs) {
  const auto [channels, height, width] = inputs.front();
  // The window is what the record says that it is.
  const llvm::ArrayRef<int32_t> shape = getShape();
  if (shape[1] > height || shape[2] > width)
    return emitOpError("crop_C2: ")
           << "the output is " << shape[1] << "x" << shape[2]
           << ", wanted at most " << height << "x" << width;
  return Shape{channels, shape[1], shape[2]};
}

bool CropOp::keepsQuantization() { return getNoadjust(); }

QuantAttr CropOp::getTableIndex(QuantAttr input) {
  return getNoadjust() || !getQuantizationAttr() ? QuantAttr() : input;
}

LogicalResult DropoutOp::verify() {
  return requireOneInput(*this, "dropout_C1");
}

FailureOr<Shape> DropoutOp::inferShape(llvm::ArrayRef<Shape> inputs) {
  return inputs.front();
}

bool DropoutOp::keepsQuantization() { return true; }
