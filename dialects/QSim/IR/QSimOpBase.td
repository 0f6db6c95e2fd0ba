// SPDX-License-Identifier: Apache-2.0
// What all ops of the qsim dialect are made of.
#ifndef QSIM_IR_QSIMOPBASE_TD
#define QSIM_IR_QSIMOPBASE_TD

include "QSim/IR/QSimAttrs.td"
include "QSim/IR/QSimInterfaces.td"
include "mlir/Dialect/Quant/IR/QuantBase.td"
include "mlir/Interfaces/SideEffectInterfaces.td"

// Both predicates are in QSimTypes.h.
def QSim_FeatureMap : Type<CPred<"::qsim::isFeatureMapType($_self)">,
    "1xCxHxW tensor (1..65536 each) of f32, calibrated or signed quantized elements",
    "::mlir::RankedTensorType">;
def QSim_Weights : Type<CPred<"::qsim::isWeightsType($_self)">,
    "static tensor of f32 or quantized elements", "::mlir::RankedTensorType">;

class QSim_Op<string mnemonic, list<Trait> traits = []> : Op<QSim_Dialect, mnemonic, traits>;

// Every layer has a name, the index of its source section and, where one was
// set, the ceiling of its mode and what an override asks of its quantization.
class QSim_LayerOp<string mnemonic, list<string> overridden = [], list<Trait> traits = []>
    : QSim_Op<mnemonic, traits # [DeclareOpInterfaceMethods<QSim_LayerOpInterface, ["getLayerKind"] # overridden>]> {
  let hasVerifier = 1;
  dag layerArguments = (ins StrAttr:$name, I64Attr:$index,
                            OptionalAttr<QSim_ModeAttr>:$ceiling,
                            OptionalAttr<DictionaryAttr>:$request);
}

// A layer that ends with an activation, whose attribute has the given name.
// Behind a table activation's quantization stands another one: what the table is
// indexed with (numerics.md N28). The parameters alpha and beta are those of N54.
class QSim_ActivatedOp<string mnemonic, list<string> overridden = [], list<Trait> traits = [],
                       string activationName = "Activation">
    : QSim_LayerOp<mnemonic, ["getLayerActivation", "setLayerActivation", "getLayerAlpha", "getLayerBeta",
                              "setLayerParameters", "getLayerPreactivation",
                              "setLayerPreactivation"] # overridden, traits> {
  dag parameterArguments = (ins OptionalAttr<F32Attr>:$alpha, OptionalAttr<F32Attr>:$beta);
  dag activationArguments = !con((ins
      OptionalAttr<TypeAttr>:$preactivation,
      DefaultValuedAttr<QSim_ActivationKindAttr, "::qsim::ActivationKind::Linear">:$activation),
      parameterArguments);
  code activationDefinition = [{
    ::std::optional<::qsim::ActivationKind> $cppClass::getLayerActivation() { return get}] # activationName # [{(); }
    void $cppClass::setLayerActivation(::qsim::ActivationKind kind) { set}] # activationName # [{(kind); }
    ::mlir::FloatAttr $cppClass::getLayerAlpha() { return getAlphaAttr(); }
    ::mlir::FloatAttr $cppClass::getLayerBeta() { return getBetaAttr(); }
    void $cppClass::setLayerParameters(::mlir::FloatAttr alpha, ::mlir::FloatAttr beta) {
      setAlphaAttr(alpha);
      setBetaAttr(beta);
    }
    ::mlir::Type $cppClass::getLayerPreactivation() { return getPreactivation().value_or(::mlir::Type()); }
    void $cppClass::setLayerPreactivation(::mlir::Type elements) {
      setPreactivationAttr(elements ? ::mlir::TypeAttr::get(elements) : ::mlir::TypeAttr());
    }
  }];
  let extraClassDefinition = activationDefinition;
}

// A head that runs on the host in float: same shape, f32.
class QSim_HostOp<string mnemonic, list<string> overridden = [], list<Trait> traits = []>
    : QSim_LayerOp<mnemonic, ["isHostLayer"] # overridden, traits> {
  let extraClassDefinition = [{
    bool $cppClass::isHostLayer() { return true; }
  }];
}

#endif // QSIM_IR_QSIMOPBASE_TD
