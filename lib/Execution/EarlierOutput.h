// SPDX-License-Identifier: Apache-2.0
// Tells what an earlier run wrote into a directory from what a person put
// there.
#ifndef QSIM_LIB_EXECUTION_EARLIEROUTPUT_H
#define QSIM_LIB_EXECUTION_EARLIEROUTPUT_H

#include "qsim/Support/AtomicFile.h"
#include "qsim/Support/Json.h"

namespace qsim {

/// The entries of `directory` that its record (index.json, manifest.json) says
/// to be written by the run that wrote the record: files by their names,
/// folders by their names where all files in them are in the record by their
/// names without ending. Without a record nothing is: a name alone proves
/// nothing, for other people's pictures are called 1.png, too.
AtomicDirectory::Predicate earlierOutput(const std::string &directory,
                                         const std::string &record);

/// The first members of a record, by which it is known again.
void beginRecord(JsonWriter &json, const std::string &network);

} // namespace qsim

#endif // QSIM_LIB_EXECUTION_EARLIEROUTPUT_H
