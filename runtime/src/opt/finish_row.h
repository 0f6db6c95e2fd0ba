// SPDX-License-Identifier: Apache-2.0
// From the sums of neighbouring pixels to stored outputs, where there is one
// way for all layers. Included after the lanes of an instruction set.
#ifndef QSIMRT_OPT_FINISH_ROW_H
#define QSIMRT_OPT_FINISH_ROW_H

#include "opt/finish.h"

static inline void qsimrt_finish_row(qsimrt_finisher *finisher,
                                     const int32_t *sums, int32_t pixels,
                                     int32_t block, int32_t y, int32_t x) {
  qsimrt_finish_exactly(finisher, sums, pixels, block, y, x);
}

#endif // QSIMRT_OPT_FINISH_ROW_H
