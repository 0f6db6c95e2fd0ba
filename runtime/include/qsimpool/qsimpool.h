// SPDX-License-Identifier: Apache-2.0
// A pool of threads for loops: what qsimrt_parallel calls, in a library of its
// own that needs POSIX threads and nothing of the runtime.
//
// A loop's indices are divided among the threads; a thread that has none left
// takes half of what the one with the most still has. Idle threads look out for
// the next loop for a short while, then sleep and cost nothing. Those that
// sleep, or wait for a core that another process has, hold nobody up: the
// others do their share. As in the runtime, the caller owns the memory.
#ifndef QSIMPOOL_QSIMPOOL_H
#define QSIMPOOL_QSIMPOOL_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct qsimpool qsimpool;

// Most threads of a pool.
enum { QSIMPOOL_MOST_THREADS = 1024 };

// Bytes of a pool of that many threads, the caller's own included; 0 where
// threads is not 1 to QSIMPOOL_MOST_THREADS.
size_t qsimpool_size(int32_t threads);

// Builds a pool in memory aligned to 64 bytes, of qsimpool_size(threads), and
// starts its threads: one less than asked, as the caller takes part. Where the
// system refuses some, the pool has fewer. NULL where the arguments are wrong.
qsimpool *qsimpool_start(void *memory, size_t size, int32_t threads);

// Threads that take part in a loop, the caller's own included.
int32_t qsimpool_threads(const qsimpool *pool);

// Calls task(arg, i, thread) once for every i in 0..count-1, in any order, and
// returns when all calls have. `thread`, 0 to qsimpool_threads - 1, is shared
// by no two calls that run at the same time; 0 is the caller. Not to be called
// from within a task, nor from two threads at once.
void qsimpool_run(qsimpool *pool, int32_t count,
                  void (*task)(void *arg, int32_t i, int32_t thread),
                  void *arg);

// The same as the function of a qsimrt_parallel, whose context is the pool.
void qsimpool_parallel_for(void *pool, int32_t count,
                           void (*task)(void *arg, int32_t i), void *arg);

// Ends the threads. No loop may be running; the memory is the caller's again.
void qsimpool_stop(qsimpool *pool);

#ifdef __cplusplus
}
#endif
#endif // QSIMPOOL_QSIMPOOL_H
