// SPDX-License-Identifier: Apache-2.0
// What readers and writers need to know about a record without knowing its kind.
#ifndef QNET_IR_QNETINTERFACES_TD
#define QNET_IR_QNETINTERFACES_TD

include "mlir/IR/OpBase.td"

def QNet_RecordOpInterface : OpInterface<"RecordOpInterface"> {
  let cppNamespace = "::qsim::qnet";
  let description = [{ One layer section of a `.net` file: the keys that every section has. }];
  let methods = [
    InterfaceMethod<"The word in the section's brackets, e.g. `convolutional`.",
      "::llvm::StringRef", "getSection", (ins), [{}], [{
        return ConcreteOp::getOperationName().substr(sizeof("qnet.") - 1); }]>,
    InterfaceMethod<"Unique name, kept from the source.",
      "::llvm::StringRef", "getRecordName", (ins), [{}], [{ return $_op.getName(); }]>,
    InterfaceMethod<"Position among the records.",
      "int32_t", "getRecordIndex", (ins), [{}], [{ return static_cast<int32_t>($_op.getIndex()); }]>,
    InterfaceMethod<"Indices of the records it reads; -1 is the picture.",
      "::llvm::ArrayRef<int32_t>", "getInputs">,
    InterfaceMethod<"Channels, height and width of the output.",
      "::llvm::ArrayRef<int32_t>", "getShape">,
    InterfaceMethod<"Quantization of the output; null where it is float32.",
      "::qsim::qnet::QuantAttr", "getQuantizationAttr">,
    InterfaceMethod<"Index of the record (-1: the picture) that owns the output's scale.",
      "int32_t", "getRecordScaleGroup", (ins), [{}], [{ return static_cast<int32_t>($_op.getScaleGroup()); }]>,
    InterfaceMethod<"The most integer mode that it runs in.",
      "::qsim::Mode", "getCeiling">,
    InterfaceMethod<"True for heads that run on the host in float; their output is never quantized.",
      "bool", "isHostRecord", (ins), [{}], [{ return false; }]>,
    InterfaceMethod<"True where the output has the quantization of the input.",
      "bool", "keepsQuantization", (ins), [{}], [{ return false; }]>,
    InterfaceMethod<"True where a quantized output needs quantized inputs; a layer with weights then runs in float.",
      "bool", "demandsQuantizedInputs", (ins), [{}], [{ return true; }]>,
    InterfaceMethod<[{What the integers that index its table mean, for an input of this quantization; null where it has none.}],
      "::qsim::qnet::QuantAttr", "getTableIndex", (ins "::qsim::qnet::QuantAttr":$input), [{}], [{ return {}; }]>,
    InterfaceMethod<[{The parameters that its kind may have, in the order of the `.fweights`; values are null where absent.}],
      "::llvm::SmallVector<::qsim::qnet::Parameter>", "getParameters", (ins), [{}], [{ return {}; }]>,
    InterfaceMethod<[{The output's shape for inputs of these shapes; emits an error where there is none.}],
      "::llvm::FailureOr<::qsim::qnet::Shape>", "inferShape", (ins "::llvm::ArrayRef<::qsim::qnet::Shape>":$inputs)>,
  ];
}

#endif // QNET_IR_QNETINTERFACES_TD
