// SPDX-License-Identifier: Apache-2.0
// The sum of two inputs in INT on AVX-512.
#include "opt/x86/bytes_avx512.h"
#include "opt/x86/lanes_avx512.h"

#include "opt/shortcut.h"

// ---- by float32, where it is sure ------------------------------------------
//
// As in requantize_float32.h. With factors below 2 the five roundings of
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

static __m512 real_bytes(const uint8_t *stored) {
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
        _mm512_fmadd_ps(real_bytes(first + QSIMRT_LANES * n), with->first,
                        _mm512_fmadd_ps(real_bytes(second + QSIMRT_LANES * n),
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

typedef struct sums {
  terms with;
  quick_terms quick;
  lanes clamped;
  uint64_t saturated;
} sums;

static void add_run(void *context, const uint8_t *first, const uint8_t *second,
                    uint8_t *to, int32_t count) {
  sums *of = context;
  for (int32_t i = 0; i < count;) {
    if (of->quick.is_there && i + 4 * LANES <= count &&
        add_quickly(&of->quick, first + i, second + i, to + i,
                    &of->saturated)) {
      i += 4 * LANES;
      continue;
    }
    add_exactly(&of->with, first + i, second + i, to + i, count - i,
                &of->clamped);
    i += LANES;
  }
}

void qsimrt_avx512_shortcut(const qsimrt_fast_call *call) {
  const qsimrt_finish finish = finish_of_sum(call);
  sums of = {terms_of(call, &finish), quick_terms_of(call, &finish),
             lanes_set(0), 0};
  add_rows(call, add_run, &of);
  *call->saturated_outputs += of.saturated + lanes_sum(of.clamped);
}
