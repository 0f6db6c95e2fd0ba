// SPDX-License-Identifier: Apache-2.0
// The layer ops: kinds, folders and the checks of their numbered constraints.
#include "QSim/IR/QSimOps.h"

#include "mlir/Dialect/Quant/IR/QuantTypes.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/DialectImplementation.h"
#include "llvm/ADT/STLExtras.h"

#include <cmath>

using namespace mlir;
using namespace qsim;

#include "QSim/IR/QSimInterfaces.cpp.inc"

#define GET_OP_CLASSES
#include "QSim/IR/QSimOps.cpp.inc"

// No window, stride or enlargement of a real layer is larger; the limit keeps
// the sums below far from overflow.
static constexpr int64_t kMaxExtent = 65536;

namespace {

RankedTensorType tensorOf(Value value) {
  return cast<RankedTensorType>(value.getType());
}

/// "1x16x8x8".
std::string text(ArrayRef<int64_t> shape) {
  std::string result;
  llvm::raw_string_ostream stream(result);
  llvm::interleave(shape, stream, "x");
  return result;
}

bool allWithin(ArrayRef<int64_t> values, int64_t low, int64_t high) {
  return llvm::all_of(
      values, [=](int64_t value) { return value >= low && value <= high; });
}

LogicalResult verifyShape(Operation *op, StringRef constraint,
                          ArrayRef<int64_t> seen, ArrayRef<int64_t> wanted) {
  if (seen == wanted)
    return success();
  return op->emitOpError(constraint)
         << ": result shape is " << text(seen) << ", wanted " << text(wanted);
}

/// The element types agree unless the result is not quantized (yet).
LogicalResult verifySameQuantization(Operation *op, StringRef constraint,
                                     RankedTensorType input,
                                     RankedTensorType output) {
  Type wanted = input.getElementType();
  Type seen = output.getElementType();
  if (!isa<quant::UniformQuantizedType>(seen) || seen == wanted)
    return success();
  return op->emitOpError(constraint)
         << ": result elements are " << seen << ", wanted those of the input, "
         << wanted;
}

LogicalResult verifyVector(Operation *op, StringRef constraint, StringRef name,
                           ElementsAttr vector, int64_t size) {
  auto wanted =
      RankedTensorType::get({size}, Float32Type::get(op->getContext()));
  if (vector.getShapedType() == wanted)
    return success();
  return op->emitOpError(constraint)
         << ": " << name << " is " << vector.getShapedType() << ", wanted "
         << wanted;
}

/// Height or width of what a window that moves over `input` produces.
int64_t windowedSize(int64_t input, int64_t before, int64_t after,
                     int64_t window, int64_t stride) {
  return (input + before + after - window) / stride + 1;
}

} // namespace

LogicalResult qsim::verifyLayer(Operation *op) {
  auto layer = cast<LayerOpInterface>(op);
  if (!isValidName(layer.getLayerName())) // layer_C1
    return op->emitOpError("layer_C1: the layer is named \"")
           << layer.getLayerName()
           << "\", wanted letters, digits, '_', '.', '-' or '/'";
  if (layer.getLayerIndex() < 0) // layer_C2
    return op->emitOpError("layer_C2: index is ")
           << layer.getLayerIndex() << ", wanted >= 0";
  return success();
}

LogicalResult ParameterOp::verify() {
  ShapedType payload = getValue().getShapedType();
  RankedTensorType result = getType();
  if (payload.getShape() != result.getShape()) // parameter_C1
    return emitOpError("parameter_C1: the payload's shape is ")
           << text(payload.getShape()) << ", wanted the result's, "
           << text(result.getShape());
  if (!payload.getElementType().isF32()) // parameter_C2
    return emitOpError("parameter_C2: the payload's elements are ")
           << payload.getElementType() << ", wanted f32";
  auto type = dyn_cast<quant::QuantizedType>(result.getElementType());
  if (!type)
    return success();
  auto perTensor = dyn_cast<quant::UniformQuantizedType>(type);
  auto perAxis = dyn_cast<quant::UniformQuantizedPerAxisType>(type);
  int64_t limit = (int64_t(1) << (type.getStorageTypeIntegralWidth() - 1)) - 1;
  bool symmetric = perTensor
                       ? perTensor.getZeroPoint() == 0
                       : llvm::all_of(perAxis.getZeroPoints(),
                                      [](int64_t point) { return point == 0; });
  if (!type.isSigned() || !symmetric || type.getStorageTypeMin() != -limit ||
      type.getStorageTypeMax() != limit) // parameter_C3
    return emitOpError("parameter_C3: result elements are ")
           << type << ", wanted signed integers from " << -limit << " to "
           << limit << " with zero point 0";
  if (!perAxis)
    return success();
  if (perAxis.getQuantizedDimension() != 0) // parameter_C3
    return emitOpError("parameter_C3: scales run along dimension ")
           << perAxis.getQuantizedDimension() << ", wanted 0";
  int64_t scales = perAxis.getScales().size();
  if (result.getRank() == 0 || scales != result.getDimSize(0)) // parameter_C3
    return emitOpError("parameter_C3: there are ")
           << scales << " scales, wanted one for each index of dimension 0 of "
           << text(result.getShape());
  return success();
}

