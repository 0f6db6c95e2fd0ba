// SPDX-License-Identifier: Apache-2.0
// The classes that a classifier prefers in two modes, as an HTML table.
#include "Figures.h"

#include "qsim/Report/Html.h"
#include "qsim/Support/Numbers.h"

namespace qsim {

static std::string cells(const Package &package,
                         const std::vector<ScoredClass> &classes,
                         std::size_t rank) {
  if (rank >= classes.size())
    return "<td></td><td></td>";
  return "<td>" + escapeHtml(package.className(classes[rank].class_id)) +
         "</td><td class=\"number\">" +
         formatFixed(static_cast<double>(classes[rank].score), 3) + "</td>";
}

std::string classTable(const Package &package, const ComparedPicture &picture,
                       const char *mode) {
  const std::vector<ScoredClass> &reference = picture.reference.classes;
  const std::vector<ScoredClass> &measured = picture.measured.classes;
  std::string rows;
  for (std::size_t i = 0; i < std::max(reference.size(), measured.size()); ++i)
    rows += "<tr><td class=\"number\">" + std::to_string(i + 1) + "</td>" +
            cells(package, reference, i) + cells(package, measured, i) +
            "</tr>\n";
  return "<table><thead><tr><th scope=\"col\">rank</th><th "
         "scope=\"col\">FLOAT</th><th scope=\"col\">score</th><th "
         "scope=\"col\">" +
         std::string(mode) +
         "</th><th scope=\"col\">score</th></tr></thead>\n<tbody>" + rows +
         "</tbody></table>\n";
}

} // namespace qsim
