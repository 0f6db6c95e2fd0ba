// SPDX-License-Identifier: Apache-2.0
// From the sums of neighbouring pixels to stored outputs, on the way that is
// right for the layer.
#ifndef QSIMRT_OPT_X86_FINISH_ROW_AVX512_H
#define QSIMRT_OPT_X86_FINISH_ROW_AVX512_H

#include "opt/x86/finish_float32_avx512.h"

// May qsimrt_finish_bytes do it?
static inline int qsimrt_is_usual(const qsimrt_finisher *finisher) {
  const qsimrt_fast_call *call = finisher->call;
  return !finisher->by_int64 && !call->wide_output &&
         finisher->finish.table_bits == 0 &&
         call->output.channels >= QSIMRT_LANES;
}

// The outputs of `pixels` neighbours of one block, from (y, x) on. The sums of
// a pixel are those of the vectors of the block.
static inline void qsimrt_finish_row(qsimrt_finisher *finisher,
                                     const int32_t *sums, int32_t pixels,
                                     int32_t block, int32_t y, int32_t x) {
  const qsimrt_fast_call *call = finisher->call;
  const int32_t vectors =
      qsimrt_block_vectors(call->layer->u.convolutional.filters, block);
  const int32_t step = vectors * QSIMRT_LANES;
  const int is_usual = qsimrt_is_usual(finisher);
  if (finisher->by_float32 && call->output.channels >= QSIMRT_LANES) {
    qsimrt_finish_row_float32(finisher, sums, pixels, vectors, block, y, x);
    return;
  }
  for (int32_t n = 0; n < vectors; ++n, sums += QSIMRT_LANES) {
    const int32_t group = block * (QSIMRT_BLOCK / QSIMRT_LANES) + n;
    uint8_t *to = is_usual
                      ? qsimrt_pixel(&call->output, y, x) + group * QSIMRT_LANES
                      : NULL;
    if (!is_usual)
      qsimrt_finish_any(finisher, sums, step, pixels, group, y, x);
    else if (finisher->has_negative)
      qsimrt_finish_bytes(finisher, sums, step, pixels, group, to, 1);
    else
      qsimrt_finish_bytes(finisher, sums, step, pixels, group, to, 0);
  }
}

#endif // QSIMRT_OPT_X86_FINISH_ROW_AVX512_H
