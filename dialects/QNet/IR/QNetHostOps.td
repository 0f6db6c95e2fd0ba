// SPDX-License-Identifier: Apache-2.0
// The records of the host: float32 in every mode.
#ifndef QNET_IR_QNETHOSTOPS_TD
#define QNET_IR_QNETHOSTOPS_TD

include "QNet/IR/QNetRecordOp.td"

class QNet_HostOp<string mnemonic> : QNet_RecordOp<mnemonic, ["isHostRecord"]>;

def QNet_SoftmaxOp : QNet_HostOp<"softmax"> {
  let summary = "The record `[softmax]`: each group of values becomes probabilities";
  let description = [{
    The values are read in the order channel, row, column, in `groups` equal runs. It does not promise that a group is a
    channel.

    ```mlir
    qnet.network @tiny arithmetic pjreddie resize stretch classes [] shape [10, 1, 1] {
      qnet.softmax "softmax_0" at 0 reads [-1] shape [10, 1, 1] {scale_group = 0 : i32,
          groups = 1 : i32, temperature = 1.0 : f32}
    }
    ```

    Constraints:
    * softmax_C1: it reads one tensor and its output is not quantized.
    * softmax_C2: groups >= 1 divides the number of values; the temperature is positive and finite.
    * softmax_C3: inner >= 1 divides the values of a group (docs/spec/numerics.md, N63).
  }];
  let arguments = !con(recordArguments, (ins I32Attr:$groups, F32Attr:$temperature,
      DefaultValuedAttr<I32Attr, "1">:$inner, UnitAttr:$log));
}

def QNet_CostOp : QNet_HostOp<"cost"> {
  let summary = "The record `[cost]`: the identity, in float32";
  let description = [{
    It does not compute a loss.

    ```mlir
    qnet.network @tiny arithmetic pjreddie resize stretch classes [] shape [10, 1, 1] {
      qnet.cost "cost_0" at 0 reads [-1] shape [10, 1, 1] {scale_group = 0 : i32}
    }
    ```

    Constraints:
    * cost_C1: it reads one tensor and its output is not quantized.
  }];
  let arguments = recordArguments;
}

def QNet_YoloOp : QNet_HostOp<"yolo"> {
  let summary = "The record `[yolo]`: a detection head on the host";
  let description = [{
    `anchors` are pairs of width and height in pixels of the network's input. `nms_kind` and `beta_nms` say how
    overlapping boxes are suppressed afterwards. It does not decode boxes.

    ```mlir
    qnet.network @tiny arithmetic pjreddie resize stretch classes ["disc"] shape [6, 8, 8] {
      qnet.yolo "yolo_0" at 0 reads [-1] shape [6, 8, 8] {scale_group = 0 : i32,
          classes = 1 : i32, mask = array<i32: 0>, anchors = array<f32: 3.0, 4.0>, scale_x_y = 1.05 : f32}
    }
    ```

    Constraints:
    * yolo_C1: it reads one tensor and its output is not quantized.
    * yolo_C2: classes >= 1; anchors are pairs of positive numbers; the mask holds at least one index, each of a pair.
    * yolo_C3: input channels = length of the mask * (5 + classes).
    * yolo_C4: scale_x_y and beta_nms are positive and finite.
  }];
  let arguments = !con(recordArguments, (ins I32Attr:$classes, DenseI32ArrayAttr:$mask, DenseF32ArrayAttr:$anchors,
      DefaultValuedAttr<F32Attr, "1.0f">:$scale_x_y, DefaultValuedAttr<BoolAttr, "false">:$new_coords,
      DefaultValuedAttr<QSim_NmsKindAttr, "::qsim::NmsKind::Default">:$nms_kind,
      DefaultValuedAttr<F32Attr, "0.6f">:$beta_nms));
}

