// SPDX-License-Identifier: Apache-2.0
// The records without weights whose results stay on the device.
#ifndef QNET_IR_QNETMAPOPS_TD
#define QNET_IR_QNETMAPOPS_TD

include "QNet/IR/QNetRecordOp.td"

def QNet_MaxPoolOp : QNet_RecordOp<"maxpool", ["keepsQuantization"]> {
  let summary = "The record `[maxpool]`";
  let description = [{
    `padding` is the total; the window begins at -(padding / 2). It does not promise that the padding is even.

    ```mlir
    qnet.network @tiny arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
      qnet.maxpool "maxpool_0" at 0 reads [-1] shape [3, 8, 8] {scale_group = -1 : i32,
          size = 2 : i32, stride = 1 : i32, padding = 1 : i32}
    }
    ```

    Constraints:
    * maxpool_C1: it reads one tensor; size and stride >= 1, padding >= 0.
    * maxpool_C2: the window fits into the padded input.
    * maxpool_C3: with a window, size and stride are those of its rows, padding is 0, and its input is not dilated.
  }];
  let arguments = !con(recordArguments, (ins I32Attr:$size, I32Attr:$stride, I32Attr:$padding,
      OptionalAttr<QNet_WindowAttr>:$window, UnitAttr:$ceil));
}

def QNet_AvgPoolOp : QNet_RecordOp<"avgpool"> {
  let summary = "The record `[avgpool]`: the mean of each channel's whole map, or of windows of it";
  let description = [{
    It does not promise the scale of its input: a mean has its own.

    ```mlir
    qnet.network @tiny arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
      qnet.avgpool "avgpool_0" at 0 reads [-1] shape [3, 1, 1] {scale_group = 0 : i32}
    }
    ```

    Constraints:
    * avgpool_C1: it reads one tensor.
    * avgpool_C2: a map, or a window, has at most 2^22 places.
    * avgpool_C3: `ceil` and `count_pads` come with a window, which does not dilate its input and fits into it padded.
  }];
  let arguments = !con(recordArguments, (ins OptionalAttr<QNet_WindowAttr>:$window, UnitAttr:$ceil,
      UnitAttr:$count_pads));
}

def QNet_RouteOp : QNet_RecordOp<"route"> {
  let summary = "The record `[route]`: concatenation by channel";
  let description = [{
    With `groups` = g only the `group_id`-th of g equal runs of channels of each input takes part.
    It does not promise that its inputs share a scale: those that differ from the output's are requantized.

    ```mlir
    qnet.network @tiny arithmetic pjreddie resize stretch classes [] shape [4, 8, 8] {
      qnet.route "route_0" at 0 reads [-1, -1] shape [4, 8, 8] {scale_group = 0 : i32,
          groups = 2 : i32, group_id = 1 : i32}
    }
    ```

    Constraints:
    * route_C1: all inputs have the same height and width.
    * route_C2: groups >= 1 divides the channels of each input; group_id is 0 to groups - 1.
    * route_C3: with `outer` > 1 (docs/spec/numerics.md, N62) groups is 1, outer divides the values of each input, and the output has the values of all of them, in any shape.
  }];
  let arguments = !con(recordArguments, (ins DefaultValuedAttr<I32Attr, "1">:$groups,
      DefaultValuedAttr<I32Attr, "0">:$group_id, DefaultValuedAttr<I32Attr, "1">:$outer));
}

def QNet_ShortcutOp : QNet_RecordOp<"shortcut", ["getTableIndex"]> {
  let summary = "The record `[shortcut]`: the sum of its inputs";
  let description = [{
    The first input has the shape of the output; the others are added where they overlap it (docs/spec/numerics.md, N31).
    It does not promise equal scales.

    ```mlir
    qnet.network @tiny arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
      qnet.shortcut "shortcut_0" at 0 reads [-1, -1] shape [3, 8, 8] {scale_group = 0 : i32,
          activation = #qsim<activation linear>}
    }
    ```

    Constraints:
    * shortcut_C1: it reads two tensors or more.
    * shortcut_C2: an input's extents are to the output's as one number: width / width and height / height have the same floor, and so have their inverses.
    * shortcut_C3: a pre-activation is given exactly for a table activation with a quantized output.
    * shortcut_C4: alpha and beta are those that the activation takes (docs/spec/numerics.md, N54).
  }];
  let arguments = !con(recordArguments, activationArguments, preactivationArgument, parameterArguments);
}

def QNet_ActivationOp : QNet_RecordOp<"activation", ["getTableIndex"]> {
  let summary = "The record `[activation]`: an activation that stands alone";
  let description = [{
    It does not promise the scale of its input.

    ```mlir
    qnet.network @tiny arithmetic onnx resize stretch classes [] shape [3, 8, 8] {
      qnet.activation "clip_0" at 0 reads [-1] shape [3, 8, 8] {scale_group = 0 : i32,
          activation = #qsim<activation clip>, alpha = 0.0 : f32, beta = 6.0 : f32}
    }
    ```

    Constraints:
    * activation_C1: it reads one tensor, whose shape it has.
    * activation_C2: a pre-activation is given exactly for a table activation with a quantized output.
    * activation_C3: alpha and beta are those that the activation takes (docs/spec/numerics.md, N54).
  }];
  let arguments = !con(recordArguments, activationArguments, preactivationArgument, parameterArguments);
}

