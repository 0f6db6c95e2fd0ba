// SPDX-License-Identifier: Apache-2.0
// Weights, the layers that have them, and the parts of such layers.
#ifndef QSIM_IR_QSIMWEIGHTOPS_TD
#define QSIM_IR_QSIMWEIGHTOPS_TD

include "QSim/IR/QSimOpBase.td"

def QSim_ParameterOp : QSim_Op<"parameter", [Pure]> {
  let summary = "Imported weights: an f32 payload, never rewritten";
  let description = [{
    The payload stays as imported (normally a `dense_resource` mapped from the
    weights file). Quantization changes the result type only; the integers are
    computed when the package is emitted. It has no folder and does not promise that the
    payload is present: an elided resource is an error only where it is read.

    ```mlir
    %w = qsim.parameter dense<0.5> : tensor<1x1x1x1xf32> -> tensor<1x1x1x1xf32>
    ```

    Constraints:
    * parameter_C1: payload and result have the same shape.
    * parameter_C2: the payload's element type is f32.
    * parameter_C3: a quantized result is signed, symmetric (zero point 0), narrow range, and per axis along dimension 0 or 1, with one scale for each index.
  }];
  let arguments = (ins ElementsAttr:$value);
  let results = (outs QSim_Weights:$result);
  let assemblyFormat = "$value attr-dict `->` type($result)";
  let hasVerifier = 1;
}

// A layer with weights and one vector each of biases, batch norm and bias correction.
class QSim_WeightedOp<string mnemonic, list<string> overridden = [], list<Trait> traits = []>
    : QSim_ActivatedOp<mnemonic, ["getLayerWeights", "getLayerVector", "setLayerVector", "takesLayerVector"] # overridden,
                       traits> {
  dag vectorArguments = (ins OptionalAttr<ElementsAttr>:$biases, OptionalAttr<ElementsAttr>:$scales,
                             OptionalAttr<ElementsAttr>:$mean, OptionalAttr<ElementsAttr>:$variance,
                             OptionalAttr<ElementsAttr>:$bias_delta);
  let extraClassDefinition = activationDefinition # [{
    ::mlir::Value $cppClass::getLayerWeights() { return getWeights(); }
    bool $cppClass::takesLayerVector(::qsim::LayerVector) { return true; }
    ::mlir::ElementsAttr $cppClass::getLayerVector(::qsim::LayerVector vector) {
      switch (vector) {
      case ::qsim::LayerVector::Biases: return getBiasesAttr();
      case ::qsim::LayerVector::Scales: return getScalesAttr();
      case ::qsim::LayerVector::Mean: return getMeanAttr();
      case ::qsim::LayerVector::Variance: return getVarianceAttr();
      case ::qsim::LayerVector::BiasDelta: return getBiasDeltaAttr();
      }
      llvm_unreachable("no such vector");
    }
    void $cppClass::setLayerVector(::qsim::LayerVector vector, ::mlir::ElementsAttr values) {
      switch (vector) {
      case ::qsim::LayerVector::Biases: return setBiasesAttr(values);
      case ::qsim::LayerVector::Scales: return setScalesAttr(values);
      case ::qsim::LayerVector::Mean: return setMeanAttr(values);
      case ::qsim::LayerVector::Variance: return setVarianceAttr(values);
      case ::qsim::LayerVector::BiasDelta: return setBiasDeltaAttr(values);
      }
      llvm_unreachable("no such vector");
    }
  }];
}

