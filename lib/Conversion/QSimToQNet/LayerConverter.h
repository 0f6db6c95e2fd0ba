// SPDX-License-Identifier: Apache-2.0
// One function per layer kind that makes its record.
#ifndef QSIM_CONVERSION_LAYERCONVERTER_H
#define QSIM_CONVERSION_LAYERCONVERTER_H

#include "QNet/IR/QNetOps.h"
#include "QSim/Analysis/ScaleGroups.h"
#include "QSim/IR/QSimOps.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/Builders.h"

#include <string>

namespace qsim {

/// Makes records in the order of the layers, at the builder's position.
class LayerConverter {
public:
  /// Quantization of the picture says whether all layers must have one.
  LayerConverter(mlir::func::FuncOp network, mlir::OpBuilder &builder);

  /// Null where the picture is not quantized.
  qnet::QuantAttr imageQuantization() const { return image; }

  /// Makes the record of an op of the function; errors are at the op.
  mlir::LogicalResult convert(mlir::Operation *op);

private:
  /// The keys that every record has.
  struct Keys {
    mlir::Location location;
    llvm::StringRef name;
    int32_t index;
    llvm::SmallVector<int32_t> inputs;
    llvm::SmallVector<int32_t> shape;
    qnet::QuantAttr quantization;
    int32_t scaleGroup;
    Mode ceiling;
  };
  mlir::FailureOr<Keys> keysOf(LayerOpInterface layer);
  mlir::LogicalResult checkStage(LayerOpInterface layer, bool quantized);

  /// What a record holds of an activation: preactivation is null where the
  /// output is not quantized or the activation is no table.
  struct Activation {
    ActivationKindAttr kind;
    qnet::QuantAttr preactivation;
    mlir::FloatAttr alpha, beta; // null where absent
  };
  mlir::FailureOr<Activation> activationOf(LayerOpInterface layer,
                                           const Keys &keys);

  /// The weights of a record and what belongs to them.
  struct Weights {
    mlir::IntegerAttr bits;         // null: not quantized
    mlir::DenseF32ArrayAttr scales; // null: not quantized
    mlir::BoolAttr batchNormalize, biasCorrection;
    mlir::ElementsAttr values, biases;        // biases: zeros where absent
    mlir::ElementsAttr gains, mean, variance; // with batch norm only
    mlir::ElementsAttr biasDelta;             // with bias correction only
  };
  /// `quantized` says whether they must be.
  mlir::FailureOr<Weights> weightsOf(LayerOpInterface layer, bool quantized);

  mlir::IntegerAttr i32(int64_t value) {
    return builder.getI32IntegerAttr(static_cast<int32_t>(value));
  }

  mlir::LogicalResult convertLayer(Conv2DOp op, const Keys &keys);
  mlir::LogicalResult convertLayer(ConnectedOp op, const Keys &keys);
  mlir::LogicalResult convertLayer(LocalOp op, const Keys &keys);
  template <typename Record>
  mlir::LogicalResult convertElementwise(LayerOpInterface op, const Keys &keys);
  mlir::LogicalResult convertLayer(ActivationOp op, const Keys &keys);
  mlir::LogicalResult convertLayer(AddOp op, const Keys &keys);
  mlir::LogicalResult convertLayer(MulOp op, const Keys &keys);
  mlir::LogicalResult convertLayer(MaxPool2DOp op, const Keys &keys);
  mlir::LogicalResult convertLayer(AvgPool2DOp op, const Keys &keys);
  mlir::LogicalResult convertLayer(ConcatOp op, const Keys &keys);
  mlir::LogicalResult convertLayer(UpsampleOp op, const Keys &keys);
  mlir::LogicalResult convertLayer(ReorgOp op, const Keys &keys);
  mlir::LogicalResult convertLayer(CropOp op, const Keys &keys);
  mlir::LogicalResult convertLayer(DropoutOp op, const Keys &keys);
  mlir::LogicalResult convertLayer(ConstantOp op, const Keys &keys);
  mlir::LogicalResult convertLayer(StridedOp op, const Keys &keys);
  mlir::LogicalResult convertLayer(PadOp op, const Keys &keys);
  mlir::LogicalResult convertLayer(ResizeOp op, const Keys &keys);
  mlir::LogicalResult convertLayer(ReduceOp op, const Keys &keys);
  mlir::LogicalResult convertLayer(ArgmaxOp op, const Keys &keys);
  mlir::LogicalResult convertLayer(BinaryOp op, const Keys &keys);
  mlir::LogicalResult convertLayer(LrnOp op, const Keys &keys);
  mlir::LogicalResult convertLayer(InstanceNormOp op, const Keys &keys);
  mlir::LogicalResult convertLayer(YoloOp op, const Keys &keys);
  mlir::LogicalResult convertLayer(RegionOp op, const Keys &keys);
  mlir::LogicalResult convertLayer(DetectionOp op, const Keys &keys);
  mlir::LogicalResult convertLayer(YoloxOp op, const Keys &keys);
  mlir::LogicalResult convertLayer(SoftmaxOp op, const Keys &keys);
  mlir::LogicalResult convertLayer(CostOp op, const Keys &keys);

  mlir::OpBuilder &builder;
  ScaleGroups groups;
  qnet::QuantAttr image;
  int32_t next = 0; // index of the next record
};

} // namespace qsim

#endif // QSIM_CONVERSION_LAYERCONVERTER_H
