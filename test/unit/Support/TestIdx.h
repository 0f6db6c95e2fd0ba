// SPDX-License-Identifier: Apache-2.0
// IDX files that the tests make for themselves.
#ifndef QSIM_TEST_UNIT_SUPPORT_TESTIDX_H
#define QSIM_TEST_UNIT_SUPPORT_TESTIDX_H

#include <cstdint>
#include <string>
#include <vector>

namespace qsim::test {

inline std::string idxNumbers(std::vector<std::uint32_t> numbers) {
  std::string bytes;
  for (std::uint32_t number : numbers)
    for (int shift = 24; shift >= 0; shift -= 8)
      bytes += static_cast<char>(number >> shift & 255);
  return bytes;
}

inline std::string idxPictures(std::uint32_t count, std::uint32_t height,
                               std::uint32_t width,
                               const std::vector<std::uint8_t> &pixels) {
  return idxNumbers({0x803, count, height, width}) +
         std::string(pixels.begin(), pixels.end());
}

inline std::string idxLabels(const std::vector<std::uint8_t> &labels) {
  return idxNumbers({0x801, static_cast<std::uint32_t>(labels.size())}) +
         std::string(labels.begin(), labels.end());
}

} // namespace qsim::test

#endif // QSIM_TEST_UNIT_SUPPORT_TESTIDX_H