def QSim_Conv2DOp : QSim_WeightedOp<"conv2d"> {
  let summary = "2-D cross-correlation with optional batch norm, bias and activation";
  let description = [{
    Order: convolution, batch norm or bias, activation (numerics.md N11, N17, N18). Batch norm
    and bias correction are vectors on the layer; the weights are not folded.
    It does not promise any accumulator width: the datapath does. `input_multiplier` belongs to the
    arithmetic yolo2_light (N44) and is what HYBRID multiplies its input by there. With `dilations` taps stand apart
    from each other, with `input_dilations` the rows and columns of the input do (a transposed convolution). `epsilon`
    belongs to batch norm in the arithmetic onnx (N52).

    ```mlir
    %0 = qsim.conv2d %x, %w {name = "conv_0", index = 0 : i64,
        strides = array<i64: 1, 1>, pads = array<i64: 1, 1, 1, 1>, groups = 1 : i64,
        biases = dense<0.0> : tensor<16xf32>, activation = #qsim<activation leaky>}
        : (tensor<1x3x8x8xf32>, tensor<16x3x3x3xf32>) -> tensor<1x16x8x8xf32>
    ```

    Constraints:
    * conv_C1: weights have rank 4: [filters, channels / groups, height, width].
    * conv_C2: `groups` >= 1 divides the input channels and the filters.
    * conv_C3: weights dimension 1 = input channels / groups.
    * conv_C4: two strides, 1..65536; four pads (top, left, bottom, right), 0..65536; two dilations and two input dilations, 1..65536.
    * conv_C5: result shape = [1, filters, ((h - 1) * input dilation + 1 + top + bottom - ((kh - 1) * dilation + 1)) / stride + 1, likewise w] (numerics.md N51).
    * conv_C6: biases, scales, mean, variance, bias_delta are f32 vectors of `filters` elements.
    * conv_C7: scales, mean and variance are given together or not at all, and then with biases.
    * conv_C8: the dilated window fits into the dilated and padded input.
    * conv_C9: `input_multiplier` is a finite number > 0.
    * conv_C10: `epsilon` is a finite number >= 0 and given with batch norm only.
  }];
  let arguments = !con((ins QSim_FeatureMap:$input, QSim_Weights:$weights), layerArguments, (ins
      DenseI64ArrayAttr:$strides, DenseI64ArrayAttr:$pads, I64Attr:$groups),
      vectorArguments, (ins OptionalAttr<F32Attr>:$input_multiplier), activationArguments,
      (ins DefaultValuedAttr<DenseI64ArrayAttr, "{1, 1}">:$dilations,
           DefaultValuedAttr<DenseI64ArrayAttr, "{1, 1}">:$input_dilations, OptionalAttr<F32Attr>:$epsilon));
  let results = (outs QSim_FeatureMap:$output);
  let assemblyFormat = "$input `,` $weights attr-dict `:` functional-type(operands, results)";
}

def QSim_ConnectedOp : QSim_WeightedOp<"connected"> {
  let summary = "A fully connected layer with optional batch norm, bias and activation";
  let description = [{
    Every output sums over the whole input, read in the order C, H, W (numerics.md N29). It does not promise
    any accumulator width: the datapath does.

    ```mlir
    %0 = qsim.connected %x, %w {name = "connected_1", index = 1 : i64,
        biases = dense<0.0> : tensor<10xf32>, activation = #qsim<activation relu>}
        : (tensor<1x3x4x4xf32>, tensor<10x48xf32>) -> tensor<1x10x1x1xf32>
    ```

    Constraints:
    * connected_C1: weights have rank 2: [outputs, C * H * W].
    * connected_C2: result shape = [1, outputs, 1, 1].
    * connected_C3: biases, scales, mean, variance, bias_delta are f32 vectors of `outputs` elements.
    * connected_C4: scales, mean and variance are given together or not at all, and then with biases.
    * connected_C5: `epsilon` is a finite number >= 0 and given with batch norm only.
  }];
  let arguments = !con((ins QSim_FeatureMap:$input, QSim_Weights:$weights), layerArguments, vectorArguments,
                       activationArguments, (ins OptionalAttr<F32Attr>:$epsilon));
  let results = (outs QSim_FeatureMap:$output);
  let assemblyFormat = "$input `,` $weights attr-dict `:` functional-type(operands, results)";
}

