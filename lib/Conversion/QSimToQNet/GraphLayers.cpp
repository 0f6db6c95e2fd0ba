// SPDX-License-Identifier: Apache-2.0
// The records of layers that networks from graphs have: constants, views,
// reductions, normalizations.
#include "LayerConverter.h"

using namespace qsim;
using llvm::failure;
using llvm::FailureOr;
using llvm::LogicalResult;
using llvm::success;

/// The dialect's verifiers keep these numbers below 2^31.
static llvm::SmallVector<int32_t> narrowed(llvm::ArrayRef<int64_t> values) {
  return llvm::to_vector(llvm::map_range(
      values, [](int64_t value) { return static_cast<int32_t>(value); }));
}

LogicalResult LayerConverter::convertLayer(ConstantOp op, const Keys &keys) {
  qnet::ConstantOp::create(builder, keys.location, keys.name, keys.index,
                           keys.inputs, keys.shape, keys.quantization,
                           keys.scaleGroup, keys.ceiling, op.getValuesAttr());
  return success();
}

LogicalResult LayerConverter::convertLayer(StridedOp op, const Keys &keys) {
  qnet::StridedOp::create(
      builder, keys.location, keys.name, keys.index, keys.inputs, keys.shape,
      keys.quantization, keys.scaleGroup, keys.ceiling, narrowed(op.getSizes()),
      narrowed(op.getSteps()), static_cast<int32_t>(op.getOffset()));
  return success();
}

LogicalResult LayerConverter::convertLayer(PadOp op, const Keys &keys) {
  qnet::PadOp::create(builder, keys.location, keys.name, keys.index,
                      keys.inputs, keys.shape, keys.quantization,
                      keys.scaleGroup, keys.ceiling, narrowed(op.getDims()),
                      narrowed(op.getBefore()), narrowed(op.getAfter()),
                      op.getMode(), op.getValue());
  return success();
}

LogicalResult LayerConverter::convertLayer(ResizeOp op, const Keys &keys) {
  const llvm::ArrayRef<float> scales = op.getScales();
  qnet::ResizeOp::create(
      builder, keys.location, keys.name, keys.index, keys.inputs, keys.shape,
      keys.quantization, keys.scaleGroup, keys.ceiling, op.getMode(),
      op.getCoordinates(), llvm::APFloat(scales[0]), llvm::APFloat(scales[1]),
      op.getRounding(), op.getCubicA(), op.getExcludeOutside(), op.getRoiAttr(),
      op.getExtrapolation());
  return success();
}

LogicalResult LayerConverter::convertLayer(ReduceOp op, const Keys &keys) {
  qnet::ReduceOp::create(builder, keys.location, keys.name, keys.index,
                         keys.inputs, keys.shape, keys.quantization,
                         keys.scaleGroup, keys.ceiling, op.getKind(),
                         narrowed(op.getDims()), narrowed(op.getAxes()));
  return success();
}

LogicalResult LayerConverter::convertLayer(ArgmaxOp op, const Keys &keys) {
  qnet::ArgmaxOp::create(builder, keys.location, keys.name, keys.index,
                         keys.inputs, keys.shape, keys.quantization,
                         keys.scaleGroup, keys.ceiling,
                         static_cast<int32_t>(op.getOuter()),
                         static_cast<int32_t>(op.getInner()), op.getLast());
  return success();
}

LogicalResult LayerConverter::convertLayer(BinaryOp op, const Keys &keys) {
  const FailureOr<Activation> activation = activationOf(op, keys);
  if (failed(activation))
    return failure();
  qnet::BinaryOp::create(
      builder, keys.location, builder.getStringAttr(keys.name), i32(keys.index),
      builder.getDenseI32ArrayAttr(keys.inputs),
      builder.getDenseI32ArrayAttr(keys.shape), keys.quantization,
      i32(keys.scaleGroup), ModeAttr::get(op.getContext(), keys.ceiling),
      op.getKindAttr(), activation->kind, activation->preactivation,
      activation->alpha, activation->beta);
  return success();
}

LogicalResult LayerConverter::convertLayer(LrnOp op, const Keys &keys) {
  qnet::LrnOp::create(
      builder, keys.location, keys.name, keys.index, keys.inputs, keys.shape,
      keys.quantization, keys.scaleGroup, keys.ceiling,
      static_cast<int32_t>(op.getBatch()), static_cast<int32_t>(op.getSize()),
      op.getAlpha(), op.getBeta(), op.getBias());
  return success();
}

LogicalResult LayerConverter::convertLayer(InstanceNormOp op,
                                           const Keys &keys) {
  qnet::InstanceNormOp::create(builder, keys.location, keys.name, keys.index,
                               keys.inputs, keys.shape, keys.quantization,
                               keys.scaleGroup, keys.ceiling, op.getEpsilon(),
                               op.getScalesAttr(), op.getBiasesAttr());
  return success();
}
