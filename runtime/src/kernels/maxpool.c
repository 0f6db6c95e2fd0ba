// SPDX-License-Identifier: Apache-2.0
// Max pool in FLOAT and INT (numerics.md N14, N19). Integers are compared,
// never added.
#include "kernels/window.h"
#include "qsimrt/kernels.h"
#include "requant.h"

#include <float.h>

// One definition for each element type; `lowest` is the maximum of no taps.
#define DEFINE_POOL(NAME, TYPE)                                                \
  static void NAME(const qsimrt_call *call, TYPE lowest) {                     \
    const qsimrt_window window =                                               \
        qsimrt_maxpool_window(&call->layer->u.maxpool);                        \
    const qsimrt_shape in = call->inputs[0].shape, out = call->layer->shape;   \
    const qsimrt_axis down = qsimrt_rows_of(&window, in.h);                    \
    const qsimrt_axis across = qsimrt_columns_of(&window, in.w);               \
    TYPE *to =                                                                 \
        (TYPE *)call->output + (int64_t)call->channel_begin * out.h * out.w;   \
    for (int32_t c = call->channel_begin; c < call->channel_end; ++c) {        \
      const TYPE *from =                                                       \
          (const TYPE *)call->inputs[0].data + (int64_t)c * in.h * in.w;       \
      for (int32_t y = 0; y < out.h; ++y) {                                    \
        const qsimrt_tap_range rows = qsimrt_taps_inside(&down, y);            \
        for (int32_t x = 0; x < out.w; ++x) {                                  \
          const qsimrt_tap_range columns = qsimrt_taps_inside(&across, x);     \
          TYPE largest = lowest;                                               \
          for (int32_t ky = rows.begin; ky < rows.end; ++ky) {                 \
            const TYPE *row =                                                  \
                from + (rows.first + (int64_t)ky * rows.step) * in.w;          \
            for (int32_t kx = columns.begin; kx < columns.end; ++kx) {         \
              const TYPE tap =                                                 \
                  row[columns.first + (int64_t)kx * columns.step];             \
              largest = tap > largest ? tap : largest;                         \
            }                                                                  \
          }                                                                    \
          *to++ = largest;                                                     \
        }                                                                      \
      }                                                                        \
    }                                                                          \
  }

DEFINE_POOL(pool_float, float)
DEFINE_POOL(pool_8, int8_t)
DEFINE_POOL(pool_16, int16_t)

void qsimrt_maxpool_float(const qsimrt_call *call) {
  pool_float(call, -FLT_MAX);
}

void qsimrt_maxpool_int(const qsimrt_call *call) {
  const int32_t bits = call->layer->output.bits;
  if (bits <= 8)
    pool_8(call, (int8_t)qsimrt_quant_min(bits));
  else
    pool_16(call, (int16_t)qsimrt_quant_min(bits));
}
