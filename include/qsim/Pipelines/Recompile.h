// SPDX-License-Identifier: Apache-2.0
// A package again with other overrides, from what it holds, for programs that
// see no MLIR.
#ifndef QSIM_PIPELINES_RECOMPILE_H
#define QSIM_PIPELINES_RECOMPILE_H

#include "qsim/Support/Result.h"

#include <optional>
#include <string>
#include <vector>

namespace qsim {

/// A rule of overrides.yaml, from where it was said.
struct AddedRule {
  std::string about; ///< stands for file and line in messages
  std::string text;  ///< "- match: ...", its lines indented as there
};

struct RecompileSettings {
  /// A file in the place of the package's own rules; empty: without them.
  std::optional<std::string> overrides;
  std::vector<AddedRule> rules; ///< behind those
  bool dropEdits = false;
};

/// A package -> another one from what it keeps for that (model.mlirbc,
/// calibration.yaml and .hist, .sys). The same bytes as compiling with the
/// rules. Of an edited package (edits.json) the changed values are put into the
/// new one, too, and its modes.ste is kept; a change that is not possible any
/// more is an error, unless `dropEdits` gives all of them up.
Result<void> recompileModel(const std::string &package,
                            const RecompileSettings &settings,
                            const std::string &output);

} // namespace qsim

#endif // QSIM_PIPELINES_RECOMPILE_H
