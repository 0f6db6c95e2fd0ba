// SPDX-License-Identifier: Apache-2.0
// The one rounding function of INT, the judging of accumulators and what
// follows them (numerics.md N9, N10, N12, N27, N28).
#ifndef QSIMRT_REQUANT_H
#define QSIMRT_REQUANT_H

#include "elementary.h"
#include "qsimrt/model.h"

// Right shifts of negative integers must be arithmetic: an array of -1 elements
// stops the compiler where they are not.
typedef char qsimrt_arithmetic_right_shift[(-1 >> 1) == -1 ? 1 : -1];

// The step from floor(v) to the rounded v, for v = floor + rest / 2^shift.
static inline int64_t qsimrt_rounding_step(int64_t floor, uint64_t rest,
                                           int32_t shift,
                                           qsimrt_rounding rounding) {
  const uint64_t half = (uint64_t)1 << (shift - 1);
  switch (rounding) {
  case QSIMRT_ROUND_HALF_UP:
    return rest >= half;
  case QSIMRT_ROUND_HALF_AWAY: // a negative half goes down, to the floor
    return floor >= 0 ? rest >= half : rest > half;
  case QSIMRT_ROUND_HALF_EVEN:
    return rest > half || (rest == half && (floor & 1));
  case QSIMRT_ROUND_TOWARD_ZERO:
    return floor < 0 && rest != 0;
  case QSIMRT_ROUND_FLOOR:
    break;
  }
  return 0;
}

// N9: value * mult / 2^shift, rounded once. |value| < 2^62, 0 <= mult < 2^31,
// 1 <= shift <= 62. Results beyond +-2^32 may come out smaller, but stay beyond
// +-2^32: every tensor's range is far inside.
static inline int64_t qsimrt_requantize(int64_t value,
                                        qsimrt_multiplier multiplier,
                                        qsimrt_rounding rounding) {
  const int32_t shift = multiplier.shift;
  int64_t floor;
  uint64_t rest;
  if (value >= INT32_MIN && value <= INT32_MAX) {
    // |product| <= 2^31 * (2^31 - 1) < 2^62.
    const int64_t product = value * multiplier.mult;
    floor = product >> shift;
    rest = (uint64_t)product & (((uint64_t)1 << shift) - 1);
  } else {
    // product = high * 2^31 + low with 0 <= low < 2^31. The low half of value
    // times mult is < 2^62, its high half times mult < 2^62 in magnitude.
    const int64_t partial = (value & INT32_MAX) * multiplier.mult;
    int64_t high = (value >> 31) * multiplier.mult + (partial >> 31);
    const uint64_t low = (uint64_t)partial & INT32_MAX;
    if (shift >= 31) {
      floor = high >> (shift - 31);
      rest = ((uint64_t)high & (((uint64_t)1 << (shift - 31)) - 1)) << 31 | low;
    } else {
      const int64_t limit = (int64_t)1 << 32;
      high = high < -limit ? -limit : high > limit ? limit : high;
      floor = high * ((int64_t)1 << (31 - shift)) + (int64_t)(low >> shift);
      rest = low & (((uint64_t)1 << shift) - 1);
    }
  }
  return floor + qsimrt_rounding_step(floor, rest, shift, rounding);
}

// N10: an accumulator of `bits` bits after a step. Counts an overflow, then
// saturates or wraps. 2 <= bits <= 62.
static inline int64_t qsimrt_judge(int64_t accumulator, int32_t bits,
                                   qsimrt_overflow overflow,
                                   uint64_t *overflows) {
  const int64_t high = ((int64_t)1 << (bits - 1)) - 1;
  const int64_t low = -high - 1;
  if (accumulator >= low && accumulator <= high)
    return accumulator;
  ++*overflows;
  if (overflow == QSIMRT_SATURATE)
    return accumulator < low ? low : high;
  const uint64_t mask = ((uint64_t)1 << bits) - 1;
  const int64_t wrapped = (int64_t)((uint64_t)accumulator & mask);
  return wrapped > high ? wrapped - (int64_t)mask - 1 : wrapped;
}

// The range of a tensor's integers.
static inline int32_t qsimrt_quant_min(int32_t bits) {
  return -((int32_t)1 << (bits - 1));
}
static inline int32_t qsimrt_quant_max(int32_t bits) {
  return ((int32_t)1 << (bits - 1)) - 1;
}

