// SPDX-License-Identifier: Apache-2.0
// Packs integers into hexadecimal lines.
#include "HexLines.h"

#include <vector>

namespace qsim {

static const char digits[] = "0123456789abcdef";

int hexDigits(int bits, int lanes) { return (bits * lanes + 3) / 4; }

std::string hexLines(std::span<const std::int64_t> values, int bits,
                     int lanes) {
  const auto perLine = static_cast<std::size_t>(lanes);
  const auto width = static_cast<std::size_t>(hexDigits(bits, lanes));
  std::string text;
  std::vector<unsigned char> nibbles(width); // lowest first
  for (std::size_t begin = 0; begin < values.size(); begin += perLine) {
    nibbles.assign(width, 0);
    std::size_t bit = 0;
    for (std::size_t lane = 0; lane < perLine && begin + lane < values.size();
         ++lane) {
      const auto value = static_cast<std::uint64_t>(values[begin + lane]);
      for (int i = 0; i < bits; ++i, ++bit)
        nibbles[bit / 4] |=
            static_cast<unsigned char>((value >> i & 1) << bit % 4);
    }
    for (std::size_t i = width; i-- > 0;)
      text += digits[nibbles[i]];
    text += '\n';
  }
  return text;
}

std::string littleEndian(std::span<const std::int64_t> values,
                         std::size_t size) {
  std::string bytes;
  bytes.reserve(values.size() * size);
  for (const std::int64_t value : values)
    for (std::size_t i = 0; i < size; ++i)
      bytes += static_cast<char>(static_cast<std::uint64_t>(value) >> 8 * i);
  return bytes;
}

std::string hexNumber(std::uint32_t value) {
  std::string text;
  for (int shift = 28; shift >= 0; shift -= 4)
    text += digits[value >> shift & 15];
  return text;
}

} // namespace qsim
