// SPDX-License-Identifier: Apache-2.0
// Dense convolution in INT and HYBRID on AVX-512 without VNNI. No instruction
// of it multiplies bytes exactly: vpmaddubsw saturates the sum of two products.
// Activations and weights are 16 bits wide here: vpmaddwd adds two products.
#include "opt/x86/lanes_avx512.h"

static inline lanes multiply_add(lanes sums, lanes activations, lanes weights) {
  return lanes_add(sums, _mm512_madd_epi16(activations, weights));
}

#include "opt/x86/finish_row_avx512.h"
#include "opt/x86/tiles_avx512.h"

#include "opt/convolution.h"

void qsimrt_avx512_convolution(const qsimrt_fast_call *call) {
  convolve_int(call);
}

void qsimrt_avx512_convolution_hybrid(const qsimrt_fast_call *call) {
  convolve_hybrid(call);
}
