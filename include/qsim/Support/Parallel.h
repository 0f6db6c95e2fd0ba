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
/// `make` may be called from several threads at once, with different `thread`.
template <typename Make>
auto collectParallel(ThreadPool &pool, std::size_t count, const Make &make) {
  using Made = std::invoke_result_t<const Make &, std::size_t, std::size_t>;
  using Value = std::decay_t<decltype(*std::declval<Made &>())>;
  std::vector<std::optional<Made>> made(count);
  pool.parallelFor(count, [&](std::size_t index, std::size_t thread) {
    made[index].emplace(make(index, thread));
  });
  std::vector<Value> values;
  values.reserve(count);
  for (std::optional<Made> &one : made) {
    if (!*one)
      return Result<std::vector<Value>>(one->error());
    values.push_back(std::move(**one));
  }
  return Result<std::vector<Value>>(std::move(values));
}

} // namespace qsim

#endif // QSIM_SUPPORT_PARALLEL_H
