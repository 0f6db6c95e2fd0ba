// SPDX-License-Identifier: Apache-2.0
// Taps of a depthwise convolution on NEON: 16 bytes of a row at a time; the
// names are those of x86/taps_avx512.h. No part of a row is shorter.
#ifndef QSIMRT_OPT_ARM_TAPS_NEON_H
#define QSIMRT_OPT_ARM_TAPS_NEON_H

#include "opt/arm/lanes_neon.h"

static inline uint16x8_t pairs(uint8x16_t bytes) {
  return vreinterpretq_u16_u8(bytes);
}

static inline void taps_interleave(const uint8_t *first, const int64_t *taps,
                                   int32_t count, lanes *out) {
  (void)count;
  uint8x16_t in[4];
  for (int k = 0; k < 4; ++k)
    in[k] = vld1q_u8(first + taps[k]);
  const uint16x8_t low01 = pairs(vzip1q_u8(in[0], in[1]));
  const uint16x8_t high01 = pairs(vzip2q_u8(in[0], in[1]));
  const uint16x8_t low23 = pairs(vzip1q_u8(in[2], in[3]));
  const uint16x8_t high23 = pairs(vzip2q_u8(in[2], in[3]));
  out[0] = vreinterpretq_s32_u16(vzip1q_u16(low01, low23));
  out[1] = vreinterpretq_s32_u16(vzip2q_u16(low01, low23));
  out[2] = vreinterpretq_s32_u16(vzip1q_u16(high01, high23));
  out[3] = vreinterpretq_s32_u16(vzip2q_u16(high01, high23));
}

static inline void taps_store_bytes(uint8_t *to, const lanes *q, int32_t most,
                                    int32_t count) {
  (void)count;
  const int16x8_t low = vcombine_s16(vqmovn_s32(q[0]), vqmovn_s32(q[1]));
  const int16x8_t high = vcombine_s16(vqmovn_s32(q[2]), vqmovn_s32(q[3]));
  const uint8x16_t bytes = vcombine_u8(vqmovun_s16(low), vqmovun_s16(high));
  vst1q_u8(to, vminq_u8(bytes, vdupq_n_u8((uint8_t)most)));
}

// Of 16 bytes they are.
static inline void taps_in_order(lanes *x) { (void)x; }

static inline uint64_t taps_outside(lanes q, int32_t count) {
  (void)count;
  const uint32x4_t outside =
      vcgtq_u32(vreinterpretq_u32_s32(q), vdupq_n_u32(255));
  return vaddvq_u32(vshrq_n_u32(outside, 31));
}

#endif // QSIMRT_OPT_ARM_TAPS_NEON_H
