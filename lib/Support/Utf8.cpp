// SPDX-License-Identifier: Apache-2.0
// The byte patterns of UTF-8.
#include "qsim/Support/Utf8.h"

std::size_t qsim::utf8Length(std::string_view text, std::size_t at) {
  auto byte = [&](std::size_t i) {
    return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0u;
  };
  unsigned lead = byte(0), second = byte(1);
  auto follows = [&](std::size_t i) { return (byte(i) & 0xC0) == 0x80; };
  if (lead < 0x80)
    return 1;
  if (lead >= 0xC2 && lead <= 0xDF)
    return follows(1) ? 2 : 0;
  if (lead >= 0xE0 && lead <= 0xEF) {
    // Neither overlong forms nor surrogates.
    bool allowed =
        !(lead == 0xE0 && second < 0xA0) && !(lead == 0xED && second >= 0xA0);
    return allowed && follows(1) && follows(2) ? 3 : 0;
  }
  if (lead >= 0xF0 && lead <= 0xF4) {
    bool allowed =
        !(lead == 0xF0 && second < 0x90) && !(lead == 0xF4 && second >= 0x90);
    return allowed && follows(1) && follows(2) && follows(3) ? 4 : 0;
  }
  return 0;
}
