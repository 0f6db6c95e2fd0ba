// SPDX-License-Identifier: Apache-2.0
// What kernels do with vectors of int32 and float64, on AVX-512 (F, BW, DQ and
// VL). lanes_avx2.h has the same names for AVX2: what is written with them is
// written once.
#ifndef QSIMRT_OPT_X86_LANES_AVX512_H
#define QSIMRT_OPT_X86_LANES_AVX512_H

#include <immintrin.h>
#include <stdint.h>

enum { LANES = 16 };   // of a vector of int32
typedef __m512i lanes; // int32
typedef __m512d reals; // float64: as many as half of the lanes

static inline lanes lanes_load(const int32_t *from) {
  return _mm512_loadu_si512(from);
}
static inline void lanes_store(int32_t *to, lanes x) {
  _mm512_storeu_si512(to, x);
}
static inline lanes lanes_set(int32_t x) { return _mm512_set1_epi32(x); }
static inline lanes lanes_add(lanes a, lanes b) {
  return _mm512_add_epi32(a, b);
}
static inline lanes lanes_min(lanes a, lanes b) {
  return _mm512_min_epi32(a, b);
}
static inline lanes lanes_max(lanes a, lanes b) {
  return _mm512_max_epi32(a, b);
}

// A mask of the first `count` lanes.
static inline __mmask16 lanes_first(int32_t count) {
  const uint32_t bits =
      count < LANES ? (UINT32_C(1) << count) - 1 : UINT32_C(0xffff);
  return (__mmask16)bits;
}

// One more in the lanes where a and b differ.
static inline lanes lanes_count_changed(lanes counts, lanes a, lanes b) {
  return _mm512_mask_sub_epi32(counts, _mm512_cmpneq_epi32_mask(a, b), counts,
                               _mm512_set1_epi32(-1));
}

// One more in the lanes of x outside low..high.
static inline lanes lanes_count_outside(lanes counts, lanes x, lanes low,
                                        lanes high) {
  const __mmask16 outside =
      _mm512_cmplt_epi32_mask(x, low) | _mm512_cmpgt_epi32_mask(x, high);
  return _mm512_mask_sub_epi32(counts, outside, counts, _mm512_set1_epi32(-1));
}

static inline int lanes_any_outside(lanes smallest, lanes largest, lanes low,
                                    lanes high) {
  return (_mm512_cmplt_epi32_mask(smallest, low) |
          _mm512_cmpgt_epi32_mask(largest, high)) != 0;
}

static inline lanes lanes_where_negative(lanes sign, lanes negative,
                                         lanes positive) {
  return _mm512_mask_blend_epi32(_mm512_movepi32_mask(sign), positive,
                                 negative);
}

// The first `count` lanes of a, the others of b.
static inline lanes lanes_where_first(int32_t count, lanes a, lanes b) {
  return _mm512_mask_blend_epi32(lanes_first(count), b, a);
}

// Of unsigned counts.
static inline uint64_t lanes_sum(lanes counts) {
  const __m512i wide =
      _mm512_add_epi64(_mm512_and_si512(counts, _mm512_set1_epi64(0xffffffff)),
                       _mm512_srli_epi64(counts, 32));
  return (uint64_t)_mm512_reduce_add_epi64(wide);
}

static inline void lanes_store_some(int32_t *to, lanes x, int32_t count) {
  _mm512_mask_storeu_epi32(to, lanes_first(count), x);
}
static inline lanes lanes_or(lanes a, lanes b) { return _mm512_or_si512(a, b); }
static inline lanes lanes_shift_left(lanes x, int32_t bits) {
  return _mm512_sllv_epi32(x, lanes_set(bits));
}

// ---- bytes and words in memory ---------------------------------------------

static inline lanes lanes_load_bytes(const uint8_t *from) {
  return _mm512_cvtepu8_epi32(_mm_loadu_si128((const void *)from));
}
static inline void lanes_store_bytes(uint8_t *to, lanes x) {
  _mm_storeu_si128((void *)to, _mm512_cvtepi32_epi8(x));
}
static inline void lanes_store_some_bytes(uint8_t *to, lanes x, int32_t count) {
  _mm_mask_storeu_epi8(to, lanes_first(count), _mm512_cvtepi32_epi8(x));
}
static inline void lanes_store_words(int16_t *to, lanes x) {
  _mm256_storeu_si256((void *)to, _mm512_cvtepi32_epi16(x));
}

// ---- float64 ---------------------------------------------------------------

