// SPDX-License-Identifier: Apache-2.0
// From the sums of a tile to stored outputs: requantization, zero point, clamp
// and table (numerics.md N12, N27, N28), 16 channels at a time.
//
// By float64: mult * 2^-shift is exact, and so is its product with a sum, and
// that plus a half, wherever the result is inside the output's range (pack.c
// has shown it: qsimrt_packed_layer.by_int64 is 0). Rounding down is then N9.
// Beyond the range the product may be rounded, which is monotone, and the clamp
// gives what it gives for the exact one. A negative multiplier is never above
// the positive one: the larger of the two results is the one for the sum's
// sign.
#ifndef QSIMRT_OPT_X86_FINISH_AVX512_H
#define QSIMRT_OPT_X86_FINISH_AVX512_H

#include "opt/fast.h"
#include "requant.h"

#include <immintrin.h>
#include <string.h>

typedef struct qsimrt_finisher {
  const qsimrt_fast_call *call;
  const qsimrt_packed_multipliers *positive, *negative;
  int by_int64, by_float32, has_negative, has_ties;
  qsimrt_finish finish;
  __m512d half;                    // 0 where rounding is toward the floor
  __m512i offset, low, high, most; // of the clamp
  __m512i saturated;               // counts, by lane
  uint64_t saturated_besides;      // counted otherwise
} qsimrt_finisher;

static inline qsimrt_finisher qsimrt_finisher_of(const qsimrt_fast_call *call) {
  const qsimrt_convolutional *conv = &call->layer->u.convolutional;
  const qsimrt_packed_layer *packed = qsimrt_packed_of(call);
  const char *base = (const char *)call->packed;
  const qsimrt_finish finish =
      qsimrt_finish_of(conv->activation, conv->preactivation, conv->table,
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
      _mm512_set1_pd(finish.rounding == QSIMRT_ROUND_HALF_UP ? 0.5 : 0.0),
      _mm512_set1_epi32(finish.target.zero_point + shift),
      _mm512_set1_epi32(qsimrt_quant_min(finish.target.bits) + shift),
      _mm512_set1_epi32(qsimrt_quant_max(finish.target.bits) + shift),
      _mm512_set1_epi32(finish.most + shift),
      _mm512_setzero_si512(),
      0};
  return finisher;
}

static inline uint64_t qsimrt_saturated(const qsimrt_finisher *finisher) {
  const __m512i wide = _mm512_add_epi64(
      _mm512_and_si512(finisher->saturated, _mm512_set1_epi64(0xffffffff)),
      _mm512_srli_epi64(finisher->saturated, 32));
  return finisher->saturated_besides + (uint64_t)_mm512_reduce_add_epi64(wide);
}

// ---- N9 --------------------------------------------------------------------

static inline __m256i qsimrt_round_down(__m512d x) {
  return _mm512_cvt_roundpd_epi32(x, _MM_FROUND_TO_NEG_INF | _MM_FROUND_NO_EXC);
}

typedef struct qsimrt_factors {
  __m512d low, high;
} qsimrt_factors;

static inline qsimrt_factors
qsimrt_factors_at(const qsimrt_packed_multipliers *by) {
  const qsimrt_factors factors = {_mm512_loadu_pd(by->factor),
                                  _mm512_loadu_pd(by->factor + 8)};
  return factors;
}

static inline __m512i qsimrt_join(__m256i low, __m256i high) {
  return _mm512_inserti64x4(_mm512_castsi256_si512(low), high, 1);
}

static inline __m512i qsimrt_by_float64(__m512i acc, qsimrt_factors by,
                                        __m512d half) {
  const __m512d low = _mm512_cvtepi32_pd(_mm512_castsi512_si256(acc));
  const __m512d high = _mm512_cvtepi32_pd(_mm512_extracti64x4_epi64(acc, 1));
  return qsimrt_join(qsimrt_round_down(_mm512_fmadd_pd(low, by.low, half)),
                     qsimrt_round_down(_mm512_fmadd_pd(high, by.high, half)));
}

