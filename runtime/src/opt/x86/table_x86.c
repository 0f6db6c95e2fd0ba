// SPDX-License-Identifier: Apache-2.0
// The optimised kernels of x86-64, by instruction set.
#include "opt/fast.h"

static int has_avx512(void) {
  return __builtin_cpu_supports("avx512f") &&
         __builtin_cpu_supports("avx512bw") &&
         __builtin_cpu_supports("avx512dq") &&
         __builtin_cpu_supports("avx512vl");
}

static int has_avx2(void) {
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
}

int qsimrt_has_isa(qsimrt_isa isa) {
  __builtin_cpu_init();
  switch (isa) {
  case QSIMRT_ISA_NONE:
    return 1;
  case QSIMRT_ISA_AVX2:
    return has_avx2();
  case QSIMRT_ISA_AVX_VNNI:
    return has_avx2() && __builtin_cpu_supports("avxvnni");
  case QSIMRT_ISA_AVX512:
    return has_avx512();
  case QSIMRT_ISA_AVX512_VNNI:
    return has_avx512() && __builtin_cpu_supports("avx512vnni");
  default:
    return 0;
  }
}

static const qsimrt_fast_kernel
    kernels[QSIMRT_ISA_COUNT][QSIMRT_FAST_KIND_COUNT] = {
        [QSIMRT_ISA_AVX2] =
            {[QSIMRT_FAST_CONVOLUTION] = qsimrt_avx2_convolution,
             [QSIMRT_FAST_DEPTHWISE] = qsimrt_avx2_depthwise,
             [QSIMRT_FAST_HYBRID_DEPTHWISE] = qsimrt_avx2_depthwise_hybrid,
             [QSIMRT_FAST_SHORTCUT] = qsimrt_avx2_shortcut,
             [QSIMRT_FAST_HYBRID_CONVOLUTION] = qsimrt_avx2_convolution_hybrid,
             [QSIMRT_FAST_FLOAT_CONVOLUTION] = qsimrt_avx2_convolution_fused,
             [QSIMRT_FAST_FLOAT_DEPTHWISE] = qsimrt_avx2_depthwise_fused,
             [QSIMRT_FAST_FLOAT_NARROW] = qsimrt_avx2_narrow_fused,
             [QSIMRT_FAST_FLOAT_WINOGRAD] = qsimrt_avx2_convolution_winograd,
             [QSIMRT_FAST_WINOGRAD_INPUTS] = qsimrt_avx2_winograd_inputs},
        [QSIMRT_ISA_AVX_VNNI] =
            {[QSIMRT_FAST_CONVOLUTION] = qsimrt_avx_vnni_convolution,
             [QSIMRT_FAST_DEPTHWISE] = qsimrt_avx_vnni_depthwise,
             [QSIMRT_FAST_HYBRID_DEPTHWISE] = qsimrt_avx_vnni_depthwise_hybrid,
             [QSIMRT_FAST_SHORTCUT] = qsimrt_avx2_shortcut,
             [QSIMRT_FAST_HYBRID_CONVOLUTION] =
                 qsimrt_avx_vnni_convolution_hybrid,
             [QSIMRT_FAST_FLOAT_CONVOLUTION] = qsimrt_avx2_convolution_fused,
             [QSIMRT_FAST_FLOAT_DEPTHWISE] = qsimrt_avx2_depthwise_fused,
             [QSIMRT_FAST_FLOAT_NARROW] = qsimrt_avx2_narrow_fused,
             [QSIMRT_FAST_FLOAT_WINOGRAD] = qsimrt_avx2_convolution_winograd,
             [QSIMRT_FAST_WINOGRAD_INPUTS] = qsimrt_avx2_winograd_inputs},
        [QSIMRT_ISA_AVX512] =
            {[QSIMRT_FAST_CONVOLUTION] = qsimrt_avx512_convolution,
             [QSIMRT_FAST_DEPTHWISE] = qsimrt_avx512_depthwise,
             [QSIMRT_FAST_HYBRID_DEPTHWISE] = qsimrt_avx512_depthwise_hybrid,
             [QSIMRT_FAST_SHORTCUT] = qsimrt_avx512_shortcut,
             [QSIMRT_FAST_HYBRID_CONVOLUTION] =
                 qsimrt_avx512_convolution_hybrid,
             [QSIMRT_FAST_FLOAT_CONVOLUTION] = qsimrt_avx512_convolution_fused,
             [QSIMRT_FAST_FLOAT_DEPTHWISE] = qsimrt_avx512_depthwise_fused,
             [QSIMRT_FAST_FLOAT_NARROW] = qsimrt_avx512_narrow_fused,
             [QSIMRT_FAST_FLOAT_WINOGRAD] = qsimrt_avx512_convolution_winograd,
             [QSIMRT_FAST_WINOGRAD_INPUTS] = qsimrt_avx512_winograd_inputs},
        [QSIMRT_ISA_AVX512_VNNI] = {
            [QSIMRT_FAST_CONVOLUTION] = qsimrt_vnni_convolution,
            [QSIMRT_FAST_DEPTHWISE] = qsimrt_vnni_depthwise,
            [QSIMRT_FAST_HYBRID_DEPTHWISE] = qsimrt_vnni_depthwise_hybrid,
            [QSIMRT_FAST_SHORTCUT] = qsimrt_avx512_shortcut,
            [QSIMRT_FAST_HYBRID_CONVOLUTION] = qsimrt_vnni_convolution_hybrid,
            [QSIMRT_FAST_FLOAT_CONVOLUTION] = qsimrt_avx512_convolution_fused,
            [QSIMRT_FAST_FLOAT_DEPTHWISE] = qsimrt_avx512_depthwise_fused,
            [QSIMRT_FAST_FLOAT_NARROW] = qsimrt_avx512_narrow_fused,
            [QSIMRT_FAST_FLOAT_WINOGRAD] = qsimrt_avx512_convolution_winograd,
            [QSIMRT_FAST_WINOGRAD_INPUTS] = qsimrt_avx512_winograd_inputs}};

