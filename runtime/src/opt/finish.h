// SPDX-License-Identifier: Apache-2.0
// From the sums of a tile to stored outputs: requantization, zero point, clamp
// and table (numerics.md N12, N27, N28), a vector of channels at a time.
//
// Included after the lanes of an instruction set.
//
// By float64: mult * 2^-shift is exact, and so is its product with a sum, and
// that plus a half, wherever the result is inside the output's range (pack.c
// has shown it: qsimrt_packed_layer.by_int64 is 0). Rounding down is then N9.
// Beyond the range the product may be rounded, which is monotone, and the clamp
// gives what it gives for the exact one. A negative multiplier is never above
// the positive one: the larger of the two results is the one for the sum's
// sign.
#ifndef QSIMRT_OPT_FINISH_H
#define QSIMRT_OPT_FINISH_H

#include "opt/fast.h"
#include "requant.h"

typedef struct qsimrt_finisher {
  const qsimrt_fast_call *call;
  const qsimrt_packed_multipliers *positive, *negative;
  int by_int64, by_float32, has_negative, has_ties;
  qsimrt_finish finish;
  reals half;                 // 0 where rounding is toward the floor
  lanes offset, low, high;    // of the clamp
  lanes least, most;          // limits of the activation
  lanes saturated;            // counts, by lane
  uint64_t saturated_besides; // counted otherwise
} qsimrt_finisher;

static inline qsimrt_finisher qsimrt_finisher_of(const qsimrt_fast_call *call) {
  const qsimrt_convolutional *conv = &call->layer->u.convolutional;
  const qsimrt_packed_layer *packed = qsimrt_packed_of(call);
  const char *base = (const char *)call->packed;
  const qsimrt_finish finish = qsimrt_finish_of(
      conv->activation, &conv->parameters, conv->preactivation, conv->table,
      call->layer->output, call->datapath->rounding);
  // Bytes are stored as q + 128.
  const int32_t shift = finish.table_bits == 0 && call->layer->output.bits <= 8
                            ? QSIMRT_PIXEL_OFFSET
                            : 0;
  const qsimrt_finisher finisher = {
      call,
      (const void *)(base + packed->positive),
      (const void *)(base + packed->negative),
      packed->by_int64,
      packed->by_float32,
      packed->has_negative,
      packed->has_ties,
      finish,
      reals_set(finish.rounding == QSIMRT_ROUND_HALF_UP ? 0.5 : 0.0),
      lanes_set(finish.target.zero_point + shift),
      lanes_set(qsimrt_quant_min(finish.target.bits) + shift),
      lanes_set(qsimrt_quant_max(finish.target.bits) + shift),
      lanes_set(finish.least + shift),
      lanes_set(finish.most + shift),
      lanes_set(0),
      0};
  return finisher;
}

static inline uint64_t qsimrt_saturated(const qsimrt_finisher *finisher) {
  return finisher->saturated_besides + lanes_sum(finisher->saturated);
}

// ---- N9 --------------------------------------------------------------------

typedef struct qsimrt_factors {
  reals low, high;
} qsimrt_factors;

// Of the channels from `channel` on.
static inline qsimrt_factors
qsimrt_factors_at(const qsimrt_packed_multipliers *by, int32_t channel) {
  const double *factor =
      by[channel / QSIMRT_LANES].factor + channel % QSIMRT_LANES;
  const qsimrt_factors factors = {reals_load(factor),
                                  reals_load(factor + LANES / 2)};
  return factors;
}

static inline lanes qsimrt_by_float64(lanes acc, qsimrt_factors by,
                                      reals half) {
  return lanes_round_down(reals_fma(lanes_low(acc), by.low, half),
                          reals_fma(lanes_high(acc), by.high, half));
}

// Both multipliers, the larger result.
static inline lanes qsimrt_by_two(lanes acc, qsimrt_factors positive,
                                  qsimrt_factors negative, reals half) {
  const reals low = lanes_low(acc), high = lanes_high(acc);
  return lanes_round_down(reals_max(reals_fma(low, positive.low, half),
                                    reals_fma(low, negative.low, half)),
                          reals_max(reals_fma(high, positive.high, half),
                                    reals_fma(high, negative.high, half)));
}

static inline lanes qsimrt_by_int64(const qsimrt_finisher *finisher, lanes acc,
                                    int32_t channel) {
  const int32_t group = channel / QSIMRT_LANES, lane = channel % QSIMRT_LANES;
  const qsimrt_packed_multipliers *up = &finisher->positive[group];
  const qsimrt_packed_multipliers *down = &finisher->negative[group];
  return lanes_shift_products(
      acc,
      lanes_where_negative(acc, lanes_load(down->mult + lane),
                           lanes_load(up->mult + lane)),
      lanes_where_negative(acc, lanes_load(down->shift + lane),
                           lanes_load(up->shift + lane)),
      finisher->finish.rounding == QSIMRT_ROUND_HALF_UP);
}

