// SPDX-License-Identifier: Apache-2.0
// Depthwise convolution in INT and HYBRID on NEON without dotprod: as in
// convolution_neon.c, products of bytes and sums of two of them have 16 bits.
#include "opt/arm/signed_bytes.h"

#include "opt/arm/taps_neon.h"
#include "opt/finish_row.h"

static inline lanes add_taps(lanes sums, lanes taps, const int8_t *weights) {
  const int8x16_t x = signed_bytes(taps), w = vld1q_s8(weights);
  const int16x8_t low = vmull_s8(vget_low_s8(x), vget_low_s8(w));
  const int16x8_t high = vmull_high_s8(x, w);
  return vpadalq_s16(sums, vpaddq_s16(low, high));
}

#include "opt/depthwise.h"

void qsimrt_neon_depthwise(const qsimrt_fast_call *call) {
  convolve_depthwise_int(call);
}

void qsimrt_neon_depthwise_hybrid(const qsimrt_fast_call *call) {
  convolve_depthwise_hybrid(call);
}
