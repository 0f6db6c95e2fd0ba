// SPDX-License-Identifier: Apache-2.0
// A page about a sweep of crossings.
#ifndef QSIM_REPORT_CROSSINGPAGE_H
#define QSIM_REPORT_CROSSINGPAGE_H

#include "qsimrt/qsimrt.h"

#include <string>
#include <vector>

namespace qsim {

/// Scores are 0..1, SQNR in dB at the network's outputs (infinite: no noise).
struct CrossingScores {
  struct Point {
    double score = 0, sqnr = 0;
  };
  struct Layer {
    int index = 0;
    Point prefix; ///< the mode up to this layer
    Point single; ///< this layer alone in the mode
  };

  std::string metric; ///< what a score is called
  double reference = 0, all = 0;
  std::vector<Layer> layers;
};

/// One HTML page without other files: a plot of the scores, one of the noise,
/// a table.
std::string crossingPage(const CrossingScores &scores,
                         const qsimrt_model &model, qsimrt_mode mode,
                         std::size_t pictures);

} // namespace qsim

#endif // QSIM_REPORT_CROSSINGPAGE_H
