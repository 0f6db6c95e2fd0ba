// SPDX-License-Identifier: Apache-2.0
// Activations with an exponential (numerics.md N26): half a vector at a time,
// each with the operations of the reference in their order, so that results are
// its to the bit. Included after the lanes of an instruction set.
#ifndef QSIMRT_OPT_ACTIVATE_H
#define QSIMRT_OPT_ACTIVATE_H

#include "elementary.h"
#include "qsimrt/kernels.h"
#include "qsimrt/qsimrt.h"

// qsimrt_exp for |x| <= 700, where 2^k is a normal number.
static inline reals exp_normal(reals x) {
  // Next to 1.5 * 2^52 the last bit counts units: adding rounds to the nearest
  // integer and leaves it in the low bits.
  const reals units = reals_set(0x1.8p52);
  const reals shifted =
      reals_add(reals_mul(x, reals_set(0x1.71547652b82fep+0)), units);
  const reals k = reals_sub(shifted, units);
  const reals high = reals_sub(x, reals_mul(k, reals_set(0x1.62e42feep-1)));
  const reals low = reals_mul(k, reals_set(0x1.a39ef35793c76p-33));
  const reals r = reals_sub(high, low);
  static const double factorials[] = {
      479001600.0, 39916800.0, 3628800.0, 362880.0, 40320.0,
      5040.0,      720.0,      120.0,     24.0,     6.0};
  reals p = reals_set(1.0 / 6227020800.0);
  for (int i = 0; i < 10; ++i)
    p = reals_add(reals_mul(p, r), reals_set(1.0 / factorials[i]));
  p = reals_add(reals_mul(p, r), reals_set(0.5));
  p = reals_mul(reals_mul(p, r), r);
  const reals small = reals_sub(p, low);
  const reals sum = reals_add(high, small);
  const reals lost = reals_add(reals_sub(high, sum), small);
  const reals one = reals_set(1.0);
  reals y = reals_add(one, sum);
  y = reals_add(y, reals_add(reals_add(reals_sub(one, y), sum), lost));
  return reals_mul(y, reals_power_of_two(shifted));
}

static inline reals logistic_of(reals x) {
  const reals one = reals_set(1.0);
  const reals e = exp_normal(reals_sub(reals_set(0), x));
  return reals_div(one, reals_add(one, e));
}

static inline reals swish_of(reals x) { return reals_mul(x, logistic_of(x)); }

static inline reals mish_of(reals x) {
  const reals two = reals_set(2.0);
  const reals e = exp_normal(x);
  const reals n = reals_mul(e, reals_add(e, two));
  const reals y = reals_mul(x, reals_div(n, reals_add(n, two)));
  return reals_where_negative(reals_sub(reals_set(20), x), x, y); // x > 20
}

// `of` is a constant wherever this is called; it computes `activation` where
// magnitudes are at most 700.
static inline __attribute__((always_inline)) void
activate_each(const float *in, float *out, size_t count,
              qsimrt_activation activation, reals (*of)(reals x)) {
  enum { AT_ONCE = LANES / 2 };
  size_t i = 0;
  for (; i + AT_ONCE <= count; i += AT_ONCE) {
    const reals x = reals_from_floats(in + i);
    if (reals_all_within(x, 700)) {
      reals_to_floats(out + i, of(x));
      continue;
    }
    for (size_t k = 0; k < AT_ONCE; ++k)
      out[i + k] =
          qsimrt_activation_value(QSIMRT_PJREDDIE, activation, NULL, in[i + k]);
  }
  for (; i < count; ++i)
    out[i] = qsimrt_activation_value(QSIMRT_PJREDDIE, activation, NULL, in[i]);
}

// 0: it is none of these; nothing was done.
static inline int activate_values(qsimrt_activation activation, float *values,
                                  size_t count) {
  switch (activation) {
  case QSIMRT_LOGISTIC:
    activate_each(values, values, count, activation, logistic_of);
    return 1;
  case QSIMRT_SWISH:
    activate_each(values, values, count, activation, swish_of);
    return 1;
  case QSIMRT_MISH:
    activate_each(values, values, count, activation, mish_of);
    return 1;
  case QSIMRT_EXP:
    activate_each(values, values, count, activation, exp_normal);
    return 1;
  default:
    return 0;
  }
}

#endif // QSIMRT_OPT_ACTIVATE_H
