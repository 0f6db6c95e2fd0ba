// SPDX-License-Identifier: Apache-2.0
// Exact sums of integer products, for layers with weights in INT and HYBRID.
//
// Accumulator width: with weights of wb bits and integers of ib bits a product
// is at most 2^(wb-1) * 2^(ib-1) in magnitude, so 2^31 / 2^(wb+ib-2) - 1 of
// them fit the int32 of a partial sum (131071 at 8 x 8 bits, 1 at 16 x 16).
// After as many taps the partial sums are emptied into int64 totals, which hold
// 2^31 taps of 2^30 with room to spare.
#include "kernels/integer_sums.h"

#include <string.h>

// What one tap sees: the integers from `at` on, in_step apart, for the outputs
// of `span`, the zero point for the others.
static void gather(const qsimrt_operand *in, const qsimrt_geometry *g,
                   int64_t at, qsimrt_span span, int32_t count,
                   int16_t *restrict taps) {
  const int16_t zero = (int16_t)in->quant.zero_point;
  const int64_t step = g->in_step;
  const int32_t inside = span.end - span.begin;
  if (g->out_step != 1) {
    for (int32_t x = 0; x < count; ++x)
      taps[x] = zero;
    for (int32_t x = span.begin; x < span.end; x += g->out_step, at += step)
      taps[x] = (int16_t)qsimrt_integer_at(in->data, in->quant.bits, at);
    return;
  }
  for (int32_t x = 0; x < span.begin; ++x)
    taps[x] = zero;
  if (in->quant.bits <= 8 && step == 1) {
    const int8_t *from = (const int8_t *)in->data + at;
    for (int32_t x = 0; x < inside; ++x)
      taps[span.begin + x] = from[x];
  } else if (in->quant.bits <= 8) {
    const int8_t *from = (const int8_t *)in->data + at;
    for (int32_t x = 0; x < inside; ++x)
      taps[span.begin + x] = from[x * step];
  } else {
    const int16_t *from = (const int16_t *)in->data + at;
    for (int32_t x = 0; x < inside; ++x)
      taps[span.begin + x] = from[x * step];
  }
  for (int32_t x = span.end; x < count; ++x)
    taps[x] = zero;
}

// `count` is a multiple of 8: no loop for left-overs.
static void add_products(int32_t *restrict sums, const int16_t *restrict taps,
                         int16_t weight, uint32_t count) {
  count &= ~7U;
  for (uint32_t x = 0; x < count; ++x)
    sums[x] += weight * taps[x];
}

static void empty_partial(qsimrt_integer_sums *sums, int32_t filters,
                          int32_t count) {
  for (int32_t f = 0; f < filters; ++f) {
    for (int32_t x = 0; x < count; ++x) {
      sums->total[f][x] += sums->partial[f][x];
      sums->partial[f][x] = 0;
    }
  }
}

void qsimrt_sum_products(const qsimrt_call *call, const qsimrt_geometry *g,
                         const qsimrt_block *block, qsimrt_integer_sums *sums) {
  const qsimrt_convolutional *conv = &call->layer->u.convolutional;
  const qsimrt_operand *in = &call->inputs[0];
  const int32_t count = (block->count + 7) & ~7; // <= QSIMRT_SEGMENT
  const int32_t product_bits = conv->weight_bits + in->quant.bits - 2;
  const int64_t taps_at_once = ((int64_t)1 << (31 - product_bits)) - 1;
  const int32_t first_channel = qsimrt_first_channel(g, block->filter);
  int64_t room = taps_at_once;
  int64_t tap = block->filter * g->taps;

  qsimrt_find_spans(g, block->x0, block->count, sums->spans);
  for (int32_t f = 0; f < block->filters; ++f) {
    memset(sums->total[f], 0, (size_t)count * sizeof sums->total[f][0]);
    memset(sums->partial[f], 0, (size_t)count * sizeof sums->partial[f][0]);
  }
  for (int32_t c = 0; c < g->channels; ++c) {
    for (int32_t ky = 0; ky < g->window.size_y; ++ky) {
      const int32_t row = qsimrt_row_of(g, block->y, ky);
      const int64_t first =
          ((int64_t)(first_channel + c) * g->in_h + row) * g->in_w;
      for (int32_t kx = 0; kx < g->window.size_x; ++kx, ++tap) {
        const qsimrt_span none = {count, count, 0};
        const qsimrt_span span = row >= 0 ? sums->spans[kx] : none;
        // Without a tap inside nothing is read, wherever `first` is.
        gather(in, g, span.begin < span.end ? first + span.column : 0, span,
               count, sums->taps);
        for (int32_t f = 0; f < block->filters; ++f)
          add_products(sums->partial[f], sums->taps,
                       (int16_t)qsimrt_integer_at(conv->q_weights,
                                                  conv->weight_bits,
                                                  tap + f * g->taps),
                       (uint32_t)count);
        if (--room == 0) {
          empty_partial(sums, block->filters, count);
          room = taps_at_once;
        }
      }
    }
  }
  empty_partial(sums, block->filters, count);
}

// 2^16 products of 8 by 8 bits are below 2^30: one int32 holds them.
enum { NARROW_RUN = 1 << 16 };

static int64_t dot_narrow(const int8_t *weights, const int8_t *integers,
                          int64_t count) {
  int64_t total = 0;
  for (int64_t begin = 0; begin < count; begin += NARROW_RUN) {
    const int64_t end = count - begin < NARROW_RUN ? count : begin + NARROW_RUN;
    int32_t partial = 0;
    for (int64_t k = begin; k < end; ++k)
      partial += weights[k] * integers[k];
    total += partial;
  }
  return total;
}

int64_t qsimrt_dot_product(const qsimrt_call *call, int64_t first,
                           int64_t count) {
  const qsimrt_convolutional *conv = &call->layer->u.convolutional;
  const qsimrt_operand *in = &call->inputs[0];
  if (conv->weight_bits <= 8 && in->quant.bits <= 8)
    return dot_narrow((const int8_t *)conv->q_weights + first, in->data, count);
  int64_t total = 0;
  for (int64_t k = 0; k < count; ++k)
    total += (int64_t)qsimrt_integer_at(conv->q_weights, conv->weight_bits,
                                        first + k) *
             qsimrt_integer_at(in->data, in->quant.bits, k);
  return total;
}
