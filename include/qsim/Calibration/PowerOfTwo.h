// SPDX-License-Identifier: Apache-2.0
// Powers of two as scales.
#ifndef QSIM_CALIBRATION_POWEROFTWO_H
#define QSIM_CALIBRATION_POWEROFTWO_H

#include <cmath>

namespace qsim {

/// The smallest power of two that is not below `value`, which is positive and
/// finite.
inline double powerOfTwoAtLeast(double value) {
  int exponent;
  double fraction = std::frexp(value, &exponent); // 0.5 <= fraction < 1
  return std::ldexp(1.0, fraction == 0.5 ? exponent - 1 : exponent);
}

inline bool isPowerOfTwo(double value) {
  int exponent;
  return std::frexp(value, &exponent) == 0.5;
}

} // namespace qsim

#endif // QSIM_CALIBRATION_POWEROFTWO_H
