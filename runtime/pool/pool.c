// SPDX-License-Identifier: Apache-2.0
// Threads that wait for loops, join them and leave them.
//
// All of it turns on one word, the gate: the number of the loop, whether it is
// open, and how many threads are inside. The caller writes the loop down, opens
// the gate, works, closes it when no index is left, and waits for those inside;
// then every index that was taken has run. A thread that comes too late finds
// the gate closed, and touches nothing of a loop that is over.
#include "qsimpool/qsimpool.h"

#include "patience.h"
#include "shares.h"

#include <pthread.h>

// Parts of the gate; the number of the loop is above them.
#define GATE_INSIDE UINT64_C(0xffff)
#define GATE_OPEN UINT64_C(0x10000)
#define GATE_CALLER_SLEEPS UINT64_C(0x20000)
#define GATE_ENDING UINT64_C(0x40000)
enum { GATE_LOOP_SHIFT = 32 };

// How long a thread looks out for the next loop: longer than what lies between
// two layers, or two pictures, shorter than anybody notices.
enum { WORKER_PATIENCE = 200000, CALLER_PATIENCE = 50000 };

typedef struct worker {
  qsimpool *pool;
  pthread_t handle;
  int32_t thread;
} worker;

struct qsimpool {
  // What a loop is; written while the gate is closed and nobody inside.
  void (*task)(void *arg, int32_t i, int32_t thread);
  void *arg;
  int32_t threads;
  _Atomic int32_t callers_core; // when it last opened the gate
  alignas(64) _Atomic uint64_t gate;
  alignas(64) _Atomic int32_t sleepers; // workers that must be woken
  pthread_mutex_t mutex;                // held only to fall asleep and to wake
  pthread_cond_t opened, left;
  worker *workers; // [threads - 1]
  share shares[];  // [threads]
};

static uint32_t loop_of(uint64_t gate) {
  return (uint32_t)(gate >> GATE_LOOP_SHIFT);
}

static int must_act(uint64_t gate, uint32_t seen) {
  return (gate & GATE_ENDING) || ((gate & GATE_OPEN) && loop_of(gate) != seen);
}

// ---- work ------------------------------------------------------------------

// From the thread that has most left. 0: none has any.
static int steal(qsimpool *pool, int32_t thread) {
  for (;;) {
    int32_t most = 0, richest = 0;
    for (int32_t other = 0; other < pool->threads; ++other) {
      const int32_t left = share_left(share_now(&pool->shares[other]));
      if (left > most) {
        most = left;
        richest = other;
      }
    }
    if (most == 0)
      return 0;
    if (share_steal(&pool->shares[richest], &pool->shares[thread]))
      return 1;
  }
}

static void work(qsimpool *pool, int32_t thread) {
  int32_t i;
  do {
    while (share_take(&pool->shares[thread], &i))
      pool->task(pool->arg, i, thread);
  } while (steal(pool, thread));
}

// ---- workers ---------------------------------------------------------------

// The caller, too, may wait for this core: it goes first. Nobody else does: who
// gives the core to another process has it back after several loops.
static void let_caller_run(qsimpool *pool) {
  const int32_t core =
      atomic_load_explicit(&pool->callers_core, memory_order_relaxed);
  if (core == core_now())
    sched_yield();
}

// Looks for a while, then sleeps, until there is a loop that it has not seen.
static uint64_t wait_for_loop(qsimpool *pool, uint32_t seen) {
  patience awake = {WORKER_PATIENCE, 0, 0};
  uint64_t gate;
  do {
    gate = atomic_load_explicit(&pool->gate, memory_order_acquire);
    if (must_act(gate, seen))
      return gate;
    let_caller_run(pool);
  } while (patience_lasts(&awake));
  // Counted first, then the gate looked at; the caller opens the gate first,
  // then looks at the count: one of the two sees the other.
  pthread_mutex_lock(&pool->mutex);
  atomic_fetch_add(&pool->sleepers, 1);
  while (!must_act(gate = atomic_load(&pool->gate), seen))
    pthread_cond_wait(&pool->opened, &pool->mutex);
  atomic_fetch_sub(&pool->sleepers, 1);
  pthread_mutex_unlock(&pool->mutex);
  return gate;
}

static int join(qsimpool *pool, uint32_t loop) {
  uint64_t gate = atomic_load_explicit(&pool->gate, memory_order_relaxed);
  while ((gate & GATE_OPEN) && loop_of(gate) == loop)
    if (atomic_compare_exchange_weak_explicit(&pool->gate, &gate, gate + 1,
                                              memory_order_acquire,
                                              memory_order_relaxed))
      return 1;
  return 0;
}

static void leave(qsimpool *pool) {
  const uint64_t before =
      atomic_fetch_sub_explicit(&pool->gate, 1, memory_order_release);
  if ((before & GATE_INSIDE) != 1 || !(before & GATE_CALLER_SLEEPS))
    return;
  pthread_mutex_lock(&pool->mutex);
  pthread_cond_signal(&pool->left);
  pthread_mutex_unlock(&pool->mutex);
}

static void *run_worker(void *arg) {
  const worker *own = arg;
  qsimpool *pool = own->pool;
  uint32_t seen = 0;
  for (;;) {
    const uint64_t gate = wait_for_loop(pool, seen);
    if (gate & GATE_ENDING)
      return NULL;
    seen = loop_of(gate);
    if (!join(pool, seen))
      continue;
    work(pool, own->thread);
    leave(pool);
  }
}

