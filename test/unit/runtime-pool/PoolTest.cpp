// SPDX-License-Identifier: Apache-2.0
// The pool of threads: every index once, whatever the work and the threads do.
#include "Pool.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <ctime>
#include <thread>
#include <vector>

namespace qsim::test {
namespace {

using std::chrono::milliseconds;

void sleepFor(int ms) { std::this_thread::sleep_for(milliseconds(ms)); }

// Long enough for idle threads to fall asleep.
void letThemSleep() { sleepFor(5); }

TEST(Pool, CallsEveryIndexOnce) {
  for (int32_t threads : {1, 2, 3, 7}) {
    Pool pool(threads);
    EXPECT_EQ(qsimpool_threads(pool), threads);
    for (int32_t count : {0, 1, 2, 3, 16, 1000, 5, 100000}) {
      // Not atomic: two calls for one index are a race that TSan sees.
      std::vector<int> calls(size_t(count), 0);
      pool.run(count, [&](int32_t i, int32_t thread) {
        ASSERT_TRUE(thread >= 0 && thread < threads);
        ++calls[size_t(i)];
      });
      EXPECT_EQ(calls, std::vector<int>(size_t(count), 1));
    }
  }
}

// The results of a loop can be read after it, and are there for the next one.
TEST(Pool, ManyTinyLoops) {
  Pool pool(3);
  std::vector<int64_t> values(7, 0);
  for (int round = 0; round < 20000; ++round)
    pool.run(7, [&](int32_t i, int32_t) {
      values[size_t(i)] += values[size_t(i)] == round;
    });
  EXPECT_EQ(values, std::vector<int64_t>(7, 20000));
}

// Loops begin while threads look out, fall asleep or sleep.
TEST(Pool, LoopsAfterPausesOfAnyLength) {
  Pool pool(3);
  int64_t sum = 0;
  for (int pause = 0; pause < 300; ++pause) {
    std::this_thread::sleep_for(std::chrono::microseconds(3 * pause));
    std::atomic<int64_t> part{0};
    pool.run(10, [&](int32_t i, int32_t) { part += i; });
    sum += part;
  }
  EXPECT_EQ(sum, 300 * 45);
}

TEST(Pool, NeverSharesAThreadNumber) {
  Pool pool(4);
  std::vector<int> perThread(4, 0);
  pool.run(50000,
           [&](int32_t, int32_t thread) { ++perThread[size_t(thread)]; });
  int sum = 0;
  for (int calls : perThread)
    sum += calls;
  EXPECT_EQ(sum, 50000);
}

// All the long work lies in the share of the caller: the others take it over.
TEST(Pool, UnevenWorkIsStolen) {
  Pool pool(4);
  std::vector<std::atomic<int>> longOnes(4);
  pool.run(64, [&](int32_t i, int32_t thread) {
    if (i < 16) {
      ++longOnes[size_t(thread)];
      sleepFor(5);
    }
  });
  EXPECT_LT(longOnes[0], 16);
  EXPECT_EQ(longOnes[0] + longOnes[1] + longOnes[2] + longOnes[3], 16);
}

// One thread is held up inside a task; the rest of its share is not.
TEST(Pool, AThreadThatIsHeldUpKeepsOneTaskOnly) {
  Pool pool(2);
  std::atomic<int> done{0};
  bool others = false;
  pool.run(64, [&](int32_t i, int32_t) {
    if (i != 0) {
      ++done;
      return;
    }
    const auto until = std::chrono::steady_clock::now() + milliseconds(5000);
    while (done < 63 && std::chrono::steady_clock::now() < until)
      std::this_thread::yield();
    others = done == 63;
  });
  EXPECT_TRUE(others);
}

TEST(Pool, IdleThreadsCostNothing) {
  Pool pool(4);
  pool.run(100, [](int32_t, int32_t) {});
  letThemSleep();
  const std::clock_t before = std::clock(); // of all threads of the process
  sleepFor(200);
  EXPECT_LT(std::clock() - before, CLOCKS_PER_SEC / 50);
}

// The caller sleeps, too, when the last task takes long.
TEST(Pool, WaitingForALongTaskCostsNothing) {
  Pool pool(2);
  const std::clock_t before = std::clock();
  pool.run(2,
           [](int32_t, int32_t thread) { sleepFor(thread == 0 ? 20 : 200); });
  EXPECT_LT(std::clock() - before, CLOCKS_PER_SEC / 50);
}

TEST(Pool, EndsInAnyState) {
  for (int32_t threads : {1, 2, 5}) {
    { Pool unused(threads); }
    {
      Pool awake(threads);
      awake.run(3, [](int32_t, int32_t) {});
    }
    Pool asleep(threads);
    asleep.run(3, [](int32_t, int32_t) {});
    letThemSleep();
  }
}

TEST(Pool, TakesTheFormOfTheRuntimesCallback) {
  Pool pool(2);
  std::vector<int> calls(100, 0);
  qsimpool_parallel_for(
      static_cast<qsimpool *>(pool), 100,
      [](void *arg, int32_t i) {
        ++(*static_cast<std::vector<int> *>(arg))[size_t(i)];
      },
      &calls);
  EXPECT_EQ(calls, std::vector<int>(100, 1));
}

TEST(Pool, RefusesWrongArguments) {
  alignas(64) unsigned char memory[4096];
  EXPECT_EQ(qsimpool_size(0), 0u);
  EXPECT_EQ(qsimpool_size(-1), 0u);
  EXPECT_EQ(qsimpool_size(QSIMPOOL_MOST_THREADS + 1), 0u);
  EXPECT_EQ(qsimpool_start(nullptr, sizeof memory, 1), nullptr);
  EXPECT_EQ(qsimpool_start(memory, sizeof memory, 0), nullptr);
  EXPECT_EQ(qsimpool_start(memory + 8, sizeof memory - 8, 1), nullptr);
  EXPECT_EQ(qsimpool_start(memory, qsimpool_size(2) - 1, 2), nullptr);
}

} // namespace
} // namespace qsim::test
