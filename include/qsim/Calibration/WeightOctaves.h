// SPDX-License-Identifier: Apache-2.0
// How yolo2_light chooses what it multiplies the weights of a layer by.
#ifndef QSIM_CALIBRATION_WEIGHTOCTAVES_H
#define QSIM_CALIBRATION_WEIGHTOCTAVES_H

#include <array>
#include <cstdint>

namespace qsim {

/// The weights of one layer, counted by octave (numerics.md N43).
class WeightOctaves {
public:
  static constexpr int kOctaves = 32; ///< from 2^-16 to 2^16
  static constexpr int kWindow = 8;   ///< octaves that a multiplier keeps

  /// Counts a weight, batch norm folded in. One that is negative, not a finite
  /// number or in none of the octaves is not counted, as in that engine.
  void add(float weight);

  /// How many weights were counted.
  std::uint64_t counted() const;

  /// A quarter of 2^16 / 2^j, where j is the first octave of the window that
  /// holds most of what was counted; of equal ones the lowest counts. Without
  /// any weight this is 2^14.
  float multiplier() const;

private:
  std::array<std::uint64_t, kOctaves> counts = {};
};

} // namespace qsim

#endif // QSIM_CALIBRATION_WEIGHTOCTAVES_H
