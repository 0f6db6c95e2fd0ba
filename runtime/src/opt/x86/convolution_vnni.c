// SPDX-License-Identifier: Apache-2.0
// Dense convolution in INT and HYBRID on AVX-512 VNNI: vpdpbusd adds four
// products of an unsigned by a signed byte to each of 16 int32.
#include "opt/x86/lanes_avx512.h"

static inline lanes multiply_add(lanes sums, lanes activations, lanes weights) {
  return _mm512_dpbusd_epi32(sums, activations, weights);
}

#include "opt/x86/finish_row_avx512.h"
#include "opt/x86/tiles_avx512.h"

#include "opt/convolution.h"

void qsimrt_vnni_convolution(const qsimrt_fast_call *call) {
  convolve_int(call);
}

void qsimrt_vnni_convolution_hybrid(const qsimrt_fast_call *call) {
  convolve_hybrid(call);
}
