// SPDX-License-Identifier: Apache-2.0
// Constants, and layers that look at a tensor as one of other dimensions.
#ifndef QSIM_IR_QSIMVIEWOPS_TD
#define QSIM_IR_QSIMVIEWOPS_TD

include "QSim/IR/QSimOpBase.td"

def QSim_ConstantOp : QSim_LayerOp<"constant"> {
  let summary = "A tensor of the source network that does not depend on the picture";
  let description = [{
    A layer without inputs (numerics.md N56). Its values stay as imported; quantization changes the result type only. It
    does not promise that they are present: an elided resource is an error only where it is read.

    ```mlir
    %0 = qsim.constant {name = "offsets", index = 0 : i64, values = dense<0.5> : tensor<2x4x4xf32>} -> tensor<1x2x4x4xf32>
    ```

    Constraints:
    * constant_C1: `values` is an f32 tensor of the result's [C, H, W].
  }];
  let arguments = !con(layerArguments, (ins ElementsAttr:$values));
  let results = (outs QSim_FeatureMap:$output);
  let assemblyFormat = "attr-dict `->` type($output)";
}

def QSim_StridedOp : QSim_LayerOp<"strided", ["keepsScale"]> {
  let summary = "Chosen elements of the flat input, at regular distances";
  let description = [{
    Element (i1, ..., ir) of a view of dimensions `sizes` is element offset + i1 * steps[0] + ... + ir * steps[r - 1] of
    the flat input (numerics.md N57): transpose, slice, split, expand, tile, depth to space, space to depth, channel
    shuffle. Keeps the quantization of its input and rounds nothing. It does not promise that every element is used.

    ```mlir
    // A transpose of 2 rows and 3 columns.
    %0 = qsim.strided %x {name = "transpose_1", index = 1 : i64, sizes = array<i64: 3, 2>, steps = array<i64: 1, 3>,
        offset = 0 : i64} : (tensor<1x1x2x3xf32>) -> tensor<1x1x3x2xf32>
    ```

    Constraints:
    * strided_C1: there are 1 to 8 sizes, each 1..2^31-1, and as many steps, each of a magnitude of at most 2^31-1.
    * strided_C2: the result has as many elements as the view.
    * strided_C3: every index lies inside the input.
    * strided_C4: a quantized result has the element type of the input.
  }];
  let arguments = !con((ins QSim_FeatureMap:$input), layerArguments, (ins
      DenseI64ArrayAttr:$sizes, DenseI64ArrayAttr:$steps, I64Attr:$offset));
  let results = (outs QSim_FeatureMap:$output);
  let assemblyFormat = "$input attr-dict `:` functional-type(operands, results)";
}

def QSim_PadOp : QSim_LayerOp<"pad", ["keepsScale"]> {
  let summary = "A view of the input with more, or fewer, values at the ends of its dimensions";
  let description = [{
    Dimension k of the result's view is before[k] + dims[k] + after[k] (numerics.md N58); a negative number cuts. Keeps
    the quantization of its input. It does not promise that `value` is one of its integers' values: it is rounded.

    ```mlir
    %0 = qsim.pad %x {name = "pad_1", index = 1 : i64, dims = array<i64: 3, 8, 8>, before = array<i64: 0, 1, 1>,
        after = array<i64: 0, 2, 2>, mode = #qsim<pad_mode reflect>} : (tensor<1x3x8x8xf32>) -> tensor<1x3x11x11xf32>
    ```

    Constraints:
    * pad_C1: there are 1 to 8 dims, each 1..2^31-1, whose product is the number of the input's elements.
    * pad_C2: there are as many numbers before and after, each of a magnitude of at most 2^31-1; before + dims + after is >= 1.
    * pad_C3: the result has as many elements as its view.
    * pad_C4: `value` is a number.
    * pad_C5: a quantized result has the element type of the input.
  }];
  let arguments = !con((ins QSim_FeatureMap:$input), layerArguments, (ins
      DenseI64ArrayAttr:$dims, DenseI64ArrayAttr:$before, DenseI64ArrayAttr:$after, QSim_PadModeAttr:$mode,
      DefaultValuedAttr<F32Attr, "0.0f">:$value));
  let results = (outs QSim_FeatureMap:$output);
  let assemblyFormat = "$input attr-dict `:` functional-type(operands, results)";
}

def QSim_ResizeOp : QSim_LayerOp<"resize", ["keepsScale"]> {
  let summary = "Rows and columns in another number, by interpolation";
  let description = [{
    Numerics.md N59. `scales` are those of rows and of columns: output / input where the source gives sizes. `roi` holds
    start and end of rows, then of columns. Keeps the quantization of its input. It does not promise any filter against
    aliasing.

    ```mlir
    %0 = qsim.resize %x {name = "resize_1", index = 1 : i64, mode = #qsim<resize_mode linear>,
        coordinates = #qsim<coordinates half_pixel>, scales = array<f32: 2.0, 2.0>}
        : (tensor<1x3x8x8xf32>) -> tensor<1x3x16x16xf32>
    ```

    Constraints:
    * resize_C1: the result has the input's channels.
    * resize_C2: there are two scales, finite numbers > 0.
    * resize_C3: there is a roi of four finite numbers exactly with the coordinates `tf_crop_and_resize`.
    * resize_C4: `cubic_a` is a finite number, `extrapolation` a number.
    * resize_C5: a quantized result has the element type of the input.
  }];
  let arguments = !con((ins QSim_FeatureMap:$input), layerArguments, (ins
      QSim_ResizeModeAttr:$mode, QSim_CoordinatesAttr:$coordinates, DenseF32ArrayAttr:$scales,
      DefaultValuedAttr<QSim_NearestRoundingAttr, "::qsim::NearestRounding::RoundPreferFloor">:$rounding,
      DefaultValuedAttr<F32Attr, "-0.75f">:$cubic_a, UnitAttr:$exclude_outside,
      OptionalAttr<DenseF32ArrayAttr>:$roi, DefaultValuedAttr<F32Attr, "0.0f">:$extrapolation));
  let results = (outs QSim_FeatureMap:$output);
  let assemblyFormat = "$input attr-dict `:` functional-type(operands, results)";
}

#endif // QSIM_IR_QSIMVIEWOPS_TD
