// SPDX-License-Identifier: Apache-2.0
// A package with the changes of a simulation.
#ifndef QSIM_EXECUTION_SAVEEDITS_H
#define QSIM_EXECUTION_SAVEEDITS_H

#include "qsim/Execution/EditRecord.h"

namespace qsim {

/// Writes the package in directory `from`, of which the simulation is, to `to`
/// (which appears complete or not at all; only another package is replaced),
/// with
///  * the parameters and derived integers of every edited layer in its
///    containers, whose checksums and binding are made right;
///  * `record` as its edits.json;
///  * modes.ste, where the simulation's edits changed modes: qsim run --ste
///    obeys it. Other layers keep the modes of an earlier modes.ste.
/// Changes of outputs belong to a picture and are not saved. What was written
/// is loaded before it appears: no package is saved that cannot be read.
Result<void> saveEdits(const Simulation &simulation, const std::string &from,
                       const std::string &to, const EditRecord &record);

} // namespace qsim

#endif // QSIM_EXECUTION_SAVEEDITS_H
