// SPDX-License-Identifier: Apache-2.0
// Layers without weights that move, choose or average values.
#ifndef QSIM_IR_QSIMSPATIALOPS_TD
#define QSIM_IR_QSIMSPATIALOPS_TD

include "QSim/IR/QSimOpBase.td"

def QSim_MaxPool2DOp : QSim_LayerOp<"max_pool2d", ["keepsScale"]> {
  let summary = "2-D max pooling; taps outside the input are ignored";
  let description = [{
    Keeps the quantization of its input and rounds nothing (numerics.md N14, N19).

    Constraints:
    * max_pool_C1: two kernel sizes, two strides and two dilations, 1..65536; four pads (top, left, bottom, right), 0..65536.
    * max_pool_C2: result shape = [1, C, (h + top + bottom - ((kh - 1) * dilation + 1)) / stride + 1, likewise w]; with `ceil` the quotient is rounded up, but a window that would begin behind the input and its first pad is left out (numerics.md N51).
    * max_pool_C3: a quantized result has the element type of the input.
    * max_pool_C4: the dilated window fits into the padded input.
  }];
  let arguments = !con((ins QSim_FeatureMap:$input), layerArguments, (ins
      DenseI64ArrayAttr:$kernel, DenseI64ArrayAttr:$strides, DenseI64ArrayAttr:$pads,
      DefaultValuedAttr<DenseI64ArrayAttr, "{1, 1}">:$dilations, UnitAttr:$ceil));
  let results = (outs QSim_FeatureMap:$output);
  let assemblyFormat = "$input attr-dict `:` functional-type(operands, results)";
}

def QSim_ConcatOp : QSim_LayerOp<"concat"> {
  let summary = "Concatenation along channels (Darknet's route); one input is an alias";
  let description = [{
    With `groups` > 1 only the `group_id`-th of that many equal runs of each input's channels takes part.
    Inputs whose quantization differs from the result's are requantized (numerics.md N13). It does not
    promise that all inputs share a scale. With `outer` > 1 each input is seen as that many equal runs, and the result is,
    for each run in order, that run of every input in order (N62).

    Constraints:
    * concat_C1: at least one input; with `outer` = 1 all have the same height and width.
    * concat_C2: with `outer` = 1, result channels = sum of the inputs' channels / groups.
    * concat_C3: with one input, a quantized result has the element type of the input.
    * concat_C4: `groups` >= 1 divides each input's channels; `group_id` is 0..groups - 1.
    * concat_C5: `outer` >= 1; above 1 `groups` is 1, `outer` divides the values of every input, and the result has as many values as all inputs together.
  }];
  let arguments = !con((ins Variadic<QSim_FeatureMap>:$inputs), layerArguments, (ins
      DefaultValuedAttr<I64Attr, "1">:$groups, DefaultValuedAttr<I64Attr, "0">:$group_id,
      DefaultValuedAttr<I64Attr, "1">:$outer));
  let extraClassDeclaration = [{
    /// concat_C5, of `outer` > 1.
    ::mlir::LogicalResult verifyRuns();
  }];
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

def QSim_AvgPool2DOp : QSim_LayerOp<"avg_pool2d"> {
  let summary = "The mean of each channel's whole map, or of windows of it";
  let description = [{
    Without `kernel` one value per channel (numerics.md N33, N38), with it the mean of each window (N53): over the taps
    inside the input or, with `count_pads`, over those inside its padding, too, as zeros. It does not promise to keep the scale.

    ```mlir
    %0 = qsim.avg_pool2d %x {name = "avgpool_3", index = 3 : i64, kernel = array<i64: 2, 2>, strides = array<i64: 2, 2>,
        pads = array<i64: 0, 0, 1, 1>, count_pads} : (tensor<1x3x7x7xf32>) -> tensor<1x3x4x4xf32>
    ```

    Constraints:
    * avg_pool_C1: without `kernel` the result shape is [1, C, 1, 1], and nothing else of a window is given.
    * avg_pool_C2: the map, or the kernel, has at most 2^22 places.
    * avg_pool_C3: two kernel sizes, two strides and two dilations, 1..65536; four pads (top, left, bottom, right), 0..65536.
    * avg_pool_C4: with `kernel` the result shape follows max_pool_C2.
    * avg_pool_C5: the dilated window fits into the padded input.
  }];
  let arguments = !con((ins QSim_FeatureMap:$input), layerArguments, (ins
      OptionalAttr<DenseI64ArrayAttr>:$kernel, DefaultValuedAttr<DenseI64ArrayAttr, "{1, 1}">:$strides,
      DefaultValuedAttr<DenseI64ArrayAttr, "{0, 0, 0, 0}">:$pads,
      DefaultValuedAttr<DenseI64ArrayAttr, "{1, 1}">:$dilations, UnitAttr:$ceil, UnitAttr:$count_pads));
  let results = (outs QSim_FeatureMap:$output);
  let assemblyFormat = "$input attr-dict `:` functional-type(operands, results)";
}

def QSim_ReorgOp : QSim_LayerOp<"reorg", ["keepsScale"]> {
  let summary = "Places become channels";
  let description = [{
    `stride` x `stride` places of a channel become as many channels (numerics.md N35). The order `darknet` does not
    promise to keep neighbours together: it is the order of Darknet's [reorg]; `space_to_depth` is that of [reorg3d].

    Constraints:
    * reorg_C1: `stride` is 1..65536 and divides the height and the width; with the order `darknet` its square divides the channels.
    * reorg_C2: result shape = [1, C * stride * stride, h / stride, w / stride].
    * reorg_C3: a quantized result has the element type of the input.
    * reorg_C4: `extra` is 0..65536, and above 0 only with stride 1 and the order `darknet`; the result is then [1, C * h * w + extra, 1, 1]: the flat input and zeros.
  }];
  let arguments = !con((ins QSim_FeatureMap:$input), layerArguments, (ins
      I64Attr:$stride, QSim_ReorgOrderAttr:$order, DefaultValuedAttr<I64Attr, "0">:$extra));
  let results = (outs QSim_FeatureMap:$output);
  let assemblyFormat = "$input attr-dict `:` functional-type(operands, results)";
}

def QSim_CropOp : QSim_LayerOp<"crop", ["keepsScale"]> {
  let summary = "The middle of a map";
  let description = [{
    The middle window of the result's size (numerics.md N36). Without `noadjust` values become x * 2 - 1, with a
    quantization of their own. It does not promise any augmentation: that belongs to training.

    Constraints:
    * crop_C1: result shape = [1, C, at most h, at most w].
    * crop_C2: with `noadjust`, a quantized result has the element type of the input.
  }];
  let arguments = !con((ins QSim_FeatureMap:$input), layerArguments, (ins UnitAttr:$noadjust));
  let results = (outs QSim_FeatureMap:$output);
  let assemblyFormat = "$input attr-dict `:` functional-type(operands, results)";
}

def QSim_DropoutOp : QSim_LayerOp<"dropout", ["keepsScale"]> {
  let summary = "The identity at inference";
  let description = [{
    Kept because it is a layer with an index and a name (numerics.md N37). It does not drop anything.

    Constraints:
    * dropout_C1: input and result have the same shape.
    * dropout_C2: a quantized result has the element type of the input.
  }];
  let arguments = !con((ins QSim_FeatureMap:$input), layerArguments);
  let results = (outs QSim_FeatureMap:$output);
  let assemblyFormat = "$input attr-dict `:` functional-type(operands, results)";
}

#endif // QSIM_IR_QSIMSPATIALOPS_TD
