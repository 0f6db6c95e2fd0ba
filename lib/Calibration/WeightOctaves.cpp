// SPDX-License-Identifier: Apache-2.0
// How yolo2_light chooses what it multiplies the weights of a layer by.
#include "qsim/Calibration/WeightOctaves.h"

#include <cmath>
#include <numeric>

namespace qsim {

constexpr int lowestExponent = -16;

void WeightOctaves::add(float weight) {
  if (!(weight > 0) || !std::isfinite(weight))
    return;
  const int octave = std::ilogb(weight) - lowestExponent;
  if (octave >= 0 && octave < kOctaves)
    ++counts[octave];
}

std::uint64_t WeightOctaves::counted() const {
  return std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
}

float WeightOctaves::multiplier() const {
  int best = 0;
  std::uint64_t most = 0;
  for (int first = 0; first + kWindow <= kOctaves; ++first) {
    const auto begin = counts.begin() + first;
    const std::uint64_t held =
        std::accumulate(begin, begin + kWindow, std::uint64_t{0});
    if (held > most) {
      most = held;
      best = first;
    }
  }
  return std::ldexp(1.0f, -lowestExponent - best) / 4;
}

} // namespace qsim
