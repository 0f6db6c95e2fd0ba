// SPDX-License-Identifier: Apache-2.0
// Results of work that runs on several threads and may fail.
#ifndef QSIM_SUPPORT_PARALLEL_H
#define QSIM_SUPPORT_PARALLEL_H

#include "qsim/Support/Result.h"
#include "qsim/Support/ThreadPool.h"

#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

namespace qsim {

/// Calls make(index, thread), which returns a Result, for 0..count-1 on the
/// threads of `pool`. The values in the order of the indices, or the error of
/// the lowest index that failed: neither depends on the number of threads.
/// `make`'s values have a default; it may be called from several threads at
/// once, with different `thread`.
template <typename Make>
auto collectParallel(ThreadPool &pool, std::size_t count, const Make &make) {
  using Made = std::invoke_result_t<const Make &, std::size_t, std::size_t>;
  using Value = std::decay_t<decltype(*std::declval<Made &>())>;
  static_assert(!std::is_same_v<Value, bool>,
                "two threads cannot write neighbours of a vector<bool>");
  std::vector<Value> values(count);
  std::vector<std::optional<Error>> failures(count);
  pool.parallelFor(count, [&](std::size_t index, std::size_t thread) {
    Made made = make(index, thread);
    if (made)
      values[index] = std::move(*made);
    else
      failures[index] = made.error();
  });
  for (const std::optional<Error> &failure : failures)
    if (failure)
      return Result<std::vector<Value>>(*failure);
  return Result<std::vector<Value>>(std::move(values));
}

} // namespace qsim

#endif // QSIM_SUPPORT_PARALLEL_H
