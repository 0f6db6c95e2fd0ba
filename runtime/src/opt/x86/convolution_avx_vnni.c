// SPDX-License-Identifier: Apache-2.0
// Dense convolution in INT and HYBRID on AVX-VNNI: vpdpbusd adds four products
// of an unsigned by a signed byte to each of 8 int32.
#include "opt/x86/lanes_avx2.h"

static inline lanes multiply_add(lanes sums, lanes activations, lanes weights) {
  return _mm256_dpbusd_avx_epi32(sums, activations, weights);
}

#include "opt/finish_row.h"
#include "opt/x86/tiles_avx2.h"

#include "opt/convolution.h"

void qsimrt_avx_vnni_convolution(const qsimrt_fast_call *call) {
  convolve_int(call);
}

void qsimrt_avx_vnni_convolution_hybrid(const qsimrt_fast_call *call) {
  convolve_hybrid(call);
}
