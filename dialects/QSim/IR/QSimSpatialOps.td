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
    With `groups` > 1 only the `group_id`-th of that many equal runs of each input's channels takes part.
    Inputs whose quantization differs from the result's are requantized (numerics.md N13). It does not
    promise that all inputs share a scale.

    Constraints:
    * concat_C1: at least one input; all have the same height and width.
    * concat_C2: result channels = sum of the inputs' channels / groups.
    * concat_C3: with one input, a quantized result has the element type of the input.
    * concat_C4: `groups` >= 1 divides each input's channels; `group_id` is 0..groups - 1.
  }];
  let arguments = !con((ins Variadic<QSim_FeatureMap>:$inputs), layerArguments, (ins
      DefaultValuedAttr<I64Attr, "1">:$groups, DefaultValuedAttr<I64Attr, "0">:$group_id));
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
  let summary = "The mean of each channel's whole map";
  let description = [{
    One value per channel (numerics.md N33, N38). It does not promise any window smaller than the map.

    Constraints:
    * avg_pool_C1: result shape = [1, C, 1, 1].
    * avg_pool_C2: the map has at most 2^22 places.
  }];
  let arguments = !con((ins QSim_FeatureMap:$input), layerArguments);
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
