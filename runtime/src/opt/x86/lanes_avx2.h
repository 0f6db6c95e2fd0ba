// SPDX-License-Identifier: Apache-2.0
// What kernels do with vectors of int32 and float64, on AVX2 and FMA; the names
// are those of lanes_avx512.h.
#ifndef QSIMRT_OPT_X86_LANES_AVX2_H
#define QSIMRT_OPT_X86_LANES_AVX2_H

#include <immintrin.h>
#include <stdint.h>
#include <string.h>

enum { LANES = 8 };    // of a vector of int32
typedef __m256i lanes; // int32
typedef __m256d reals; // float64: as many as half of the lanes

static inline lanes lanes_load(const int32_t *from) {
  return _mm256_loadu_si256((const void *)from);
}
static inline void lanes_store(int32_t *to, lanes x) {
  _mm256_storeu_si256((void *)to, x);
}
static inline lanes lanes_set(int32_t x) { return _mm256_set1_epi32(x); }
static inline lanes lanes_add(lanes a, lanes b) {
  return _mm256_add_epi32(a, b);
}
static inline lanes lanes_min(lanes a, lanes b) {
  return _mm256_min_epi32(a, b);
}
static inline lanes lanes_max(lanes a, lanes b) {
  return _mm256_max_epi32(a, b);
}

// One more in the lanes where a and b differ.
static inline lanes lanes_count_changed(lanes counts, lanes a, lanes b) {
  const lanes same = _mm256_cmpeq_epi32(a, b); // -1 or 0
  return _mm256_add_epi32(_mm256_add_epi32(counts, same), lanes_set(1));
}

// One more in the lanes of x outside low..high.
static inline lanes lanes_count_outside(lanes counts, lanes x, lanes low,
                                        lanes high) {
  const lanes outside =
      _mm256_or_si256(_mm256_cmpgt_epi32(low, x), _mm256_cmpgt_epi32(x, high));
  return _mm256_sub_epi32(counts, outside);
}

static inline int lanes_any_outside(lanes smallest, lanes largest, lanes low,
                                    lanes high) {
  return _mm256_movemask_epi8(
             _mm256_or_si256(_mm256_cmpgt_epi32(low, smallest),
                             _mm256_cmpgt_epi32(largest, high))) != 0;
}

static inline lanes lanes_where_negative(lanes sign, lanes negative,
                                         lanes positive) {
  return _mm256_blendv_epi8(positive, negative, _mm256_srai_epi32(sign, 31));
}

// A mask of the first `count` lanes.
static inline lanes lanes_first(int32_t count) {
  return _mm256_cmpgt_epi32(lanes_set(count),
                            _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7));
}

// The first `count` lanes of a, the others of b.
static inline lanes lanes_where_first(int32_t count, lanes a, lanes b) {
  return _mm256_blendv_epi8(b, a, lanes_first(count));
}

// Of unsigned counts.
static inline uint64_t lanes_sum(lanes counts) {
  const __m256i wide =
      _mm256_add_epi64(_mm256_and_si256(counts, _mm256_set1_epi64x(0xffffffff)),
                       _mm256_srli_epi64(counts, 32));
  uint64_t parts[4];
  _mm256_storeu_si256((void *)parts, wide);
  return parts[0] + parts[1] + parts[2] + parts[3];
}

static inline void lanes_store_some(int32_t *to, lanes x, int32_t count) {
  _mm256_maskstore_epi32(to, lanes_first(count), x);
}
static inline lanes lanes_or(lanes a, lanes b) { return _mm256_or_si256(a, b); }
static inline lanes lanes_shift_left(lanes x, int32_t bits) {
  return _mm256_sllv_epi32(x, lanes_set(bits));
}

// ---- bytes and words in memory ---------------------------------------------

static inline lanes lanes_load_bytes(const uint8_t *from) {
  return _mm256_cvtepu8_epi32(_mm_loadl_epi64((const void *)from));
}

