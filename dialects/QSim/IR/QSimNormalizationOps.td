// SPDX-License-Identifier: Apache-2.0
// Layers that divide by what they see around a value. They run in float, but have a quantization.
#ifndef QSIM_IR_QSIMNORMALIZATIONOPS_TD
#define QSIM_IR_QSIMNORMALIZATIONOPS_TD

include "QSim/IR/QSimOpBase.td"

def QSim_LrnOp : QSim_LayerOp<"lrn"> {
  let summary = "Local response normalization over channels";
  let description = [{
    x / pow(bias + alpha / size * (sum of x^2 over a window of `size` channels), beta) (numerics.md N64); the channels are
    those of each of `batch` equal runs. It does not promise to run in integers: it runs in float whatever its ceiling
    says.

    Constraints:
    * lrn_C1: input and result have the same shape.
    * lrn_C2: `batch` is >= 1 and divides the channels; `size` is 1..65536.
    * lrn_C3: `alpha`, `beta` and `bias` are finite numbers.
  }];
  let arguments = !con((ins QSim_FeatureMap:$input), layerArguments, (ins
      DefaultValuedAttr<I64Attr, "1">:$batch, I64Attr:$size, F32Attr:$alpha, F32Attr:$beta, F32Attr:$bias));
  let results = (outs QSim_FeatureMap:$output);
  let assemblyFormat = "$input attr-dict `:` functional-type(operands, results)";
}

def QSim_InstanceNormOp : QSim_LayerOp<"instance_norm"> {
  let summary = "Each channel's map brought to mean 0 and deviation 1, then scaled and moved";
  let description = [{
    With the mean and the variance of the map itself (numerics.md N64). It does not promise to run in integers: it runs
    in float whatever its ceiling says.

    Constraints:
    * instance_norm_C1: input and result have the same shape.
    * instance_norm_C2: scales and biases are f32 vectors of the channel count.
    * instance_norm_C3: `epsilon` is a finite number >= 0.
  }];
  let arguments = !con((ins QSim_FeatureMap:$input), layerArguments, (ins
      ElementsAttr:$scales, ElementsAttr:$biases, F32Attr:$epsilon));
  let results = (outs QSim_FeatureMap:$output);
  let assemblyFormat = "$input attr-dict `:` functional-type(operands, results)";
}

#endif // QSIM_IR_QSIMNORMALIZATIONOPS_TD
