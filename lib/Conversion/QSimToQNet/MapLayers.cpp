// SPDX-License-Identifier: Apache-2.0
// The records of layers without weights that stay on the device.
#include "LayerConverter.h"
#include "RecordWindow.h"

using namespace qsim;
using llvm::failure;
using llvm::FailureOr;
using llvm::LogicalResult;
using llvm::success;

LogicalResult LayerConverter::convertLayer(MaxPool2DOp op, const Keys &keys) {
  const FailureOr<RecordWindow> window = recordWindow(op,
                                                      {op.getKernel(),
                                                       op.getStrides(),
                                                       op.getPads(),
                                                       op.getDilations(),
                                                       {1, 1}},
                                                      true);
  if (failed(window))
    return failure();
  qnet::MaxPoolOp::create(
      builder, keys.location, keys.name, keys.index, keys.inputs, keys.shape,
      keys.quantization, keys.scaleGroup, keys.ceiling, window->size,
      window->stride, window->padding, window->general, op.getCeil());
  return success();
}

LogicalResult LayerConverter::convertLayer(ConcatOp op, const Keys &keys) {
  qnet::RouteOp::create(builder, keys.location, keys.name, keys.index,
                        keys.inputs, keys.shape, keys.quantization,
                        keys.scaleGroup, keys.ceiling,
                        static_cast<int32_t>(op.getGroups()),
                        static_cast<int32_t>(op.getGroupId()),
                        static_cast<int32_t>(op.getOuter()));
  return success();
}

LogicalResult LayerConverter::convertLayer(UpsampleOp op, const Keys &keys) {
  qnet::UpsampleOp::create(builder, keys.location, keys.name, keys.index,
                           keys.inputs, keys.shape, keys.quantization,
                           keys.scaleGroup, keys.ceiling,
                           static_cast<int32_t>(op.getFactor()));
  return success();
}

LogicalResult LayerConverter::convertLayer(AvgPool2DOp op, const Keys &keys) {
  qnet::WindowAttr window;
  if (op.getKernel()) {
    const FailureOr<qnet::WindowAttr> whole = windowAttr(op, {*op.getKernel(),
                                                              op.getStrides(),
                                                              op.getPads(),
                                                              op.getDilations(),
                                                              {1, 1}});
    if (failed(whole))
      return failure();
    window = *whole;
  }
  qnet::AvgPoolOp::create(builder, keys.location, keys.name, keys.index,
                          keys.inputs, keys.shape, keys.quantization,
                          keys.scaleGroup, keys.ceiling, window, op.getCeil(),
                          op.getCountPads());
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

template <typename Record>
LogicalResult LayerConverter::convertElementwise(LayerOpInterface op,
                                                 const Keys &keys) {
  const FailureOr<Activation> activation = activationOf(op, keys);
  if (failed(activation))
    return failure();
  Record::create(builder, keys.location, builder.getStringAttr(keys.name),
                 i32(keys.index), builder.getDenseI32ArrayAttr(keys.inputs),
                 builder.getDenseI32ArrayAttr(keys.shape), keys.quantization,
                 i32(keys.scaleGroup),
                 ModeAttr::get(op.getContext(), keys.ceiling), activation->kind,
                 activation->preactivation, activation->alpha,
                 activation->beta);
  return success();
}

LogicalResult LayerConverter::convertLayer(AddOp op, const Keys &keys) {
  return convertElementwise<qnet::ShortcutOp>(op, keys);
}

LogicalResult LayerConverter::convertLayer(MulOp op, const Keys &keys) {
  return convertElementwise<qnet::MultiplyOp>(op, keys);
}

LogicalResult LayerConverter::convertLayer(ActivationOp op, const Keys &keys) {
  return convertElementwise<qnet::ActivationOp>(op, keys);
}
