// SPDX-License-Identifier: Apache-2.0
// Convolution of narrow groups in FLOAT by chains of fused multiply-adds on
// AVX2.
#include "opt/x86/lanes_avx2.h"

#include "opt/narrow_fused.h"

void qsimrt_avx2_narrow_fused(const qsimrt_fast_call *call) {
  convolve_narrow_fused(call);
}
