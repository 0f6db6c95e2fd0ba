// SPDX-License-Identifier: Apache-2.0
// What the integers of one scale become on another (numerics.md N13), looked
// up: of at most 8 bits there are 256.
#ifndef QSIMRT_OPT_RESCALE_H
#define QSIMRT_OPT_RESCALE_H

#include "opt/pixels.h"
#include "requant.h"

// By q + QSIMRT_PIXEL_OFFSET: the integer in the low 16 bits, 1 in the high
// ones where it is saturated.
typedef struct qsimrt_rescaled {
  uint32_t entry[256];
} qsimrt_rescaled;

static inline void qsimrt_fill_rescaled(qsimrt_quant from, qsimrt_multiplier by,
                                        qsimrt_quant to,
                                        qsimrt_rounding rounding,
                                        qsimrt_rescaled *table) {
  for (int32_t i = 0; i < 256; ++i) {
    uint64_t saturated = 0;
    const int64_t q = i - QSIMRT_PIXEL_OFFSET - from.zero_point;
    const int32_t y =
        qsimrt_place(qsimrt_requantize(q, by, rounding), to, &saturated);
    table->entry[i] = (uint16_t)y | (uint32_t)saturated << 16;
  }
}

#endif // QSIMRT_OPT_RESCALE_H