// ---- the caller ------------------------------------------------------------

// Sets the gate, and wakes as many of those who sleep as there is work for.
static void open_gate(qsimpool *pool, uint64_t gate, int32_t helpers) {
  atomic_store(&pool->gate, gate);
  const int32_t sleepers = atomic_load(&pool->sleepers);
  if (sleepers == 0)
    return;
  pthread_mutex_lock(&pool->mutex);
  if (helpers >= sleepers)
    pthread_cond_broadcast(&pool->opened);
  else
    for (int32_t i = 0; i < helpers; ++i)
      pthread_cond_signal(&pool->opened);
  pthread_mutex_unlock(&pool->mutex);
}

static int anybody_inside(qsimpool *pool) {
  return (atomic_load_explicit(&pool->gate, memory_order_acquire) &
          GATE_INSIDE) != 0;
}

static void wait_until_left(qsimpool *pool) {
  patience awake = {CALLER_PATIENCE, 0, 0};
  while (anybody_inside(pool)) {
    work(pool, 0); // a thief may have come between two others
    if (!patience_lasts(&awake))
      break;
  }
  if (!anybody_inside(pool))
    return;
  // Whoever leaves last sees the mark, or has left before it was made.
  pthread_mutex_lock(&pool->mutex);
  atomic_fetch_or(&pool->gate, GATE_CALLER_SLEEPS);
  while (anybody_inside(pool))
    pthread_cond_wait(&pool->left, &pool->mutex);
  atomic_fetch_and(&pool->gate, ~GATE_CALLER_SLEEPS);
  pthread_mutex_unlock(&pool->mutex);
}

void qsimpool_run(qsimpool *pool, int32_t count,
                  void (*task)(void *arg, int32_t i, int32_t thread),
                  void *arg) {
  if (pool->threads == 1 || count <= 1) {
    for (int32_t i = 0; i < count; ++i)
      task(arg, i, 0);
    return;
  }
  pool->task = task;
  pool->arg = arg;
  atomic_store_explicit(&pool->callers_core, core_now(), memory_order_relaxed);
  for (int32_t k = 0; k < pool->threads; ++k)
    share_set(&pool->shares[k], (int32_t)((int64_t)count * k / pool->threads),
              (int32_t)((int64_t)count * (k + 1) / pool->threads));
  const uint64_t closed = atomic_load(&pool->gate);
  const uint64_t loop = (uint64_t)(loop_of(closed) + 1) << GATE_LOOP_SHIFT;
  open_gate(pool, loop | GATE_OPEN, count - 1);
  work(pool, 0);
  atomic_fetch_and(&pool->gate, ~GATE_OPEN);
  wait_until_left(pool);
}

typedef struct numberless {
  void (*task)(void *arg, int32_t i);
  void *arg;
} numberless;

static void call_numberless(void *arg, int32_t i, int32_t thread) {
  const numberless *loop = arg;
  (void)thread;
  loop->task(loop->arg, i);
}

void qsimpool_parallel_for(void *pool, int32_t count,
                           void (*task)(void *arg, int32_t i), void *arg) {
  numberless loop = {task, arg};
  qsimpool_run(pool, count, call_numberless, &loop);
}

// ---- life ------------------------------------------------------------------

static int is_possible(int32_t threads) {
  return threads >= 1 && threads <= QSIMPOOL_MOST_THREADS;
}

size_t qsimpool_size(int32_t threads) {
  return is_possible(threads)
             ? sizeof(qsimpool) +
                   (size_t)threads * (sizeof(share) + sizeof(worker))
             : 0;
}

qsimpool *qsimpool_start(void *memory, size_t size, int32_t threads) {
  if (!memory || (uintptr_t)memory % alignof(qsimpool) != 0 ||
      !is_possible(threads) || size < qsimpool_size(threads))
    return NULL;
  qsimpool *pool = memory;
  pool->threads = threads;
  pool->workers = (worker *)(void *)(pool->shares + threads);
  atomic_init(&pool->callers_core, -1);
  atomic_init(&pool->gate, 0);
  atomic_init(&pool->sleepers, 0);
  pthread_mutex_init(&pool->mutex, NULL);
  pthread_cond_init(&pool->opened, NULL);
  pthread_cond_init(&pool->left, NULL);
  for (int32_t k = 0; k < threads; ++k)
    atomic_init(&pool->shares[k].range, 0);
  for (int32_t k = 1; k < threads; ++k) {
    worker *next = &pool->workers[k - 1];
    next->pool = pool;
    next->thread = k;
    if (pthread_create(&next->handle, NULL, run_worker, next) != 0) {
      pool->threads = k;
      break;
    }
  }
  return pool;
}

int32_t qsimpool_threads(const qsimpool *pool) { return pool->threads; }

void qsimpool_stop(qsimpool *pool) {
  open_gate(pool, atomic_load(&pool->gate) | GATE_ENDING, pool->threads);
  for (int32_t k = 1; k < pool->threads; ++k)
    pthread_join(pool->workers[k - 1].handle, NULL);
  pthread_cond_destroy(&pool->left);
  pthread_cond_destroy(&pool->opened);
  pthread_mutex_destroy(&pool->mutex);
}