// The low bytes of 8 lanes.
static inline __m128i low_bytes(lanes x) {
  const lanes together = _mm256_shuffle_epi8(
      x, _mm256_setr_epi8(0, 4, 8, 12, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
                          -1, -1, 0, 4, 8, 12, -1, -1, -1, -1, -1, -1, -1, -1,
                          -1, -1, -1, -1));
  return _mm_unpacklo_epi32(_mm256_castsi256_si128(together),
                            _mm256_extracti128_si256(together, 1));
}
static inline void lanes_store_bytes(uint8_t *to, lanes x) {
  _mm_storel_epi64((void *)to, low_bytes(x));
}
static inline void lanes_store_some_bytes(uint8_t *to, lanes x, int32_t count) {
  uint8_t bytes[16];
  _mm_storeu_si128((void *)bytes, low_bytes(x));
  if (count > 0)
    memcpy(to, bytes, count < LANES ? (size_t)count : (size_t)LANES);
}
static inline void lanes_store_words(int16_t *to, lanes x) {
  _mm_storeu_si128((void *)to, _mm_packs_epi32(_mm256_castsi256_si128(x),
                                               _mm256_extracti128_si256(x, 1)));
}

// ---- float64 ---------------------------------------------------------------

static inline reals reals_set(double x) { return _mm256_set1_pd(x); }
static inline reals reals_load(const double *from) {
  return _mm256_loadu_pd(from);
}
static inline reals reals_mul(reals a, reals b) { return _mm256_mul_pd(a, b); }
static inline reals reals_add(reals a, reals b) { return _mm256_add_pd(a, b); }
static inline reals reals_sub(reals a, reals b) { return _mm256_sub_pd(a, b); }
static inline reals reals_div(reals a, reals b) { return _mm256_div_pd(a, b); }
static inline reals reals_from_floats(const float *from) {
  return _mm256_cvtps_pd(_mm_loadu_ps(from));
}
static inline void reals_to_floats(float *to, reals x) {
  _mm_storeu_ps(to, _mm256_cvtpd_ps(x));
}
// Are all magnitudes at most `most`, and numbers?
static inline int reals_all_within(reals x, double most) {
  const reals magnitudes = _mm256_andnot_pd(_mm256_set1_pd(-0.0), x);
  return _mm256_movemask_pd(_mm256_cmp_pd(magnitudes, _mm256_set1_pd(most),
                                          _CMP_LE_OQ)) == 0xf;
}
// 2^k, where the low bits of x hold k: a normal number.
static inline reals reals_power_of_two(reals x) {
  return _mm256_castsi256_pd(_mm256_slli_epi64(
      _mm256_add_epi64(_mm256_castpd_si256(x), _mm256_set1_epi64x(1023)), 52));
}
static inline reals reals_fma(reals a, reals b, reals c) {
  return _mm256_fmadd_pd(a, b, c);
}
static inline reals reals_min(reals a, reals b) { return _mm256_min_pd(a, b); }
static inline reals reals_max(reals a, reals b) { return _mm256_max_pd(a, b); }
static inline reals reals_where_negative(reals sign, reals negative,
                                         reals positive) {
  return _mm256_blendv_pd(positive, negative,
                          _mm256_cmp_pd(sign, _mm256_setzero_pd(), _CMP_LT_OQ));
}

static inline reals lanes_low(lanes x) {
  return _mm256_cvtepi32_pd(_mm256_castsi256_si128(x));
}
static inline reals lanes_high(lanes x) {
  return _mm256_cvtepi32_pd(_mm256_extracti128_si256(x, 1));
}

// Toward the floor.
static inline lanes lanes_round_down(reals low, reals high) {
  return _mm256_set_m128i(_mm256_cvtpd_epi32(_mm256_floor_pd(high)),
                          _mm256_cvtpd_epi32(_mm256_floor_pd(low)));
}

// ---- int64 -----------------------------------------------------------------

static inline __m256i smaller_int64(__m256i a, __m256i b) {
  return _mm256_blendv_epi8(a, b, _mm256_cmpgt_epi64(a, b));
}

