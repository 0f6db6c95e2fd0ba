// SPDX-License-Identifier: Apache-2.0
// Max pool in FLOAT and INT (numerics.md N14, N19). Integers are compared,
// never added.
#include "qsimrt/kernels.h"
#include "requant.h"

#include <float.h>

// The taps [begin, end) of a window along one axis that lie inside the input.
typedef struct range {
  int32_t begin, end;
} range;

static range window(int32_t out, const qsimrt_maxpool *pool, int32_t in_size) {
  const int32_t begin = out * pool->stride - pool->padding / 2;
  const int32_t end = begin + pool->size;
  const range inside = {begin < 0 ? 0 : begin, end > in_size ? in_size : end};
  return inside;
}

// One definition for each element type; `lowest` is the maximum of no taps.
#define DEFINE_POOL(NAME, TYPE)                                                \
  static void NAME(const qsimrt_call *call, TYPE lowest) {                     \
    const qsimrt_maxpool *pool = &call->layer->u.maxpool;                      \
    const qsimrt_shape in = call->inputs[0].shape, out = call->layer->shape;   \
    TYPE *to =                                                                 \
        (TYPE *)call->output + (int64_t)call->channel_begin * out.h * out.w;   \
    for (int32_t c = call->channel_begin; c < call->channel_end; ++c) {        \
      const TYPE *from =                                                       \
          (const TYPE *)call->inputs[0].data + (int64_t)c * in.h * in.w;       \
      for (int32_t y = 0; y < out.h; ++y) {                                    \
        const range rows = window(y, pool, in.h);                              \
        for (int32_t x = 0; x < out.w; ++x) {                                  \
          const range columns = window(x, pool, in.w);                         \
          TYPE largest = lowest;                                               \
          for (int32_t row = rows.begin; row < rows.end; ++row)                \
            for (int32_t i = columns.begin; i < columns.end; ++i) {            \
              const TYPE tap = from[(int64_t)row * in.w + i];                  \
              largest = tap > largest ? tap : largest;                         \
            }                                                                  \
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
