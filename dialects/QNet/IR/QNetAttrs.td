// SPDX-License-Identifier: Apache-2.0
// Attributes of the qnet dialect.
#ifndef QNET_IR_QNETATTRS_TD
#define QNET_IR_QNETATTRS_TD

include "QNet/IR/QNetDialect.td"
include "QSim/IR/QSimAttrs.td"
include "mlir/IR/AttrTypeBase.td"
include "mlir/IR/EnumAttr.td"

class QNet_EnumAttr<QSim_Enum info> : EnumAttr<QNet_Dialect, info, info.attrMnemonic> {
  let cppNamespace = "::qsim::qnet";
}
def QNet_ArithmeticAttr : QNet_EnumAttr<QSim_Arithmetic>;
def QNet_ResizeAttr : QNet_EnumAttr<QSim_Resize>;

// Printed so that it reads back to the same float32.
def QNet_Float32 : AttrOrTypeParameter<"::llvm::APFloat", "float32"> {
  let parser = "::qsim::qnet::parseFloat32($_parser)";
  let printer = "$_printer.printFloat($_self)";
  let comparator = "$_lhs.bitwiseIsEqual($_rhs)";
}

def QNet_QuantAttr : AttrDef<QNet_Dialect, "Quant"> {
  let mnemonic = "quant";
  let summary = "Quantization of one tensor: width in bits, scale, zero point (numerics.md section 1)";
  let description = [{
    ```mlir
    module attributes {t.scale = #qnet.quant<8, 0.05, 0>} {}
    ```

    Constraints:
    * quant_C1: the width is 2 to 16 bits.
    * quant_C2: the scale is positive and finite.
    * quant_C3: the zero point is an integer of the width.
  }];
  let parameters = (ins "int32_t":$bits, QNet_Float32:$scale, "int32_t":$zero_point);
  let assemblyFormat = "`<` $bits `,` $scale `,` $zero_point `>`";
  let genVerifyDecl = 1;
  let extraClassDeclaration = [{
    static QuantAttr get(::mlir::MLIRContext *context, int32_t bits, float scale, int32_t zeroPoint) {
      return get(context, bits, ::llvm::APFloat(scale), zeroPoint);
    }
    float getScaleAsFloat() const { return getScale().convertToFloat(); }
  }];
}

def QNet_WindowAttr : AttrDef<QNet_Dialect, "Window"> {
  let mnemonic = "window";
  let summary = "A window that moves over rows (y) and columns (x), where size, stride and one padding do not say it (numerics.md N51)";
  let description = [{
    ```mlir
    module attributes {t.window = #qnet.window<size_y = 3, size_x = 2, stride_y = 1, stride_x = 2, left = 1>} {}
    ```

    Constraints:
    * window_C1: sizes, strides and dilations are 1 to 65535, pads 0 to 65535.
  }];
  let parameters = (ins "int32_t":$size_y, "int32_t":$size_x, "int32_t":$stride_y, "int32_t":$stride_x,
      DefaultValuedParameter<"int32_t", "0">:$top, DefaultValuedParameter<"int32_t", "0">:$left,
      DefaultValuedParameter<"int32_t", "0">:$bottom, DefaultValuedParameter<"int32_t", "0">:$right,
      DefaultValuedParameter<"int32_t", "1">:$dilation_y, DefaultValuedParameter<"int32_t", "1">:$dilation_x,
      DefaultValuedParameter<"int32_t", "1">:$input_dilation_y,
      DefaultValuedParameter<"int32_t", "1">:$input_dilation_x);
  let assemblyFormat = "`<` struct(params) `>`";
  let genVerifyDecl = 1;
}

#endif // QNET_IR_QNETATTRS_TD
