// SPDX-License-Identifier: Apache-2.0
// Convolution in FLOAT by chains of fused multiply-adds on AVX2 and FMA.
#include "opt/x86/lanes_avx2.h"

#include "opt/convolution_fused_parts.h"

const qsimrt_fused_tiles qsimrt_avx2_fused_tiles = {
    {MOST_PIXELS, MOST_PIXELS, MOST_PIXELS, MOST_PIXELS}, add_to_tiles};

void qsimrt_avx2_convolution_fused(const qsimrt_fast_call *call) {
  qsimrt_convolve_fused(call, &qsimrt_avx2_fused_tiles);
}