StringRef Conv2DOp::getLayerKind() { return "convolutional"; }
Value Conv2DOp::getLayerWeights() { return getWeights(); }

LogicalResult Conv2DOp::verify() {
  ArrayRef<int64_t> in = tensorOf(getInput()).getShape();
  ArrayRef<int64_t> weights = tensorOf(getWeights()).getShape();
  if (weights.size() != 4) // conv_C1
    return emitOpError("conv_C1: weights have rank ")
           << weights.size() << ", wanted 4";
  if (!allWithin(weights, 1, kMaxExtent)) // conv_C1
    return emitOpError("conv_C1: weights have shape ")
           << text(weights) << ", wanted 1.." << kMaxExtent << " each";
  int64_t filters = weights[0];
  int64_t groups = getGroups();
  if (groups < 1 || in[1] % groups != 0 || filters % groups != 0) // conv_C2
    return emitOpError("conv_C2: groups is ")
           << groups << ", wanted a divisor of " << in[1]
           << " input channels and " << filters << " filters";
  if (weights[1] != in[1] / groups) // conv_C3
    return emitOpError("conv_C3: weights have ")
           << weights[1] << " channels, wanted " << in[1] / groups << " = "
           << in[1] << " input channels / " << groups << " groups";
  ArrayRef<int64_t> strides = getStrides(), pads = getPads();
  if (strides.size() != 2 || !allWithin(strides, 1, kMaxExtent)) // conv_C4
    return emitOpError("conv_C4: strides are [")
           << strides << "], wanted two in 1.." << kMaxExtent;
  if (pads.size() != 4 || !allWithin(pads, 0, kMaxExtent)) // conv_C4
    return emitOpError("conv_C4: pads are [")
           << pads << "], wanted four in 0.." << kMaxExtent;
  int64_t height = in[2] + pads[0] + pads[2], width = in[3] + pads[1] + pads[3];
  if (weights[2] > height || weights[3] > width) // conv_C8
    return emitOpError("conv_C8: the window is ")
           << weights[2] << "x" << weights[3]
           << ", wanted at most the padded input, " << height << "x" << width;
  int64_t wanted[] = {
      1, filters, windowedSize(in[2], pads[0], pads[2], weights[2], strides[0]),
      windowedSize(in[3], pads[1], pads[3], weights[3], strides[1])};
  if (failed(verifyShape(*this, "conv_C5", getType().getShape(),
                         wanted))) // conv_C5
    return failure();
  std::pair<StringRef, std::optional<ElementsAttr>> vectors[] = {
      {"biases", getBiases()},
      {"scales", getScales()},
      {"mean", getMean()},
      {"variance", getVariance()},
      {"bias_delta", getBiasDelta()}};
  for (auto &[name, vector] : vectors)
    if (vector && failed(verifyVector(*this, "conv_C6", name, *vector,
                                      filters))) // conv_C6
      return failure();
  unsigned given = unsigned(getScales().has_value()) +
                   unsigned(getMean().has_value()) +
                   unsigned(getVariance().has_value());
  if (given != 0 && (given != 3 || !getBiases())) // conv_C7
    return emitOpError("conv_C7: ")
           << given << " of scales, mean and variance are given "
           << (getBiases() ? "with" : "without")
           << " biases, wanted all three with biases or none";
  return success();
}

StringRef BatchNormOp::getLayerKind() { return "batch_norm"; }

LogicalResult BatchNormOp::verify() {
  ArrayRef<int64_t> in = tensorOf(getInput()).getShape();
  if (failed(verifyShape(*this, "batch_norm_C1", getType().getShape(),
                         in))) // batch_norm_C1
    return failure();
  std::pair<StringRef, ElementsAttr> vectors[] = {{"scales", getScales()},
                                                  {"mean", getMean()},
                                                  {"variance", getVariance()},
                                                  {"biases", getBiases()}};
  for (auto &[name, vector] : vectors)
    if (failed(verifyVector(*this, "batch_norm_C2", name, vector,
                            in[1]))) // batch_norm_C2
      return failure();
  return success();
}

