// SPDX-License-Identifier: Apache-2.0
// Depthwise convolution in FLOAT by chains of fused multiply-adds on AVX2.
#include "opt/x86/lanes_avx2.h"

#include "opt/depthwise_fused.h"

void qsimrt_avx2_depthwise_fused(const qsimrt_fast_call *call) {
  convolve_depthwise_fused(call);
}
