// SPDX-License-Identifier: Apache-2.0
// How many elements a file's header asks for.
#ifndef QSIM_LIB_SUPPORT_ELEMENTCOUNT_H
#define QSIM_LIB_SUPPORT_ELEMENTCOUNT_H

#include <cstdint>
#include <optional>
#include <vector>

namespace qsim::support {

/// Elements of a shape; nothing if they are more than any file could hold.
inline std::optional<std::uint64_t>
elementCount(const std::vector<std::int64_t> &shape) {
  constexpr std::uint64_t limit = std::uint64_t(1) << 48;
  std::uint64_t count = 1;
  for (std::int64_t extent : shape) {
    if (extent < 0 || static_cast<std::uint64_t>(extent) > limit)
      return std::nullopt;
    if (extent != 0 && count > limit / static_cast<std::uint64_t>(extent))
      return std::nullopt;
    count *= static_cast<std::uint64_t>(extent);
  }
  return count;
}

} // namespace qsim::support

#endif // QSIM_LIB_SUPPORT_ELEMENTCOUNT_H
