// SPDX-License-Identifier: Apache-2.0
// How each layer kind becomes a record.
#include "LayerConverter.h"

#include "QSim/Analysis/QuantTypes.h"

#include "llvm/ADT/TypeSwitch.h"

#include <limits>

using namespace qsim;
using llvm::failure;
using llvm::FailureOr;
using llvm::LogicalResult;
using llvm::success;

namespace {

qnet::QuantAttr quantizationOf(mlir::Value value) {
  const qsimrt_quant quant = toQuant(elementTypeOf(value));
  if (quant.bits == 0)
    return {};
  return qnet::QuantAttr::get(value.getContext(), quant.bits, quant.scale,
                              quant.zero_point);
}

/// The one value of a list that a record holds as a single number.
FailureOr<int32_t> single(mlir::Operation *op, llvm::StringRef what,
                          llvm::ArrayRef<int64_t> values) {
  if (!llvm::all_equal(values))
    return op->emitOpError("has different ")
           << what << " (" << values
           << "); a .net record holds one for all directions";
  if (values.front() > std::numeric_limits<int32_t>::max())
    return op->emitOpError("has ")
           << what << " of " << values.front() << ", more than a .net holds";
  return static_cast<int32_t>(values.front());
}

} // namespace

LayerConverter::LayerConverter(mlir::func::FuncOp network,
                               mlir::OpBuilder &builder)
    : builder(builder), groups(network),
      image(quantizationOf(network.getArgument(0))) {}

LogicalResult LayerConverter::checkStage(LayerOpInterface layer, bool quantized,
                                         llvm::StringRef what) {
  if (quantized == (image != nullptr))
    return success();
  return layer->emitOpError("layer '")
         << layer.getLayerName() << "': " << what
         << (quantized ? " quantized and the picture is not"
                       : " not quantized and the picture is")
         << "; a network is quantized throughout or not at all";
}

FailureOr<LayerConverter::Keys> LayerConverter::keysOf(LayerOpInterface layer) {
  const mlir::Value output = layer->getResult(0);
  Keys keys{layer->getLoc(),
            layer.getLayerName(),
            static_cast<int32_t>(layer.getLayerIndex()),
            {},
            {},
            quantizationOf(output),
            static_cast<int32_t>(groups.ownerIndex(output)),
            layer.getLayerCeiling()};
  if (layer.getLayerIndex() != next)
    return layer->emitOpError("layer '")
           << keys.name << "' has index " << layer.getLayerIndex()
           << ", wanted its position among the layers, " << next;
  if (!layer.isHostLayer() &&
      failed(checkStage(layer, keys.quantization != nullptr, "its output is")))
    return failure();
  for (mlir::Value operand : layer->getOperands())
    if (operand != layer.getLayerWeights())
      keys.inputs.push_back(static_cast<int32_t>(producerIndex(operand)));
  const auto type = llvm::cast<mlir::RankedTensorType>(output.getType());
  for (int64_t extent : type.getShape().drop_front())
    keys.shape.push_back(static_cast<int32_t>(extent));
  return keys;
}

LogicalResult LayerConverter::convert(mlir::Operation *op) {
  if (llvm::isa<ParameterOp, mlir::func::ReturnOp>(op))
    return success();
  return llvm::TypeSwitch<mlir::Operation *, LogicalResult>(op)
      .Case<Conv2DOp, MaxPool2DOp, ConcatOp, UpsampleOp, YoloOp>(
          [&](auto layer) -> LogicalResult {
            const FailureOr<Keys> keys = keysOf(layer);
            if (failed(keys) || failed(convertLayer(layer, *keys)))
              return failure();
            ++next;
            return success();
          })
      .Case([](BatchNormOp norm) {
        return norm.emitOpError("layer '")
               << norm.getName()
               << "' has no record of its own; run qsim-fuse-batch-norm first";
      })
      .Case([](ActivationOp activation) {
        return activation.emitOpError("layer '")
               << activation.getName()
               << "' has no record of its own; run qsim-fuse-activation first";
      })
      .Default([](mlir::Operation *other) {
        return other->emitOpError("has no record in a .net");
      });
}

