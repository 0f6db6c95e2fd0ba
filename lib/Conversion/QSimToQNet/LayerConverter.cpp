// SPDX-License-Identifier: Apache-2.0
// What the records of all layer kinds have in common.
#include "LayerConverter.h"

#include "QSim/Analysis/QuantTypes.h"

#include "llvm/ADT/TypeSwitch.h"

using namespace qsim;
using llvm::failure;
using llvm::FailureOr;
using llvm::LogicalResult;
using llvm::success;

namespace {

/// Null where bits == 0.
qnet::QuantAttr quantAttr(mlir::MLIRContext *context, qsimrt_quant quant) {
  if (quant.bits == 0)
    return {};
  return qnet::QuantAttr::get(context, quant.bits, quant.scale,
                              quant.zero_point);
}

qnet::QuantAttr quantizationOf(mlir::Value value) {
  return quantAttr(value.getContext(), toQuant(elementTypeOf(value)));
}

} // namespace

LayerConverter::LayerConverter(mlir::func::FuncOp network,
                               mlir::OpBuilder &builder)
    : builder(builder), groups(network),
      image(quantizationOf(network.getArgument(0))) {}

LogicalResult LayerConverter::checkStage(LayerOpInterface layer,
                                         bool quantized) {
  // The host computes in float: what reads from there can be float as well.
  const bool readsHost =
      llvm::any_of(layer->getOperands(), [](mlir::Value operand) {
        const auto producer = operand.getDefiningOp<LayerOpInterface>();
        return producer && !quantizationOf(operand);
      });
  if (layer.isHostLayer() || quantized == (image != nullptr) ||
      (!quantized && readsHost))
    return success();
  return layer->emitOpError("layer '")
         << layer.getLayerName() << "': its output is"
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
  if (failed(checkStage(layer, keys.quantization != nullptr)))
    return failure();
  for (mlir::Value operand : layer->getOperands())
    if (operand != layer.getLayerWeights())
      keys.inputs.push_back(static_cast<int32_t>(producerIndex(operand)));
  const auto type = llvm::cast<mlir::RankedTensorType>(output.getType());
  for (int64_t extent : type.getShape().drop_front())
    keys.shape.push_back(static_cast<int32_t>(extent));
  return keys;
}

FailureOr<LayerConverter::Activation>
LayerConverter::activationOf(LayerOpInterface layer, const Keys &keys) {
  const ActivationKind kind = *layer.getLayerActivation();
  Activation result{ActivationKindAttr::get(layer->getContext(), kind),
                    {},
                    layer.getLayerAlpha(),
                    layer.getLayerBeta()};
  if (!keys.quantization || !isTableActivation(kind))
    return result;
  result.preactivation =
      quantAttr(layer->getContext(), toQuant(layer.getLayerPreactivation()));
  if (!result.preactivation)
    return layer->emitOpError("layer '")
           << keys.name << "' has a quantized output and the activation "
           << stringifyActivationKind(kind)
           << ", wanted a quantized pre-activation as well";
  return result;
}

LogicalResult LayerConverter::convert(mlir::Operation *op) {
  if (llvm::isa<ParameterOp, mlir::func::ReturnOp>(op))
    return success();
  return llvm::TypeSwitch<mlir::Operation *, LogicalResult>(op)
      .Case<Conv2DOp, ConnectedOp, LocalOp, AddOp, MulOp, ActivationOp,
            MaxPool2DOp, AvgPool2DOp, ConcatOp, UpsampleOp, ReorgOp, CropOp,
            DropoutOp, ConstantOp, StridedOp, PadOp, ResizeOp, ReduceOp,
            BinaryOp, ArgmaxOp, LrnOp, InstanceNormOp, YoloOp, RegionOp,
            DetectionOp, YoloxOp, SoftmaxOp, CostOp>(
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
      .Default([](mlir::Operation *other) {
        return other->emitOpError("has no record in a .net");
      });
}
