// SPDX-License-Identifier: Apache-2.0
// Exact sums of integer products, shared by the convolutions in INT and HYBRID.
//
// Accumulator width: with weights of wb bits and integers of ib bits a product
// is at most 2^(wb-1) * 2^(ib-1) in magnitude, so 2^31 / 2^(wb+ib-2) - 1 of
// them fit the int32 of a partial sum (131071 at 8 x 8 bits, 1 at 16 x 16).
// After as many taps the partial sums are emptied into int64 totals. With at
// most 2^31 taps of 2^30 and a start below 2^60 these stay below 2^62.
#include "kernels/integer_sums.h"

#include <string.h>

static void add_tap_8(int32_t *restrict sums, const int8_t *restrict in,
                      int16_t weight, int32_t count, int32_t stride) {
  if (stride == 1) {
    for (int32_t x = 0; x < count; ++x)
      sums[x] += weight * (int16_t)in[x];
  } else {
    for (int32_t x = 0; x < count; ++x)
      sums[x] += weight * (int16_t)in[(int64_t)x * stride];
  }
}

static void add_tap_16(int32_t *restrict sums, const int16_t *restrict in,
                       int16_t weight, int32_t count, int32_t stride) {
  if (stride == 1) {
    for (int32_t x = 0; x < count; ++x)
      sums[x] += weight * in[x];
  } else {
    for (int32_t x = 0; x < count; ++x)
      sums[x] += weight * in[(int64_t)x * stride];
  }
}

static void add_constant(int32_t *sums, int32_t value, int32_t count) {
  for (int32_t x = 0; x < count; ++x)
    sums[x] += value;
}

static void empty_partial(qsimrt_integer_sums *sums, int32_t count) {
  for (int32_t x = 0; x < count; ++x) {
    sums->total[x] += sums->partial[x];
    sums->partial[x] = 0;
  }
}

void qsimrt_sum_products(const qsimrt_call *call, const qsimrt_geometry *g,
                         int32_t o, int32_t y, int32_t x0, int32_t count,
                         int64_t start, qsimrt_integer_sums *sums) {
  const qsimrt_convolutional *conv = &call->layer->u.convolutional;
  const qsimrt_quant quant = call->inputs[0].quant;
  const int64_t plane = (int64_t)g->in_h * g->in_w;
  const int32_t tap_bits = conv->weight_bits + quant.bits - 2;
  const int64_t taps_at_once = ((int64_t)1 << (31 - tap_bits)) - 1;
  int64_t room = taps_at_once;
  int64_t tap = o * g->taps;

  qsimrt_find_spans(g, x0, count, sums->spans);
  for (int32_t x = 0; x < count; ++x)
    sums->total[x] = start;
  memset(sums->partial, 0, (size_t)count * sizeof sums->partial[0]);
  for (int32_t c = 0; c < g->channels; ++c) {
    const int64_t channel = (qsimrt_first_channel(g, o) + c) * plane;
    for (int32_t ky = 0; ky < g->size; ++ky) {
      const int32_t row = y * g->stride + ky - g->pad;
      const int row_inside = row >= 0 && row < g->in_h;
      for (int32_t kx = 0; kx < g->size; ++kx, ++tap) {
        const int32_t weight =
            qsimrt_integer_at(conv->q_weights, conv->weight_bits, tap);
        const qsimrt_span none = {count, count};
        const qsimrt_span span = row_inside ? sums->spans[kx] : none;
        const int64_t at = channel + (int64_t)row * g->in_w +
                           (int64_t)(x0 + span.begin) * g->stride + kx - g->pad;
        const int32_t inside = span.end - span.begin;
        if (inside > 0 && quant.bits <= 8)
          add_tap_8(sums->partial + span.begin,
                    (const int8_t *)call->inputs[0].data + at, (int16_t)weight,
                    inside, g->stride);
        else if (inside > 0)
          add_tap_16(sums->partial + span.begin,
                     (const int16_t *)call->inputs[0].data + at,
                     (int16_t)weight, inside, g->stride);
        if (quant.zero_point != 0) {
          const int32_t outside = weight * quant.zero_point;
          add_constant(sums->partial, outside, span.begin);
          add_constant(sums->partial + span.end, outside, count - span.end);
        }
        if (--room == 0) {
          empty_partial(sums, count);
          room = taps_at_once;
        }
      }
    }
  }
  empty_partial(sums, count);
}
