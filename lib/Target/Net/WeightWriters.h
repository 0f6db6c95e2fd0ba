// SPDX-License-Identifier: Apache-2.0
// The two weights containers of a network.
#ifndef QSIM_TARGET_WEIGHTWRITERS_H
#define QSIM_TARGET_WEIGHTWRITERS_H

#include "qsim/Target/Net.h"

namespace qsim {

/// The diagnostic and the Error of one failure.
Error fail(mlir::Operation *op, const std::string &message);

/// The `.fweights`: all parameters, as imported. Only the container is made in
/// memory, values are copied from where the attributes hold them.
Result<AlignedBytes> writeFloatWeights(qnet::NetworkOp network);

/// The `.qweights` that belong to the other files, derived by the runtime.
Result<AlignedBytes> writeIntegerWeights(qnet::NetworkOp network,
                                         const NetFiles &files);

} // namespace qsim

#endif // QSIM_TARGET_WEIGHTWRITERS_H
