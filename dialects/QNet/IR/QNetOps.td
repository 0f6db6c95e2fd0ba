// SPDX-License-Identifier: Apache-2.0
// The network and its records. Constraints are numbered; verifiers and tests cite the numbers.
#ifndef QNET_IR_QNETOPS_TD
#define QNET_IR_QNETOPS_TD

include "QNet/IR/QNetAttrs.td"
include "QNet/IR/QNetInterfaces.td"
include "mlir/IR/SymbolInterfaces.td"

class QNet_Op<string mnemonic, list<Trait> traits = []> : Op<QNet_Dialect, mnemonic, traits>;

// The keys that every layer section begins with (docs/spec/net.md).
class QNet_RecordOp<string mnemonic, list<string> overridden = []>
    : QNet_Op<mnemonic, [HasParent<"NetworkOp">,
          DeclareOpInterfaceMethods<QNet_RecordOpInterface, ["inferShape"] # overridden>]> {
  let hasVerifier = 1;
  let assemblyFormat = "$name `at` $index `reads` $inputs `shape` $shape attr-dict";
  dag recordArguments = (ins StrAttr:$name, I32Attr:$index,
      DenseI32ArrayAttr:$inputs, DenseI32ArrayAttr:$shape,
      OptionalAttr<QNet_QuantAttr>:$quantization, I32Attr:$scale_group,
      DefaultValuedAttr<QSim_ModeAttr, "::qsim::Mode::Int">:$ceiling);
}

def QNet_NetworkOp : QNet_Op<"network",
    [Symbol, IsolatedFromAbove, SingleBlock, NoTerminator, NoRegionArguments]> {
  let summary = "A network: the `[net]` section, the `.sys`, and the records";
  let description = [{
    It does not promise that parameters are present: a network that was read from a `.net` alone has none.

    ```mlir
    qnet.network @tiny arithmetic pjreddie resize stretch classes ["disc"] shape [3, 8, 8]
        attributes {quantization = #qnet.quant<8, 0.0078125, 0>} {
      qnet.maxpool "maxpool_0" at 0 reads [-1] shape [3, 4, 4] {size = 2 : i32, stride = 2 : i32, padding = 0 : i32,
          quantization = #qnet.quant<8, 0.0078125, 0>, scale_group = -1 : i32}
    }
    ```

    Without `datapath` the defaults of docs/spec/sys.md hold.

    Constraints:
    * network_C1: the shape is channels, height, width, 1 to 65536 each.
    * network_C2: the body holds records only, at least one; the index of each is its position.
    * network_C3: names are unique and consist of letters, digits, `_`, `.`, `-`, `/`; the network's own has no `/` and does not begin with `.`.
    * network_C4: a record reads the picture (-1) or records before it, at least one.
    * network_C5: the shape of a record follows from the shapes it reads.
    * network_C6: a scale group is named by the record (or -1) that owns the scale, at or before the member, and all members have its quantization.
    * network_C7: the picture and all records but host heads are quantized, or nothing is.
    * network_C8: class names are single lines that neither begin nor end with a blank.
    * network_C9: max pools and upsamples have the quantization of their input.
    * network_C10: parameters are given for all records that have any, or for none.
  }];
  let arguments = (ins SymbolNameAttr:$sym_name, QNet_ArithmeticAttr:$arithmetic,
      QNet_ResizeAttr:$resize, StrArrayAttr:$classes, DenseI32ArrayAttr:$shape,
      OptionalAttr<QNet_QuantAttr>:$quantization,
      OptionalAttr<QSim_DatapathAttr>:$datapath);
  let regions = (region SizedRegion<1>:$body);
  let assemblyFormat = [{
    $sym_name `arithmetic` $arithmetic `resize` $resize `classes` $classes `shape` $shape
    attr-dict-with-keyword $body
  }];
  let hasRegionVerifier = 1;
  let extraClassDeclaration = [{
    /// The records in order; only when the op is verified.
    ::llvm::SmallVector<::qsim::qnet::RecordOpInterface> getRecords();
    /// The quantization of what stands under an index (-1: the picture).
    static ::qsim::qnet::QuantAttr getQuantizationOf(
        ::qsim::qnet::NetworkOp network,
        ::llvm::ArrayRef<::qsim::qnet::RecordOpInterface> records, int32_t index);
  }];
}

