// SPDX-License-Identifier: Apache-2.0
// A fixed number of threads that share the iterations of a loop.
#ifndef QSIM_SUPPORT_THREADPOOL_H
#define QSIM_SUPPORT_THREADPOOL_H

#include <condition_variable>
#include <cstddef>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace qsim {

/// What a user's number of threads means: itself, or for less than 1 as many as
/// the machine runs at once (at least 1).
std::size_t threadsOrAllCores(int threads);

/// Runs loops on `threads` threads, the calling one included. The order of the
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

  std::size_t threadCount() const { return workers.size() + 1; }

  /// Calls task for 0..count-1 and returns when all calls have. Not to be
  /// called from within a task, nor from two threads at once.
  void parallelFor(std::size_t count, const Task &task);

private:
  void work(std::size_t thread);
  void takeIndices(std::unique_lock<std::mutex> &lock, std::size_t thread);

  std::mutex mutex;
  std::condition_variable wake, done;
  const Task *current = nullptr;
  std::size_t next = 0, total = 0, running = 0;
  bool ending = false;
  std::vector<std::thread> workers;
};

} // namespace qsim

#endif // QSIM_SUPPORT_THREADPOOL_H
