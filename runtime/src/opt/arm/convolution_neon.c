// SPDX-License-Identifier: Apache-2.0
// Dense convolution in INT and HYBRID on NEON without dotprod.
//
// Products of bytes have 16 bits, and so have the sums of two of them: weights
// are narrow, and 2 * 128 * 127 is below 2^15. Two such sums at a time are then
// added to an int32.
#include "opt/arm/signed_bytes.h"

static inline lanes multiply_add(lanes sums, lanes activations, lanes weights) {
  const int8x16_t x = signed_bytes(activations);
  const int8x16_t w = vreinterpretq_s8_s32(weights);
  const int16x8_t low = vmull_s8(vget_low_s8(x), vget_low_s8(w));
  const int16x8_t high = vmull_high_s8(x, w);
  return vpadalq_s16(sums, vpaddq_s16(low, high));
}

#include "opt/arm/tiles_neon.h"
#include "opt/finish_row.h"

#include "opt/convolution.h"

void qsimrt_neon_convolution(const qsimrt_fast_call *call) {
  convolve_int(call);
}

void qsimrt_neon_convolution_hybrid(const qsimrt_fast_call *call) {
  convolve_hybrid(call);
}
