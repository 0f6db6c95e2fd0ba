// SPDX-License-Identifier: Apache-2.0
// Dense convolution in INT and HYBRID on AVX2 without VNNI. No instruction of
// it multiplies bytes exactly: vpmaddubsw saturates the sum of two products.
// Activations and weights are 16 bits wide here: vpmaddwd adds two products.
#include "opt/x86/lanes_avx2.h"

static inline lanes multiply_add(lanes sums, lanes activations, lanes weights) {
  return lanes_add(sums, _mm256_madd_epi16(activations, weights));
}

#include "opt/finish_row.h"
#include "opt/x86/tiles_avx2.h"

#include "opt/convolution.h"

void qsimrt_avx2_convolution(const qsimrt_fast_call *call) {
  convolve_int(call);
}

void qsimrt_avx2_convolution_hybrid(const qsimrt_fast_call *call) {
  convolve_hybrid(call);
}
