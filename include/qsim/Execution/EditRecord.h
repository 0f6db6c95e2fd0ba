// SPDX-License-Identifier: Apache-2.0
// The record of changes in an edited package (docs/spec/edits.md).
#ifndef QSIM_EXECUTION_EDITRECORD_H
#define QSIM_EXECUTION_EDITRECORD_H

#include "qsim/Execution/Simulation.h"

namespace qsim {

/// One change that a package holds.
struct RecordedChange {
  /// "conv_* weights width 5": what was quantized otherwise. The rule itself is
  /// in overrides.yaml. Empty: the change is `edit`, never of an output.
  std::string quantize;
  Edit edit;
  std::string layer; ///< the name of the edit's layer
};

struct EditRecord {
  std::string package;                 ///< the name of the one that was edited
  std::vector<RecordedChange> changes; ///< oldest first
};

/// The record of a package, to be continued: `package` is the name of this
/// directory. Without changes where it has none.
Result<EditRecord> readEditRecord(const std::string &directory);

std::string formatEditRecord(const EditRecord &record,
                             const std::string &network);

/// Applies the recorded values to the simulation of a package that lacks them,
/// in their order. Modes are no part of a package and left alone. The error
/// names the change that is not possible any more, and `directory`, of which
/// the record is.
Result<void> applyAgain(const EditRecord &record, const std::string &directory,
                        Simulation &simulation);

} // namespace qsim

#endif // QSIM_EXECUTION_EDITRECORD_H