def QNet_RegionOp : QNet_HostOp<"region"> {
  let summary = "The record `[region]`: a detection head on the host, with anchors in cells";
  let description = [{
    There is a box in each cell for each pair of `anchors`, width and height in cells. It does not decode boxes.

    ```mlir
    qnet.network @tiny arithmetic pjreddie resize stretch classes ["disc"] shape [6, 8, 8] {
      qnet.region "region_0" at 0 reads [-1] shape [6, 8, 8] {scale_group = 0 : i32,
          classes = 1 : i32, softmax = true, anchors = array<f32: 1.5, 2.0>}
    }
    ```

    Constraints:
    * region_C1: it reads one tensor and its output is not quantized.
    * region_C2: classes >= 1; anchors are pairs of positive numbers, at least one.
    * region_C3: input channels = pairs of anchors * (5 + classes).
  }];
  let arguments = !con(recordArguments, (ins I32Attr:$classes, BoolAttr:$softmax, DenseF32ArrayAttr:$anchors));
}

def QNet_DetectionOp : QNet_HostOp<"detection"> {
  let summary = "The record `[detection]`: a detection head on the host that reads a flat vector";
  let description = [{
    `side` cells in each direction with `num` boxes each. It does not decode boxes.

    ```mlir
    qnet.network @tiny arithmetic pjreddie resize stretch classes ["disc"] shape [24, 1, 1] {
      qnet.detection "detection_0" at 0 reads [-1] shape [24, 1, 1] {scale_group = 0 : i32,
          classes = 1 : i32, side = 2 : i32, num = 1 : i32, softmax = false, sqrt = true}
    }
    ```

    Constraints:
    * detection_C1: it reads one tensor and its output is not quantized.
    * detection_C2: classes, side and num >= 1.
    * detection_C3: input values = side * side * (classes + num * 5).
  }];
  let arguments = !con(recordArguments, (ins I32Attr:$classes, I32Attr:$side, I32Attr:$num, BoolAttr:$softmax,
      BoolAttr:$sqrt));
}

def QNet_YoloxOp : QNet_HostOp<"yolox"> {
  let summary = "The record `[yolox]`: a detection head on the host, without anchors";
  let description = [{
    The input is rows of 5 + classes values, one row for each cell of a grid for each of `strides`, in their order
    (docs/spec/numerics.md, N67). It does not decode boxes.

    ```mlir
    qnet.network @tiny arithmetic onnx resize stretch classes ["disc"] shape [6, 2, 2] {
      qnet.yolox "yolox" at 0 reads [-1] shape [6, 2, 2] {scale_group = 0 : i32,
          classes = 1 : i32, strides = array<i32: 1>}
    }
    ```

    Constraints:
    * yolox_C1: it reads one tensor and its output is not quantized.
    * yolox_C2: classes >= 1; at least one stride, each >= 1 and a divisor of the picture's height and width.
    * yolox_C3: input values = cells of all grids * (5 + classes).
  }];
  let arguments = !con(recordArguments, (ins I32Attr:$classes, DenseI32ArrayAttr:$strides));
}

def QNet_ArgmaxOp : QNet_HostOp<"argmax"> {
  let summary = "The record `[argmax]`: the index of the largest value of each run";
  let description = [{
    Over i of a view outer x n x inner; of equal values the first counts, with `last` the last one. It does not promise
    integers: an index is a float32.

    ```mlir
    qnet.network @tiny arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
      qnet.argmax "argmax_0" at 0 reads [-1] shape [1, 8, 8] {scale_group = 0 : i32, outer = 1 : i32, inner = 64 : i32}
    }
    ```

    Constraints:
    * argmax_C1: it reads one tensor and its output is not quantized.
    * argmax_C2: outer and inner are >= 1, and their product divides the number of values.
    * argmax_C3: the output has outer * inner elements.
  }];
  let arguments = !con(recordArguments, (ins I32Attr:$outer, I32Attr:$inner, DefaultValuedAttr<BoolAttr, "false">:$last));
}

#endif // QNET_IR_QNETHOSTOPS_TD
