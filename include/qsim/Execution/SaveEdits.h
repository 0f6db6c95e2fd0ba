// SPDX-License-Identifier: Apache-2.0
// A package with the changes of a simulation.
#ifndef QSIM_EXECUTION_SAVEEDITS_H
#define QSIM_EXECUTION_SAVEEDITS_H

#include "qsim/Execution/Simulation.h"

namespace qsim {

/// Writes the package in directory `from` to `to` (which appears complete or
/// not at all; only another package is replaced), with
///  * the parameters and derived integers of every edited layer in its
///    containers, whose checksums and binding are made right;
///  * edits.json: every change in force, in order, and `name`, the package that
///    it was made of;
///  * modes.ste, where modes were changed: qsim run --ste obeys it.
/// Changes of outputs belong to a picture and are not saved.
Result<void> saveEdits(const Simulation &simulation, const std::string &from,
                       const std::string &to, const std::string &name);

} // namespace qsim

#endif // QSIM_EXECUTION_SAVEEDITS_H
