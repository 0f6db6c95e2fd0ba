// SPDX-License-Identifier: Apache-2.0
// The layer ops. Constraints are numbered; verifiers and tests cite the numbers.
#ifndef QSIM_IR_QSIMOPS_TD
#define QSIM_IR_QSIMOPS_TD

include "QSim/IR/QSimAttrs.td"
include "QSim/IR/QSimInterfaces.td"
include "mlir/Dialect/Quant/IR/QuantBase.td"
include "mlir/Interfaces/SideEffectInterfaces.td"

// Both predicates are in QSimTypes.h.
def QSim_FeatureMap : Type<CPred<"::qsim::isFeatureMapType($_self)">,
    "1xCxHxW tensor (1..65536 each) of f32, calibrated or signed quantized elements",
    "::mlir::RankedTensorType">;
def QSim_Weights : Type<CPred<"::qsim::isWeightsType($_self)">,
    "static tensor of f32 or quantized elements", "::mlir::RankedTensorType">;

class QSim_Op<string mnemonic, list<Trait> traits = []> : Op<QSim_Dialect, mnemonic, traits>;

// Every layer has a name, the index of its source section and, where one was
// set, the ceiling of its mode and what an override asks of its quantization.
class QSim_LayerOp<string mnemonic, list<string> overridden = [], list<Trait> traits = []>
    : QSim_Op<mnemonic, traits # [DeclareOpInterfaceMethods<QSim_LayerOpInterface, ["getLayerKind"] # overridden>]> {
  let hasVerifier = 1;
  dag layerArguments = (ins StrAttr:$name, I64Attr:$index,
                            OptionalAttr<QSim_ModeAttr>:$ceiling,
                            OptionalAttr<DictionaryAttr>:$request);
}

def QSim_ParameterOp : QSim_Op<"parameter", [Pure]> {
  let summary = "Imported weights: an f32 payload, never rewritten";
  let description = [{
    The payload stays as imported (normally a `dense_resource` mapped from the
    weights file). Quantization changes the result type only; the integers are
    computed when the package is emitted. It has no folder and does not promise that the
    payload is present: an elided resource is an error only where it is read.

    ```mlir
    %w = qsim.parameter dense<0.5> : tensor<1x1x1x1xf32> -> tensor<1x1x1x1xf32>
    ```

    Constraints:
    * parameter_C1: payload and result have the same shape.
    * parameter_C2: the payload's element type is f32.
    * parameter_C3: a quantized result is signed, symmetric (zero point 0), narrow range, and per axis only along dimension 0.
  }];
  let arguments = (ins ElementsAttr:$value);
  let results = (outs QSim_Weights:$result);
  let assemblyFormat = "$value attr-dict `->` type($result)";
  let hasVerifier = 1;
}

def QSim_Conv2DOp : QSim_LayerOp<"conv2d", ["getLayerWeights"]> {
  let summary = "2-D cross-correlation with optional batch norm, bias and activation";
  let description = [{
    Order: convolution, batch norm or bias, activation (numerics.md N11, N17, N18). Batch norm
    and bias correction are vectors on the layer; the weights are not folded.
    It does not promise any accumulator width: the datapath does.

    ```mlir
    %0 = qsim.conv2d %x, %w {name = "conv_0", index = 0 : i64,
        strides = array<i64: 1, 1>, pads = array<i64: 1, 1, 1, 1>, groups = 1 : i64,
        biases = dense<0.0> : tensor<16xf32>, activation = #qsim<activation leaky>}
        : (tensor<1x3x8x8xf32>, tensor<16x3x3x3xf32>) -> tensor<1x16x8x8xf32>
    ```

    Constraints:
    * conv_C1: weights have rank 4: [filters, channels / groups, height, width].
    * conv_C2: `groups` >= 1 divides the input channels and the filters.
    * conv_C3: weights dimension 1 = input channels / groups.
    * conv_C4: two strides, 1..65536; four pads (top, left, bottom, right), 0..65536.
    * conv_C5: result shape = [1, filters, (h + top + bottom - kh) / stride + 1, likewise w].
    * conv_C6: biases, scales, mean, variance, bias_delta are f32 vectors of `filters` elements.
    * conv_C7: scales, mean and variance are given together or not at all, and then with biases.
    * conv_C8: the window fits into the padded input.
  }];
  let arguments = !con((ins QSim_FeatureMap:$input, QSim_Weights:$weights), layerArguments, (ins
      DenseI64ArrayAttr:$strides, DenseI64ArrayAttr:$pads, I64Attr:$groups,
      OptionalAttr<ElementsAttr>:$biases, OptionalAttr<ElementsAttr>:$scales,
      OptionalAttr<ElementsAttr>:$mean, OptionalAttr<ElementsAttr>:$variance,
      OptionalAttr<ElementsAttr>:$bias_delta,
      DefaultValuedAttr<QSim_ActivationKindAttr, "::qsim::ActivationKind::Linear">:$activation));
  let results = (outs QSim_FeatureMap:$output);
  let assemblyFormat = "$input `,` $weights attr-dict `:` functional-type(operands, results)";
}

