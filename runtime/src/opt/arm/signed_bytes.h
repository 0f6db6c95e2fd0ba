// SPDX-License-Identifier: Apache-2.0
// Activations as the instructions of AArch64 multiply them: a stored byte
// q + 128 with its highest bit flipped is q in 8 signed bits. Packed biases
// have no offset here (qsimrt_factor_offset).
#ifndef QSIMRT_OPT_ARM_SIGNED_BYTES_H
#define QSIMRT_OPT_ARM_SIGNED_BYTES_H

#include "opt/arm/lanes_neon.h"

static inline int8x16_t signed_bytes(lanes stored) {
  return veorq_s8(vreinterpretq_s8_s32(stored), vdupq_n_s8(INT8_MIN));
}

#endif // QSIMRT_OPT_ARM_SIGNED_BYTES_H
