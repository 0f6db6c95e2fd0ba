// SPDX-License-Identifier: Apache-2.0
// What a parallel loop costs: loops with nothing in them, back to back and
// after a pause in which idle threads fall asleep.
#include "qsim/Support/ThreadPool.h"

#include <benchmark/benchmark.h>

#include <chrono>
#include <thread>

using namespace qsim;

static void emptyLoop(benchmark::State &state) {
  ThreadPool pool(static_cast<int>(state.range(0)));
  const auto count = static_cast<std::size_t>(state.range(1));
  for (auto _ : state)
    pool.parallelFor(
        count, [](std::size_t i, std::size_t) { benchmark::DoNotOptimize(i); });
}
BENCHMARK(emptyLoop)
    ->ArgNames({"threads", "count"})
    ->ArgsProduct({{1, 2, 4}, {2, 16, 64}})
    ->UseRealTime();

static void loopAfterPause(benchmark::State &state) {
  using Clock = std::chrono::steady_clock;
  ThreadPool pool(static_cast<int>(state.range(0)));
  for (auto _ : state) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
    const Clock::time_point start = Clock::now();
    pool.parallelFor(
        16, [](std::size_t i, std::size_t) { benchmark::DoNotOptimize(i); });
    state.SetIterationTime(
        std::chrono::duration<double>(Clock::now() - start).count());
  }
}
BENCHMARK(loopAfterPause)->ArgName("threads")->Arg(2)->UseManualTime();
