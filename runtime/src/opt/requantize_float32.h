// SPDX-License-Identifier: Apache-2.0
// Requantization by float32 where float32 is sure: what a vector of sums
// becomes, and when another way must decide.
//
// y = sum * factor, rounded to the nearest integer n, differs from the exact
// product by less than |y| * 2^-23. Inside the output's range |y| is at most
// 2^9: where y is farther than 2^-13 from the middle between two integers, n is
// what N9 says. Else (one sum in some thousands) it is computed the exact way.
// Beyond the range n is beyond it, too, and the clamp decides.
//
// Exact middles are rare, but for factors that are powers of two (pack.c:
// has_ties). There half a unit is added to the sum first: no sum lies on a
// middle then, and those that did round up, as N9 wants.
//
// Included after the lanes of an instruction set.
#ifndef QSIMRT_OPT_REQUANTIZE_FLOAT32_H
#define QSIMRT_OPT_REQUANTIZE_FLOAT32_H

#include "opt/finish.h"

typedef struct qsimrt_float32_factors {
  floats positive, negative, positive_nudge, negative_nudge;
} qsimrt_float32_factors;

// Of the channels from `channel` on.
static inline qsimrt_float32_factors
qsimrt_float32_factors_at(const qsimrt_finisher *finisher, int32_t channel) {
  const int32_t group = channel / QSIMRT_LANES, lane = channel % QSIMRT_LANES;
  const qsimrt_packed_multipliers *positive = &finisher->positive[group];
  const qsimrt_packed_multipliers *negative = &finisher->negative[group];
  const qsimrt_float32_factors out = {floats_load(positive->factor32 + lane),
                                      floats_load(negative->factor32 + lane),
                                      floats_load(positive->nudge + lane),
                                      floats_load(negative->nudge + lane)};
  return out;
}

// What is the same for every pixel of a call.
typedef struct qsimrt_float32_constants {
  floats magic;  // 1.5 * 2^23 + zero point + 128: its low bits become q + 128
  lanes bits;    // of 1.5 * 2^23
  floats middle; // how far from an integer a product is too near to a middle
} qsimrt_float32_constants;

static inline qsimrt_float32_constants
qsimrt_float32_constants_of(const qsimrt_finisher *finisher) {
  const int32_t offset = finisher->finish.target.zero_point;
  const qsimrt_float32_constants out = {
      floats_set(0x1.8p23f + (float)(offset + QSIMRT_PIXEL_OFFSET)),
      floats_bits(floats_set(0x1.8p23f)), floats_set(0.5f - 0x1p-13f)};
  return out;
}

// Sums become q + 128, not clamped; `far` collects the largest distance from an
// integer. has_negative and has_ties are constants wherever this is called.
static inline __attribute__((always_inline)) lanes
qsimrt_by_float32(lanes sums, const qsimrt_float32_factors *by,
                  const qsimrt_float32_constants *constants, floats *far,
                  const int has_negative, const int has_ties) {
  const floats factor =
      has_negative ? floats_where_negative(sums, by->negative, by->positive)
                   : by->positive;
  floats acc = floats_from_lanes(sums);
  if (has_ties)
    acc = floats_add(acc, has_negative
                              ? floats_where_negative(sums, by->negative_nudge,
                                                      by->positive_nudge)
                              : by->positive_nudge);
  const floats placed = floats_fma(acc, factor, constants->magic);
  // The integer with the other sign.
  const floats back = floats_sub(constants->magic, placed);
  *far = floats_farther(*far, floats_fma(acc, factor, back));
  return lanes_sub(floats_bits(placed), constants->bits);
}

#endif // QSIMRT_OPT_REQUANTIZE_FLOAT32_H
