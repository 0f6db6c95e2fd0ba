// SPDX-License-Identifier: Apache-2.0
// ThreadPool: the pool of the runtime's neighbour library, in memory of its
// own.
#include "qsim/Support/ThreadPool.h"

#include "qsimpool/qsimpool.h"

#include <algorithm>
#include <thread>

using namespace qsim;

static constexpr std::align_val_t alignment{64};

std::size_t qsim::threadsOrAllCores(int threads) {
  if (threads >= 1)
    return static_cast<std::size_t>(threads);
  return std::max(1u, std::thread::hardware_concurrency());
}

ThreadPool::ThreadPool(int threads) {
  const auto total = static_cast<std::int32_t>(
      std::min<std::size_t>(threadsOrAllCores(threads), QSIMPOOL_MOST_THREADS));
  const std::size_t size = qsimpool_size(total);
  memory = ::operator new(size, alignment);
  pool = qsimpool_start(memory, size, total);
}

ThreadPool::~ThreadPool() {
  qsimpool_stop(pool);
  ::operator delete(memory, alignment);
}

std::size_t ThreadPool::threadCount() const {
  return static_cast<std::size_t>(qsimpool_threads(pool));
}

namespace {
/// A part of a loop that the pool's 32-bit indices can count.
struct Part {
  const ThreadPool::Task &task;
  std::size_t first;
};
} // namespace

void ThreadPool::parallelFor(std::size_t count, const Task &task) {
  constexpr std::size_t most = std::size_t(1) << 30;
  const auto call = [](void *arg, std::int32_t i, std::int32_t thread) {
    const Part &part = *static_cast<const Part *>(arg);
    part.task(part.first + static_cast<std::size_t>(i),
              static_cast<std::size_t>(thread));
  };
  for (std::size_t first = 0; first < count; first += most) {
    Part part{task, first};
    qsimpool_run(pool, static_cast<std::int32_t>(std::min(count - first, most)),
                 call, &part);
  }
}
