// SPDX-License-Identifier: Apache-2.0
// Integers as lines for Verilog's $readmemh.
#ifndef QSIM_LIB_EXECUTION_HEXLINES_H
#define QSIM_LIB_EXECUTION_HEXLINES_H

#include <cstdint>
#include <span>
#include <string>

namespace qsim {

/// `lanes` values a line in two's complement of `bits` (1..64) bits each,
/// without gaps, the first value in the lowest bits; what is missing in the
/// last line is zeros.
std::string hexLines(std::span<const std::int64_t> values, int bits, int lanes);

/// Digits of a line.
int hexDigits(int bits, int lanes);

/// The values cut to `size` bytes each.
std::string littleEndian(std::span<const std::int64_t> values,
                         std::size_t size);

/// 8 digits.
std::string hexNumber(std::uint32_t value);

} // namespace qsim

#endif // QSIM_LIB_EXECUTION_HEXLINES_H
