// SPDX-License-Identifier: Apache-2.0
// The sum of two inputs of the output's shape, in INT, on AVX-512 (N31).
//
// mult * (q - zero point) has at most 40 bits and the sum of two 41: float64
// holds it exactly. With a shift of at most 44 (pack.c) sum * 2^-shift + half
// is exact wherever it is inside the output's range.
#include "opt/fast.h"
#include "opt/x86/bytes_avx512.h"
#include "requant.h"

typedef struct side { // the multipliers for one sign of the sum
  __m512d first, second, scale;
} side;

typedef struct terms {
  side positive, negative;
  int has_negative;
  __m512d half, limit;
  __m512i zero_first, zero_second; // stored, with the offset
  __m512i offset, low, high, most;
} terms;

static side side_of(const qsimrt_multiplier *multipliers) {
  const side out = {
      _mm512_set1_pd(multipliers[0].mult), _mm512_set1_pd(multipliers[1].mult),
      _mm512_set1_pd(1.0 / (double)((int64_t)1 << multipliers[0].shift))};
  return out;
}

static terms terms_of(const qsimrt_fast_call *call,
                      const qsimrt_finish *finish) {
  const qsimrt_elementwise *sum = &call->layer->u.elementwise;
  const terms out = {
      side_of(sum->positive),
      side_of(sum->negative ? sum->negative : sum->positive),
      finish->has_negative,
      _mm512_set1_pd(finish->rounding == QSIMRT_ROUND_HALF_UP ? 0.5 : 0.0),
      _mm512_set1_pd(1 << 24),
      _mm512_set1_epi32(call->inputs[0].zero_point + QSIMRT_PIXEL_OFFSET),
      _mm512_set1_epi32(call->inputs[1].zero_point + QSIMRT_PIXEL_OFFSET),
      _mm512_set1_epi32(finish->target.zero_point + QSIMRT_PIXEL_OFFSET),
      _mm512_set1_epi32(qsimrt_quant_min(finish->target.bits) +
                        QSIMRT_PIXEL_OFFSET),
      _mm512_set1_epi32(qsimrt_quant_max(finish->target.bits) +
                        QSIMRT_PIXEL_OFFSET),
      _mm512_set1_epi32(finish->most + QSIMRT_PIXEL_OFFSET)};
  return out;
}

// 8 values.
static __m256i add_rescaled(const terms *with, __m256i first, __m256i second) {
  const __m512d a = _mm512_cvtepi32_pd(first), b = _mm512_cvtepi32_pd(second);
  const side *up = &with->positive, *down = &with->negative;
  __m512d acc = _mm512_fmadd_pd(a, up->first, _mm512_mul_pd(b, up->second));
  __m512d scale = up->scale;
  if (with->has_negative) {
    const __mmask8 below =
        _mm512_cmp_pd_mask(acc, _mm512_setzero_pd(), _CMP_LT_OQ);
    acc = _mm512_mask_blend_pd(
        below, acc,
        _mm512_fmadd_pd(a, down->first, _mm512_mul_pd(b, down->second)));
    scale = _mm512_mask_blend_pd(below, scale, down->scale);
  }
  __m512d value = _mm512_fmadd_pd(acc, scale, with->half);
  value = _mm512_max_pd(_mm512_min_pd(value, with->limit),
                        _mm512_sub_pd(_mm512_setzero_pd(), with->limit));
  return _mm512_cvt_roundpd_epi32(value,
                                  _MM_FROUND_TO_NEG_INF | _MM_FROUND_NO_EXC);
}

static __m512i integers(const uint8_t *stored, __m512i zero) {
  return _mm512_sub_epi32(_mm512_cvtepu8_epi32(_mm_loadu_si128(
                              (const __m128i *)(const void *)stored)),
                          zero);
}

// 16 values from c on of one pixel: the exact way.
static uint64_t add_exactly(const terms *with, const uint8_t *first,
                            const uint8_t *second, uint8_t *to, int32_t left) {
  const __m512i a = integers(first, with->zero_first);
  const __m512i b = integers(second, with->zero_second);
  const __m512i rounded = _mm512_inserti64x4(
      _mm512_castsi256_si512(add_rescaled(with, _mm512_castsi512_si256(a),
                                          _mm512_castsi512_si256(b))),
      add_rescaled(with, _mm512_extracti64x4_epi64(a, 1),
                   _mm512_extracti64x4_epi64(b, 1)),
      1);
  const __m512i placed = _mm512_add_epi32(rounded, with->offset);
  const __m512i clamped =
      _mm512_max_epi32(_mm512_min_epi32(placed, with->high), with->low);
  const unsigned there = left < QSIMRT_LANES ? (1U << left) - 1U : 0xffffU;
  _mm_storeu_si128((__m128i *)(void *)to,
                   _mm512_cvtepi32_epi8(_mm512_min_epi32(clamped, with->most)));
  return (uint64_t)__builtin_popcount(
      _mm512_cmpneq_epi32_mask(placed, clamped) & there);
}

