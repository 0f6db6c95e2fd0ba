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
    * layer_C3: a pre-activation is given only with a table activation.
    * layer_C4: a pre-activation is a calibrated or a signed, full-range, per-tensor quantized f32.
    * layer_C5: weights quantized per axis are quantized along the axis of the filters.
    * layer_C6: alpha and beta are given exactly where the activation names them (numerics.md N54; elu and selu may do without) and are finite; those of clip may be infinite, that of leaky_relu is at least 0.
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
    InterfaceMethod<"Dimension of the weights that counts the filters (or outputs).",
      "int64_t", "getWeightAxis", (ins), [{}], [{ return 0; }]>,
    InterfaceMethod<"One of the layer's f32 vectors, or null where it has none.",
      "::mlir::ElementsAttr", "getLayerVector", (ins "::qsim::LayerVector":$vector), [{}], [{ return {}; }]>,
    InterfaceMethod<"Sets or (null) removes a vector; only for those that the layer can have.",
      "void", "setLayerVector", (ins "::qsim::LayerVector":$vector, "::mlir::ElementsAttr":$values), [{}], [{
        llvm_unreachable("the layer has no such vector"); }]>,
    InterfaceMethod<"True when the layer can have a vector, absent or not.",
      "bool", "takesLayerVector", (ins "::qsim::LayerVector":$vector), [{}], [{ return false; }]>,
    InterfaceMethod<"The activation at the end of the layer; nothing where the layer cannot have one.",
      "::std::optional<::qsim::ActivationKind>", "getLayerActivation", (ins), [{}], [{ return ::std::nullopt; }]>,
    InterfaceMethod<"Only for layers that can have an activation.",
      "void", "setLayerActivation", (ins "::qsim::ActivationKind":$kind), [{}], [{
        llvm_unreachable("the layer has no activation"); }]>,
    InterfaceMethod<"First parameter of the activation (numerics.md N54), or null.",
      "::mlir::FloatAttr", "getLayerAlpha", (ins), [{}], [{ return {}; }]>,
    InterfaceMethod<"Second parameter of the activation, or null.",
      "::mlir::FloatAttr", "getLayerBeta", (ins), [{}], [{ return {}; }]>,
    InterfaceMethod<"Sets or (null) removes both; only for layers that can have an activation.",
      "void", "setLayerParameters", (ins "::mlir::FloatAttr":$alpha, "::mlir::FloatAttr":$beta), [{}], [{
        llvm_unreachable("the layer has no activation"); }]>,
    InterfaceMethod<"Element type of what a table activation is applied to (calibrated or quantized), or null.",
      "::mlir::Type", "getLayerPreactivation", (ins), [{}], [{ return {}; }]>,
    InterfaceMethod<"Sets or (null) removes it; only for layers that can have an activation.",
      "void", "setLayerPreactivation", (ins "::mlir::Type":$elements), [{}], [{
        llvm_unreachable("the layer has no activation"); }]>,
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
