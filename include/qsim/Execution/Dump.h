// SPDX-License-Identifier: Apache-2.0
// Every layer's output as .npy files, for comparison with hardware or an
// oracle.
#ifndef QSIM_EXECUTION_DUMP_H
#define QSIM_EXECUTION_DUMP_H

#include "qsim/Execution/Session.h"

#include <string>

namespace qsim {

/// Writes DIR/<layer index>.npy for every layer of a session that has run with
/// everything retained (integers where the layer ran in INT, else float32;
/// shape CxHxW) and DIR/index.json: index, name, kind, shape, mode, dtype,
/// scale, zero point, counters. The directory appears complete or not at all.
Result<void> dumpLayers(const Session &session, const std::string &directory);

} // namespace qsim

#endif // QSIM_EXECUTION_DUMP_H