qsimrt_fast_kernel qsimrt_fast_kernel_of(qsimrt_isa isa,
                                         qsimrt_fast_kind kind) {
  const qsimrt_fast_kernel own = kernels[isa][kind];
  return own ? own : qsimrt_portable_kernel_of(kind);
}

static qsimrt_kernel float_drop_in(qsimrt_isa isa, qsimrt_kind kind) {
  const int is_wide = isa >= QSIMRT_ISA_AVX512;
  switch (kind) {
  case QSIMRT_CONVOLUTIONAL:
    return is_wide ? qsimrt_avx512_convolution_float : NULL;
  case QSIMRT_MAXPOOL:
    return is_wide ? qsimrt_avx512_maxpool_float : NULL;
  case QSIMRT_YOLO:
    return is_wide ? qsimrt_avx512_yolo : qsimrt_avx2_yolo;
  case QSIMRT_SOFTMAX:
    return is_wide ? qsimrt_avx512_softmax : qsimrt_avx2_softmax;
  default:
    return NULL;
  }
}

qsimrt_kernel qsimrt_drop_in_kernel(qsimrt_isa isa, qsimrt_kind kind,
                                    qsimrt_mode mode) {
  if (isa == QSIMRT_ISA_NONE)
    return NULL;
  const qsimrt_kernel own =
      mode == QSIMRT_FLOAT ? float_drop_in(isa, kind) : NULL;
  return own ? own : qsimrt_portable_drop_in(kind, mode);
}

qsimrt_image_kernel qsimrt_fast_image_kernel(qsimrt_isa isa) {
  if (isa >= QSIMRT_ISA_AVX512)
    return qsimrt_avx512_image;
  return isa >= QSIMRT_ISA_AVX2 ? qsimrt_avx2_image : NULL;
}

qsimrt_quantize_kernel qsimrt_fast_quantize_kernel(qsimrt_isa isa) {
  if (isa >= QSIMRT_ISA_AVX512)
    return qsimrt_avx512_quantize;
  return isa >= QSIMRT_ISA_AVX2 ? qsimrt_avx2_quantize : NULL;
}

qsimrt_activate_kernel qsimrt_fast_activate_kernel(qsimrt_isa isa) {
  if (isa >= QSIMRT_ISA_AVX512)
    return qsimrt_avx512_activate;
  return isa >= QSIMRT_ISA_AVX2 ? qsimrt_avx2_activate : NULL;
}

qsimrt_crc32_kernel qsimrt_fast_crc32(void) {
  __builtin_cpu_init();
  if (!__builtin_cpu_supports("pclmul") || !__builtin_cpu_supports("sse4.1"))
    return NULL;
  return __builtin_cpu_supports("vpclmulqdq") &&
                 __builtin_cpu_supports("avx512f")
             ? qsimrt_vpclmul_crc32
             : qsimrt_pclmul_crc32;
}
