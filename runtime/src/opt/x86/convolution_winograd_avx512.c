// SPDX-License-Identifier: Apache-2.0
// Convolution in FLOAT by Winograd's transforms on AVX-512 (numerics.md N48).
#include "opt/x86/lanes_avx512.h"

#include "opt/winograd_transforms.h"

static const qsimrt_winograd_kernel kernel =
    QSIMRT_WINOGRAD_KERNEL(&qsimrt_avx512_fused_tiles);

void qsimrt_avx512_winograd_inputs(const qsimrt_fast_call *call) {
  qsimrt_transform_inputs(call, &kernel);
}

void qsimrt_avx512_convolution_winograd(const qsimrt_fast_call *call) {
  qsimrt_convolve_winograd(call, &kernel);
}