def QNet_MultiplyOp : QNet_RecordOp<"multiply", ["getTableIndex"]> {
  let summary = "The record `[multiply]`: the product of its two inputs";
  let description = [{
    The output has the shape of the second input. It does not promise equal scales.

    ```mlir
    qnet.network @tiny arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
      qnet.avgpool "avgpool_0" at 0 reads [-1] shape [3, 1, 1] {scale_group = 0 : i32}
      qnet.multiply "multiply_1" at 1 reads [0, -1] shape [3, 8, 8] {scale_group = 1 : i32,
          activation = #qsim<activation linear>}
    }
    ```

    Constraints:
    * multiply_C1: it reads two tensors.
    * multiply_C2: the first has the shape of the second, or one value for each of its channels, or one channel of its height and width.
    * multiply_C3: a pre-activation is given exactly for a table activation with a quantized output.
    * multiply_C4: alpha and beta are those that the activation takes (docs/spec/numerics.md, N54).
  }];
  let arguments = !con(recordArguments, activationArguments, preactivationArgument, parameterArguments);
}

def QNet_BinaryOp : QNet_RecordOp<"binary", ["getTableIndex"]> {
  let summary = "The record `[binary]`: difference, larger, smaller, quotient or power of two tensors";
  let description = [{
    `kind` is the key `operation` of the file. It does not promise that `div` and `pow` run in integers, whatever their
    ceiling says.

    ```mlir
    qnet.network @tiny arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
      qnet.binary "sub_0" at 0 reads [-1, -1] shape [3, 8, 8] {scale_group = 0 : i32, kind = #qsim<binary_kind sub>,
          activation = #qsim<activation linear>}
    }
    ```

    Constraints:
    * binary_C1: it reads two tensors, both of the output's shape.
    * binary_C2: only `sub` has another activation than linear.
    * binary_C3: a pre-activation is given exactly for a table activation with a quantized output.
    * binary_C4: alpha and beta are those that the activation takes.
  }];
  let arguments = !con(recordArguments, (ins QSim_BinaryKindAttr:$kind), activationArguments, preactivationArgument,
                           parameterArguments);
}

def QNet_UpsampleOp : QNet_RecordOp<"upsample", ["keepsQuantization"]> {
  let summary = "The record `[upsample]`: nearest-neighbour enlargement";
  let description = [{
    It does not promise any interpolation: pixels are repeated.

    ```mlir
    qnet.network @tiny arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
      qnet.upsample "upsample_0" at 0 reads [-1] shape [3, 16, 16] {scale_group = -1 : i32, stride = 2 : i32}
    }
    ```

    Constraints:
    * upsample_C1: it reads one tensor; stride >= 1.
  }];
  let arguments = !con(recordArguments, (ins I32Attr:$stride));
}

def QNet_ReorgOp : QNet_RecordOp<"reorg", ["keepsQuantization"]> {
  let summary = "The record `[reorg]`: squares of pixels become channels";
  let description = [{
    It does not promise the order that its name suggests: `order = darknet` mixes channels and places as Darknet does
    (docs/spec/numerics.md, N35).

    ```mlir
    qnet.network @tiny arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
      qnet.reorg "reorg_0" at 0 reads [-1] shape [12, 4, 4] {scale_group = -1 : i32, stride = 2 : i32,
          order = #qsim<reorg_order space_to_depth>}
    }
    ```

    Constraints:
    * reorg_C1: it reads one tensor; stride >= 1.
    * reorg_C2: the stride divides height and width; with the order `darknet` its square divides the channels.
    * reorg_C3: `extra` is 0..65536, and above 0 only with stride 1 and the order `darknet`.
  }];
  let arguments = !con(recordArguments, (ins I32Attr:$stride, QSim_ReorgOrderAttr:$order,
      DefaultValuedAttr<I32Attr, "0">:$extra));
}

def QNet_CropOp : QNet_RecordOp<"crop", ["keepsQuantization", "getTableIndex"]> {
  let summary = "The record `[crop]`: the middle of each map";
  let description = [{
    Without `noadjust` values x become 2 * x - 1, and the output has a scale of its own. It does not promise where the
    middle of an odd remainder is: the row and column are rounded down.

    ```mlir
    qnet.network @tiny arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
      qnet.crop "crop_0" at 0 reads [-1] shape [3, 5, 6] {scale_group = -1 : i32, noadjust = true}
    }
    ```

    Constraints:
    * crop_C1: it reads one tensor.
    * crop_C2: the output is at most as high and as wide as the input.
  }];
  let arguments = !con(recordArguments, (ins BoolAttr:$noadjust));
}

def QNet_DropoutOp : QNet_RecordOp<"dropout", ["keepsQuantization"]> {
  let summary = "The record `[dropout]`: the identity";
  let description = [{
    It does not promise to be absent from a run: it keeps its place, so that indices are those of the source.

    ```mlir
    qnet.network @tiny arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
      qnet.dropout "dropout_0" at 0 reads [-1] shape [3, 8, 8] {scale_group = -1 : i32}
    }
    ```

    Constraints:
    * dropout_C1: it reads one tensor.
  }];
  let arguments = recordArguments;
}

#endif // QNET_IR_QNETMAPOPS_TD
