// SPDX-License-Identifier: Apache-2.0
// The sum of a channel's values in one picture: float64, in a fixed order.
#ifndef QSIM_LIB_CALIBRATION_PIXELSUMS_H
#define QSIM_LIB_CALIBRATION_PIXELSUMS_H

#include <cstddef>

namespace qsim {

/// Pixel i (row by row) belongs to partial sum i % sumLanes, which adds its
/// pixels in order: faster than one sum, and always the same.
constexpr std::size_t sumLanes = 4;

/// Of values that lie side by side.
double channelSum(const float *values, std::size_t pixels);

/// Adds pixels from number `first` on, `step` floats apart, with their channels
/// side by side, to partial[sumLanes][channels].
void addPixels(const float *values, std::size_t first, std::size_t pixels,
               std::size_t step, std::size_t channels, double *partial);

/// What channelSum gives, from such partial sums; sums[channels].
void joinPartialSums(const double *partial, std::size_t channels, double *sums);

} // namespace qsim

#endif // QSIM_LIB_CALIBRATION_PIXELSUMS_H
