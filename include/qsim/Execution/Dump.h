// SPDX-License-Identifier: Apache-2.0
// Every layer's output as .npy files, for comparison with hardware or an
// oracle.
#ifndef QSIM_EXECUTION_DUMP_H
#define QSIM_EXECUTION_DUMP_H

#include "qsim/Execution/Session.h"

#include <string>

namespace qsim {

/// For a session that has run with everything retained, writes into DIR:
///  * <layer index>.npy, CxHxW: integers where the layer ran in INT, else
///  float32;
///  * input.npy: the preprocessed 1xCxHxW picture, float32;
///  * index.json: index, name, kind, shape, mode, dtype, width, scale, zero
///  point and
///    counters of every layer.
/// The directory appears complete or not at all.
Result<void> dumpLayers(const Session &session, const std::string &directory);

} // namespace qsim

#endif // QSIM_EXECUTION_DUMP_H
