// SPDX-License-Identifier: Apache-2.0
// Table: column widths and alignment.
#include "qsim/Support/Table.h"

#include <algorithm>

using namespace qsim;

/// Characters rather than bytes, so that UTF-8 names align.
static std::size_t displayWidth(const std::string &text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
      }));
}

static bool looksNumeric(const std::string &cell) {
  if (cell == "-")
    return true;
  std::size_t first = cell.find_first_not_of("+-");
  return first != std::string::npos && cell[first] >= '0' && cell[first] <= '9';
}

Table::Table(std::vector<std::string> heading) {
  rows.push_back(std::move(heading));
}

void Table::addRow(std::vector<std::string> cells) {
  rows.push_back(std::move(cells));
}

void Table::addRule() { rules.push_back(rows.size()); }

std::string Table::text() const {
  std::vector<std::size_t> widths;
  std::vector<bool> right;
  for (const std::vector<std::string> &row : rows) {
    if (row.size() > widths.size()) {
      widths.resize(row.size(), 0);
      right.resize(row.size(), true);
    }
    for (std::size_t c = 0; c < row.size(); ++c) {
      widths[c] = std::max(widths[c], displayWidth(row[c]));
      if (&row != &rows.front() && !row[c].empty() && !looksNumeric(row[c]))
        right[c] = false;
    }
  }
  // A table without rows is read as text.
  if (rows.size() == 1)
    right.assign(right.size(), false);

  std::size_t total = 0;
  for (std::size_t width : widths)
    total += width + 2;
  std::string dashes(total > 2 ? total - 2 : 0, '-');

  std::string out;
  for (std::size_t r = 0; r < rows.size(); ++r) {
    if (r == 1 || std::count(rules.begin(), rules.end(), r))
      out += dashes + "\n";
    std::string line;
    for (std::size_t c = 0; c < rows[r].size(); ++c) {
      std::string padding(widths[c] - displayWidth(rows[r][c]), ' ');
      if (c > 0)
        line += "  ";
      line += right[c] ? padding + rows[r][c] : rows[r][c] + padding;
    }
    line.erase(line.find_last_not_of(' ') + 1);
    out += line + "\n";
  }
  return out;
}
