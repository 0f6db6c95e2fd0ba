// SPDX-License-Identifier: Apache-2.0
// What all records share. Constraints are numbered; verifiers and tests cite the numbers.
#ifndef QNET_IR_QNETRECORDOP_TD
#define QNET_IR_QNETRECORDOP_TD

include "QNet/IR/QNetAttrs.td"
include "QNet/IR/QNetInterfaces.td"

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


// What the records that end in an activation hold beside it.
defvar activationArguments = (ins QSim_ActivationKindAttr:$activation);
defvar preactivationArgument = (ins OptionalAttr<QNet_QuantAttr>:$preactivation);
defvar parameterArguments = (ins OptionalAttr<F32Attr>:$alpha, OptionalAttr<F32Attr>:$beta);

#endif // QNET_IR_QNETRECORDOP_TD
