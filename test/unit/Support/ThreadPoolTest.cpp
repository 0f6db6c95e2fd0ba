// SPDX-License-Identifier: Apache-2.0
// Threads and random numbers.
#include "qsim/Support/ThreadPool.h"
#include "qsim/Support/Parallel.h"
#include "qsim/Support/Random.h"

#include <atomic>
#include <gtest/gtest.h>
#include <numeric>

using namespace qsim;

TEST(ThreadPool, CallsEveryIndexOnce) {
  for (int threads : {1, 2, 7}) {
    ThreadPool pool(threads);
    EXPECT_EQ(pool.threadCount(), static_cast<std::size_t>(threads));
    // Several loops on one pool: a late worker must not run an old task.
    for (std::size_t count : {0, 1, 3, 1000, 5}) {
      std::vector<int> calls(count, 0);
      pool.parallelFor(count, [&](std::size_t i, std::size_t thread) {
        ASSERT_LT(thread, pool.threadCount());
        ++calls[i];
      });
      EXPECT_EQ(calls, std::vector<int>(count, 1));
    }
  }
}

TEST(ThreadPool, NeverSharesAThreadNumber) {
  ThreadPool pool(4);
  std::vector<std::atomic<int>> inside(4);
  std::atomic<bool> shared{false};
  pool.parallelFor(2000, [&](std::size_t, std::size_t thread) {
    if (inside[thread]++ != 0)
      shared = true;
    --inside[thread];
  });
  EXPECT_FALSE(shared);
}

TEST(ThreadPool, ZeroMeansAllOfTheMachine) {
  EXPECT_GE(ThreadPool(0).threadCount(), 1u);
}

TEST(ThreadPool, NamesAllCoresInOnePlace) {
  EXPECT_EQ(threadsOrAllCores(3), 3u);
  EXPECT_EQ(threadsOrAllCores(0), threadsOrAllCores(-1));
  EXPECT_EQ(ThreadPool(0).threadCount(), threadsOrAllCores(0));
}

TEST(Parallel, KeepsTheOrderAndTheFirstError) {
  for (int threads : {1, 5}) {
    ThreadPool pool(threads);
    auto squares = collectParallel(pool, 100, [](std::size_t i, std::size_t) {
      return Result<std::size_t>(i * i);
    });
    ASSERT_TRUE(squares);
    ASSERT_EQ(squares->size(), 100u);
    for (std::size_t i = 0; i < 100; ++i)
      EXPECT_EQ((*squares)[i], i * i);

    auto failed = collectParallel(
        pool, 100, [](std::size_t i, std::size_t) -> Result<std::string> {
          if (i == 97 || i == 40)
            return Error{"number " + std::to_string(i)};
          return std::string("fine");
        });
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().message, "number 40");
  }
}

TEST(Random, IsSplitMix64) {
  // The published sequence of seed 1234567.
  SplitMix64 random(1234567);
  EXPECT_EQ(random.next(), 6457827717110365317u);
  EXPECT_EQ(random.next(), 3203168211198807973u);
  EXPECT_EQ(random.next(), 9817491932198370423u);
}

TEST(Random, StaysInItsRange) {
  SplitMix64 random(1);
  std::vector<int> seen(5, 0);
  for (int i = 0; i < 1000; ++i) {
    ++seen[random.below(5)];
    double value = random.uniform();
    EXPECT_TRUE(value >= 0 && value < 1);
  }
  for (int count : seen)
    EXPECT_NEAR(count, 200, 60);
  EXPECT_EQ(random.below(1), 0u);
}
