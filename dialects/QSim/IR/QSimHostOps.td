// SPDX-License-Identifier: Apache-2.0
// Heads that run on the host in float.
#ifndef QSIM_IR_QSIMHOSTOPS_TD
#define QSIM_IR_QSIMHOSTOPS_TD

include "QSim/IR/QSimOpBase.td"

def QSim_YoloOp : QSim_HostOp<"yolo"> {
  let summary = "Detection head of YOLOv3 and later, on the host in float";
  let description = [{
    Applies the logistic function to x, y, objectness and classes, and `scale_x_y` to x and y (numerics.md N20).
    It does not decode or suppress boxes: the runtime's detection functions do (N21, N25), and `new_coords`, `nms_kind`
    and `beta_nms` tell them how.

    Constraints:
    * yolo_C1: input channels = number of masks * (5 + classes).
    * yolo_C2: anchors are pairs of positive numbers; each mask is an index of a pair.
    * yolo_C3: the result has the input's shape and element type f32.
    * yolo_C4: classes is 1..65536; at least one mask.
    * yolo_C5: `scale_x_y` is a finite number, `beta_nms` a finite one > 0.
  }];
  let arguments = !con((ins QSim_FeatureMap:$input), layerArguments, (ins
      I64Attr:$classes, DenseI64ArrayAttr:$mask, DenseF32ArrayAttr:$anchors,
      DefaultValuedAttr<F32Attr, "1.0f">:$scale_x_y, UnitAttr:$new_coords,
      DefaultValuedAttr<QSim_NmsKindAttr, "::qsim::NmsKind::Default">:$nms_kind,
      DefaultValuedAttr<F32Attr, "0.6f">:$beta_nms));
  let results = (outs QSim_FeatureMap:$output);
  let assemblyFormat = "$input attr-dict `:` functional-type(operands, results)";
}

def QSim_RegionOp : QSim_HostOp<"region"> {
  let summary = "Detection head of YOLOv2, on the host in float";
  let description = [{
    Applies the logistic function to x, y and objectness, and to the classes that or, with `softmax`, the softmax
    (numerics.md N40). Anchors are in cells. It does not decode or suppress boxes.

    Constraints:
    * region_C1: input channels = number of anchors * (5 + classes).
    * region_C2: anchors are pairs of positive numbers, at least one.
    * region_C3: the result has the input's shape and element type f32.
    * region_C4: classes is 1..65536.
  }];
  let arguments = !con((ins QSim_FeatureMap:$input), layerArguments, (ins
      I64Attr:$classes, UnitAttr:$softmax, DenseF32ArrayAttr:$anchors));
  let results = (outs QSim_FeatureMap:$output);
  let assemblyFormat = "$input attr-dict `:` functional-type(operands, results)";
}

def QSim_DetectionOp : QSim_HostOp<"detection"> {
  let summary = "Detection head of YOLOv1, on the host in float";
  let description = [{
    Class scores, objectness and boxes of `side` x `side` cells (numerics.md N41). It does not decode or suppress boxes;
    `sqrt` says that widths and heights are stored as square roots.

    Constraints:
    * detection_C1: classes, side and num are 1..65536.
    * detection_C2: the input has side * side * (classes + 5 * num) values.
    * detection_C3: the result has the input's shape and element type f32.
  }];
  let arguments = !con((ins QSim_FeatureMap:$input), layerArguments, (ins
      I64Attr:$classes, I64Attr:$side, I64Attr:$num, UnitAttr:$softmax, UnitAttr:$sqrt));
  let results = (outs QSim_FeatureMap:$output);
  let assemblyFormat = "$input attr-dict `:` functional-type(operands, results)";
}

def QSim_YoloxOp : QSim_HostOp<"yolox"> {
  let summary = "Detection head without anchors, on the host in float";
  let description = [{
    The input is rows of 5 + classes values (x, y, w, h, objectness, classes), one for each cell of a grid for each of
    `strides`, in their order (numerics.md N67). The result is the input: activations stand before it. It does not decode
    or suppress boxes.

    ```mlir
    %0 = qsim.yolox %x {name = "yolox", index = 1 : i64, classes = 80 : i64, strides = array<i64: 8, 16, 32>}
        : (tensor<1x3549x1x85x!quant.uniform<i16:f32, 0.001>>) -> tensor<1x3549x1x85xf32>
    ```

    Constraints:
    * yolox_C1: classes is 1..65536.
    * yolox_C2: at least one stride, each a divisor of the picture's height and width.
    * yolox_C3: the input has cells of all grids * (5 + classes) values.
    * yolox_C4: the result has the input's shape and element type f32.
  }];
  let arguments = !con((ins QSim_FeatureMap:$input), layerArguments, (ins
      I64Attr:$classes, DenseI64ArrayAttr:$strides));
  let results = (outs QSim_FeatureMap:$output);
  let assemblyFormat = "$input attr-dict `:` functional-type(operands, results)";
}

def QSim_SoftmaxOp : QSim_HostOp<"softmax"> {
  let summary = "Softmax, on the host in float";
  let description = [{
    Over each of `groups` equal runs of the flat input (numerics.md N39); with `inner` > 1 over every `inner`-th value of
    a run, once from each of the first `inner`; with `log` its logarithm (N63). It does not promise that the outputs of a
    run sum to exactly 1.

    Constraints:
    * softmax_C1: `groups` >= 1 and `inner` >= 1, and their product divides the number of values.
    * softmax_C2: `temperature` is a finite number > 0.
    * softmax_C3: the result has the input's shape and element type f32.
  }];
  let arguments = !con((ins QSim_FeatureMap:$input), layerArguments, (ins
      DefaultValuedAttr<I64Attr, "1">:$groups, DefaultValuedAttr<F32Attr, "1.0f">:$temperature,
      DefaultValuedAttr<I64Attr, "1">:$inner, UnitAttr:$log));
  let results = (outs QSim_FeatureMap:$output);
  let assemblyFormat = "$input attr-dict `:` functional-type(operands, results)";
}

def QSim_CostOp : QSim_HostOp<"cost"> {
  let summary = "The end of a network that was trained with a cost; the identity, on the host";
  let description = [{
    Kept because it is a layer with an index and a name (numerics.md N39). It does not compute any cost.

    Constraints:
    * cost_C1: the result has the input's shape and element type f32.
  }];
  let arguments = !con((ins QSim_FeatureMap:$input), layerArguments);
  let results = (outs QSim_FeatureMap:$output);
  let assemblyFormat = "$input attr-dict `:` functional-type(operands, results)";
}

#endif // QSIM_IR_QSIMHOSTOPS_TD