// ---- clamp and store -------------------------------------------------------

// From r = R(acc) to the limited integer, counting what the clamp changes.
static inline lanes qsimrt_clamp(const qsimrt_finisher *finisher, lanes rounded,
                                 lanes *saturated) {
  const lanes placed = lanes_add(rounded, finisher->offset);
  const lanes clamped =
      lanes_max(lanes_min(placed, finisher->high), finisher->low);
  *saturated = lanes_count_changed(*saturated, placed, clamped);
  return lanes_min(lanes_max(clamped, finisher->least), finisher->most);
}

// N28: the integers behind the table, one at a time.
static inline lanes qsimrt_look_up(const qsimrt_finish *finish, lanes y,
                                   int32_t offset) {
  int32_t each[LANES];
  lanes_store(each, y);
  for (int i = 0; i < LANES; ++i) {
    const int32_t at = each[i] - finish->table_first;
    each[i] = offset + (finish->table_bits <= 8
                            ? ((const int8_t *)finish->table)[at]
                            : ((const int16_t *)finish->table)[at]);
  }
  return lanes_load(each);
}

// A vector of channels of one pixel, from `channel` on.
static inline void qsimrt_store_outputs(const qsimrt_finisher *finisher,
                                        lanes y, int32_t channel, int32_t row,
                                        int32_t column) {
  const qsimrt_fast_call *call = finisher->call;
  const int is_wide = call->wide_output != NULL;
  if (finisher->finish.table_bits != 0)
    y = qsimrt_look_up(&finisher->finish, y, is_wide ? 0 : QSIMRT_PIXEL_OFFSET);
  if (!is_wide) {
    lanes_store_some_bytes(qsimrt_pixel(&call->output, row, column) + channel,
                           y, call->output.channels - channel);
    return;
  }
  const qsimrt_shape shape = call->layer->shape;
  int16_t each[LANES];
  lanes_store_words(each, y);
  const int64_t plane = (int64_t)shape.h * shape.w;
  int16_t *to =
      call->wide_output + channel * plane + (int64_t)row * shape.w + column;
  for (int32_t i = 0; i < LANES && channel + i < shape.c; ++i)
    to[i * plane] = each[i];
}

// What most layers do, a vector of channels of `pixels` neighbours: float64,
// bytes, no table. has_negative is a constant wherever this is called.
static inline __attribute__((always_inline)) void
qsimrt_finish_bytes(qsimrt_finisher *finisher, const int32_t *sums,
                    int32_t sums_step, int32_t pixels, int32_t channel,
                    uint8_t *to, const int has_negative) {
  const qsimrt_factors by = qsimrt_factors_at(finisher->positive, channel);
  const qsimrt_factors below = qsimrt_factors_at(finisher->negative, channel);
  const qsimrt_finisher constants = *finisher;
  const int64_t step = finisher->call->output.channels;
  lanes saturated = finisher->saturated;
  for (int32_t p = 0; p < pixels; ++p, to += step, sums += sums_step) {
    const lanes acc = lanes_load(sums);
    const lanes rounded = has_negative
                              ? qsimrt_by_two(acc, by, below, constants.half)
                              : qsimrt_by_float64(acc, by, constants.half);
    lanes_store_bytes(to, qsimrt_clamp(&constants, rounded, &saturated));
  }
  finisher->saturated = saturated;
}

// Of a table of bytes, where that of the integer 0 is.
static inline const int8_t *
qsimrt_table_bytes(const qsimrt_finisher *finisher) {
  return (const int8_t *)finisher->finish.table - finisher->finish.table_first;
}

// Bytes for a vector of integers, of which `stored` have room.
static inline void qsimrt_look_up_bytes(const int8_t *table, const int32_t *at,
                                        int32_t stored, uint8_t *to) {
  if (stored < LANES)
    for (int32_t i = 0; i < stored; ++i)
      to[i] = (uint8_t)(table[at[i]] + QSIMRT_PIXEL_OFFSET);
  else
#pragma GCC unroll 16
    for (int32_t i = 0; i < LANES; ++i)
      to[i] = (uint8_t)(table[at[i]] + QSIMRT_PIXEL_OFFSET);
}

