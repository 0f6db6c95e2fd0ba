// SPDX-License-Identifier: Apache-2.0
// Waiting actively for a short while: looking again and again costs a core, but
// sleeping and waking costs longer than most gaps between two loops last.
#ifndef QSIMPOOL_PATIENCE_H
#define QSIMPOOL_PATIENCE_H

#include <sched.h>
#include <stdint.h>
#include <time.h>

// Looks between two glances at the clock.
enum { LOOKS_PER_GLANCE = 32 };

typedef struct patience {
  int64_t nanoseconds; // how long, from the first glance on
  int64_t until;       // 0: no glance yet
  int32_t looks;
} patience;

static inline void relax(void) {
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ __volatile__("yield");
#endif
}

// The core that the thread runs on; -1: the system does not say.
static inline int32_t core_now(void) {
#ifdef __linux__
  return sched_getcpu();
#else
  return -1;
#endif
}

static inline int64_t nanoseconds_now(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

// 0 when it is time to sleep.
static inline int patience_lasts(patience *of) {
  relax();
  if (++of->looks % LOOKS_PER_GLANCE != 0)
    return 1;
  const int64_t now = nanoseconds_now();
  if (of->until == 0)
    of->until = now + of->nanoseconds;
  return now < of->until;
}

#endif // QSIMPOOL_PATIENCE_H
