// SPDX-License-Identifier: Apache-2.0
// Squared error of quantizing the values of a histogram.
#ifndef QSIM_CALIBRATION_SQUAREDERROR_H
#define QSIM_CALIBRATION_SQUAREDERROR_H

#include "qsim/Calibration/Histogram.h"

namespace qsim {

/// The integers of a grid relative to its zero point: low <= 0 <= high.
struct GridRange {
  double low, high;
};
GridRange gridRange(int bits, int zeroPoint);

/// Sum of (x - quantized x)^2 over all values, clipping included, with the
/// values of a bin taken as evenly spread over it. Bins beyond +-cap count as
/// if they lay at +-cap.
double squaredError(const Histogram &histogram, double scale, GridRange range,
                    double cap);

/// Share of all values (zeros included) that are beyond half a step outside the
/// range, with the values of a bin taken as evenly spread over it.
double saturatedShare(const Histogram &histogram, double scale,
                      GridRange range);

} // namespace qsim

#endif // QSIM_CALIBRATION_SQUAREDERROR_H