// The clamped integers of channels from `channel` on, before the table: those
// activations have one multiplier.
static inline lanes qsimrt_before_table(const qsimrt_finisher *finisher,
                                        lanes acc, int32_t channel,
                                        lanes *saturated) {
  const qsimrt_factors by = qsimrt_factors_at(finisher->positive, channel);
  const lanes rounded = finisher->by_int64
                            ? qsimrt_by_int64(finisher, acc, channel)
                            : qsimrt_by_float64(acc, by, finisher->half);
  return qsimrt_clamp(finisher, rounded, saturated);
}

// Of activations that are tables: bytes, a vector of channels of `pixels`
// neighbours of which `stored` have room. Some pixels are clamped before the
// first one is looked up: what vectors have just written is slow to read one by
// one.
static inline void qsimrt_finish_looked_up(qsimrt_finisher *finisher,
                                           const int32_t *sums,
                                           int32_t sums_step, int32_t pixels,
                                           int32_t channel, int32_t stored,
                                           uint8_t *to) {
  enum { TOGETHER = 8 };
  const qsimrt_finisher constants = *finisher;
  lanes saturated = finisher->saturated;
  const int64_t step = finisher->call->output.channels;
  const int8_t *table = qsimrt_table_bytes(finisher);
  for (int32_t first = 0; first < pixels; first += TOGETHER) {
    const int32_t left = pixels - first;
    const int32_t count = left < TOGETHER ? left : TOGETHER;
    int32_t at[TOGETHER * LANES];
    for (int32_t p = 0; p < count; ++p, sums += sums_step)
      lanes_store(at + p * LANES,
                  qsimrt_before_table(&constants, lanes_load(sums), channel,
                                      &saturated));
    for (int32_t p = 0; p < count; ++p, to += step)
      qsimrt_look_up_bytes(table, at + p * LANES, stored, to);
  }
  finisher->saturated = saturated;
}

// May it do it?
static inline int qsimrt_looks_up(const qsimrt_finisher *finisher) {
  return !finisher->call->wide_output && finisher->finish.table_bits != 0;
}

// Every other way, a vector of channels of one pixel at a time.
static inline void qsimrt_finish_any(qsimrt_finisher *finisher,
                                     const int32_t *sums, int32_t sums_step,
                                     int32_t pixels, int32_t channel, int32_t y,
                                     int32_t x) {
  const qsimrt_factors by = qsimrt_factors_at(finisher->positive, channel);
  const qsimrt_factors below = qsimrt_factors_at(finisher->negative, channel);
  for (int32_t p = 0; p < pixels; ++p, sums += sums_step) {
    const lanes acc = lanes_load(sums);
    const lanes rounded =
        finisher->by_int64       ? qsimrt_by_int64(finisher, acc, channel)
        : finisher->has_negative ? qsimrt_by_two(acc, by, below, finisher->half)
                                 : qsimrt_by_float64(acc, by, finisher->half);
    qsimrt_store_outputs(finisher,
                         qsimrt_clamp(finisher, rounded, &finisher->saturated),
                         channel, y, x + p);
  }
}

// May qsimrt_finish_bytes do it?
static inline int qsimrt_is_usual(const qsimrt_finisher *finisher) {
  const qsimrt_fast_call *call = finisher->call;
  return !finisher->by_int64 && !call->wide_output &&
         finisher->finish.table_bits == 0 &&
         call->output.channels >= QSIMRT_LANES;
}

// The outputs of `pixels` neighbours of one block, from (y, x) on. The sums of
// a pixel are those of the lanes of the block.
static inline void qsimrt_finish_exactly(qsimrt_finisher *finisher,
                                         const int32_t *sums, int32_t pixels,
                                         int32_t block, int32_t y, int32_t x) {
  const qsimrt_fast_call *call = finisher->call;
  const int32_t step =
      qsimrt_block_vectors(call->layer->u.convolutional.filters, block) *
      QSIMRT_LANES;
  const int is_usual = qsimrt_is_usual(finisher);
  const int looks_up = qsimrt_looks_up(finisher);
  for (int32_t lane = 0; lane < step; lane += LANES, sums += LANES) {
    const int32_t channel = block * QSIMRT_BLOCK + lane;
    uint8_t *to = is_usual || looks_up
                      ? qsimrt_pixel(&call->output, y, x) + channel
                      : NULL;
    if (looks_up)
      qsimrt_finish_looked_up(finisher, sums, step, pixels, channel,
                              call->output.channels - channel, to);
    else if (!is_usual)
      qsimrt_finish_any(finisher, sums, step, pixels, channel, y, x);
    else if (finisher->has_negative)
      qsimrt_finish_bytes(finisher, sums, step, pixels, channel, to, 1);
    else
      qsimrt_finish_bytes(finisher, sums, step, pixels, channel, to, 0);
  }
}

#endif // QSIMRT_OPT_FINISH_H
