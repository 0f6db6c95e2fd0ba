// SPDX-License-Identifier: Apache-2.0
// The activations that convolutions in HYBRID and FLOAT compute (numerics.md
// N17, N46): linear, leaky and relu. Included after the lanes of an instruction
// set.
#ifndef QSIMRT_OPT_SLOPE_H
#define QSIMRT_OPT_SLOPE_H

#include "qsimrt/model.h"

// What values that are not above 0 become: 0, or times `slope`.
typedef struct qsimrt_slope {
  floats slope;
  int is_zero;
} qsimrt_slope;

static inline qsimrt_slope qsimrt_slope_of(qsimrt_activation activation) {
  const qsimrt_slope out = {
      floats_set(activation == QSIMRT_LEAKY ? 0.1f : 1.0f),
      activation == QSIMRT_RELU};
  return out;
}

static inline floats qsimrt_along_slope(floats x, const qsimrt_slope *below) {
  return floats_above_or(x, below->is_zero ? floats_set(0)
                                           : floats_mul(x, below->slope));
}

#endif // QSIMRT_OPT_SLOPE_H
