// SPDX-License-Identifier: Apache-2.0
// A thread's share of a loop: a range of indices in one atomic word. Its owner
// takes the first index, a thief the second half; whoever exchanges the word
// has what it took, and an empty range is only ever written by its owner.
#ifndef QSIMPOOL_SHARES_H
#define QSIMPOOL_SHARES_H

#include <stdalign.h>
#include <stdatomic.h>
#include <stdint.h>

// Alone on its cache line: owners do not slow each other down.
typedef struct share {
  alignas(64) _Atomic uint64_t range; // end << 32 | begin
} share;

// Relaxed throughout: a range says all about itself, and what tasks read and
// write is ordered by joining and leaving the loop (pool.c).
static inline void share_set(share *of, int32_t begin, int32_t end) {
  atomic_store_explicit(&of->range, (uint64_t)end << 32 | (uint32_t)begin,
                        memory_order_relaxed);
}

static inline int32_t share_begin(uint64_t range) {
  return (int32_t)(uint32_t)range;
}
static inline int32_t share_left(uint64_t range) {
  return (int32_t)(range >> 32) - share_begin(range);
}
static inline uint64_t share_now(const share *of) {
  return atomic_load_explicit(&of->range, memory_order_relaxed);
}
static inline int share_exchange(share *of, uint64_t *expected,
                                 uint64_t range) {
  return atomic_compare_exchange_weak_explicit(
      &of->range, expected, range, memory_order_relaxed, memory_order_relaxed);
}

// The owner's next index; 0: none is left.
static inline int share_take(share *own, int32_t *index) {
  uint64_t range = share_now(own);
  while (share_left(range) > 0) {
    *index = share_begin(range);
    if (share_exchange(own, &range, range + 1))
      return 1;
  }
  return 0;
}

// Moves the second half of what `from` has, the only one included, to `own`,
// which is empty. 0: there was nothing, or somebody else was faster.
static inline int share_steal(share *from, share *own) {
  uint64_t range = share_now(from);
  const int32_t left = share_left(range);
  if (left <= 0)
    return 0;
  const int32_t end = share_begin(range) + left;
  const int32_t middle = share_begin(range) + left / 2;
  if (!share_exchange(from, &range,
                      (uint64_t)middle << 32 | (uint32_t)share_begin(range)))
    return 0;
  share_set(own, middle, end);
  return 1;
}

#endif // QSIMPOOL_SHARES_H
