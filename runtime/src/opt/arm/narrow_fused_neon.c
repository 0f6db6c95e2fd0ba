// SPDX-License-Identifier: Apache-2.0
// Convolution of narrow groups in FLOAT by chains of fused multiply-adds on
// NEON.
#include "opt/arm/lanes_neon.h"

#include "opt/narrow_fused.h"

void qsimrt_neon_narrow_fused(const qsimrt_fast_call *call) {
  convolve_narrow_fused(call);
}
