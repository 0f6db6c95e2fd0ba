// SPDX-License-Identifier: Apache-2.0
// The records of layers without weights that stay on the device.
#include "LayerConverter.h"
#include "Single.h"

using namespace qsim;
using llvm::failure;
using llvm::FailureOr;
using llvm::LogicalResult;
using llvm::success;

LogicalResult LayerConverter::convertLayer(MaxPool2DOp op, const Keys &keys) {
  const FailureOr<int32_t> size = single(op, "kernel sizes", op.getKernel());
  const FailureOr<int32_t> stride = single(op, "strides", op.getStrides());
  if (failed(size) || failed(stride))
    return failure();
  const llvm::ArrayRef<int64_t> pads = op.getPads();
  const int64_t padding = pads[0] + pads[2];
  if (pads[0] != padding / 2 || pads[1] != pads[0] || pads[3] != pads[2] ||
      padding > std::numeric_limits<int32_t>::max())
    return op.emitOpError("layer '")
           << keys.name << "' has pads (" << pads
           << "); a .net record holds a total P of P/2 at top and left and the "
              "rest at bottom and right";
  qnet::MaxPoolOp::create(builder, keys.location, keys.name, keys.index,
                          keys.inputs, keys.shape, keys.quantization,
                          keys.scaleGroup, keys.ceiling, *size, *stride,
                          static_cast<int32_t>(padding));
  return success();
}

LogicalResult LayerConverter::convertLayer(ConcatOp op, const Keys &keys) {
  qnet::RouteOp::create(builder, keys.location, keys.name, keys.index,
                        keys.inputs, keys.shape, keys.quantization,
                        keys.scaleGroup, keys.ceiling,
                        static_cast<int32_t>(op.getGroups()),
                        static_cast<int32_t>(op.getGroupId()));
  return success();
}

LogicalResult LayerConverter::convertLayer(UpsampleOp op, const Keys &keys) {
  qnet::UpsampleOp::create(builder, keys.location, keys.name, keys.index,
                           keys.inputs, keys.shape, keys.quantization,
                           keys.scaleGroup, keys.ceiling,
                           static_cast<int32_t>(op.getFactor()));
  return success();
}

LogicalResult LayerConverter::convertLayer(AvgPool2DOp, const Keys &keys) {
  qnet::AvgPoolOp::create(builder, keys.location, keys.name, keys.index,
                          keys.inputs, keys.shape, keys.quantization,
                          keys.scaleGroup, keys.ceiling);
  return success();
}

LogicalResult LayerConverter::convertLayer(ReorgOp op, const Keys &keys) {
  qnet::ReorgOp::create(builder, keys.location, keys.name, keys.index,
                        keys.inputs, keys.shape, keys.quantization,
                        keys.scaleGroup, keys.ceiling,
                        static_cast<int32_t>(op.getStride()), op.getOrder(),
                        static_cast<int32_t>(op.getExtra()));
  return success();
}

LogicalResult LayerConverter::convertLayer(CropOp op, const Keys &keys) {
  qnet::CropOp::create(builder, keys.location, keys.name, keys.index,
                       keys.inputs, keys.shape, keys.quantization,
                       keys.scaleGroup, keys.ceiling, op.getNoadjust());
  return success();
}

LogicalResult LayerConverter::convertLayer(DropoutOp, const Keys &keys) {
  qnet::DropoutOp::create(builder, keys.location, keys.name, keys.index,
                          keys.inputs, keys.shape, keys.quantization,
                          keys.scaleGroup, keys.ceiling);
  return success();
}

template <typename Record, typename Op>
LogicalResult LayerConverter::convertElementwise(Op op, const Keys &keys) {
  const FailureOr<Activation> activation = activationOf(op, keys);
  if (failed(activation))
    return failure();
  Record::create(builder, keys.location, builder.getStringAttr(keys.name),
                 i32(keys.index), builder.getDenseI32ArrayAttr(keys.inputs),
                 builder.getDenseI32ArrayAttr(keys.shape), keys.quantization,
                 i32(keys.scaleGroup),
                 ModeAttr::get(op.getContext(), keys.ceiling), activation->kind,
                 activation->preactivation);
  return success();
}

LogicalResult LayerConverter::convertLayer(AddOp op, const Keys &keys) {
  return convertElementwise<qnet::ShortcutOp>(op, keys);
}

LogicalResult LayerConverter::convertLayer(MulOp op, const Keys &keys) {
  return convertElementwise<qnet::MultiplyOp>(op, keys);
}