def QSim_LocalOp : QSim_ActivatedOp<"local", ["getLayerWeights", "getWeightAxis", "getLayerVector", "setLayerVector",
                                              "takesLayerVector"]> {
  let summary = "A convolution with weights of its own at every place";
  let description = [{
    Place p = y * width + x of the output has the weights [p] (numerics.md N30). There is no batch norm. It does not
    promise that places share anything but a filter's scale.

    ```mlir
    %0 = qsim.local %x, %w {name = "local_2", index = 2 : i64, size = 3 : i64, stride = 1 : i64, pad = 1 : i64,
        biases = dense<0.0> : tensor<8x49xf32>}
        : (tensor<1x4x7x7xf32>, tensor<49x8x4x9xf32>) -> tensor<1x8x7x7xf32>
    ```

    Constraints:
    * local_C1: `size` and `stride` are 1..65536, `pad` is 0..65536, and the window fits into the padded input.
    * local_C2: weights have rank 4: [places, filters, input channels, size * size], places = output height * width.
    * local_C3: result shape = [1, filters, (h + 2 * pad - size) / stride + 1, likewise w].
    * local_C4: biases and bias_delta are f32, [filters, places].
  }];
  let arguments = !con((ins QSim_FeatureMap:$input, QSim_Weights:$weights), layerArguments, (ins
      I64Attr:$size, I64Attr:$stride, I64Attr:$pad,
      OptionalAttr<ElementsAttr>:$biases, OptionalAttr<ElementsAttr>:$bias_delta), activationArguments);
  let results = (outs QSim_FeatureMap:$output);
  let assemblyFormat = "$input `,` $weights attr-dict `:` functional-type(operands, results)";
  let extraClassDefinition = activationDefinition # [{
    ::mlir::Value $cppClass::getLayerWeights() { return getWeights(); }
    int64_t $cppClass::getWeightAxis() { return 1; }
    bool $cppClass::takesLayerVector(::qsim::LayerVector vector) {
      return vector == ::qsim::LayerVector::Biases || vector == ::qsim::LayerVector::BiasDelta;
    }
    ::mlir::ElementsAttr $cppClass::getLayerVector(::qsim::LayerVector vector) {
      if (vector == ::qsim::LayerVector::Biases)
        return getBiasesAttr();
      return vector == ::qsim::LayerVector::BiasDelta ? getBiasDeltaAttr() : ::mlir::ElementsAttr();
    }
    void $cppClass::setLayerVector(::qsim::LayerVector vector, ::mlir::ElementsAttr values) {
      assert(takesLayerVector(vector) && "a local layer has no batch norm");
      if (vector == ::qsim::LayerVector::Biases)
        setBiasesAttr(values);
      else
        setBiasDeltaAttr(values);
    }
  }];
}

def QSim_BatchNormOp : QSim_LayerOp<"batch_norm"> {
  let summary = "Batch norm at inference, with Darknet's own arithmetic";
  let description = [{
    `(x - mean) / deviation * scales + biases` per channel; how the deviation is computed depends on the network's
    arithmetic (numerics.md N3, N18). It does not promise to run by itself:
    `qsim-fuse-batch-norm` puts it on the convolutional or connected layer before it.

    Constraints:
    * batch_norm_C1: input and result have the same shape.
    * batch_norm_C2: scales, mean, variance and biases are f32 vectors of the channel count.
    * batch_norm_C3: `epsilon` is a finite number >= 0; it belongs to the arithmetic onnx (numerics.md N52).
  }];
  let arguments = !con((ins QSim_FeatureMap:$input), layerArguments, (ins
      ElementsAttr:$scales, ElementsAttr:$mean, ElementsAttr:$variance, ElementsAttr:$biases,
      OptionalAttr<F32Attr>:$epsilon));
  let results = (outs QSim_FeatureMap:$output);
  let assemblyFormat = "$input attr-dict `:` functional-type(operands, results)";
}

def QSim_ActivationOp : QSim_ActivatedOp<"activation", [], [], "Kind"> {
  let summary = "An activation function, element by element";
  let description = [{
    It does not promise to stay a layer: `qsim-fuse-activation` puts it on the layer before it where that can be
    (numerics.md N55 where it cannot).

    ```mlir
    %0 = qsim.activation %x {name = "clip_3", index = 3 : i64, kind = #qsim<activation clip>, alpha = 0.0 : f32,
        beta = 6.0 : f32} : (tensor<1x3x8x8xf32>) -> tensor<1x3x8x8xf32>
    ```

    Constraints:
    * activation_C1: input and result have the same shape.
  }];
  let arguments = !con((ins QSim_FeatureMap:$input), layerArguments, (ins QSim_ActivationKindAttr:$kind,
      OptionalAttr<TypeAttr>:$preactivation), parameterArguments);
  let results = (outs QSim_FeatureMap:$output);
  let assemblyFormat = "$input attr-dict `:` functional-type(operands, results)";
  let hasFolder = 1;
}

#endif // QSIM_IR_QSIMWEIGHTOPS_TD
