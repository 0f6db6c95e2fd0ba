// SPDX-License-Identifier: Apache-2.0
// Floats of 16 bits as float32, which holds all of them exactly.
#ifndef QSIM_SUPPORT_HALFFLOAT_H
#define QSIM_SUPPORT_HALFFLOAT_H

#include <bit>
#include <cstdint>

namespace qsim {

/// IEEE 754's binary16; a NaN keeps its payload.
inline float fromHalf(std::uint16_t bits) {
  const std::uint32_t sign = static_cast<std::uint32_t>(bits & 0x8000u) << 16;
  const std::uint32_t exponent = (bits >> 10) & 0x1fu, rest = bits & 0x3ffu;
  if (exponent == 31)
    return std::bit_cast<float>(sign | 0x7f800000u | (rest << 13));
  if (exponent != 0)
    return std::bit_cast<float>(sign | ((exponent + 112) << 23) | (rest << 13));
  const float tiny = static_cast<float>(rest) * 0x1p-24f;
  return sign ? -tiny : tiny;
}

/// bfloat16: the upper half of a float32.
inline float fromBrain(std::uint16_t bits) {
  return std::bit_cast<float>(static_cast<std::uint32_t>(bits) << 16);
}

} // namespace qsim

#endif // QSIM_SUPPORT_HALFFLOAT_H