// Both multipliers, the larger result.
static inline __m512i qsimrt_by_two(__m512i acc, qsimrt_factors positive,
                                    qsimrt_factors negative, __m512d half) {
  const __m512d low = _mm512_cvtepi32_pd(_mm512_castsi512_si256(acc));
  const __m512d high = _mm512_cvtepi32_pd(_mm512_extracti64x4_epi64(acc, 1));
  return qsimrt_join(qsimrt_round_down(_mm512_max_pd(
                         _mm512_fmadd_pd(low, positive.low, half),
                         _mm512_fmadd_pd(low, negative.low, half))),
                     qsimrt_round_down(_mm512_max_pd(
                         _mm512_fmadd_pd(high, positive.high, half),
                         _mm512_fmadd_pd(high, negative.high, half))));
}

// 8 lanes: (acc * mult + half) >> shift in int64; limited to what is beyond
// every tensor's range and far inside int32.
static inline __m256i qsimrt_shift_products(__m256i acc, __m256i mult,
                                            __m256i shift, int has_half) {
  const __m512i wide_shift = _mm512_cvtepu32_epi64(shift);
  const __m512i one = _mm512_set1_epi64(1);
  __m512i product =
      _mm512_mul_epi32(_mm512_cvtepi32_epi64(acc), _mm512_cvtepi32_epi64(mult));
  if (has_half)
    product = _mm512_add_epi64(
        product, _mm512_sllv_epi64(one, _mm512_sub_epi64(wide_shift, one)));
  const __m512i limit = _mm512_set1_epi64(1 << 24);
  const __m512i rounded = _mm512_srav_epi64(product, wide_shift);
  return _mm512_cvtepi64_epi32(_mm512_max_epi64(
      _mm512_min_epi64(rounded, limit), _mm512_sub_epi64(one, limit)));
}

static inline __m512i qsimrt_by_int64(__m512i acc,
                                      const qsimrt_packed_multipliers *positive,
                                      const qsimrt_packed_multipliers *negative,
                                      int has_half) {
  const __mmask16 below = _mm512_movepi32_mask(acc);
  const __m512i mult = _mm512_mask_loadu_epi32(
      _mm512_loadu_si512(positive->mult), below, negative->mult);
  const __m512i shift = _mm512_mask_loadu_epi32(
      _mm512_loadu_si512(positive->shift), below, negative->shift);
  return qsimrt_join(
      qsimrt_shift_products(_mm512_castsi512_si256(acc),
                            _mm512_castsi512_si256(mult),
                            _mm512_castsi512_si256(shift), has_half),
      qsimrt_shift_products(_mm512_extracti64x4_epi64(acc, 1),
                            _mm512_extracti64x4_epi64(mult, 1),
                            _mm512_extracti64x4_epi64(shift, 1), has_half));
}

// ---- clamp and store -------------------------------------------------------

// From r = R(acc) to the clamped integer, counting what the clamp changes.
static inline __m512i qsimrt_clamp(const qsimrt_finisher *finisher,
                                   __m512i rounded, __m512i *saturated) {
  const __m512i placed = _mm512_add_epi32(rounded, finisher->offset);
  const __m512i clamped =
      _mm512_max_epi32(_mm512_min_epi32(placed, finisher->high), finisher->low);
  *saturated = _mm512_mask_sub_epi32(*saturated,
                                     _mm512_cmpneq_epi32_mask(placed, clamped),
                                     *saturated, _mm512_set1_epi32(-1));
  return _mm512_min_epi32(clamped, finisher->most);
}

// N28: the integers behind the table, one at a time.
static inline __m512i qsimrt_look_up(const qsimrt_finish *finish, __m512i y,
                                     int32_t offset) {
  _Alignas(64) int32_t lanes[QSIMRT_LANES];
  _mm512_store_si512(
      lanes, _mm512_sub_epi32(y, _mm512_set1_epi32(finish->table_first)));
  for (int i = 0; i < QSIMRT_LANES; ++i)
    lanes[i] = offset + (finish->table_bits <= 8
                             ? ((const int8_t *)finish->table)[lanes[i]]
                             : ((const int16_t *)finish->table)[lanes[i]]);
  return _mm512_load_si512(lanes);
}

