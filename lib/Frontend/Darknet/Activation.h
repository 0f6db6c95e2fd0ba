// SPDX-License-Identifier: Apache-2.0
// The key `activation`, which many sections have.
#ifndef QSIM_LIB_FRONTEND_DARKNET_ACTIVATION_H
#define QSIM_LIB_FRONTEND_DARKNET_ACTIVATION_H

#include "Emitter.h"

namespace qsim::darknet {

/// What the section asks for; `fallback`, Darknet's default for it, where the
/// key is absent. Linear after an error.
ActivationKind readActivation(SectionReader &reader, ActivationKind fallback);

/// True for activations that only alexeyab's Darknet has.
bool isAlexeyabActivation(llvm::StringRef name);

/// Puts the activation of `layer` behind `value`; nothing for linear.
mlir::Value emitActivation(Emitter &emitter, const Layer &layer,
                           mlir::Value value, ActivationKind activation);

} // namespace qsim::darknet

#endif // QSIM_LIB_FRONTEND_DARKNET_ACTIVATION_H
