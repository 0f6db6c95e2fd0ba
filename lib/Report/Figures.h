// SPDX-License-Identifier: Apache-2.0
// The figures of a comparison page, as SVG or HTML fragments.
#ifndef QSIM_LIB_REPORT_FIGURES_H
#define QSIM_LIB_REPORT_FIGURES_H

#include "qsim/Execution/Comparison.h"

namespace qsim {

/// How loud noise is, in three steps that the page shows by colour and by
/// pattern: below 20 dB, below 30 dB, the rest; "none" without noise.
const char *loudness(const Difference &difference);

/// "31.2 dB", or "no noise".
std::string decibelText(const Difference &difference);

/// Four significant digits.
std::string shortNumber(double value);
/// "2^-5" for a power of two, else four significant digits.
std::string scaleText(float scale);

/// One bar per layer, each a link to #layer-INDEX.
std::string networkStrip(const Comparison &comparison,
                         const qsimrt_model &model);

/// The smallest and largest value that a quantization represents.
struct Thresholds {
  double low, high;
};
Thresholds thresholdsOf(const qsimrt_quant &quant);

/// Values of one tensor with lines at the thresholds of its quantization (none
/// if it has none). The counts are drawn logarithmically.
std::string histogramFigure(const Histogram &histogram,
                            const qsimrt_quant &quant,
                            const std::string &label);

/// The picture with FLOAT's and the mode's boxes, or a classifier's picture,
/// and a table of both answers.
Result<std::string> answerFigure(const Package &package,
                                 const ComparedPicture &picture,
                                 qsimrt_mode mode);

/// The best classes in FLOAT and in the mode, side by side, one rank a row.
std::string classTable(const Package &package, const ComparedPicture &picture,
                       const char *mode);

/// A page that needs no other file: `title` as heading too; both are HTML.
std::string standalonePage(const std::string &title, const std::string &body);

} // namespace qsim

#endif // QSIM_LIB_REPORT_FIGURES_H
