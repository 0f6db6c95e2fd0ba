// SPDX-License-Identifier: Apache-2.0
// What a compilation chose, as a table.
#ifndef QSIM_TOOLS_QSIM_COMPILESUMMARY_H
#define QSIM_TOOLS_QSIM_COMPILESUMMARY_H

#include "qsim/Support/Json.h"
#include "qsim/Support/Result.h"

#include <string>

namespace qsim::cli {

/// One line per tensor and per set of weights, from a calibration.yaml.
Result<std::string> compileSummary(const std::string &yaml);

/// The same as members "tensors" and "weights" of the object being written.
Result<void> writeCompileSummary(JsonWriter &json, const std::string &yaml);

} // namespace qsim::cli

#endif // QSIM_TOOLS_QSIM_COMPILESUMMARY_H
