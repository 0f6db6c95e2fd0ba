// SPDX-License-Identifier: Apache-2.0
// Layers that make one value of many.
#ifndef QSIM_IR_QSIMREDUCTIONOPS_TD
#define QSIM_IR_QSIMREDUCTIONOPS_TD

include "QSim/IR/QSimOpBase.td"

def QSim_ReduceOp : QSim_LayerOp<"reduce", ["keepsScale"]> {
  let summary = "Mean, sum, largest or smallest value over chosen dimensions of a view";
  let description = [{
    The input is looked at with the dimensions `dims`; those whose entry of `axes` is 1 vanish (numerics.md N60). `max`
    and `min` keep the quantization of their input, `mean` and `sum` have their own. It does not promise to keep any
    dimension of size 1: the result's shape is free.

    ```mlir
    %0 = qsim.reduce %x {name = "mean_1", index = 1 : i64, kind = #qsim<reduce_kind mean>,
        dims = array<i64: 3, 8, 8>, axes = array<i64: 0, 1, 1>} : (tensor<1x3x8x8xf32>) -> tensor<1x3x1x1xf32>
    ```

    Constraints:
    * reduce_C1: there are 1 to 8 dims, each 1..2^31-1, whose product is the number of the input's elements.
    * reduce_C2: there are as many axes, each 0 or 1.
    * reduce_C3: the result has as many elements as the dims that stay.
    * reduce_C4: a mean or sum is over at most 2^22 values.
    * reduce_C5: a quantized result of max or min has the element type of the input.
  }];
  let arguments = !con((ins QSim_FeatureMap:$input), layerArguments, (ins
      QSim_ReduceKindAttr:$kind, DenseI64ArrayAttr:$dims, DenseI64ArrayAttr:$axes));
  let results = (outs QSim_FeatureMap:$output);
  let assemblyFormat = "$input attr-dict `:` functional-type(operands, results)";
}

def QSim_ArgmaxOp : QSim_HostOp<"argmax"> {
  let summary = "Index of the largest value of each run, on the host in float";
  let description = [{
    Over i of a view outer x n x inner (numerics.md N63); of equal values the first counts, with `last` the last one. The
    index is a float32. It does not promise anything about NaN but that it is never the largest.

    ```mlir
    %0 = qsim.argmax %x {name = "argmax_1", index = 1 : i64, outer = 1 : i64, inner = 64 : i64}
        : (tensor<1x3x8x8xf32>) -> tensor<1x1x8x8xf32>
    ```

    Constraints:
    * argmax_C1: `outer` and `inner` are >= 1 and their product divides the number of the input's elements.
    * argmax_C2: the result has outer * inner elements, of type f32.
  }];
  let arguments = !con((ins QSim_FeatureMap:$input), layerArguments, (ins
      I64Attr:$outer, I64Attr:$inner, UnitAttr:$last));
  let results = (outs QSim_FeatureMap:$output);
  let assemblyFormat = "$input attr-dict `:` functional-type(operands, results)";
}

#endif // QSIM_IR_QSIMREDUCTIONOPS_TD
