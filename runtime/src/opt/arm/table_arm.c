// SPDX-License-Identifier: Apache-2.0
// The optimised kernels of AArch64, by instruction set. Every such processor
// has NEON; Linux says which have dotprod.
#include "opt/fast.h"

#include <sys/auxv.h>

int qsimrt_has_isa(qsimrt_isa isa) {
  switch (isa) {
  case QSIMRT_ISA_NONE:
  case QSIMRT_ISA_NEON:
    return 1;
  case QSIMRT_ISA_DOTPROD:
    return (getauxval(AT_HWCAP) & HWCAP_ASIMDDP) != 0;
  default:
    return 0;
  }
}

static const qsimrt_fast_kernel
    kernels[QSIMRT_ISA_COUNT][QSIMRT_FAST_KIND_COUNT] = {
        [QSIMRT_ISA_NEON] =
            {[QSIMRT_FAST_CONVOLUTION] = qsimrt_neon_convolution,
             [QSIMRT_FAST_DEPTHWISE] = qsimrt_neon_depthwise,
             [QSIMRT_FAST_SHORTCUT] = qsimrt_neon_shortcut,
             [QSIMRT_FAST_HYBRID_CONVOLUTION] = qsimrt_neon_convolution_hybrid,
             [QSIMRT_FAST_HYBRID_DEPTHWISE] = qsimrt_neon_depthwise_hybrid,
             [QSIMRT_FAST_FLOAT_CONVOLUTION] = qsimrt_neon_convolution_fused,
             [QSIMRT_FAST_FLOAT_DEPTHWISE] = qsimrt_neon_depthwise_fused,
             [QSIMRT_FAST_FLOAT_NARROW] = qsimrt_neon_narrow_fused,
             [QSIMRT_FAST_FLOAT_WINOGRAD] = qsimrt_neon_convolution_winograd,
             [QSIMRT_FAST_WINOGRAD_INPUTS] = qsimrt_neon_winograd_inputs},
        [QSIMRT_ISA_DOTPROD] = {
            [QSIMRT_FAST_CONVOLUTION] = qsimrt_dotprod_convolution,
            [QSIMRT_FAST_DEPTHWISE] = qsimrt_dotprod_depthwise,
            [QSIMRT_FAST_SHORTCUT] = qsimrt_neon_shortcut,
            [QSIMRT_FAST_HYBRID_CONVOLUTION] =
                qsimrt_dotprod_convolution_hybrid,
            [QSIMRT_FAST_HYBRID_DEPTHWISE] = qsimrt_dotprod_depthwise_hybrid,
            [QSIMRT_FAST_FLOAT_CONVOLUTION] = qsimrt_neon_convolution_fused,
            [QSIMRT_FAST_FLOAT_DEPTHWISE] = qsimrt_neon_depthwise_fused,
            [QSIMRT_FAST_FLOAT_NARROW] = qsimrt_neon_narrow_fused,
            [QSIMRT_FAST_FLOAT_WINOGRAD] = qsimrt_neon_convolution_winograd,
            [QSIMRT_FAST_WINOGRAD_INPUTS] = qsimrt_neon_winograd_inputs}};

qsimrt_fast_kernel qsimrt_fast_kernel_of(qsimrt_isa isa,
                                         qsimrt_fast_kind kind) {
  const qsimrt_fast_kernel own = kernels[isa][kind];
  return own ? own : qsimrt_portable_kernel_of(kind);
}

qsimrt_kernel qsimrt_drop_in_kernel(qsimrt_isa isa, qsimrt_kind kind,
                                    qsimrt_mode mode) {
  if (isa < QSIMRT_ISA_NEON)
    return NULL;
  if (kind == QSIMRT_YOLO && mode == QSIMRT_FLOAT)
    return qsimrt_neon_yolo;
  if (kind == QSIMRT_SOFTMAX && mode == QSIMRT_FLOAT)
    return qsimrt_neon_softmax;
  return qsimrt_portable_drop_in(kind, mode);
}

qsimrt_image_kernel qsimrt_fast_image_kernel(qsimrt_isa isa) {
  return isa >= QSIMRT_ISA_NEON ? qsimrt_neon_image : NULL;
}

qsimrt_quantize_kernel qsimrt_fast_quantize_kernel(qsimrt_isa isa) {
  return isa >= QSIMRT_ISA_NEON ? qsimrt_neon_quantize : NULL;
}

qsimrt_activate_kernel qsimrt_fast_activate_kernel(qsimrt_isa isa) {
  return isa >= QSIMRT_ISA_NEON ? qsimrt_neon_activate : NULL;
}

qsimrt_crc32_kernel qsimrt_fast_crc32(void) { return NULL; }
