// SPDX-License-Identifier: Apache-2.0
// Convolution in FLOAT by chains of fused multiply-adds on NEON.
#include "opt/arm/lanes_neon.h"

#include "opt/convolution_fused_parts.h"

const qsimrt_fused_tiles qsimrt_neon_fused_tiles = {
    {MOST_PIXELS, MOST_PIXELS, MOST_PIXELS, MOST_PIXELS}, add_to_tiles};

void qsimrt_neon_convolution_fused(const qsimrt_fast_call *call) {
  qsimrt_convolve_fused(call, &qsimrt_neon_fused_tiles);
}
