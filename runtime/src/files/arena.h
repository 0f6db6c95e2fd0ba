// SPDX-License-Identifier: Apache-2.0
// The caller's block, given out front to back.
#ifndef QSIMRT_FILES_ARENA_H
#define QSIMRT_FILES_ARENA_H

#include <stddef.h>

enum { QSIMRT_ARENA_ALIGNMENT = 16 };

typedef struct qsimrt_arena {
  unsigned char *base; // aligned to QSIMRT_ARENA_ALIGNMENT
  size_t used, size;
} qsimrt_arena;

// NULL when the block is used up.
static inline void *qsimrt_arena_take(qsimrt_arena *arena, size_t bytes) {
  size_t begin = (arena->used + QSIMRT_ARENA_ALIGNMENT - 1) /
                 QSIMRT_ARENA_ALIGNMENT * QSIMRT_ARENA_ALIGNMENT;
  if (begin > arena->size || bytes > arena->size - begin)
    return NULL;
  arena->used = begin + bytes;
  return arena->base + begin;
}

#endif // QSIMRT_FILES_ARENA_H