// ---- by float32, where it is sure ------------------------------------------
//
// As in finish_float32_avx512.h. With factors below 2 the five roundings of
//   first * factor + second * factor + constant
// are off by less than 2^-12; nearer than that to a middle between two
// integers, 64 values are done the exact way. Factors that are powers of two
// down to 2^-9 make no error and many middles: a constant larger by 2^-11 lifts
// those, and nothing else, over the middle.

typedef struct quick_terms {
  int is_there;
  __m512 first, second, constant; // of stored bytes
  __m512 magic, middle;
  __m512i bits, order, most;
} quick_terms;

static float factor_of(qsimrt_multiplier by) {
  return (float)((double)by.mult / (double)((int64_t)1 << by.shift));
}

static int is_coarse_shift(qsimrt_multiplier by) {
  return by.mult > 0 && (by.mult & (by.mult - 1)) == 0 &&
         factor_of(by) >= 0x1p-9f;
}

static quick_terms quick_terms_of(const qsimrt_fast_call *call,
                                  const qsimrt_finish *finish) {
  const qsimrt_multiplier *by = call->layer->u.elementwise.positive;
  const float first = factor_of(by[0]), second = factor_of(by[1]);
  const int exact = is_coarse_shift(by[0]) && is_coarse_shift(by[1]);
  const double zero_first = call->inputs[0].zero_point + QSIMRT_PIXEL_OFFSET;
  const double zero_second = call->inputs[1].zero_point + QSIMRT_PIXEL_OFFSET;
  const double constant = -(first * zero_first + second * zero_second);
  const quick_terms out = {
      !finish->has_negative && finish->target.bits == 8 &&
          finish->rounding == QSIMRT_ROUND_HALF_UP && first < 2 && second < 2,
      _mm512_set1_ps(first),
      _mm512_set1_ps(second),
      _mm512_set1_ps((float)(exact ? constant + 0x1p-11 : constant)),
      _mm512_set1_ps(0x1.8p23f +
                     (float)(finish->target.zero_point + QSIMRT_PIXEL_OFFSET)),
      _mm512_set1_ps(exact ? 0.5f : 0.5f - 0x1p-12f),
      _mm512_castps_si512(_mm512_set1_ps(0x1.8p23f)),
      qsimrt_byte_order(),
      _mm512_set1_epi8((char)(finish->most + QSIMRT_PIXEL_OFFSET))};
  return out;
}

static __m512 reals(const uint8_t *stored) {
  return _mm512_cvtepi32_ps(_mm512_cvtepu8_epi32(
      _mm_loadu_si128((const __m128i *)(const void *)stored)));
}

// 64 values; 0: some of them are too near to a middle, nothing was written.
static inline int add_quickly(const quick_terms *with, const uint8_t *first,
                              const uint8_t *second, uint8_t *to,
                              uint64_t *saturated) {
  __m512i q[4];
  __m512 far = _mm512_setzero_ps();
  for (int n = 0; n < 4; ++n) {
    const __m512 sum =
        _mm512_fmadd_ps(reals(first + QSIMRT_LANES * n), with->first,
                        _mm512_fmadd_ps(reals(second + QSIMRT_LANES * n),
                                        with->second, with->constant));
    const __m512 placed = _mm512_add_ps(sum, with->magic);
    const __m512 rounded = _mm512_sub_ps(placed, with->magic);
    far = _mm512_range_ps(far, _mm512_sub_ps(sum, rounded), 0xb);
    q[n] = _mm512_sub_epi32(_mm512_castps_si512(placed), with->bits);
  }
  if (_mm512_cmp_ps_mask(far, with->middle, _CMP_GE_OQ))
    return 0;
  for (int n = 0; n < 4; ++n)
    *saturated += qsimrt_outside_bytes(q[n]);
  _mm512_storeu_si512(to, qsimrt_to_bytes(q, with->order, with->most));
  return 1;
}

void qsimrt_avx512_shortcut(const qsimrt_fast_call *call) {
  const qsimrt_elementwise *sum = &call->layer->u.elementwise;
  const qsimrt_finish finish =
      qsimrt_finish_of(sum->activation, sum->preactivation, sum->table,
                       call->layer->output, call->datapath->rounding);
  const terms with = terms_of(call, &finish);
  const quick_terms quick = quick_terms_of(call, &finish);
  const qsimrt_shape shape = call->layer->shape;
  uint64_t saturated = 0;
  for (int32_t y = call->begin; y < call->end; ++y) {
    for (int32_t x = 0; x < shape.w; ++x) {
      const uint8_t *first = qsimrt_pixel(&call->inputs[0], y, x);
      const uint8_t *second = qsimrt_pixel(&call->inputs[1], y, x);
      uint8_t *to = qsimrt_pixel(&call->output, y, x);
      for (int32_t c = 0; c < shape.c;) {
        if (quick.is_there && c + 4 * QSIMRT_LANES <= shape.c &&
            add_quickly(&quick, first + c, second + c, to + c, &saturated)) {
          c += 4 * QSIMRT_LANES;
          continue;
        }
        saturated +=
            add_exactly(&with, first + c, second + c, to + c, shape.c - c);
        c += QSIMRT_LANES;
      }
    }
  }
  *call->saturated_outputs += saturated;
}
