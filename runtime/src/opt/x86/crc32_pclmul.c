// SPDX-License-Identifier: Apache-2.0
// CRC-32, 64 bytes at a time.
#include "opt/x86/crc32_fold.h"

uint32_t qsimrt_pclmul_crc32(uint32_t crc, const unsigned char *data,
                             size_t size) {
  const __m128i by64 = _mm_set_epi64x(0x1c6e41596, 0x154442bd4);
  __m128i state[4];
  for (int i = 0; i < 4; ++i)
    state[i] = load(data + 16 * i);
  state[0] = _mm_xor_si128(state[0], _mm_cvtsi32_si128((int)crc));
  for (size -= 64, data += 64; size >= 64; size -= 64, data += 64)
    for (int i = 0; i < 4; ++i)
      state[i] = fold(state[i], by64, load(data + 16 * i));
  return finish(state, data, size);
}
