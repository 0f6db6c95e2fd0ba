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

#endif // QNET_IR_QNETATTRS_TD