def QNet_ConvolutionalOp : QNet_RecordOp<"convolutional"> {
  let summary = "The record `[convolutional]`";
  let description = [{
    Weights, biases and batch-norm vectors are the imported float32; integers are derived from them and the
    scales when the package is written, not here.

    ```mlir
    qnet.network @tiny arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
      qnet.convolutional "conv_0" at 0 reads [-1] shape [16, 8, 8] {scale_group = 0 : i32,
          filters = 16 : i32, size = 3 : i32, stride = 1 : i32, pad = 1 : i32, groups = 1 : i32,
          batch_normalize = true, activation = #qsim<activation leaky>, bias_correction = false}
    }
    ```

    Constraints:
    * convolutional_C1: it reads one tensor; filters, size, stride, groups >= 1 and pad >= 0.
    * convolutional_C2: `groups` divides filters and input channels; the window fits into the padded input.
    * convolutional_C3: the weights are 2 to 16 bits wide and have one positive scale, or one per filter; width and scales are given together.
    * convolutional_C4: weights are quantized exactly if the output is.
    * convolutional_C5: weights and biases are given together, and with them, exactly if `batch_normalize`, scales, mean and variance, and, exactly if `bias_correction`, bias_delta.
    * convolutional_C6: parameters are f32; weights are filters x input channels / groups x size x size, the others filters.
  }];
  let arguments = !con(recordArguments, (ins I32Attr:$filters, I32Attr:$size, I32Attr:$stride, I32Attr:$pad, I32Attr:$groups,
      BoolAttr:$batch_normalize, QSim_ActivationKindAttr:$activation,
      OptionalAttr<I32Attr>:$weight_bits, OptionalAttr<DenseF32ArrayAttr>:$weight_scales,
      BoolAttr:$bias_correction,
      OptionalAttr<ElementsAttr>:$weights, OptionalAttr<ElementsAttr>:$biases,
      OptionalAttr<ElementsAttr>:$scales, OptionalAttr<ElementsAttr>:$mean,
      OptionalAttr<ElementsAttr>:$variance, OptionalAttr<ElementsAttr>:$bias_delta));
}

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
  }];
  let arguments = !con(recordArguments, (ins I32Attr:$size, I32Attr:$stride, I32Attr:$padding));
}

def QNet_RouteOp : QNet_RecordOp<"route"> {
  let summary = "The record `[route]`: concatenation by channel";
  let description = [{
    It does not promise that its inputs share a scale: those that differ from the output's are requantized.

    ```mlir
    qnet.network @tiny arithmetic pjreddie resize stretch classes [] shape [3, 8, 8] {
      qnet.route "route_0" at 0 reads [-1, -1] shape [6, 8, 8] {scale_group = 0 : i32}
    }
    ```

    Constraints:
    * route_C1: all inputs have the same height and width.
  }];
  let arguments = recordArguments;
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

def QNet_YoloOp : QNet_RecordOp<"yolo", ["isHostRecord"]> {
  let summary = "The record `[yolo]`: a detection head on the host";
  let description = [{
    `anchors` are pairs of width and height in pixels of the network's input. It does not decode boxes.

    ```mlir
    qnet.network @tiny arithmetic pjreddie resize stretch classes ["disc"] shape [6, 8, 8] {
      qnet.yolo "yolo_0" at 0 reads [-1] shape [6, 8, 8] {scale_group = 0 : i32,
          classes = 1 : i32, mask = array<i32: 0>, anchors = array<f32: 3.0, 4.0>}
    }
    ```

    Constraints:
    * yolo_C1: it reads one tensor and its output is not quantized.
    * yolo_C2: classes >= 1; anchors are pairs of positive numbers; the mask holds at least one index, each of a pair.
    * yolo_C3: input channels = length of the mask * (5 + classes).
  }];
  let arguments = !con(recordArguments, (ins I32Attr:$classes, DenseI32ArrayAttr:$mask, DenseF32ArrayAttr:$anchors));
}

#endif // QNET_IR_QNETOPS_TD
