// SPDX-License-Identifier: Apache-2.0
// Keeps a command from replacing the user's input by its output.
#ifndef QSIM_SUPPORT_OUTPUTCHECK_H
#define QSIM_SUPPORT_OUTPUTCHECK_H

#include "qsim/Support/Result.h"

#include <string>
#include <vector>

namespace qsim {

/// Refuses an output file that is one of the files which the command reads,
/// under whatever name. `option` names the output in the message ("--draw");
/// inputs that are empty or do not exist do not count.
Result<void> checkOutput(const std::string &option, const std::string &output,
                         const std::vector<std::string> &inputs);

/// The files behind what readDataset takes: the list itself and its pictures.
/// What cannot be read gives only itself; whoever reads it says why.
std::vector<std::string> filesOfDataset(const std::string &images);

} // namespace qsim

#endif // QSIM_SUPPORT_OUTPUTCHECK_H
