// SPDX-License-Identifier: Apache-2.0
// The optimised kernels in portable C.
#include "opt/fast.h"

static const qsimrt_fast_kernel portable[QSIMRT_FAST_KIND_COUNT] = {
    [QSIMRT_FAST_MAXPOOL] = qsimrt_fast_maxpool,
    [QSIMRT_FAST_COPY] = qsimrt_fast_copy,
    [QSIMRT_FAST_ROUTE] = qsimrt_fast_route,
    [QSIMRT_FAST_UPSAMPLE] = qsimrt_fast_upsample,
    [QSIMRT_FAST_FLOAT_CONVOLUTION] = qsimrt_portable_convolution_fused,
    [QSIMRT_FAST_FLOAT_DEPTHWISE] = qsimrt_portable_depthwise_fused,
    [QSIMRT_FAST_FLOAT_NARROW] = qsimrt_portable_narrow_fused,
    [QSIMRT_FAST_FLOAT_WINOGRAD] = qsimrt_portable_convolution_winograd,
    [QSIMRT_FAST_WINOGRAD_INPUTS] = qsimrt_portable_winograd_inputs,
    [QSIMRT_FAST_FLOAT_MAXPOOL] = qsimrt_fast_float_maxpool,
    [QSIMRT_FAST_FLOAT_SHORTCUT] = qsimrt_fast_float_shortcut,
    [QSIMRT_FAST_AVGPOOL] = qsimrt_fast_avgpool,
    [QSIMRT_FAST_FLOAT_AVGPOOL] = qsimrt_fast_float_avgpool};

qsimrt_fast_kernel qsimrt_portable_kernel_of(qsimrt_fast_kind kind) {
  return portable[kind];
}

qsimrt_kernel qsimrt_portable_drop_in(qsimrt_kind kind, qsimrt_mode mode) {
  if (kind == QSIMRT_STRIDED)
    return mode == QSIMRT_INT ? qsimrt_fast_strided_int
                              : qsimrt_fast_strided_float;
  return kind == QSIMRT_ROUTE && mode == QSIMRT_INT ? qsimrt_fast_route_runs
                                                    : NULL;
}