// 4 lanes of lanes_shift_products, each in the low half of an int64.
static inline __m256i shift_products(__m128i acc, __m128i mult, __m128i shift,
                                     int has_half) {
  const __m256i wide_shift = _mm256_cvtepu32_epi64(shift);
  const __m256i one = _mm256_set1_epi64x(1);
  __m256i product =
      _mm256_mul_epi32(_mm256_cvtepi32_epi64(acc), _mm256_cvtepi32_epi64(mult));
  if (has_half)
    product = _mm256_add_epi64(
        product, _mm256_sllv_epi64(one, _mm256_sub_epi64(wide_shift, one)));
  // There is no arithmetic shift: 2^63 is added before and taken off after it.
  const __m256i lowest = _mm256_set1_epi64x(INT64_MIN);
  const __m256i rounded = _mm256_sub_epi64(
      _mm256_srlv_epi64(_mm256_xor_si256(product, lowest), wide_shift),
      _mm256_srlv_epi64(lowest, wide_shift));
  const __m256i limit = _mm256_set1_epi64x(1 << 24);
  const __m256i negated =
      _mm256_sub_epi64(_mm256_setzero_si256(), smaller_int64(rounded, limit));
  return _mm256_sub_epi64(_mm256_setzero_si256(),
                          smaller_int64(negated, limit));
}

static inline lanes lanes_shift_products(lanes acc, lanes mult, lanes shift,
                                         int has_half) {
  const __m256i low =
      shift_products(_mm256_castsi256_si128(acc), _mm256_castsi256_si128(mult),
                     _mm256_castsi256_si128(shift), has_half);
  const __m256i high = shift_products(
      _mm256_extracti128_si256(acc, 1), _mm256_extracti128_si256(mult, 1),
      _mm256_extracti128_si256(shift, 1), has_half);
  const __m256i even = _mm256_setr_epi32(0, 2, 4, 6, 0, 2, 4, 6);
  return _mm256_blend_epi32(_mm256_permutevar8x32_epi32(low, even),
                            _mm256_permutevar8x32_epi32(high, even), 0xf0);
}

// ---- float32 ---------------------------------------------------------------

typedef __m256 floats;

static inline floats floats_set(float x) { return _mm256_set1_ps(x); }
static inline floats floats_add(floats a, floats b) {
  return _mm256_add_ps(a, b);
}
static inline floats floats_sub(floats a, floats b) {
  return _mm256_sub_ps(a, b);
}
static inline floats floats_mul(floats a, floats b) {
  return _mm256_mul_ps(a, b);
}
static inline floats floats_min(floats a, floats b) {
  return _mm256_min_ps(a, b);
}
static inline floats floats_max(floats a, floats b) {
  return _mm256_max_ps(a, b);
}
static inline floats floats_fma(floats a, floats b, floats c) {
  return _mm256_fmadd_ps(a, b, c);
}
static inline floats floats_load(const float *from) {
  return _mm256_loadu_ps(from);
}
static inline void floats_store(float *to, floats x) {
  _mm256_storeu_ps(to, x);
}
static inline lanes floats_truncate(floats x) { return _mm256_cvttps_epi32(x); }

// The first `count`; 0 beyond.
static inline floats floats_load_some(const float *from, int32_t count) {
  return _mm256_maskload_ps(from, lanes_first(count));
}
// 0 in place of what is not a number.
static inline floats floats_numbers(floats x) {
  return _mm256_and_ps(_mm256_cmp_ps(x, x, _CMP_ORD_Q), x);
}

static inline floats floats_from_lanes(lanes x) {
  return _mm256_cvtepi32_ps(x);
}
// x where it is above 0, else `other`.
static inline floats floats_above_or(floats x, floats other) {
  return _mm256_blendv_ps(other, x,
                          _mm256_cmp_ps(x, _mm256_setzero_ps(), _CMP_GT_OQ));
}
// The first `count`.
static inline void floats_store_some(float *to, floats x, int32_t count) {
  _mm256_maskstore_ps(to, lanes_first(count), x);
}

#endif // QSIMRT_OPT_X86_LANES_AVX2_H
