// SPDX-License-Identifier: Apache-2.0
// KL divergence of a histogram of magnitudes from its quantized form.
#ifndef QSIM_CALIBRATION_DIVERGENCE_H
#define QSIM_CALIBRATION_DIVERGENCE_H

#include "qsim/Calibration/Histogram.h"

#include <optional>
#include <vector>

namespace qsim {

class ThreadPool;

/// Counts of |x|, zeros excluded, in at most 2048 bins of equal width; the last
/// bin is not empty. Empty when there are only zeros.
struct Magnitudes {
  std::vector<double> counts;
  double width = 0;
};

/// Folds the two sides of a histogram; counts beyond `cap` go to the bin that
/// holds it.
Magnitudes foldMagnitudes(const Histogram &histogram, double cap);

/// KL(P || Q) for clipping at the first `kept` bins with `levels` levels.
/// Nothing when smoothing leaves a bin that is not positive.
/// Requires levels <= kept <= number of bins.
std::optional<double> divergenceAt(const Magnitudes &magnitudes, int kept,
                                   int levels);

struct DivergenceChoice {
  double threshold;
  double divergence;
};

/// The threshold with the least divergence; of equal ones the largest. With no
/// more bins than levels nothing is gained by clipping: the whole range.
DivergenceChoice leastDivergence(const Magnitudes &magnitudes, int levels,
                                 ThreadPool *pool = nullptr);

} // namespace qsim

#endif // QSIM_CALIBRATION_DIVERGENCE_H
