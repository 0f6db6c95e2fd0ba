// SPDX-License-Identifier: Apache-2.0
// The records of layers with weights.
#include "LayerConverter.h"
#include "RecordWindow.h"

#include "QSim/Analysis/QuantTypes.h"

using namespace qsim;
using llvm::failure;
using llvm::FailureOr;
using llvm::LogicalResult;
using llvm::success;

FailureOr<LayerConverter::Weights>
LayerConverter::weightsOf(LayerOpInterface layer, bool quantized) {
  auto parameter = layer.getLayerWeights().getDefiningOp<ParameterOp>();
  if (!parameter)
    return layer->emitOpError("layer '")
           << layer.getLayerName()
           << "': weights do not come from a qsim.parameter";
  const WeightQuant quant = toWeightQuant(elementTypeOf(parameter.getType()));
  if ((quant.bits != 0) != quantized)
    return layer->emitOpError("layer '")
           << layer.getLayerName() << "': its weights are"
           << (quantized ? " not quantized and its output is"
                         : " quantized and its output is not");
  Weights result;
  if (quant.bits) {
    result.bits = i32(quant.bits);
    result.scales = builder.getDenseF32ArrayAttr(quant.scales);
  }
  result.values = parameter.getValueAttr();
  result.biases = layer.getLayerVector(LayerVector::Biases);
  result.gains = layer.getLayerVector(LayerVector::Scales);
  result.mean = layer.getLayerVector(LayerVector::Mean);
  result.variance = layer.getLayerVector(LayerVector::Variance);
  result.biasDelta = layer.getLayerVector(LayerVector::BiasDelta);
  result.batchNormalize = builder.getBoolAttr(result.gains != nullptr);
  result.biasCorrection = builder.getBoolAttr(result.biasDelta != nullptr);
  if (result.biases)
    return result;
  // The container holds biases of every layer.
  const auto output =
      llvm::cast<mlir::RankedTensorType>(layer->getResult(0).getType());
  llvm::SmallVector<int64_t> shape{output.getDimSize(1)};
  if (llvm::isa<LocalOp>(layer.getOperation()))
    shape.push_back(output.getDimSize(2) * output.getDimSize(3));
  result.biases = mlir::DenseElementsAttr::get(
      mlir::RankedTensorType::get(shape, builder.getF32Type()), 0.0f);
  return result;
}

LogicalResult LayerConverter::convertLayer(Conv2DOp op, const Keys &keys) {
  const auto type = op.getWeights().getType();
  const FailureOr<RecordWindow> window =
      recordWindow(op,
                   {type.getShape().drop_front(2),
                    op.getStrides(),
                    op.getPads(),
                    op.getDilations(),
                    {op.getInputDilations()[0], op.getInputDilations()[1]}},
                   false);
  if (failed(window))
    return failure();
  // An input multiplier runs over integer weights: a network that has none yet
  // runs in float and does without.
  mlir::FloatAttr multiplier = op.getInputMultiplierAttr();
  if (toWeightQuant(type.getElementType()).bits == 0)
    multiplier = {};
  const FailureOr<Weights> weights =
      weightsOf(op, keys.quantization || multiplier);
  const FailureOr<Activation> activation = activationOf(op, keys);
  if (failed(weights) || failed(activation))
    return failure();
  qnet::ConvolutionalOp::create(
      builder, keys.location, builder.getStringAttr(keys.name), i32(keys.index),
      builder.getDenseI32ArrayAttr(keys.inputs),
      builder.getDenseI32ArrayAttr(keys.shape), keys.quantization,
      i32(keys.scaleGroup), ModeAttr::get(op.getContext(), keys.ceiling),
      i32(type.getDimSize(0)), i32(window->size), i32(window->stride),
      i32(window->padding / 2), i32(static_cast<int64_t>(op.getGroups())),
      weights->batchNormalize, activation->kind, weights->bits, weights->scales,
      weights->biasCorrection, weights->values, weights->biases, weights->gains,
      weights->mean, weights->variance, weights->biasDelta,
      activation->preactivation, multiplier, window->general,
      op.getEpsilonAttr(), activation->alpha, activation->beta);
  return success();
}

LogicalResult LayerConverter::convertLayer(ConnectedOp op, const Keys &keys) {
  const FailureOr<Weights> weights =
      weightsOf(op, keys.quantization != nullptr);
  const FailureOr<Activation> activation = activationOf(op, keys);
  if (failed(weights) || failed(activation))
    return failure();
  qnet::ConnectedOp::create(
      builder, keys.location, builder.getStringAttr(keys.name), i32(keys.index),
      builder.getDenseI32ArrayAttr(keys.inputs),
      builder.getDenseI32ArrayAttr(keys.shape), keys.quantization,
      i32(keys.scaleGroup), ModeAttr::get(op.getContext(), keys.ceiling),
      i32(op.getType().getDimSize(1)), weights->batchNormalize,
      activation->kind, weights->bits, weights->scales, weights->biasCorrection,
      weights->values, weights->biases, weights->gains, weights->mean,
      weights->variance, weights->biasDelta, activation->preactivation,
      op.getEpsilonAttr(), activation->alpha, activation->beta);
  return success();
}

LogicalResult LayerConverter::convertLayer(LocalOp op, const Keys &keys) {
  const FailureOr<Weights> weights =
      weightsOf(op, keys.quantization != nullptr);
  const FailureOr<Activation> activation = activationOf(op, keys);
  if (failed(weights) || failed(activation))
    return failure();
  qnet::LocalOp::create(
      builder, keys.location, builder.getStringAttr(keys.name), i32(keys.index),
      builder.getDenseI32ArrayAttr(keys.inputs),
      builder.getDenseI32ArrayAttr(keys.shape), keys.quantization,
      i32(keys.scaleGroup), ModeAttr::get(op.getContext(), keys.ceiling),
      i32(op.getType().getDimSize(1)), i32(static_cast<int64_t>(op.getSize())),
      i32(static_cast<int64_t>(op.getStride())),
      i32(static_cast<int64_t>(op.getPad())), activation->kind, weights->bits,
      weights->scales, weights->biasCorrection, weights->values,
      weights->biases, weights->biasDelta, activation->preactivation,
      activation->alpha, activation->beta);
  return success();
}
