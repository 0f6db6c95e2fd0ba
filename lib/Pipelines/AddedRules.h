// SPDX-License-Identifier: Apache-2.0
// Rules behind those of an overrides.yaml.
#ifndef QSIM_LIB_PIPELINES_ADDEDRULES_H
#define QSIM_LIB_PIPELINES_ADDEDRULES_H

#include "qsim/Pipelines/Recompile.h"

namespace qsim {

/// A text of overrides made of a file and of rules that were said elsewhere.
class AddedRules {
public:
  /// `own` is an overrides.yaml, or empty: none. Checks the text.
  static Result<AddedRules> create(const std::string &own,
                                   const std::vector<AddedRule> &rules);

  const std::string &text() const { return whole; }

  /// An error about the text, which stood in `file`, as one about what the user
  /// wrote: the own file and its line, or what the rule is about.
  Error ofUser(const Error &error, const std::string &file) const;

private:
  std::string own, whole;
  std::size_t ownLines = 0;
  struct Lines {
    std::size_t last; // of the text
    std::string about;
  };
  std::vector<Lines> added;
};

} // namespace qsim

#endif // QSIM_LIB_PIPELINES_ADDEDRULES_H
