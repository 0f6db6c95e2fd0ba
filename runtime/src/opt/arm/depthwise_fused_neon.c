// SPDX-License-Identifier: Apache-2.0
// Depthwise convolution in FLOAT by chains of fused multiply-adds on NEON.
#include "opt/arm/lanes_neon.h"

#include "opt/depthwise_fused.h"

void qsimrt_neon_depthwise_fused(const qsimrt_fast_call *call) {
  convolve_depthwise_fused(call);
}
