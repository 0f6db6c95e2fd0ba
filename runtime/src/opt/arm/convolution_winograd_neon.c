// SPDX-License-Identifier: Apache-2.0
// Convolution in FLOAT by Winograd's transforms on NEON (numerics.md N48).
#include "opt/arm/lanes_neon.h"

#include "opt/winograd_transforms.h"

static const qsimrt_winograd_kernel kernel =
    QSIMRT_WINOGRAD_KERNEL(&qsimrt_neon_fused_tiles);

void qsimrt_neon_winograd_inputs(const qsimrt_fast_call *call) {
  qsimrt_transform_inputs(call, &kernel);
}

void qsimrt_neon_convolution_winograd(const qsimrt_fast_call *call) {
  qsimrt_convolve_winograd(call, &kernel);
}
