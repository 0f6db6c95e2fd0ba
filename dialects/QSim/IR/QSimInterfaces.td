// SPDX-License-Identifier: Apache-2.0
// What the passes need to know about a layer without knowing its kind.
#ifndef QSIM_IR_QSIMINTERFACES_TD
#define QSIM_IR_QSIMINTERFACES_TD

include "mlir/IR/OpBase.td"

def QSim_LayerOpInterface : OpInterface<"LayerOpInterface"> {
  let cppNamespace = "::qsim";
  let description = [{
    Every op that stands for a layer, or a part of one, of the source network.
    How a layer computes is not here: docs/spec/numerics.md says it, the runtime does it.

    Constraints on every such op:
    * layer_C1: the name is not empty and consists of letters, digits, `_`, `.`, `-` and `/`.
    * layer_C2: the index is >= 0.
  }];
  let methods = [
    InterfaceMethod<"Unique name from the source; survives to the `.net` and beyond.",
      "::llvm::StringRef", "getLayerName", (ins), [{}], [{ return $_op.getName(); }]>,
    InterfaceMethod<"Index of the source section; 0 is the first after [net].",
      "int64_t", "getLayerIndex", (ins), [{}], [{ return static_cast<int64_t>($_op.getIndex()); }]>,
    InterfaceMethod<"The section name of the layer in `.net`, e.g. `convolutional`.",
      "::llvm::StringRef", "getLayerKind">,
    InterfaceMethod<"The weights operand, or null.",
      "::mlir::Value", "getLayerWeights", (ins), [{}], [{ return {}; }]>,
    InterfaceMethod<"True when the output must have the quantization of the (first) input.",
      "bool", "keepsScale", (ins), [{}], [{ return false; }]>,
    InterfaceMethod<"True for heads that run on the host in float and return f32.",
      "bool", "isHostLayer", (ins), [{}], [{ return false; }]>,
    InterfaceMethod<"The most integer mode that this layer may run in.",
      "::qsim::Mode", "getLayerCeiling", (ins), [{}], [{
        return $_op.getCeiling() ? *$_op.getCeiling() : ::qsim::Mode::Int; }]>,
  ];
  let verify = [{ return ::qsim::verifyLayer($_op); }];
}

#endif // QSIM_IR_QSIMINTERFACES_TD