def QSim_BatchNormOp : QSim_LayerOp<"batch_norm"> {
  let summary = "Batch norm at inference, with Darknet's own arithmetic";
  let description = [{
    `(x - mean) / deviation * scales + biases` per channel; how the deviation is computed depends on the network's
    arithmetic (numerics.md N3, N18). It does not promise to run by itself:
    `qsim-fuse-batch-norm` puts it on the convolution before it.

    Constraints:
    * batch_norm_C1: input and result have the same shape.
    * batch_norm_C2: scales, mean, variance and biases are f32 vectors of the channel count.
  }];
  let arguments = !con((ins QSim_FeatureMap:$input), layerArguments, (ins
      ElementsAttr:$scales, ElementsAttr:$mean, ElementsAttr:$variance, ElementsAttr:$biases));
  let results = (outs QSim_FeatureMap:$output);
  let assemblyFormat = "$input attr-dict `:` functional-type(operands, results)";
}

def QSim_ActivationOp : QSim_LayerOp<"activation"> {
  let summary = "An activation function, element by element";
  let description = [{
    It does not promise to run by itself: `qsim-fuse-activation` puts it on the
    layer before it.

    Constraints:
    * activation_C1: input and result have the same shape.
  }];
  let arguments = !con((ins QSim_FeatureMap:$input), layerArguments, (ins QSim_ActivationKindAttr:$kind));
  let results = (outs QSim_FeatureMap:$output);
  let assemblyFormat = "$input attr-dict `:` functional-type(operands, results)";
  let hasFolder = 1;
}

def QSim_MaxPool2DOp : QSim_LayerOp<"max_pool2d", ["keepsScale"]> {
  let summary = "2-D max pooling; taps outside the input are ignored";
  let description = [{
    Keeps the quantization of its input and rounds nothing (numerics.md N14, N19).

    Constraints:
    * max_pool_C1: two kernel sizes and two strides, 1..65536; four pads (top, left, bottom, right), 0..65536.
    * max_pool_C2: result shape = [1, C, (h + top + bottom - kh) / stride + 1, likewise w].
    * max_pool_C3: a quantized result has the element type of the input.
    * max_pool_C4: the window fits into the padded input.
  }];
  let arguments = !con((ins QSim_FeatureMap:$input), layerArguments, (ins
      DenseI64ArrayAttr:$kernel, DenseI64ArrayAttr:$strides, DenseI64ArrayAttr:$pads));
  let results = (outs QSim_FeatureMap:$output);
  let assemblyFormat = "$input attr-dict `:` functional-type(operands, results)";
}

def QSim_ConcatOp : QSim_LayerOp<"concat"> {
  let summary = "Concatenation along channels (Darknet's route); one input is an alias";
  let description = [{
    Inputs whose quantization differs from the result's are requantized (numerics.md N13). It does not
    promise that all inputs share a scale.

    Constraints:
    * concat_C1: at least one input; all have the same height and width.
    * concat_C2: result channels = sum of the inputs' channels.
    * concat_C3: with one input, a quantized result has the element type of the input.
  }];
  let arguments = !con((ins Variadic<QSim_FeatureMap>:$inputs), layerArguments);
  let results = (outs QSim_FeatureMap:$output);
  let assemblyFormat = "$inputs attr-dict `:` functional-type(operands, results)";
}

def QSim_UpsampleOp : QSim_LayerOp<"upsample", ["keepsScale"]> {
  let summary = "Nearest-neighbour enlargement by a whole factor";
  let description = [{
    Keeps the quantization of its input and rounds nothing (numerics.md N15).

    Constraints:
    * upsample_C1: `factor` is 1..65536; result shape = [1, C, h * factor, w * factor].
    * upsample_C2: a quantized result has the element type of the input.
  }];
  let arguments = !con((ins QSim_FeatureMap:$input), layerArguments, (ins I64Attr:$factor));
  let results = (outs QSim_FeatureMap:$output);
  let assemblyFormat = "$input attr-dict `:` functional-type(operands, results)";
}

def QSim_YoloOp : QSim_LayerOp<"yolo", ["isHostLayer"]> {
  let summary = "YOLOv3 detection head, on the host in float";
  let description = [{
    Applies the logistic function to x, y, objectness and classes (numerics.md N20). It does not decode or
    suppress boxes: the runtime's detection functions do (N21).

    Constraints:
    * yolo_C1: input channels = number of masks * (5 + classes).
    * yolo_C2: anchors are pairs of positive numbers; each mask is an index of a pair.
    * yolo_C3: the result has the input's shape and element type f32.
    * yolo_C4: classes is 1..65536; at least one mask.
  }];
  let arguments = !con((ins QSim_FeatureMap:$input), layerArguments, (ins
      I64Attr:$classes, DenseI64ArrayAttr:$mask, DenseF32ArrayAttr:$anchors));
  let results = (outs QSim_FeatureMap:$output);
  let assemblyFormat = "$input attr-dict `:` functional-type(operands, results)";
}

#endif // QSIM_IR_QSIMOPS_TD
