// SPDX-License-Identifier: Apache-2.0
// Text tables with aligned columns, for people.
#ifndef QSIM_SUPPORT_TABLE_H
#define QSIM_SUPPORT_TABLE_H

#include <string>
#include <vector>

namespace qsim {

/// A heading and rows of cells. Cells that are numbers (with an optional sign
/// and a unit such as "%" or "+-0.01" behind) or "-" stand at the right of
/// their column, all others at the left; a heading stands as its column does.
class Table {
public:
  explicit Table(std::vector<std::string> heading);

  /// Missing cells are empty, surplus ones make a column without a heading.
  void addRow(std::vector<std::string> cells);
  /// A line of dashes before the next row.
  void addRule();

  /// Lines without trailing spaces, each ended by a newline.
  std::string text() const;

private:
  std::vector<std::vector<std::string>> rows; // [0] is the heading
  std::vector<std::size_t> rules;             // a rule stands before this row
};

} // namespace qsim

#endif // QSIM_SUPPORT_TABLE_H
