// SPDX-License-Identifier: Apache-2.0
// Depthwise convolution in INT and HYBRID on AVX-512 VNNI: vpdpbusd multiplies
// four taps of a lane.
#include "opt/x86/finish_row_avx512.h"
#include "opt/x86/taps_avx512.h"

static inline lanes add_taps(lanes sums, lanes taps, const int8_t *weights) {
  return _mm512_dpbusd_epi32(sums, taps, _mm512_loadu_si512(weights));
}

#include "opt/depthwise.h"

void qsimrt_vnni_depthwise(const qsimrt_fast_call *call) {
  convolve_depthwise_int(call);
}

void qsimrt_vnni_depthwise_hybrid(const qsimrt_fast_call *call) {
  convolve_depthwise_hybrid(call);
}
