// SPDX-License-Identifier: Apache-2.0
// The rule of overrides.yaml that the words of a quantize command mean.
#ifndef QSIM_WORKBENCH_QUANTIZERULE_H
#define QSIM_WORKBENCH_QUANTIZERULE_H

#include "qsim/Support/Result.h"

#include <string>
#include <vector>

namespace qsim {

inline constexpr const char *quantizeArguments =
    "SELECTOR|image activation|weights KEY VALUE... or mode MODE";

/// Of "SELECTOR (activation|weights (KEY VALUE)... | mode MODE)...". The
/// selector may be an index, a range, a name, a pattern, or `image`. What is
/// said about keys and values is for the reader of the rule to judge.
Result<std::string> quantizeRule(const std::vector<std::string> &words);

} // namespace qsim

#endif // QSIM_WORKBENCH_QUANTIZERULE_H
