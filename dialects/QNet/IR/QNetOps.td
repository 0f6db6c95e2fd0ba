// SPDX-License-Identifier: Apache-2.0
// The network. Constraints are numbered; verifiers and tests cite the numbers. The records stand in the files by family.
#ifndef QNET_IR_QNETOPS_TD
#define QNET_IR_QNETOPS_TD

include "QNet/IR/QNetHostOps.td"
include "QNet/IR/QNetMapOps.td"
include "QNet/IR/QNetNormalizationOps.td"
include "QNet/IR/QNetRecordOp.td"
include "QNet/IR/QNetViewOps.td"
include "QNet/IR/QNetWeightedOps.td"
include "mlir/IR/SymbolInterfaces.td"

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
    * network_C4: a record reads the picture (-1) or records before it, at least one; a constant reads nothing.
    * network_C5: the shape of a record follows from the shapes it reads.
    * network_C6: a scale group is named by the record (or -1) that owns the scale, at or before the member, and all members have its quantization.
    * network_C7: where the picture is not quantized, no record is; where it is, every record is that reads quantized tensors only, except those of the host.
    * network_C8: class names are single lines that neither begin nor end with a blank.
    * network_C9: max pools, upsamples, reorgs, dropouts, crops with `noadjust`, strided views, pads, resizes and reductions to max or min have the quantization of their input.
    * network_C10: parameters are given for all records that have any, or for none.
    * network_C11: with the arithmetic `yolo2_light` nothing is quantized but weights of convolutional records with an input multiplier, and no bias is corrected; no other arithmetic has input multipliers.
    * network_C12: a record without weights that is quantized reads quantized tensors only.
    * network_C13: what indexes a table, a pre-activation or the input of a crop that adjusts, is at most `table_bits` wide.
    * network_C14: a `crop_side` above 0 is given in `preprocess` with the resize `crop`, and with no other.
    * network_C15: the dimensions of `input`, which names the graph's input, hold the values of the picture.
    * network_C16: `outputs`, the graph's outputs in order, are `#qsim.output`, at least one, with unique names, each of a record or the picture (-1), and their dimensions hold its values. Without any they are what nobody reads.
    * network_C17: with the arithmetic `onnx` records with batch norm have an epsilon (docs/spec/numerics.md, N52); with others none has.
  }];
  let arguments = (ins SymbolNameAttr:$sym_name, QNet_ArithmeticAttr:$arithmetic,
      QNet_ResizeAttr:$resize, StrArrayAttr:$classes, DenseI32ArrayAttr:$shape,
      OptionalAttr<QNet_QuantAttr>:$quantization,
      OptionalAttr<QSim_DatapathAttr>:$datapath,
      OptionalAttr<QSim_PreprocessAttr>:$preprocess,
      OptionalAttr<QSim_InputAttr>:$input, OptionalAttr<ArrayAttr>:$outputs);
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

#endif // QNET_IR_QNETOPS_TD
