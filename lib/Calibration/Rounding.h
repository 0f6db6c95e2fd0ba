// SPDX-License-Identifier: Apache-2.0
// Rounding to the nearest integer, ties to even, in a form that vectorises.
#ifndef QSIM_CALIBRATION_ROUNDING_H
#define QSIM_CALIBRATION_ROUNDING_H

namespace qsim {

/// Requires |value| < 2^51: the sum then has no bits behind the point.
inline double roundToInteger(double value) {
  constexpr double noFraction = 0x1.8p52;
  return (value + noFraction) - noFraction;
}

} // namespace qsim

#endif // QSIM_CALIBRATION_ROUNDING_H