LogicalResult LayerConverter::convertLayer(Conv2DOp op, const Keys &keys) {
  auto parameter = op.getWeights().getDefiningOp<ParameterOp>();
  if (!parameter)
    return op.emitOpError("layer '")
           << keys.name << "': weights do not come from a qsim.parameter";
  const auto type = op.getWeights().getType();
  const FailureOr<int32_t> size =
      single(op, "kernel sizes", type.getShape().drop_front(2));
  const FailureOr<int32_t> stride = single(op, "strides", op.getStrides());
  const FailureOr<int32_t> pad = single(op, "pads", op.getPads());
  if (failed(size) || failed(stride) || failed(pad))
    return failure();

  const WeightQuant quant = toWeightQuant(type.getElementType());
  if (failed(checkStage(op, quant.bits != 0, "its weights are")))
    return failure();
  mlir::IntegerAttr bits;
  mlir::DenseF32ArrayAttr weightScales;
  if (quant.bits) {
    bits = builder.getI32IntegerAttr(quant.bits);
    weightScales = builder.getDenseF32ArrayAttr(quant.scales);
  }

  const int64_t filters = type.getDimSize(0);
  mlir::ElementsAttr biases = op.getBiasesAttr();
  if (!biases) // the container holds biases of every layer
    biases = mlir::DenseElementsAttr::get(
        mlir::RankedTensorType::get({filters}, builder.getF32Type()), 0.0f);
  const auto i32 = [&](int64_t value) {
    return builder.getI32IntegerAttr(static_cast<int32_t>(value));
  };
  qnet::ConvolutionalOp::create(
      builder, keys.location, builder.getStringAttr(keys.name), i32(keys.index),
      builder.getDenseI32ArrayAttr(keys.inputs),
      builder.getDenseI32ArrayAttr(keys.shape), keys.quantization,
      i32(keys.scaleGroup), ModeAttr::get(op.getContext(), keys.ceiling),
      i32(filters), i32(*size), i32(*stride), i32(*pad),
      i32(static_cast<int64_t>(op.getGroups())),
      builder.getBoolAttr(op.getScalesAttr() != nullptr),
      ActivationKindAttr::get(op.getContext(), op.getActivation()), bits,
      weightScales, builder.getBoolAttr(op.getBiasDeltaAttr() != nullptr),
      parameter.getValueAttr(), biases, op.getScalesAttr(), op.getMeanAttr(),
      op.getVarianceAttr(), op.getBiasDeltaAttr());
  return success();
}

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

LogicalResult LayerConverter::convertLayer(ConcatOp, const Keys &keys) {
  qnet::RouteOp::create(builder, keys.location, keys.name, keys.index,
                        keys.inputs, keys.shape, keys.quantization,
                        keys.scaleGroup, keys.ceiling);
  return success();
}

LogicalResult LayerConverter::convertLayer(UpsampleOp op, const Keys &keys) {
  qnet::UpsampleOp::create(builder, keys.location, keys.name, keys.index,
                           keys.inputs, keys.shape, keys.quantization,
                           keys.scaleGroup, keys.ceiling,
                           static_cast<int32_t>(op.getFactor()));
  return success();
}

LogicalResult LayerConverter::convertLayer(YoloOp op, const Keys &keys) {
  llvm::SmallVector<int32_t> mask(op.getMask().begin(), op.getMask().end());
  qnet::YoloOp::create(
      builder, keys.location, keys.name, keys.index, keys.inputs, keys.shape,
      keys.quantization, keys.scaleGroup, keys.ceiling,
      static_cast<int32_t>(op.getClasses()), mask, op.getAnchors());
  return success();
}
