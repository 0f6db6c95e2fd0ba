// SPDX-License-Identifier: Apache-2.0
// Layers with weights and their parts: kinds, folders, numbered constraints.
#include "OpChecks.h"
#include "QSim/IR/QSimOps.h"

#include "mlir/Dialect/Quant/IR/QuantTypes.h"
#include "llvm/ADT/STLExtras.h"

using namespace mlir;
using namespace qsim;

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
  int64_t axis = perAxis.getQuantizedDimension();
  if (axis != 0 && axis != 1) // parameter_C3
    return emitOpError("parameter_C3: scales run along dimension ")
           << axis << ", wanted 0 or 1";
  int64_t scales = perAxis.getScales().size();
  if (result.getRank() <= axis ||
      scales != result.getDimSize(axis)) // parameter_C3
    return emitOpError("parameter_C3: there are ")
           << scales << " scales, wanted one for each index of dimension "
           << axis << " of " << text(result.getShape());
  return success();
}

StringRef Conv2DOp::getLayerKind() { return "convolutional"; }

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
  Window window{weights.drop_front(2), strides, pads, getDilations(),
                getInputDilations()};
  if (!isWellFormed(window)) // conv_C4
    return emitOpError("conv_C4: dilations are [")
           << window.dilations << "] and input dilations ["
           << window.inputDilations << "], wanted two in 1.." << kMaxExtent;
  if (failed(verifyWindow(*this, "conv_C8", "conv_C5", window,
                          filters))) // conv_C8, conv_C5
    return failure();
  if (failed(verifyEpsilon(*this, "conv_C10", getEpsilon(),
                           getScales().has_value()))) // conv_C10
    return failure();
  if (failed(verifyVectors(*this, "conv_C6", filters)) || // conv_C6
      failed(verifyBatchNorm(*this, "conv_C7")))          // conv_C7
    return failure();
  if (auto multiplier = getInputMultiplier())
    if (!(*multiplier > llvm::APFloat::getZero(multiplier->getSemantics())) ||
        !multiplier->isFinite()) // conv_C9
      return emitOpError("conv_C9: input_multiplier is ")
             << getInputMultiplierAttr() << ", wanted a finite number > 0";
  return success();
}

StringRef ConnectedOp::getLayerKind() { return "connected"; }

LogicalResult ConnectedOp::verify() {
  ArrayRef<int64_t> in = tensorOf(getInput()).getShape();
  ArrayRef<int64_t> weights = tensorOf(getWeights()).getShape();
  int64_t values = in[1] * in[2] * in[3];
  if (weights.size() != 2 || weights[1] != values) // connected_C1
    return emitOpError("connected_C1: weights have shape ")
           << text(weights) << ", wanted [outputs, " << values << "]";
  int64_t wanted[] = {1, weights[0], 1, 1};
  if (failed(verifyShape(*this, "connected_C2", wanted)) || // connected_C2
      failed(
          verifyVectors(*this, "connected_C3", weights[0])) || // connected_C3
      failed(verifyBatchNorm(*this, "connected_C4")) ||        // connected_C4
      failed(verifyEpsilon(*this, "connected_C5", getEpsilon(),
                           getScales().has_value()))) // connected_C5
    return failure();
  return success();
}

StringRef LocalOp::getLayerKind() { return "local"; }

LogicalResult LocalOp::verify() {
  ArrayRef<int64_t> in = tensorOf(getInput()).getShape();
  int64_t size = getSize(), stride = getStride(), pad = getPad();
  if (!allWithin({size, stride}, 1, kMaxExtent) ||
      !allWithin(pad, 0, kMaxExtent) || size > in[2] + 2 * pad ||
      size > in[3] + 2 * pad) // local_C1
    return emitOpError("local_C1: size is ")
           << size << ", stride is " << stride << ", pad is " << pad
           << ", wanted 1.." << kMaxExtent << " (pad from 0) and a window "
           << "within the padded input of " << in[2] << "x" << in[3];
  ArrayRef<int64_t> weights = tensorOf(getWeights()).getShape();
  int64_t height = windowedSize(in[2], pad, pad, size, stride);
  int64_t width = windowedSize(in[3], pad, pad, size, stride);
  int64_t places = height * width;
  int64_t filters = getType().getDimSize(1);
  int64_t wantedWeights[] = {places, filters, in[1], size * size};
  if (weights != ArrayRef(wantedWeights)) // local_C2
    return emitOpError("local_C2: weights have shape ")
           << text(weights) << ", wanted " << text(wantedWeights);
  int64_t wanted[] = {1, filters, height, width};
  if (failed(verifyShape(*this, "local_C3", wanted)) ||            // local_C3
      failed(verifyVectors(*this, "local_C4", {filters, places}))) // local_C4
    return failure();
  return success();
}

StringRef BatchNormOp::getLayerKind() { return "batch_norm"; }

LogicalResult BatchNormOp::verify() {
  ArrayRef<int64_t> in = tensorOf(getInput()).getShape();
  if (failed(verifyShape(*this, "batch_norm_C1", in))) // batch_norm_C1
    return failure();
  std::pair<StringRef, ElementsAttr> vectors[] = {{"scales", getScales()},
                                                  {"mean", getMean()},
                                                  {"variance", getVariance()},
                                                  {"biases", getBiases()}};
  for (auto &[name, vector] : vectors)
    if (failed(verifyVector(*this, "batch_norm_C2", name, vector,
                            in[1]))) // batch_norm_C2
      return failure();
  return verifyEpsilon(*this, "batch_norm_C3", getEpsilon(), // batch_norm_C3
                       true);
}

StringRef ActivationOp::getLayerKind() { return "activation"; }

LogicalResult ActivationOp::verify() {
  return verifyShape(*this, "activation_C1", // activation_C1
                     tensorOf(getInput()).getShape());
}

OpFoldResult ActivationOp::fold(FoldAdaptor) {
  // A layer of its own keeps its index; a part has the index of what it reads.
  auto layer = getInput().getDefiningOp<LayerOpInterface>();
  if (!layer || layer.getLayerIndex() != int64_t(getIndex()))
    return {};
  // What somebody asked of this layer would be lost with it.
  if (getKind() != ActivationKind::Linear || getCeiling() || getRequest() ||
      getInput().getType() != getType())
    return {};
  return getInput();
}
