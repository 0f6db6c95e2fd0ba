// SPDX-License-Identifier: Apache-2.0
// Depthwise convolution in INT and HYBRID on AVX-VNNI: vpdpbusd multiplies four
// taps of a lane.
#include "opt/x86/lanes_avx2.h"

#include "opt/finish_row.h"
#include "opt/x86/taps_avx2.h"

static inline lanes add_taps(lanes sums, lanes taps, const int8_t *weights) {
  return _mm256_dpbusd_avx_epi32(sums, taps, lanes_load((const void *)weights));
}

#include "opt/depthwise.h"

void qsimrt_avx_vnni_depthwise(const qsimrt_fast_call *call) {
  convolve_depthwise_int(call);
}

void qsimrt_avx_vnni_depthwise_hybrid(const qsimrt_fast_call *call) {
  convolve_depthwise_hybrid(call);
}
