// SPDX-License-Identifier: Apache-2.0
// From the sums of neighbouring pixels to stored outputs, on the way that is
// right for the layer.
#ifndef QSIMRT_OPT_X86_FINISH_ROW_AVX512_H
#define QSIMRT_OPT_X86_FINISH_ROW_AVX512_H

#include "opt/x86/finish_float32_avx512.h"

// The outputs of `pixels` neighbours of one block, from (y, x) on. The sums of
// a pixel are those of the vectors of the block.
static inline void qsimrt_finish_row(qsimrt_finisher *finisher,
                                     const int32_t *sums, int32_t pixels,
                                     int32_t block, int32_t y, int32_t x) {
  const qsimrt_fast_call *call = finisher->call;
  const int32_t vectors =
      qsimrt_block_vectors(call->layer->u.convolutional.filters, block);
  if (finisher->by_float32)
    qsimrt_finish_row_float32(finisher, sums, pixels, vectors, block, y, x);
  else
    qsimrt_finish_exactly(finisher, sums, pixels, block, y, x);
}

#endif // QSIMRT_OPT_X86_FINISH_ROW_AVX512_H
