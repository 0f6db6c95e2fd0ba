// SPDX-License-Identifier: Apache-2.0
// What an output row or column of a resize reads (numerics.md N59).
#ifndef QSIMRT_KERNELS_RESIZE_H
#define QSIMRT_KERNELS_RESIZE_H

#include "qsimrt/kernels.h"

enum { QSIMRT_RESIZE_TAPS = 4, QSIMRT_RESIZE_ONE = 2048 };

// Of one output row or column: the input's, and what each counts.
typedef struct qsimrt_taps {
  int32_t count;   // 1 nearest, 2 linear, 4 cubic
  int32_t outside; // 1: nothing is read, the output is the extrapolation
  int32_t at[QSIMRT_RESIZE_TAPS];
  float weights[QSIMRT_RESIZE_TAPS];
  int32_t integers[QSIMRT_RESIZE_TAPS]; // their sum is QSIMRT_RESIZE_ONE
} qsimrt_taps;

// From `in` rows to `out`: taps[out]. With `columns` those of columns.
void qsimrt_find_taps(const qsimrt_resizing *resize, int columns, int32_t in,
                      int32_t out, qsimrt_taps *taps);

#endif // QSIMRT_KERNELS_RESIZE_H
