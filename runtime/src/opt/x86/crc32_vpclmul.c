// SPDX-License-Identifier: Apache-2.0
// CRC-32, 256 bytes at a time.
#include "opt/x86/crc32_fold.h"

static __m512i fold64(__m512i state, __m512i by, __m512i next) {
  const __m512i low = _mm512_clmulepi64_epi128(state, by, 0x00);
  const __m512i high = _mm512_clmulepi64_epi128(state, by, 0x11);
  return _mm512_ternarylogic_epi64(low, high, next, 0x96); // exclusive or
}

uint32_t qsimrt_vpclmul_crc32(uint32_t crc, const unsigned char *data,
                              size_t size) {
  const __m512i by256 =
      _mm512_broadcast_i32x4(_mm_set_epi64x(0x1322d1430, 0x11542778a));
  const __m512i by64 =
      _mm512_broadcast_i32x4(_mm_set_epi64x(0x1c6e41596, 0x154442bd4));
  if (size < 256)
    return qsimrt_pclmul_crc32(crc, data, size);
  __m512i state[4];
  for (int i = 0; i < 4; ++i)
    state[i] = _mm512_loadu_si512(data + 64 * i);
  state[0] = _mm512_xor_si512(
      state[0], _mm512_zextsi128_si512(_mm_cvtsi32_si128((int)crc)));
  for (size -= 256, data += 256; size >= 256; size -= 256, data += 256)
    for (int i = 0; i < 4; ++i)
      state[i] = fold64(state[i], by256, _mm512_loadu_si512(data + 64 * i));
  for (int i = 1; i < 4; ++i)
    state[0] = fold64(state[0], by64, state[i]);
  for (; size >= 64; size -= 64, data += 64)
    state[0] = fold64(state[0], by64, _mm512_loadu_si512(data));
  __m128i parts[4];
  _mm512_storeu_si512(parts, state[0]);
  return finish(parts, data, size);
}
