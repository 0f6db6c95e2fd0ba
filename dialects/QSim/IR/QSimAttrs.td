// SPDX-License-Identifier: Apache-2.0
// Structured attributes of the qsim dialect.
#ifndef QSIM_IR_QSIMATTRS_TD
#define QSIM_IR_QSIMATTRS_TD

include "QSim/IR/QSimEnums.td"
include "mlir/IR/AttrTypeBase.td"

class QSim_Attr<string cppName, string attrMnemonic> : AttrDef<QSim_Dialect, cppName> {
  let mnemonic = attrMnemonic;
}

def QSim_PreprocessAttr : QSim_Attr<"Preprocess", "preprocess"> {
  let summary = "What happens to a picture beside its resize (numerics.md N66)";
  let description = [{
    Everything left out is what Darknet does. `crop_side` belongs to the resize `crop`; `scale` is what bytes are
    divided by, 255 or 1.

    ```mlir
    #qsim.preprocess<order = bgr, scale = 1, mean = array<f32: 104.0, 117.0, 123.0>>
    ```

    Constraints:
    * preprocess_C1: `crop_side` is 0..65536.
    * preprocess_C2: `scale` is 255 or 1.
    * preprocess_C3: `mean` and `std` are three finite numbers each, those of `std` greater than 0.
    * preprocess_C4: `pad_value` is an f32 of 0..255.
  }];
  let genVerifyDecl = 1;
  let parameters = (ins DefaultValuedParameter<"int32_t", "0">:$crop_side,
                        DefaultValuedParameter<"ChannelOrder", "ChannelOrder::RGB">:$order,
                        DefaultValuedParameter<"int32_t", "255">:$scale,
                        OptionalParameter<"::mlir::DenseF32ArrayAttr">:$mean,
                        OptionalParameter<"::mlir::DenseF32ArrayAttr">:$std,
                        OptionalParameter<"::mlir::FloatAttr">:$pad_value);
  let assemblyFormat = "`<` struct(params) `>`";
}

def QSim_NetworkAttr : QSim_Attr<"Network", "network"> {
  let summary = "Facts about the whole network, on the module as `qsim.network`";
  let description = [{
    ```mlir
    module attributes {qsim.network = #qsim.network<name = "scenes",
        arithmetic = pjreddie, resize = letterbox, classes = ["disc", "ring"]>} {}
    ```
    `classes` names the classes in order and may be empty; `preprocess` is given where a picture is treated in another
    way than Darknet does.

    Constraints:
    * network_C3: the name consists of letters, digits, `_`, `.`, `-` and `/`.
    * network_C4: each class is a string.
    * network_C5: a `crop_side` above 0 is given with the resize `crop`, and with no other.
  }];
  let genVerifyDecl = 1;
  let parameters = (ins StringRefParameter<"name of the network">:$name,
                        EnumParameter<QSim_Arithmetic>:$arithmetic,
                        EnumParameter<QSim_Resize>:$resize,
                        "::mlir::ArrayAttr":$classes,
                        OptionalParameter<"::qsim::PreprocessAttr">:$preprocess);
  let assemblyFormat = "`<` struct(params) `>`";
}

def QSim_DatapathAttr : QSim_Attr<"Datapath", "datapath"> {
  let summary = "The declared datapath, on the module as `qsim.datapath` (docs/spec/sys.md)";
  let description = [{
    Constraints:
    * datapath_C2: accumulators have 2..48 bits.
    * datapath_C3: a bias has 2 bits or more and at most as many as its accumulator.
    * datapath_C4: a multiplier has 2..31 bits, and with its accumulator at most 63.
    * datapath_C5: `max_shift` is 1..62.
    * datapath_C6: `table_bits` is 2..16.
  }];
  let genVerifyDecl = 1;
  let parameters = (ins EnumParameter<QSim_Rounding>:$rounding,
                        EnumParameter<QSim_Overflow>:$overflow,
                        EnumParameter<QSim_OverflowCheck>:$overflow_check,
                        EnumParameter<QSim_LeakyForm>:$leaky,
                        "int32_t":$accumulator_bits,
                        "int32_t":$wide_accumulator_bits,
                        "int32_t":$bias_bits,
                        "int32_t":$wide_bias_bits,
                        "int32_t":$multiplier_bits,
                        "int32_t":$wide_multiplier_bits,
                        "int32_t":$max_shift,
                        DefaultValuedParameter<"int32_t", "12">:$table_bits);
  let extraClassDeclaration = [{
    /// The datapath of a network that declares none (docs/spec/sys.md).
    static DatapathAttr getDefault(::mlir::MLIRContext *context);
  }];
  let assemblyFormat = "`<` struct(params) `>`";
}

def QSim_InputAttr : QSim_Attr<"Input", "input"> {
  let summary = "The graph's input as its source has it, on the module as `qsim.input`";
  let description = [{
    ```mlir
    module attributes {qsim.input = #qsim.input<name = "images", dims = [1, 3, 32, 32]>} {}
    ```

    Constraints:
    * input_C3: the name consists of letters, digits, `_`, `.`, `-` and `/`.
    * input_C4: there are at most 8 dimensions, each 1..2^31-1.
  }];
  let genVerifyDecl = 1;
  let parameters = (ins StringRefParameter<"name of the input">:$name,
                        OptionalArrayRefParameter<"int64_t">:$dims);
  let assemblyFormat = "`<` `name` `=` $name `,` `dims` `=` `[` (`]`) : ($dims^ `]`)? `>`";
}

def QSim_OutputAttr : QSim_Attr<"Output", "output"> {
  let summary = "One of the graph's outputs as its source has it, in the module's `qsim.outputs`";
  let description = [{
    `layer` is the index of the layer whose result it is, or -1: the picture. It does not promise that nobody else reads
    that layer.

    ```mlir
    module attributes {t.output = #qsim.output<name = "scores", layer = 7, dims = [1, 1000]>} {}
    ```

    Constraints:
    * output_C3: the name consists of letters, digits, `_`, `.`, `-` and `/`.
    * output_C4: the layer is -1 or more.
    * output_C5: there are at most 8 dimensions, each 1..2^31-1.
  }];
  let genVerifyDecl = 1;
  let parameters = (ins StringRefParameter<"name of the output">:$name, "int64_t":$layer,
                        OptionalArrayRefParameter<"int64_t">:$dims);
  let assemblyFormat = [{`<` `name` `=` $name `,` `layer` `=` $layer `,` `dims` `=` `[` (`]`) : ($dims^ `]`)? `>`}];
}

#endif // QSIM_IR_QSIMATTRS_TD
