// SPDX-License-Identifier: Apache-2.0
// Taps of a depthwise convolution on AVX2: 32 bytes of a row at a time; the
// names are those of taps_avx512.h.
#ifndef QSIMRT_OPT_X86_TAPS_AVX2_H
#define QSIMRT_OPT_X86_TAPS_AVX2_H

#include "opt/x86/lanes_avx2.h"

static inline __m256i load_taps(const uint8_t *from, int32_t count) {
  return count < 4 * LANES
             ? _mm256_zextsi128_si256(_mm_loadu_si128((const void *)from))
             : _mm256_loadu_si256((const void *)from);
}

static inline void taps_interleave(const uint8_t *first, const int64_t *taps,
                                   int32_t count, lanes *out) {
  __m256i in[4];
  for (int k = 0; k < 4; ++k)
    in[k] = load_taps(first + taps[k], count);
  const __m256i low01 = _mm256_unpacklo_epi8(in[0], in[1]);
  const __m256i high01 = _mm256_unpackhi_epi8(in[0], in[1]);
  const __m256i low23 = _mm256_unpacklo_epi8(in[2], in[3]);
  const __m256i high23 = _mm256_unpackhi_epi8(in[2], in[3]);
  out[0] = _mm256_unpacklo_epi16(low01, low23);
  out[1] = _mm256_unpackhi_epi16(low01, low23);
  out[2] = _mm256_unpacklo_epi16(high01, high23);
  out[3] = _mm256_unpackhi_epi16(high01, high23);
}

static inline void taps_store_bytes(uint8_t *to, const lanes *q, int32_t most,
                                    int32_t count) {
  const __m256i packed = _mm256_packus_epi16(_mm256_packs_epi32(q[0], q[1]),
                                             _mm256_packs_epi32(q[2], q[3]));
  const __m256i bytes = _mm256_min_epu8(packed, _mm256_set1_epi8((char)most));
  if (count < 4 * LANES)
    _mm_storeu_si128((void *)to, _mm256_castsi256_si128(bytes));
  else
    _mm256_storeu_si256((void *)to, bytes);
}

static inline void taps_in_order(lanes *x) {
  const __m256i first = _mm256_permute2x128_si256(x[0], x[1], 0x20);
  const __m256i second = _mm256_permute2x128_si256(x[2], x[3], 0x20);
  const __m256i third = _mm256_permute2x128_si256(x[0], x[1], 0x31);
  x[3] = _mm256_permute2x128_si256(x[2], x[3], 0x31);
  x[0] = first;
  x[1] = second;
  x[2] = third;
}

static inline uint64_t taps_outside(lanes q, int32_t count) {
  // A lane outside has another bit than the lowest eight.
  const __m256i inside = _mm256_cmpeq_epi32(
      _mm256_andnot_si256(lanes_set(255), q), _mm256_setzero_si256());
  const int mask = ~_mm256_movemask_ps(_mm256_castsi256_ps(inside)) &
                   ((1 << (count < LANES ? count : LANES)) - 1);
  return (uint64_t)__builtin_popcount((unsigned)mask);
}

#endif // QSIMRT_OPT_X86_TAPS_AVX2_H
