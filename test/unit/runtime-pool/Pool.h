// SPDX-License-Identifier: Apache-2.0
// Test helper: a pool and the memory that it lies in.
#ifndef QSIM_TEST_RUNTIMEPOOL_POOL_H
#define QSIM_TEST_RUNTIMEPOOL_POOL_H

#include "qsimpool/qsimpool.h"

#include <cstdlib>
#include <functional>
#include <memory>

namespace qsim::test {

class Pool {
public:
  explicit Pool(int32_t threads)
      : memory(std::aligned_alloc(64, (qsimpool_size(threads) + 63) / 64 * 64),
               std::free),
        pool(qsimpool_start(memory.get(), qsimpool_size(threads), threads)) {}
  Pool(const Pool &) = delete;
  Pool &operator=(const Pool &) = delete;
  ~Pool() { qsimpool_stop(pool); }

  operator qsimpool *() const { return pool; }

  void run(int32_t count,
           const std::function<void(int32_t i, int32_t thread)> &task) {
    auto copy = task;
    qsimpool_run(
        pool, count,
        [](void *arg, int32_t i, int32_t thread) {
          (*static_cast<std::function<void(int32_t, int32_t)> *>(arg))(i,
                                                                       thread);
        },
        &copy);
  }

private:
  std::unique_ptr<void, decltype(&std::free)> memory;
  qsimpool *pool;
};

} // namespace qsim::test

#endif // QSIM_TEST_RUNTIMEPOOL_POOL_H