// A mask of the first `count` lanes.
static inline __mmask16 qsimrt_first_lanes(int32_t count) {
  const uint32_t lanes =
      count < QSIMRT_LANES ? (UINT32_C(1) << count) - 1 : UINT32_C(0xffff);
  return (__mmask16)lanes;
}

// 16 channels of one pixel, from `channel` on.
static inline void qsimrt_store_outputs(const qsimrt_finisher *finisher,
                                        __m512i y, int32_t channel, int32_t row,
                                        int32_t column) {
  const qsimrt_fast_call *call = finisher->call;
  const int is_wide = call->wide_output != NULL;
  if (finisher->finish.table_bits != 0)
    y = qsimrt_look_up(&finisher->finish, y, is_wide ? 0 : QSIMRT_PIXEL_OFFSET);
  if (!is_wide) {
    _mm_mask_storeu_epi8(qsimrt_pixel(&call->output, row, column) + channel,
                         qsimrt_first_lanes(call->output.channels - channel),
                         _mm512_cvtepi32_epi8(y));
    return;
  }
  const qsimrt_shape shape = call->layer->shape;
  int16_t lanes[QSIMRT_LANES];
  _mm256_storeu_si256((__m256i *)(void *)lanes, _mm512_cvtepi32_epi16(y));
  const int64_t plane = (int64_t)shape.h * shape.w;
  int16_t *to =
      call->wide_output + channel * plane + (int64_t)row * shape.w + column;
  for (int32_t i = 0; i < QSIMRT_LANES && channel + i < shape.c; ++i)
    to[i * plane] = lanes[i];
}

// What most layers do, 16 channels of `pixels` neighbours: float64, bytes, no
// table. has_negative is a constant wherever this is called.
static inline __attribute__((always_inline)) void
qsimrt_finish_bytes(qsimrt_finisher *finisher, const int32_t *sums,
                    int32_t sums_step, int32_t pixels, int32_t group,
                    uint8_t *to, const int has_negative) {
  const qsimrt_factors by = qsimrt_factors_at(&finisher->positive[group]);
  const qsimrt_factors below = qsimrt_factors_at(&finisher->negative[group]);
  const qsimrt_finisher constants = *finisher;
  const int64_t step = finisher->call->output.channels;
  __m512i saturated = finisher->saturated;
  for (int32_t p = 0; p < pixels; ++p, to += step, sums += sums_step) {
    const __m512i acc = _mm512_load_si512(sums);
    const __m512i rounded = has_negative
                                ? qsimrt_by_two(acc, by, below, constants.half)
                                : qsimrt_by_float64(acc, by, constants.half);
    const __m512i y = qsimrt_clamp(&constants, rounded, &saturated);
    _mm_storeu_si128((__m128i *)(void *)to, _mm512_cvtepi32_epi8(y));
  }
  finisher->saturated = saturated;
}

// Every other way, 16 channels of one pixel at a time.
static inline void qsimrt_finish_any(qsimrt_finisher *finisher,
                                     const int32_t *sums, int32_t sums_step,
                                     int32_t pixels, int32_t group, int32_t y,
                                     int32_t x) {
  const qsimrt_packed_multipliers *positive = &finisher->positive[group];
  const qsimrt_packed_multipliers *negative = &finisher->negative[group];
  const qsimrt_factors by = qsimrt_factors_at(positive);
  const qsimrt_factors below = qsimrt_factors_at(negative);
  const int has_half = finisher->finish.rounding == QSIMRT_ROUND_HALF_UP;
  for (int32_t p = 0; p < pixels; ++p, sums += sums_step) {
    const __m512i acc = _mm512_load_si512(sums);
    const __m512i rounded =
        finisher->by_int64 ? qsimrt_by_int64(acc, positive, negative, has_half)
        : finisher->has_negative ? qsimrt_by_two(acc, by, below, finisher->half)
                                 : qsimrt_by_float64(acc, by, finisher->half);
    qsimrt_store_outputs(finisher,
                         qsimrt_clamp(finisher, rounded, &finisher->saturated),
                         group * QSIMRT_LANES, y, x + p);
  }
}

#endif // QSIMRT_OPT_X86_FINISH_AVX512_H
