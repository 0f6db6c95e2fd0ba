// SPDX-License-Identifier: Apache-2.0
// The generator of all seeded random numbers: the same on every machine.
#ifndef QSIM_SUPPORT_RANDOM_H
#define QSIM_SUPPORT_RANDOM_H

#include <cstdint>

namespace qsim {

/// splitmix64: a 64-bit state that advances by a constant, and a mixing
/// function. Nearby seeds give unrelated sequences.
class SplitMix64 {
public:
  explicit SplitMix64(std::uint64_t seed) : state(seed) {}

  std::uint64_t next() {
    state += 0x9E3779B97F4A7C15u;
    std::uint64_t z = state;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
  }

  /// Uniform in 0..bound-1, without bias; bound > 0.
  std::uint64_t below(std::uint64_t bound) {
    // Values under 2^64 mod bound would make the small results likelier.
    std::uint64_t surplus = (0 - bound) % bound;
    std::uint64_t drawn = next();
    while (drawn < surplus)
      drawn = next();
    return drawn % bound;
  }

  /// Uniform in [0, 1), a multiple of 2^-53.
  double uniform() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }

private:
  std::uint64_t state;
};

} // namespace qsim

#endif // QSIM_SUPPORT_RANDOM_H