static inline reals reals_set(double x) { return _mm512_set1_pd(x); }
static inline reals reals_load(const double *from) {
  return _mm512_loadu_pd(from);
}
static inline reals reals_mul(reals a, reals b) { return _mm512_mul_pd(a, b); }
static inline reals reals_add(reals a, reals b) { return _mm512_add_pd(a, b); }
static inline reals reals_sub(reals a, reals b) { return _mm512_sub_pd(a, b); }
static inline reals reals_div(reals a, reals b) { return _mm512_div_pd(a, b); }
static inline reals reals_from_floats(const float *from) {
  return _mm512_cvtps_pd(_mm256_loadu_ps(from));
}
static inline void reals_to_floats(float *to, reals x) {
  _mm256_storeu_ps(to, _mm512_cvtpd_ps(x));
}
// Are all magnitudes at most `most`, and numbers?
static inline int reals_all_within(reals x, double most) {
  return _mm512_cmp_pd_mask(_mm512_abs_pd(x), _mm512_set1_pd(most),
                            _CMP_LE_OQ) == 0xff;
}
// 2^k, where the low bits of x hold k: a normal number.
static inline reals reals_power_of_two(reals x) {
  return _mm512_castsi512_pd(_mm512_slli_epi64(
      _mm512_add_epi64(_mm512_castpd_si512(x), _mm512_set1_epi64(1023)), 52));
}
static inline reals reals_fma(reals a, reals b, reals c) {
  return _mm512_fmadd_pd(a, b, c);
}
static inline reals reals_min(reals a, reals b) { return _mm512_min_pd(a, b); }
static inline reals reals_max(reals a, reals b) { return _mm512_max_pd(a, b); }
static inline reals reals_where_negative(reals sign, reals negative,
                                         reals positive) {
  return _mm512_mask_blend_pd(
      _mm512_cmp_pd_mask(sign, _mm512_setzero_pd(), _CMP_LT_OQ), positive,
      negative);
}

static inline reals lanes_low(lanes x) {
  return _mm512_cvtepi32_pd(_mm512_castsi512_si256(x));
}
static inline reals lanes_high(lanes x) {
  return _mm512_cvtepi32_pd(_mm512_extracti64x4_epi64(x, 1));
}

static inline lanes lanes_join(__m256i low, __m256i high) {
  return _mm512_inserti64x4(_mm512_castsi256_si512(low), high, 1);
}

// Toward the floor.
static inline lanes lanes_round_down(reals low, reals high) {
  enum { DOWN = _MM_FROUND_TO_NEG_INF | _MM_FROUND_NO_EXC };
  return lanes_join(_mm512_cvt_roundpd_epi32(low, DOWN),
                    _mm512_cvt_roundpd_epi32(high, DOWN));
}

// ---- int64 -----------------------------------------------------------------

// 8 lanes of lanes_shift_products.
static inline __m256i shift_products(__m256i acc, __m256i mult, __m256i shift,
                                     int has_half) {
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

// (acc * mult + half) >> shift in int64; limited to what is beyond every
// tensor's range and far inside int32.
static inline lanes lanes_shift_products(lanes acc, lanes mult, lanes shift,
                                         int has_half) {
  return lanes_join(
      shift_products(_mm512_castsi512_si256(acc), _mm512_castsi512_si256(mult),
                     _mm512_castsi512_si256(shift), has_half),
      shift_products(_mm512_extracti64x4_epi64(acc, 1),
                     _mm512_extracti64x4_epi64(mult, 1),
                     _mm512_extracti64x4_epi64(shift, 1), has_half));
}

// ---- float32 ---------------------------------------------------------------

typedef __m512 floats;

static inline floats floats_set(float x) { return _mm512_set1_ps(x); }
static inline floats floats_add(floats a, floats b) {
  return _mm512_add_ps(a, b);
}
static inline floats floats_sub(floats a, floats b) {
  return _mm512_sub_ps(a, b);
}
static inline floats floats_mul(floats a, floats b) {
  return _mm512_mul_ps(a, b);
}
static inline floats floats_min(floats a, floats b) {
  return _mm512_min_ps(a, b);
}
static inline floats floats_max(floats a, floats b) {
  return _mm512_max_ps(a, b);
}
static inline floats floats_fma(floats a, floats b, floats c) {
  return _mm512_fmadd_ps(a, b, c);
}
static inline floats floats_load(const float *from) {
  return _mm512_loadu_ps(from);
}
static inline void floats_store(float *to, floats x) {
  _mm512_storeu_ps(to, x);
}
static inline lanes floats_truncate(floats x) { return _mm512_cvttps_epi32(x); }

// The first `count`; 0 beyond.
static inline floats floats_load_some(const float *from, int32_t count) {
  return _mm512_maskz_loadu_ps(lanes_first(count), from);
}
// 0 in place of what is not a number.
static inline floats floats_numbers(floats x) {
  return _mm512_maskz_mov_ps(_mm512_cmp_ps_mask(x, x, _CMP_ORD_Q), x);
}

static inline floats floats_from_lanes(lanes x) {
  return _mm512_cvtepi32_ps(x);
}
// x where it is above 0, else `other`.
static inline floats floats_above_or(floats x, floats other) {
  return _mm512_mask_mov_ps(
      other, _mm512_cmp_ps_mask(x, _mm512_setzero_ps(), _CMP_GT_OQ), x);
}
// The first `count`.
static inline void floats_store_some(float *to, floats x, int32_t count) {
  _mm512_mask_storeu_ps(to, lanes_first(count), x);
}

#endif // QSIMRT_OPT_X86_LANES_AVX512_H
