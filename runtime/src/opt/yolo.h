// SPDX-License-Identifier: Apache-2.0
// The yolo head (numerics.md N20): a vector of logistics at a time, each with
// the operations of qsimrt_exp in their order, so that results are the
// reference's to the bit. Included after the lanes of an instruction set.
#ifndef QSIMRT_OPT_YOLO_H
#define QSIMRT_OPT_YOLO_H

#include "elementary.h"
#include "qsimrt/kernels.h"

#include <string.h>

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

static inline void logistic_row(const float *in, float *out, int64_t count) {
  enum { AT_ONCE = LANES / 2 };
  int64_t i = 0;
  for (; i + AT_ONCE <= count; i += AT_ONCE) {
    const reals x = reals_from_floats(in + i);
    if (!reals_all_within(x, 700)) {
      for (int k = 0; k < AT_ONCE; ++k)
        out[i + k] = qsimrt_logistic(in[i + k]);
      continue;
    }
    const reals e = exp_normal(reals_sub(reals_set(0), x));
    const reals one = reals_set(1.0);
    reals_to_floats(out + i, reals_div(one, reals_add(one, e)));
  }
  for (; i < count; ++i)
    out[i] = qsimrt_logistic(in[i]);
}

static inline void yolo_head(const qsimrt_call *call) {
  const qsimrt_yolo *yolo = &call->layer->u.yolo;
  const int32_t entries = 5 + yolo->classes;
  const qsimrt_shape shape = call->layer->shape;
  const int64_t plane = (int64_t)shape.h * shape.w;
  const float shift = -0.5f * (yolo->scale_x_y - 1);
  for (int32_t c = call->channel_begin; c < call->channel_end; ++c) {
    const float *in = (const float *)call->inputs[0].data + c * plane;
    float *out = (float *)call->output + c * plane;
    const int32_t entry = c % entries;
    if (entry == 2 || entry == 3 || yolo->new_coords)
      memcpy(out, in, (size_t)plane * sizeof *out);
    else
      logistic_row(in, out, plane);
    if (entry < 2 && yolo->scale_x_y != 1)
      for (int64_t i = 0; i < plane; ++i) {
        const float scaled = out[i] * yolo->scale_x_y;
        out[i] = scaled + shift;
      }
  }
}

#endif // QSIMRT_OPT_YOLO_H
