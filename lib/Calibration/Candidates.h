// SPDX-License-Identifier: Apache-2.0
// Looks at all candidates of a search, several at a time.
#ifndef QSIM_LIB_CALIBRATION_CANDIDATES_H
#define QSIM_LIB_CALIBRATION_CANDIDATES_H

#include "qsim/Support/ThreadPool.h"

#include <type_traits>
#include <vector>

namespace qsim {

/// judge(0) .. judge(count - 1), on the threads of `pool`, or on the calling
/// one where that is null. The caller compares them in order, so that what it
/// chooses does not depend on the threads.
template <typename Judge>
auto judgeAll(ThreadPool *pool, std::size_t count, const Judge &judge) {
  std::vector<std::invoke_result_t<const Judge &, std::size_t>> results(count);
  const auto one = [&](std::size_t i, std::size_t) { results[i] = judge(i); };
  if (pool)
    pool->parallelFor(count, one);
  else
    for (std::size_t i = 0; i < count; ++i)
      one(i, 0);
  return results;
}

} // namespace qsim

#endif // QSIM_LIB_CALIBRATION_CANDIDATES_H
