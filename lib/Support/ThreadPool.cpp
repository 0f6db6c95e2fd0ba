// SPDX-License-Identifier: Apache-2.0
// ThreadPool: indices are handed out one by one under a mutex.
#include "qsim/Support/ThreadPool.h"

using namespace qsim;

ThreadPool::ThreadPool(int threads) {
  if (threads < 1)
    threads = static_cast<int>(std::thread::hardware_concurrency());
  for (int i = 1; i < threads; ++i)
    workers.emplace_back([this, i] { work(static_cast<std::size_t>(i)); });
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
