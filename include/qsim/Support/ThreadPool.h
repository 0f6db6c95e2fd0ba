// SPDX-License-Identifier: Apache-2.0
// A fixed number of threads that share the iterations of a loop.
#ifndef QSIM_SUPPORT_THREADPOOL_H
#define QSIM_SUPPORT_THREADPOOL_H

#include <cstddef>
#include <functional>

struct qsimpool;

namespace qsim {

/// What a user's number of threads means: itself, or for less than 1 as many as
/// the machine runs at once (at least 1).
std::size_t threadsOrAllCores(int threads);

/// Runs loops on `threads` threads, the calling one included
/// (qsimpool/qsimpool.h says how they share and wait). The order of the
/// iterations is not defined: write results into the element of each index and
/// reduce afterwards, and they do not depend on the number of threads.
class ThreadPool {
public:
  /// Called with the index, and the number of the thread (0..threads-1), which
  /// selects scratch memory that no two running calls share.
  using Task = std::function<void(std::size_t index, std::size_t thread)>;

  /// threadsOrAllCores(threads) threads.
  explicit ThreadPool(int threads);
  ThreadPool(const ThreadPool &) = delete;
  ThreadPool &operator=(const ThreadPool &) = delete;
  ~ThreadPool();

  /// As many as asked for; fewer where the system refuses.
  std::size_t threadCount() const;

  /// Calls task for 0..count-1 and returns when all calls have. Not to be
  /// called from within a task, nor from two threads at once.
  void parallelFor(std::size_t count, const Task &task);

  /// The pool itself, for a qsimrt_parallel.
  qsimpool *handle() const { return pool; }

private:
  void *memory;
  qsimpool *pool;
};

} // namespace qsim

#endif // QSIM_SUPPORT_THREADPOOL_H
