// SPDX-License-Identifier: Apache-2.0
// A page about a sweep of crossings.
#ifndef QSIM_REPORT_CROSSINGPAGE_H
#define QSIM_REPORT_CROSSINGPAGE_H

#include "qsimrt/qsimrt.h"

#include <limits>
#include <string>
#include <vector>

namespace qsim {

/// Scores are 0..1, SQNR in dB at the network's outputs (infinite: no noise).
struct CrossingScores {
  struct Point {
    double score = 0, sqnr = 0;
    /// A detector's boxes against FLOAT's: not found again, found only now, and
    /// the mean overlap of those found again (not a number where none is).
    std::size_t lost = 0, added = 0;
    double overlap = std::numeric_limits<double>::quiet_NaN();
    std::size_t changed = 0; ///< pictures whose best class a classifier changed
  };
  struct Layer {
    int index = 0;
    Point prefix; ///< the mode up to this layer
    Point single; ///< this layer alone in the mode
  };

  std::string metric; ///< what a score is called
  double reference = 0, all = 0;
  bool boxes = true;              ///< of a detector, not of a classifier
  float threshold = 0;            ///< of the boxes that are counted
  std::size_t referenceBoxes = 0; ///< FLOAT's
  std::vector<Layer> layers;
};

/// One HTML page without other files: a plot of the scores, one of the answers
/// that changed, one of the noise, a table.
std::string crossingPage(const CrossingScores &scores,
                         const qsimrt_model &model, qsimrt_mode mode,
                         std::size_t pictures);

} // namespace qsim

#endif // QSIM_REPORT_CROSSINGPAGE_H
