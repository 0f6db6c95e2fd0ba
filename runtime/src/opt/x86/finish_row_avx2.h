// SPDX-License-Identifier: Apache-2.0
// From the sums of neighbouring pixels to stored outputs, on AVX2.
#ifndef QSIMRT_OPT_X86_FINISH_ROW_AVX2_H
#define QSIMRT_OPT_X86_FINISH_ROW_AVX2_H

#include "opt/x86/lanes_avx2.h"

#include "opt/x86/finish.h"

static inline void qsimrt_finish_row(qsimrt_finisher *finisher,
                                     const int32_t *sums, int32_t pixels,
                                     int32_t block, int32_t y, int32_t x) {
  qsimrt_finish_exactly(finisher, sums, pixels, block, y, x);
}

#endif // QSIMRT_OPT_X86_FINISH_ROW_AVX2_H
