// SPDX-License-Identifier: Apache-2.0
// Random numbers that are the same with every compiler and standard library.

#ifndef QSIM_EXAMPLES_SCENES_RANDOM_H
#define QSIM_EXAMPLES_SCENES_RANDOM_H

#include <cstdint>

namespace scenes {

class Random {
public:
  explicit Random(std::uint64_t seed) : state(seed) {}

  // splitmix64
  std::uint64_t next() {
    std::uint64_t z = state += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
  }

  // Uniform in [low, high].
  int between(int low, int high) {
    auto span = static_cast<std::uint64_t>(high - low) + 1;
    return low + static_cast<int>((next() >> 32) * span >> 32);
  }

  bool chance(int percent) { return between(0, 99) < percent; }

private:
  std::uint64_t state;
};

} // namespace scenes

#endif
