// SPDX-License-Identifier: Apache-2.0
// A comparison as one HTML page that needs nothing else.
#ifndef QSIM_REPORT_COMPARISONPAGE_H
#define QSIM_REPORT_COMPARISONPAGE_H

#include "qsim/Execution/Comparison.h"

namespace qsim {

/// The whole page: a strip of the network, boxes of `comparison.detected`, the
/// table in the given order of layers, and a histogram per layer where
/// `comparison.histograms` has them. Reads the detected pictures again. Pages
/// of equal comparisons have the same bytes.
Result<std::string> comparisonPage(const Package &package,
                                   const Comparison &comparison,
                                   const std::vector<int> &order);

} // namespace qsim

#endif // QSIM_REPORT_COMPARISONPAGE_H
