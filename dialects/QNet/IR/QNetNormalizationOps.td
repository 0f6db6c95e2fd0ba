// SPDX-License-Identifier: Apache-2.0
// The records of normalizations: they run in float, but have a quantization.
#ifndef QNET_IR_QNETNORMALIZATIONOPS_TD
#define QNET_IR_QNETNORMALIZATIONOPS_TD

include "QNet/IR/QNetRecordOp.td"

def QNet_LrnOp : QNet_RecordOp<"lrn"> {
  let summary = "The record `[lrn]`: local response normalization over channels";
  let description = [{
    Over the channels of each of `batch` equal runs. It does not promise to run in integers, whatever its ceiling says.

    ```mlir
    qnet.network @tiny arithmetic pjreddie resize stretch classes [] shape [6, 8, 8] {
      qnet.lrn "lrn_0" at 0 reads [-1] shape [6, 8, 8] {scale_group = 0 : i32, batch = 1 : i32, size = 5 : i32,
          alpha = 1.0 : f32, beta = 0.75 : f32, bias = 2.0 : f32}
    }
    ```

    Constraints:
    * lrn_C1: it reads one tensor; size is 1..65535, batch >= 1 divides the channels.
    * lrn_C2: alpha, beta and bias are finite.
  }];
  let arguments = !con(recordArguments, (ins I32Attr:$batch, I32Attr:$size, F32Attr:$alpha, F32Attr:$beta,
      F32Attr:$bias));
}

def QNet_InstanceNormOp : QNet_RecordOp<"instance_norm", ["getParameters"]> {
  let summary = "The record `[instance_norm]`: each channel's map brought to mean 0 and deviation 1, scaled and moved";
  let description = [{
    It does not promise to run in integers, whatever its ceiling says.

    ```mlir
    qnet.network @tiny arithmetic pjreddie resize stretch classes [] shape [2, 8, 8] {
      qnet.instance_norm "norm_0" at 0 reads [-1] shape [2, 8, 8] {scale_group = 0 : i32, epsilon = 1.0e-5 : f32,
          scales = dense<1.0> : tensor<2xf32>, biases = dense<0.0> : tensor<2xf32>}
    }
    ```

    Constraints:
    * instance_norm_C1: it reads one tensor; epsilon is finite and >= 0.
    * instance_norm_C2: scales and biases are given together, f32 vectors of the channel count.
  }];
  let arguments = !con(recordArguments, (ins F32Attr:$epsilon, OptionalAttr<ElementsAttr>:$scales,
      OptionalAttr<ElementsAttr>:$biases));
}

#endif // QNET_IR_QNETNORMALIZATIONOPS_TD