// clamp(value + zero point, qmin, qmax); a change by the clamp is counted.
static inline int32_t qsimrt_place(int64_t value, qsimrt_quant quant,
                                   uint64_t *saturated) {
  const int64_t placed = value + quant.zero_point;
  const int32_t low = qsimrt_quant_min(quant.bits);
  const int32_t high = qsimrt_quant_max(quant.bits);
  if (placed >= low && placed <= high)
    return (int32_t)placed;
  ++*saturated;
  return placed < low ? low : high;
}

// Whether a layer with this activation has multipliers of its own for negative
// values (N6, N54).
static inline int qsimrt_has_negative(qsimrt_activation activation) {
  return activation == QSIMRT_LEAKY_RELU ||
         (activation != QSIMRT_LINEAR && activation < QSIMRT_LOGISTIC);
}

// How a layer goes on from R(acc) to the integer that it writes.
typedef struct qsimrt_finish {
  qsimrt_rounding rounding;
  int has_negative;    // acc < 0 is multiplied by the negative multiplier
  qsimrt_quant target; // of the clamp: the output, or a pre-activation
  int32_t least, most; // clip's limits or relu6's, else those of the target
  int32_t table_first; // the integer of table[0]
  int32_t table_bits;  // of the table's elements; 0: no table
  const void *table;
} qsimrt_finish;

// clamp(rint(limit / so) + zo, qmin, qmax) (N27, N54). The limit may be
// infinite.
static inline int32_t qsimrt_limit_of(double limit, qsimrt_quant output) {
  const double placed = qsimrt_rint(limit / output.scale) + output.zero_point;
  const int32_t low = qsimrt_quant_min(output.bits);
  const int32_t high = qsimrt_quant_max(output.bits);
  return placed < low ? low : placed > high ? high : (int32_t)placed;
}

// `preactivation` and `table` belong to table activations alone.
static inline qsimrt_finish
qsimrt_finish_of(qsimrt_activation activation,
                 const qsimrt_parameters *parameters,
                 qsimrt_quant preactivation, const void *table,
                 qsimrt_quant output, qsimrt_rounding rounding) {
  const int has_negative = qsimrt_has_negative(activation);
  const int looks_up =
      !has_negative && activation != QSIMRT_LINEAR && activation != QSIMRT_CLIP;
  const qsimrt_quant target = looks_up ? preactivation : output;
  qsimrt_finish finish = {rounding,
                          has_negative,
                          target,
                          qsimrt_quant_min(target.bits),
                          qsimrt_quant_max(target.bits),
                          0,
                          0,
                          NULL};
  if (activation == QSIMRT_RELU6)
    finish.most = qsimrt_limit_of(6.0, output);
  if (activation == QSIMRT_CLIP) {
    finish.least = qsimrt_limit_of(parameters->alpha, output);
    finish.most = qsimrt_limit_of(parameters->beta, output);
  }
  if (looks_up) {
    finish.table = table;
    finish.table_bits = output.bits;
    finish.table_first = qsimrt_quant_min(preactivation.bits);
  }
  return finish;
}

// From r = R(acc) on.
static inline int32_t qsimrt_finish_rounded(const qsimrt_finish *finish,
                                            int64_t rounded,
                                            uint64_t *saturated) {
  const int32_t y = qsimrt_place(rounded, finish->target, saturated);
  if (finish->table_bits == 0) {
    const int32_t above = y > finish->least ? y : finish->least;
    return above < finish->most ? above : finish->most;
  }
  const int32_t at = y - finish->table_first;
  return finish->table_bits <= 8 ? ((const int8_t *)finish->table)[at]
                                 : ((const int16_t *)finish->table)[at];
}

// `by` is the multiplier for the accumulator's sign.
static inline int32_t qsimrt_finish_accumulator(const qsimrt_finish *finish,
                                                int64_t acc,
                                                qsimrt_multiplier by,
                                                uint64_t *saturated) {
  return qsimrt_finish_rounded(
      finish, qsimrt_requantize(acc, by, finish->rounding), saturated);
}

static inline int qsimrt_same_quant(const qsimrt_quant *a,
                                    const qsimrt_quant *b) {
  return a->bits == b->bits && a->scale == b->scale &&
         a->zero_point == b->zero_point;
}

#endif // QSIMRT_REQUANT_H
