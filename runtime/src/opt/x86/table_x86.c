// SPDX-License-Identifier: Apache-2.0
// The optimised kernels of x86-64, by instruction set.
#include "opt/fast.h"

qsimrt_isa qsimrt_best_isa(void) {
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
      __builtin_cpu_supports("avx512dq") &&
      __builtin_cpu_supports("avx512vl") &&
      __builtin_cpu_supports("avx512vnni"))
    return QSIMRT_ISA_AVX512_VNNI;
  return QSIMRT_ISA_NONE;
}

static const qsimrt_fast_kernel avx512_vnni[QSIMRT_FAST_KIND_COUNT] = {
    [QSIMRT_FAST_CONVOLUTION] = qsimrt_vnni_convolution,
    [QSIMRT_FAST_MAXPOOL] = qsimrt_fast_maxpool,
    [QSIMRT_FAST_ROUTE] = qsimrt_fast_route,
    [QSIMRT_FAST_UPSAMPLE] = qsimrt_fast_upsample,
    [QSIMRT_FAST_SHORTCUT] = qsimrt_avx512_shortcut,
    [QSIMRT_FAST_DEPTHWISE] = qsimrt_vnni_depthwise,
    [QSIMRT_FAST_HYBRID_CONVOLUTION] = qsimrt_vnni_convolution_hybrid};

qsimrt_fast_kernel qsimrt_fast_kernel_of(qsimrt_isa isa,
                                         qsimrt_fast_kind kind) {
  return isa == QSIMRT_ISA_AVX512_VNNI ? avx512_vnni[kind] : NULL;
}

qsimrt_kernel qsimrt_drop_in_kernel(qsimrt_isa isa, qsimrt_kind kind,
                                    qsimrt_mode mode) {
  if (isa != QSIMRT_ISA_AVX512_VNNI || mode != QSIMRT_FLOAT)
    return NULL;
  switch (kind) {
  case QSIMRT_CONVOLUTIONAL:
    return qsimrt_avx512_convolution_float;
  case QSIMRT_MAXPOOL:
    return qsimrt_avx512_maxpool_float;
  case QSIMRT_YOLO:
    return qsimrt_avx512_yolo;
  default:
    return NULL;
  }
}

qsimrt_image_kernel qsimrt_fast_image_kernel(qsimrt_isa isa) {
  return isa == QSIMRT_ISA_AVX512_VNNI ? qsimrt_avx512_image : NULL;
}

qsimrt_crc32_kernel qsimrt_fast_crc32(void) {
  __builtin_cpu_init();
  return __builtin_cpu_supports("pclmul") && __builtin_cpu_supports("sse4.1")
             ? qsimrt_pclmul_crc32
             : NULL;
}
