// SPDX-License-Identifier: Apache-2.0
// The key `activation`, which many sections have.
#include "Activation.h"

#include "QSim/IR/QSimOps.h"

using namespace mlir;
using namespace qsim;
using namespace qsim::darknet;

static constexpr ActivationKind alexeyabOnly[] = {
    ActivationKind::Relu6, ActivationKind::Swish, ActivationKind::Mish,
    ActivationKind::HardMish, ActivationKind::Gelu};

// Those after it are none of any Darknet.
static constexpr ActivationKind lastOfDarknet = ActivationKind::Gelu;

static std::optional<ActivationKind> parseActivation(StringRef name) {
  if (name == "revleaky") // at inference the same
    return ActivationKind::Leaky;
  std::optional<ActivationKind> kind = symbolizeActivationKind(name);
  return kind && *kind <= lastOfDarknet ? kind : std::nullopt;
}

bool darknet::isAlexeyabActivation(StringRef name) {
  std::optional<ActivationKind> kind = parseActivation(name);
  return name == "revleaky" ||
         (kind && llvm::is_contained(alexeyabOnly, *kind));
}

/// alexeyab's Darknet falls through to 0 where a section's CPU code does not
/// know the function; it is meant to compute it.
static bool isZeroInAlexeyab(StringRef section, ActivationKind kind) {
  const bool convolution = section == "convolutional" || section == "conv";
  switch (kind) {
  case ActivationKind::Relu6:
    return true;
  case ActivationKind::HardMish:
    return !convolution;
  case ActivationKind::Swish:
  case ActivationKind::Mish:
    return !convolution && section != "shortcut";
  default:
    return false;
  }
}

ActivationKind darknet::readActivation(SectionReader &reader,
                                       ActivationKind fallback) {
  if (!reader.has("activation"))
    return fallback;
  const StringRef name = reader.text("activation");
  const Arithmetic dialect = reader.darknet();
  const bool alexeyab = dialect == Arithmetic::Alexeyab;
  std::optional<ActivationKind> kind = parseActivation(name);
  if (kind && (alexeyab || !isAlexeyabActivation(name))) {
    if (alexeyab && isZeroInAlexeyab(reader.name(), *kind))
      reader.warning("activation")
          << "alexeyab's Darknet computes zeros for " << name << " in ["
          << reader.name() << "] on a CPU; qsim computes the function";
    return *kind;
  }
  InFlightDiagnostic diag = reader.error("activation");
  diag << "activation is " << quoted(name);
  if (kind)
    diag << ", which only alexeyab's Darknet has "
            "(--darknet-dialect=alexeyab)";
  diag << "; supported are";
  StringRef separator = " ";
  for (unsigned i = 0; i <= unsigned(lastOfDarknet); ++i) {
    auto supported = static_cast<ActivationKind>(i);
    if (!alexeyab && llvm::is_contained(alexeyabOnly, supported))
      continue;
    diag << separator << stringifyActivationKind(supported);
    separator = ", ";
  }
  if (alexeyab)
    diag << ", revleaky";
  return ActivationKind::Linear;
}

Value darknet::emitActivation(Emitter &emitter, const Layer &layer, Value value,
                              ActivationKind activation) {
  if (activation == ActivationKind::Linear)
    return value;
  return ActivationOp::create(emitter.builder, layer.location, value.getType(),
                              value, layer.name + "/activation", layer.index,
                              ModeAttr(), DictionaryAttr(), activation,
                              /*preactivation=*/TypeAttr(),
                              /*alpha=*/FloatAttr(), /*beta=*/FloatAttr());
}
