// SPDX-License-Identifier: Apache-2.0
// CRC-32 by carry-less multiplication: bytes are folded into those that lie
// some distance behind, and the last 16 into one remainder ("Fast CRC
// Computation for Generic Polynomials Using PCLMULQDQ Instruction", V. Gopal et
// al., Intel 2009). A distance of n bits has the constants x^(n + 32) and
// x^(n - 32) modulo the polynomial, bit-reflected.
#ifndef QSIMRT_OPT_X86_CRC32_FOLD_H
#define QSIMRT_OPT_X86_CRC32_FOLD_H

#include "opt/fast.h"

#include <immintrin.h>

static inline __m128i fold(__m128i state, __m128i by, __m128i next) {
  const __m128i low = _mm_clmulepi64_si128(state, by, 0x00);
  const __m128i high = _mm_clmulepi64_si128(state, by, 0x11);
  return _mm_xor_si128(_mm_xor_si128(low, high), next);
}

static inline __m128i load(const unsigned char *data) {
  return _mm_loadu_si128((const __m128i *)(const void *)data);
}

// From 128 bits to 32, the last step by Barrett's reduction.
static inline uint32_t reduce(__m128i state, __m128i by16) {
  const __m128i word = _mm_setr_epi32(-1, 0, -1, 0);
  const __m128i to64 = _mm_set_epi64x(0, 0x163cd6124);
  const __m128i barrett = _mm_set_epi64x(0x1f7011641, 0x1db710641);
  state = _mm_xor_si128(_mm_srli_si128(state, 8),
                        _mm_clmulepi64_si128(state, by16, 0x10));
  state = _mm_xor_si128(
      _mm_srli_si128(state, 4),
      _mm_clmulepi64_si128(_mm_and_si128(state, word), to64, 0x00));
  __m128i quotient =
      _mm_clmulepi64_si128(_mm_and_si128(state, word), barrett, 0x10);
  quotient = _mm_clmulepi64_si128(_mm_and_si128(quotient, word), barrett, 0x00);
  return (uint32_t)_mm_extract_epi32(_mm_xor_si128(state, quotient), 1);
}

// What is left behind 64 bytes of state: less than 64, a multiple of 16.
static inline uint32_t finish(__m128i state[4], const unsigned char *data,
                              size_t size) {
  const __m128i by16 = _mm_set_epi64x(0x0ccaa009e, 0x1751997d0);
  for (int i = 1; i < 4; ++i)
    state[0] = fold(state[0], by16, state[i]);
  for (; size >= 16; size -= 16, data += 16)
    state[0] = fold(state[0], by16, load(data));
  return reduce(state[0], by16);
}

#endif // QSIMRT_OPT_X86_CRC32_FOLD_H
