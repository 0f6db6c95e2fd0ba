// SPDX-License-Identifier: Apache-2.0
// Taps of a depthwise convolution on AVX-512: 64 bytes of a row at a time.
// taps_avx2.h and arm/taps_neon.h have the same names.
#ifndef QSIMRT_OPT_X86_TAPS_AVX512_H
#define QSIMRT_OPT_X86_TAPS_AVX512_H

#include "opt/x86/lanes_avx512.h"

// Four taps of the first `count` bytes, a multiple of 16, side by side: vector
// j of the four that come out holds bytes 4j to 4j + 3 of every 16, each with
// its four taps.
static inline void taps_interleave(const uint8_t *first, const int64_t *taps,
                                   int32_t count, lanes *out) {
  const __mmask64 there =
      count < 4 * LANES ? (UINT64_C(1) << count) - 1 : ~UINT64_C(0);
  __m512i in[4];
  for (int k = 0; k < 4; ++k)
    in[k] = _mm512_maskz_loadu_epi8(there, first + taps[k]);
  const __m512i low01 = _mm512_unpacklo_epi8(in[0], in[1]);
  const __m512i high01 = _mm512_unpackhi_epi8(in[0], in[1]);
  const __m512i low23 = _mm512_unpacklo_epi8(in[2], in[3]);
  const __m512i high23 = _mm512_unpackhi_epi8(in[2], in[3]);
  out[0] = _mm512_unpacklo_epi16(low01, low23);
  out[1] = _mm512_unpackhi_epi16(low01, low23);
  out[2] = _mm512_unpacklo_epi16(high01, high23);
  out[3] = _mm512_unpackhi_epi16(high01, high23);
}

// Four vectors in that order: as bytes limited to 0..most, the first `count`.
static inline void taps_store_bytes(uint8_t *to, const lanes *q, int32_t most,
                                    int32_t count) {
  const __mmask64 there =
      count < 4 * LANES ? (UINT64_C(1) << count) - 1 : ~UINT64_C(0);
  const __m512i bytes = _mm512_packus_epi16(_mm512_packs_epi32(q[0], q[1]),
                                            _mm512_packs_epi32(q[2], q[3]));
  _mm512_mask_storeu_epi8(to, there,
                          _mm512_min_epu8(bytes, _mm512_set1_epi8((char)most)));
}

// Four vectors in that order, put into the order of their bytes.
static inline void taps_in_order(lanes *x) {
  // 128 bits are one of 16: a matrix of 4 by 4 of them is turned over.
  const __m512i low01 = _mm512_shuffle_i32x4(x[0], x[1], 0x44);
  const __m512i high01 = _mm512_shuffle_i32x4(x[0], x[1], 0xee);
  const __m512i low23 = _mm512_shuffle_i32x4(x[2], x[3], 0x44);
  const __m512i high23 = _mm512_shuffle_i32x4(x[2], x[3], 0xee);
  x[0] = _mm512_shuffle_i32x4(low01, low23, 0x88);
  x[1] = _mm512_shuffle_i32x4(low01, low23, 0xdd);
  x[2] = _mm512_shuffle_i32x4(high01, high23, 0x88);
  x[3] = _mm512_shuffle_i32x4(high01, high23, 0xdd);
}

// How many of the first `count` lanes are outside 0..255.
static inline uint64_t taps_outside(lanes q, int32_t count) {
  return (uint64_t)__builtin_popcount(_mm512_mask_cmpgt_epu32_mask(
      lanes_first(count), q, _mm512_set1_epi32(255)));
}

#endif // QSIMRT_OPT_X86_TAPS_AVX512_H
