// SPDX-License-Identifier: Apache-2.0
// Convolution in FLOAT by Winograd's transforms in portable C (numerics.md
// N48): the bits of the kernels with instructions of their own.
#include "opt/lanes_portable.h"

#include "opt/winograd_transforms.h"

static const qsimrt_winograd_kernel kernel =
    QSIMRT_WINOGRAD_KERNEL(&qsimrt_portable_fused_tiles);

void qsimrt_portable_winograd_inputs(const qsimrt_fast_call *call) {
  qsimrt_transform_inputs(call, &kernel);
}

void qsimrt_portable_convolution_winograd(const qsimrt_fast_call *call) {
  qsimrt_convolve_winograd(call, &kernel);
}
