// SPDX-License-Identifier: Apache-2.0
// The optimised kernels of a build without any.
#include "opt/fast.h"

int qsimrt_has_isa(qsimrt_isa isa) { return isa == QSIMRT_ISA_NONE; }

qsimrt_fast_kernel qsimrt_fast_kernel_of(qsimrt_isa isa,
                                         qsimrt_fast_kind kind) {
  (void)isa;
  return qsimrt_portable_kernel_of(kind);
}

qsimrt_kernel qsimrt_drop_in_kernel(qsimrt_isa isa, qsimrt_kind kind,
                                    qsimrt_mode mode) {
  (void)isa;
  (void)kind;
  (void)mode;
  return NULL;
}

qsimrt_quantize_kernel qsimrt_fast_quantize_kernel(qsimrt_isa isa) {
  (void)isa;
  return NULL;
}

qsimrt_image_kernel qsimrt_fast_image_kernel(qsimrt_isa isa) {
  (void)isa;
  return NULL;
}

qsimrt_activate_kernel qsimrt_fast_activate_kernel(qsimrt_isa isa) {
  (void)isa;
  return NULL;
}

qsimrt_crc32_kernel qsimrt_fast_crc32(void) { return NULL; }
