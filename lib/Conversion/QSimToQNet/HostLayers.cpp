// SPDX-License-Identifier: Apache-2.0
// The records of heads on the host.
#include "LayerConverter.h"

using namespace qsim;
using llvm::LogicalResult;
using llvm::success;

LogicalResult LayerConverter::convertLayer(YoloOp op, const Keys &keys) {
  llvm::SmallVector<int32_t> mask(op.getMask().begin(), op.getMask().end());
  qnet::YoloOp::create(
      builder, keys.location, keys.name, keys.index, keys.inputs, keys.shape,
      keys.quantization, keys.scaleGroup, keys.ceiling,
      static_cast<int32_t>(op.getClasses()), mask, op.getAnchors(),
      op.getScaleXY(), op.getNewCoords(), op.getNmsKind(), op.getBetaNms());
  return success();
}

LogicalResult LayerConverter::convertLayer(RegionOp op, const Keys &keys) {
  qnet::RegionOp::create(
      builder, keys.location, keys.name, keys.index, keys.inputs, keys.shape,
      keys.quantization, keys.scaleGroup, keys.ceiling,
      static_cast<int32_t>(op.getClasses()), op.getSoftmax(), op.getAnchors());
  return success();
}

LogicalResult LayerConverter::convertLayer(DetectionOp op, const Keys &keys) {
  qnet::DetectionOp::create(
      builder, keys.location, keys.name, keys.index, keys.inputs, keys.shape,
      keys.quantization, keys.scaleGroup, keys.ceiling,
      static_cast<int32_t>(op.getClasses()), static_cast<int32_t>(op.getSide()),
      static_cast<int32_t>(op.getNum()), op.getSoftmax(), op.getSqrt());
  return success();
}

LogicalResult LayerConverter::convertLayer(YoloxOp op, const Keys &keys) {
  llvm::SmallVector<int32_t> strides(op.getStrides().begin(),
                                     op.getStrides().end());
  qnet::YoloxOp::create(builder, keys.location, keys.name, keys.index,
                        keys.inputs, keys.shape, keys.quantization,
                        keys.scaleGroup, keys.ceiling,
                        static_cast<int32_t>(op.getClasses()), strides);
  return success();
}

LogicalResult LayerConverter::convertLayer(SoftmaxOp op, const Keys &keys) {
  qnet::SoftmaxOp::create(
      builder, keys.location, keys.name, keys.index, keys.inputs, keys.shape,
      keys.quantization, keys.scaleGroup, keys.ceiling,
      static_cast<int32_t>(op.getGroups()), op.getTemperature(),
      static_cast<int32_t>(op.getInner()), op.getLog());
  return success();
}

LogicalResult LayerConverter::convertLayer(CostOp, const Keys &keys) {
  qnet::CostOp::create(builder, keys.location, keys.name, keys.index,
                       keys.inputs, keys.shape, keys.quantization,
                       keys.scaleGroup, keys.ceiling);
  return success();
}
