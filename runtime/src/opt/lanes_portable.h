// SPDX-License-Identifier: Apache-2.0
// A vector of one float32, in portable C: the names of x86/lanes_avx2.h that
// the transforms of numerics.md N48 are written with.
#ifndef QSIMRT_OPT_LANES_PORTABLE_H
#define QSIMRT_OPT_LANES_PORTABLE_H

#include "opt/fused.h"

enum { LANES = 1 };
typedef float floats;

static inline floats floats_set(float x) { return x; }
static inline floats floats_load(const float *from) { return *from; }
static inline void floats_store(float *to, floats x) { *to = x; }
static inline void floats_store_some(float *to, floats x, int32_t count) {
  (void)count; // at least one
  *to = x;
}
static inline floats floats_add(floats a, floats b) { return a + b; }
static inline floats floats_sub(floats a, floats b) { return a - b; }
static inline floats floats_mul(floats a, floats b) { return a * b; }
static inline floats floats_fma(floats a, floats b, floats c) {
  return qsimrt_fused(a, b, c);
}
static inline floats floats_max(floats a, floats b) { return a > b ? a : b; }
// x where it is above 0, else `other`.
static inline floats floats_above_or(floats x, floats other) {
  return x > 0 ? x : other;
}

#endif // QSIMRT_OPT_LANES_PORTABLE_H
