// SPDX-License-Identifier: Apache-2.0
// Counters that fill one histogram after another.
#ifndef QSIM_LIB_CALIBRATION_HISTOGRAMTALLY_H
#define QSIM_LIB_CALIBRATION_HISTOGRAMTALLY_H

#include "qsim/Calibration/Histogram.h"

#include <memory>

namespace qsim {

/// Counts in small counters, which move to the histogram when it is complete:
/// they are faster to count in, and too large to be made anew each time.
class HistogramTally {
public:
  HistogramTally();
  ~HistogramTally();

  /// Values of `histogram`, which is not to be looked at before finish().
  void add(Histogram &histogram, const float *values, std::size_t count);
  /// No more values of this one. At most 2^32 since the last time.
  void finish(Histogram &histogram);

private:
  struct Counters;
  void include(Histogram &histogram, const float *values, std::size_t count);
  void includeFinite(Histogram &histogram, const float *values,
                     std::size_t count);

  std::unique_ptr<Counters> counters;
};

} // namespace qsim

#endif // QSIM_LIB_CALIBRATION_HISTOGRAMTALLY_H
