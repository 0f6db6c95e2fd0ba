// SPDX-License-Identifier: Apache-2.0
// The scalar rules of numerics.md: N1, N2, N7, N7b, N9, N10.
#ifndef ORACLE_NUMERICS_H
#define ORACLE_NUMERICS_H

#include "Network.h"

namespace oracle {

struct Multiplier {
  int32_t mult = 0, shift = 0;
  bool operator==(const Multiplier &) const = default;
};

int32_t quantize(float x, const Quantization &quantization);   // N1
float dequantize(int32_t q, const Quantization &quantization); // N2
Multiplier encode(double m, int multiplierBits, int maxShift); // N7
// N7b: multipliers that share one shift.
std::vector<Multiplier> encodeTogether(const std::vector<double> &m,
                                       int multiplierBits, int maxShift);
int64_t scaleAndRound(int64_t a, Multiplier by, Rounding rounding); // N9: R

// N10: limits a value to the accumulator and counts the overflows.
struct Accumulator {
  int64_t min = 0, max = 0;
  bool wrap = false;
  int64_t overflows = 0;

  Accumulator(int bits, bool wrap)
      : min(-(int64_t(1) << (bits - 1))), max((int64_t(1) << (bits - 1)) - 1),
        wrap(wrap) {}

  int64_t judge(int64_t value) {
    if (value >= min && value <= max)
      return value;
    ++overflows;
    if (!wrap)
      return value < min ? min : max;
    // The range has 2^A values, a power of two: the mask reduces modulo 2^A.
    uint64_t range = static_cast<uint64_t>(max) * 2 + 2;
    uint64_t low = static_cast<uint64_t>(value) & (range - 1);
    return low > static_cast<uint64_t>(max)
               ? static_cast<int64_t>(low) - static_cast<int64_t>(range)
               : static_cast<int64_t>(low);
  }
};

} // namespace oracle

#endif
