// SPDX-License-Identifier: Apache-2.0
// The records with weights.
#ifndef QNET_IR_QNETWEIGHTEDOPS_TD
#define QNET_IR_QNETWEIGHTEDOPS_TD

include "QNet/IR/QNetRecordOp.td"

// Weights, biases and batch-norm vectors are the imported float32; integers are derived from them and the scales when
// the package is written, not here.
class QNet_WeightedOp<string mnemonic>
    : QNet_RecordOp<mnemonic, ["getParameters", "demandsQuantizedInputs", "getTableIndex"]> {
  dag weightScaleArguments = (ins OptionalAttr<I32Attr>:$weight_bits, OptionalAttr<DenseF32ArrayAttr>:$weight_scales,
      BoolAttr:$bias_correction);
  dag plainParameters = (ins OptionalAttr<ElementsAttr>:$weights, OptionalAttr<ElementsAttr>:$biases);
  dag normParameters = (ins OptionalAttr<ElementsAttr>:$scales, OptionalAttr<ElementsAttr>:$mean,
      OptionalAttr<ElementsAttr>:$variance);
  dag deltaParameter = (ins OptionalAttr<ElementsAttr>:$bias_delta);
}

def QNet_ConvolutionalOp : QNet_WeightedOp<"convolutional"> {
  let summary = "The record `[convolutional]`";
  let description = [{
    It does not promise that integers fit the datapath: that is found out when they are derived.

    ```mlir
    qnet.network @tiny arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
      qnet.convolutional "conv_0" at 0 reads [-1] shape [16, 8, 8] {scale_group = 0 : i32,
          filters = 16 : i32, size = 3 : i32, stride = 1 : i32, pad = 1 : i32, groups = 1 : i32,
          batch_normalize = true, activation = #qsim<activation leaky>, bias_correction = false}
    }
    ```

    Constraints:
    * convolutional_C1: it reads one tensor; filters, size, stride, groups >= 1 and pad >= 0.
    * convolutional_C2: `groups` divides filters and input channels; the window fits into the padded input; there are fewer than 2^31 weights.
    * convolutional_C3: the weights are 2 to 16 bits wide and have one positive scale, or one per filter; width and scales are given together.
    * convolutional_C4: weights are quantized exactly if the output is, or if there is an input multiplier.
    * convolutional_C5: weights and biases are given together, and with them, exactly if `batch_normalize`, scales, mean and variance, and, exactly if `bias_correction`, bias_delta.
    * convolutional_C6: parameters are f32; weights are filters x input channels / groups x size x size, the others filters.
    * convolutional_C7: a pre-activation is given exactly for a table activation with a quantized output.
    * convolutional_C8: an input multiplier is positive and finite and comes with weights of 8 bits and one scale, a power of two.
    * convolutional_C9: with a window, size and stride are those of its rows and pad is 0; weights are filters x input channels / groups x rows x columns of it.
    * convolutional_C10: alpha and beta are those that the activation takes (docs/spec/numerics.md, N54).
    * convolutional_C11: epsilon is finite, not below 0, and given with `batch_normalize` only.
  }];
  let arguments = !con(recordArguments, (ins I32Attr:$filters, I32Attr:$size, I32Attr:$stride, I32Attr:$pad, I32Attr:$groups,
      BoolAttr:$batch_normalize), activationArguments, weightScaleArguments, plainParameters, normParameters, deltaParameter,
      preactivationArgument, (ins OptionalAttr<F32Attr>:$input_multiplier, OptionalAttr<QNet_WindowAttr>:$window,
      OptionalAttr<F32Attr>:$epsilon), parameterArguments);
}

def QNet_ConnectedOp : QNet_WeightedOp<"connected"> {
  let summary = "The record `[connected]`: every output weighs all input values";
  let description = [{
    It does not promise an input of any shape: the values are read in the order channel, row, column.

    ```mlir
    qnet.network @tiny arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
      qnet.connected "connected_0" at 0 reads [-1] shape [10, 1, 1] {scale_group = 0 : i32, outputs = 10 : i32,
          batch_normalize = false, activation = #qsim<activation linear>, bias_correction = false}
    }
    ```

    Constraints:
    * connected_C1: it reads one tensor; outputs >= 1.
    * connected_C2: there are fewer than 2^31 weights.
    * connected_C3: the weights are 2 to 16 bits wide and have one positive scale, or one per output; width and scales are given together.
    * connected_C4: weights are quantized exactly if the output is.
    * connected_C5: weights and biases are given together, and with them, exactly if `batch_normalize`, scales, mean and variance, and, exactly if `bias_correction`, bias_delta.
    * connected_C6: parameters are f32; weights are outputs x input values, the others outputs.
    * connected_C7: a pre-activation is given exactly for a table activation with a quantized output.
    * connected_C10: alpha and beta are those that the activation takes (docs/spec/numerics.md, N54).
    * connected_C11: epsilon is finite, not below 0, and given with `batch_normalize` only.
  }];
  let arguments = !con(recordArguments, (ins I32Attr:$outputs, BoolAttr:$batch_normalize), activationArguments,
      weightScaleArguments, plainParameters, normParameters, deltaParameter, preactivationArgument,
      (ins OptionalAttr<F32Attr>:$epsilon), parameterArguments);
}

def QNet_LocalOp : QNet_WeightedOp<"local"> {
  let summary = "The record `[local]`: a convolution whose weights differ from place to place";
  let description = [{
    A place is a position of the output, counted row by row. It does not promise few weights: there are filters for each place.

    ```mlir
    qnet.network @tiny arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
      qnet.local "local_0" at 0 reads [-1] shape [4, 8, 8] {scale_group = 0 : i32,
          filters = 4 : i32, size = 3 : i32, stride = 1 : i32, pad = 1 : i32,
          activation = #qsim<activation leaky>, bias_correction = false}
    }
    ```

    Constraints:
    * local_C1: it reads one tensor; filters, size, stride >= 1 and pad >= 0.
    * local_C2: the window fits into the padded input; there are fewer than 2^31 weights.
    * local_C3: the weights are 2 to 16 bits wide and have one positive scale, or one per filter; width and scales are given together.
    * local_C4: weights are quantized exactly if the output is.
    * local_C5: weights and biases are given together, and with them, exactly if `bias_correction`, bias_delta.
    * local_C6: parameters are f32; weights are places x filters x input channels x size * size, the others filters x places.
    * local_C7: a pre-activation is given exactly for a table activation with a quantized output.
    * local_C10: alpha and beta are those that the activation takes (docs/spec/numerics.md, N54).
  }];
  let arguments = !con(recordArguments, (ins I32Attr:$filters, I32Attr:$size, I32Attr:$stride, I32Attr:$pad),
      activationArguments, weightScaleArguments, plainParameters, deltaParameter, preactivationArgument,
      parameterArguments);
}

#endif // QNET_IR_QNETWEIGHTEDOPS_TD
