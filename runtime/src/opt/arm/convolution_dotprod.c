// SPDX-License-Identifier: Apache-2.0
// Dense convolution in INT and HYBRID on NEON with dotprod: sdot adds four
// products of signed bytes to each of 4 int32.
#include "opt/arm/signed_bytes.h"

static inline lanes multiply_add(lanes sums, lanes activations, lanes weights) {
  return vdotq_s32(sums, signed_bytes(activations),
                   vreinterpretq_s8_s32(weights));
}

#include "opt/arm/tiles_neon.h"
#include "opt/finish_row.h"

#include "opt/convolution.h"

void qsimrt_dotprod_convolution(const qsimrt_fast_call *call) {
  convolve_int(call);
}

void qsimrt_dotprod_convolution_hybrid(const qsimrt_fast_call *call) {
  convolve_hybrid(call);
}
