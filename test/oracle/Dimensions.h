// SPDX-License-Identifier: Apache-2.0
// Walks the elements of a view in row-major order.
#ifndef ORACLE_DIMENSIONS_H
#define ORACLE_DIMENSIONS_H

#include <cstddef>
#include <cstdint>
#include <vector>

namespace oracle {

// Calls element(indices) for every element of these dimensions.
template <typename Element>
void forElements(const std::vector<int64_t> &dims, Element element) {
  std::vector<int64_t> indices(dims.size(), 0);
  for (;;) {
    element(indices);
    std::size_t k = dims.size();
    while (k > 0 && ++indices[k - 1] == dims[k - 1])
      indices[--k] = 0;
    if (k == 0)
      return;
  }
}

} // namespace oracle

#endif
