// SPDX-License-Identifier: Apache-2.0
// Sums and products of layers.
#ifndef QSIM_IR_QSIMELEMENTWISEOPS_TD
#define QSIM_IR_QSIMELEMENTWISEOPS_TD

include "QSim/IR/QSimOpBase.td"

def QSim_AddOp : QSim_ActivatedOp<"add"> {
  let summary = "The sum of two or more tensors (Darknet's shortcut), and an activation";
  let description = [{
    Inputs of another shape than the first are added where they overlap, Darknet's way (numerics.md N31, N38). It does
    not promise that its inputs share a scale.

    ```mlir
    %0 = qsim.add %a, %b {name = "shortcut_4", index = 4 : i64, activation = #qsim<activation leaky>}
        : (tensor<1x8x4x4xf32>, tensor<1x8x4x4xf32>) -> tensor<1x8x4x4xf32>
    ```

    Constraints:
    * add_C1: two inputs or more.
    * add_C2: the result has the first input's shape.
    * add_C3: of each input (h1, w1) and the result (h2, w2), h1 / h2 and w1 / w2 have the same floor, and so have h2 / h1 and w2 / w1.
  }];
  let arguments = !con((ins Variadic<QSim_FeatureMap>:$inputs), layerArguments, activationArguments);
  let results = (outs QSim_FeatureMap:$output);
  let assemblyFormat = "$inputs attr-dict `:` functional-type(operands, results)";
}

def QSim_MulOp : QSim_ActivatedOp<"mul"> {
  let summary = "The product of two tensors (Darknet's scale_channels and sam), and an activation";
  let description = [{
    The first input, the gate, may have one value per channel or one channel (numerics.md N32, N38). It does not
    promise that its inputs share a scale.

    ```mlir
    %0 = qsim.mul %gate, %x {name = "scale_channels_7", index = 7 : i64}
        : (tensor<1x8x1x1xf32>, tensor<1x8x4x4xf32>) -> tensor<1x8x4x4xf32>
    ```

    Constraints:
    * mul_C1: the result has the second input's shape.
    * mul_C2: the first input has the shape of the second, or [1, C, 1, 1], or [1, 1, h, w].
  }];
  let arguments = !con((ins QSim_FeatureMap:$gate, QSim_FeatureMap:$input), layerArguments, activationArguments);
  let results = (outs QSim_FeatureMap:$output);
  let assemblyFormat = "$gate `,` $input attr-dict `:` functional-type(operands, results)";
}

def QSim_BinaryOp : QSim_ActivatedOp<"binary"> {
  let summary = "Difference, larger, smaller, quotient or power of two tensors";
  let description = [{
    Element by element (numerics.md N61). `div` and `pow` run in float whatever the ceiling says, but have a
    quantization. It does not promise that its inputs share a scale.

    ```mlir
    %0 = qsim.binary %a, %b {name = "sub_4", index = 4 : i64, kind = #qsim<binary_kind sub>}
        : (tensor<1x8x4x4xf32>, tensor<1x8x4x4xf32>) -> tensor<1x8x4x4xf32>
    ```

    Constraints:
    * binary_C1: both inputs have the result's shape.
    * binary_C2: only `sub` has another activation than linear.
  }];
  let arguments = !con((ins QSim_FeatureMap:$lhs, QSim_FeatureMap:$rhs), layerArguments, (ins
      QSim_BinaryKindAttr:$kind), activationArguments);
  let results = (outs QSim_FeatureMap:$output);
  let assemblyFormat = "$lhs `,` $rhs attr-dict `:` functional-type(operands, results)";
}

#endif // QSIM_IR_QSIMELEMENTWISEOPS_TD
