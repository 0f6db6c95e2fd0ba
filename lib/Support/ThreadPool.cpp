// SPDX-License-Identifier: Apache-2.0
// ThreadPool: indices are handed out one by one under a mutex.
#include "qsim/Support/ThreadPool.h"

#include <algorithm>

using namespace qsim;

std::size_t qsim::threadsOrAllCores(int threads) {
  if (threads >= 1)
    return static_cast<std::size_t>(threads);
  return std::max(1u, std::thread::hardware_concurrency());
}

ThreadPool::ThreadPool(int threads) {
  const std::size_t total = threadsOrAllCores(threads);
  for (std::size_t i = 1; i < total; ++i)
    workers.emplace_back([this, i] { work(i); });
}

ThreadPool::~ThreadPool() {
  {
    std::lock_guard<std::mutex> lock(mutex);
    ending = true;
  }
  wake.notify_all();
  for (std::thread &worker : workers)
    worker.join();
}

void ThreadPool::takeIndices(std::unique_lock<std::mutex> &lock,
                             std::size_t thread) {
  // Iterations are pictures, layers' rows and the like: long against a lock.
  while (next < total) {
    std::size_t index = next++;
    const Task &task = *current;
    ++running;
    lock.unlock();
    task(index, thread);
    lock.lock();
    --running;
  }
  if (running == 0)
    done.notify_all();
}

void ThreadPool::work(std::size_t thread) {
  std::unique_lock<std::mutex> lock(mutex);
  while (!ending) {
    takeIndices(lock, thread);
    wake.wait(lock, [this] { return ending || next < total; });
  }
}

void ThreadPool::parallelFor(std::size_t count, const Task &task) {
  std::unique_lock<std::mutex> lock(mutex);
  current = &task;
  next = 0;
  total = count;
  wake.notify_all();
  takeIndices(lock, 0);
  done.wait(lock, [this] { return running == 0 && next == total; });
}
