// SPDX-License-Identifier: Apache-2.0
// Constants, and records that look at a tensor as one of other dimensions.
#ifndef QNET_IR_QNETVIEWOPS_TD
#define QNET_IR_QNETVIEWOPS_TD

include "QNet/IR/QNetRecordOp.td"

def QNet_ConstantOp : QNet_RecordOp<"constant", ["getParameters"]> {
  let summary = "The record `[constant]`: a tensor that does not depend on the picture";
  let description = [{
    It reads nothing. It does not promise that `values` are there: a network that was read from a `.net` alone has none.

    ```mlir
    qnet.network @tiny arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
      qnet.constant "offsets" at 0 reads [] shape [3, 1, 1] {scale_group = 0 : i32, values = dense<0.5> : tensor<3x1x1xf32>}
    }
    ```

    Constraints:
    * constant_C1: it reads no tensor.
    * constant_C2: values are f32, of the output's shape.
  }];
  let arguments = !con(recordArguments, (ins OptionalAttr<ElementsAttr>:$values));
}

def QNet_StridedOp : QNet_RecordOp<"strided", ["keepsQuantization"]> {
  let summary = "The record `[strided]`: elements of the flat input at regular distances";
  let description = [{
    Element (i1, ..., ir) of a view of dimensions `sizes` is element offset + i1 * steps[0] + ... of the flat input
    (docs/spec/numerics.md, N57). It does not promise that every element of the input is used.

    ```mlir
    qnet.network @tiny arithmetic pjreddie resize stretch classes [] shape [1, 2, 3] {
      qnet.strided "transpose_0" at 0 reads [-1] shape [1, 3, 2] {scale_group = -1 : i32,
          sizes = array<i32: 3, 2>, steps = array<i32: 1, 3>, offset = 0 : i32}
    }
    ```

    Constraints:
    * strided_C1: it reads one tensor; there are 1 to 8 sizes >= 1 with fewer than 2^31 elements, and as many steps.
    * strided_C2: the output has as many elements as the view.
    * strided_C3: every index lies inside the input.
  }];
  let arguments = !con(recordArguments, (ins DenseI32ArrayAttr:$sizes, DenseI32ArrayAttr:$steps, I32Attr:$offset));
}

def QNet_PadOp : QNet_RecordOp<"pad", ["keepsQuantization"]> {
  let summary = "The record `[pad]`: more, or fewer, values at the ends of a view's dimensions";
  let description = [{
    It does not promise that `value` is one that the integers have: it is rounded.

    ```mlir
    qnet.network @tiny arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
      qnet.pad "pad_0" at 0 reads [-1] shape [3, 10, 8] {scale_group = -1 : i32, dims = array<i32: 3, 8, 8>,
          before = array<i32: 0, 1, 0>, after = array<i32: 0, 1, 0>, mode = #qsim<pad_mode edge>}
    }
    ```

    Constraints:
    * pad_C1: it reads one tensor; there are 1 to 8 dims >= 1 that hold its elements.
    * pad_C2: there are as many numbers before and after, and before + dims + after is >= 1.
    * pad_C3: the output has as many elements as its view.
    * pad_C4: the value is a number.
  }];
  let arguments = !con(recordArguments, (ins DenseI32ArrayAttr:$dims, DenseI32ArrayAttr:$before,
      DenseI32ArrayAttr:$after, QSim_PadModeAttr:$mode, DefaultValuedAttr<F32Attr, "0.0f">:$value));
}

def QNet_ResizeOp : QNet_RecordOp<"resize", ["keepsQuantization"]> {
  let summary = "The record `[resize]`: rows and columns in another number";
  let description = [{
    The number of rows and columns is the output shape's; `scale` and `scale_x` say how coordinates are computed. It does
    not promise any filter against aliasing.

    ```mlir
    qnet.network @tiny arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
      qnet.resize "resize_0" at 0 reads [-1] shape [3, 16, 16] {scale_group = -1 : i32, mode = #qsim<resize_mode linear>,
          coordinates = #qsim<coordinates half_pixel>, scale = 2.0 : f32, scale_x = 2.0 : f32}
    }
    ```

    Constraints:
    * resize_C1: it reads one tensor; the scales are positive and finite.
    * resize_C2: the output has the input's channels.
    * resize_C3: there is a roi of four finite numbers exactly with the coordinates `tf_crop_and_resize`.
    * resize_C4: cubic_a is finite, the extrapolation value a number.
  }];
  let arguments = !con(recordArguments, (ins QSim_ResizeModeAttr:$mode, QSim_CoordinatesAttr:$coordinates,
      F32Attr:$scale, F32Attr:$scale_x,
      DefaultValuedAttr<QSim_NearestRoundingAttr, "::qsim::NearestRounding::RoundPreferFloor">:$rounding,
      DefaultValuedAttr<F32Attr, "-0.75f">:$cubic_a, DefaultValuedAttr<BoolAttr, "false">:$exclude_outside,
      OptionalAttr<DenseF32ArrayAttr>:$roi, DefaultValuedAttr<F32Attr, "0.0f">:$extrapolation));
}

def QNet_ReduceOp : QNet_RecordOp<"reduce", ["keepsQuantization"]> {
  let summary = "The record `[reduce]`: one value of those along chosen dimensions of a view";
  let description = [{
    Dimensions whose entry of `axes` is 1 vanish; `kind` is the key `operation` of the file. Max and min keep the
    quantization of their input. It does not promise to keep any dimension of size 1.

    ```mlir
    qnet.network @tiny arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
      qnet.reduce "reduce_0" at 0 reads [-1] shape [8, 1, 1] {scale_group = 0 : i32, kind = #qsim<reduce_kind sum>,
          dims = array<i32: 3, 8, 8>, axes = array<i32: 1, 0, 1>}
    }
    ```

    Constraints:
    * reduce_C1: it reads one tensor; there are 1 to 8 dims >= 1 that hold its elements.
    * reduce_C2: there are as many axes, each 0 or 1.
    * reduce_C3: the output has as many elements as the dims that stay.
    * reduce_C4: a mean or sum is over at most 2^22 values.
  }];
  let arguments = !con(recordArguments, (ins QSim_ReduceKindAttr:$kind, DenseI32ArrayAttr:$dims,
      DenseI32ArrayAttr:$axes));
}

#endif // QNET_IR_QNETVIEWOPS_TD