StringRef ActivationOp::getLayerKind() { return "activation"; }

LogicalResult ActivationOp::verify() {
  return verifyShape(*this, "activation_C1", getType().getShape(),
                     tensorOf(getInput()).getShape()); // activation_C1
}

OpFoldResult ActivationOp::fold(FoldAdaptor) {
  // What somebody asked of this layer would be lost with it.
  if (getKind() != ActivationKind::Linear || getCeiling() || getRequest() ||
      getInput().getType() != getType())
    return {};
  return getInput();
}

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
  RankedTensorType input = tensorOf(getInput());
  ArrayRef<int64_t> in = input.getShape();
  int64_t height = in[2] + pads[0] + pads[2], width = in[3] + pads[1] + pads[3];
  if (kernel[0] > height || kernel[1] > width) // max_pool_C4
    return emitOpError("max_pool_C4: the window is ")
           << kernel[0] << "x" << kernel[1]
           << ", wanted at most the padded input, " << height << "x" << width;
  int64_t wanted[] = {
      1, in[1], windowedSize(in[2], pads[0], pads[2], kernel[0], strides[0]),
      windowedSize(in[3], pads[1], pads[3], kernel[1], strides[1])};
  if (failed(verifyShape(*this, "max_pool_C2", getType().getShape(),
                         wanted))) // max_pool_C2
    return failure();
  return verifySameQuantization(*this, "max_pool_C3", input,
                                getType()); // max_pool_C3
}

StringRef ConcatOp::getLayerKind() { return "route"; }

LogicalResult ConcatOp::verify() {
  if (getInputs().empty()) // concat_C1
    return emitOpError("concat_C1: there are no inputs, wanted at least one");
  RankedTensorType first = tensorOf(getInputs().front());
  int64_t channels = 0;
  for (Value input : getInputs()) {
    ArrayRef<int64_t> shape = tensorOf(input).getShape();
    if (shape.drop_front(2) != first.getShape().drop_front(2)) // concat_C1
      return emitOpError("concat_C1: an input has shape ")
             << text(shape) << ", wanted the height and width of "
             << text(first.getShape());
    channels += shape[1];
  }
  int64_t wanted[] = {1, channels, first.getDimSize(2), first.getDimSize(3)};
  if (failed(verifyShape(*this, "concat_C2", getType().getShape(),
                         wanted))) // concat_C2
    return failure();
  if (getInputs().size() != 1)
    return success();
  return verifySameQuantization(*this, "concat_C3", first,
                                getType()); // concat_C3
}

StringRef UpsampleOp::getLayerKind() { return "upsample"; }
bool UpsampleOp::keepsScale() { return true; }

LogicalResult UpsampleOp::verify() {
  int64_t factor = getFactor();
  if (factor < 1 || factor > kMaxExtent) // upsample_C1
    return emitOpError("upsample_C1: factor is ")
           << factor << ", wanted 1.." << kMaxExtent;
  RankedTensorType input = tensorOf(getInput());
  ArrayRef<int64_t> in = input.getShape();
  int64_t wanted[] = {1, in[1], in[2] * factor, in[3] * factor};
  if (failed(verifyShape(*this, "upsample_C1", getType().getShape(),
                         wanted))) // upsample_C1
    return failure();
  return verifySameQuantization(*this, "upsample_C2", input,
                                getType()); // upsample_C2
}

StringRef YoloOp::getLayerKind() { return "yolo"; }
bool YoloOp::isHostLayer() { return true; }

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
  if (anchors.empty() || anchors.size() % 2 != 0) // yolo_C2
    return emitOpError("yolo_C2: there are ")
           << anchors.size() << " anchor numbers, wanted pairs";
  for (float number : anchors)
    if (!(number > 0) || !std::isfinite(number)) // yolo_C2
      return emitOpError("yolo_C2: anchor number ")
             << number << ", wanted a positive one";
  for (int64_t index : mask)
    if (index < 0 ||
        index >= static_cast<int64_t>(anchors.size() / 2)) // yolo_C2
      return emitOpError("yolo_C2: mask is ")
             << index << ", wanted an index of one of " << anchors.size() / 2
             << " anchors";
  if (getType().getShape() != in || !getType().getElementType().isF32())
    return emitOpError("yolo_C3: result is ") // yolo_C3
           << getType() << ", wanted "
           << RankedTensorType::get(in, Float32Type::get(getContext()));
  return success();
}
