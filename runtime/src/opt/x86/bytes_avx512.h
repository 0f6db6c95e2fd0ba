// SPDX-License-Identifier: Apache-2.0
// 64 int32 to 64 bytes, clamped to 0..255.
#ifndef QSIMRT_OPT_X86_BYTES_AVX512_H
#define QSIMRT_OPT_X86_BYTES_AVX512_H

#include <immintrin.h>
#include <stdint.h>

// What puts the 4-byte groups that the packing instructions leave, four of each
// 128 bits, into the order of the values.
static inline __m512i qsimrt_byte_order(void) {
  return _mm512_setr_epi32(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11,
                           15);
}

// Four vectors in the order of their lanes; none above `most`, a byte in every
// lane.
static inline __m512i qsimrt_to_bytes(const __m512i *q, __m512i order,
                                      __m512i most) {
  const __m512i bytes = _mm512_packus_epi16(_mm512_packs_epi32(q[0], q[1]),
                                            _mm512_packs_epi32(q[2], q[3]));
  return _mm512_min_epu8(_mm512_permutexvar_epi32(order, bytes), most);
}

// How many of 16 int32 are outside 0..255.
static inline uint64_t qsimrt_outside_bytes(__m512i q) {
  return (uint64_t)__builtin_popcount(
      _mm512_cmpgt_epu32_mask(q, _mm512_set1_epi32(255)));
}

#endif // QSIMRT_OPT_X86_BYTES_AVX512_H
