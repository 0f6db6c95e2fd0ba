// SPDX-License-Identifier: Apache-2.0
// Depthwise convolution in INT and HYBRID on NEON with dotprod: sdot multiplies
// four taps of a lane.
#include "opt/arm/signed_bytes.h"

#include "opt/arm/taps_neon.h"
#include "opt/finish_row.h"

static inline lanes add_taps(lanes sums, lanes taps, const int8_t *weights) {
  return vdotq_s32(sums, signed_bytes(taps), vld1q_s8(weights));
}

#include "opt/depthwise.h"

void qsimrt_dotprod_depthwise(const qsimrt_fast_call *call) {
  convolve_depthwise_int(call);
}

void qsimrt_dotprod_depthwise_hybrid(const qsimrt_fast_call *call) {
  convolve_depthwise_hybrid(call);
}
