// SPDX-License-Identifier: Apache-2.0
// Depthwise convolution in INT and HYBRID on AVX-512 without VNNI: taps and
// weights are 16 bits wide where vpmaddwd multiplies them, two at a time.
#include "opt/x86/finish_row_avx512.h"
#include "opt/x86/taps_avx512.h"

static inline lanes add_taps(lanes sums, lanes taps, const int8_t *weights) {
  const lanes even = _mm512_and_si512(taps, lanes_set(0x00ff00ff));
  const lanes odd = _mm512_srli_epi16(taps, 8);
  const int8_t *others = weights + QSIMRT_DEPTHWISE_HALF;
  sums = lanes_add(sums, _mm512_madd_epi16(even, _mm512_loadu_si512(weights)));
  return lanes_add(sums, _mm512_madd_epi16(odd, _mm512_loadu_si512(others)));
}

#include "opt/depthwise.h"

void qsimrt_avx512_depthwise(const qsimrt_fast_call *call) {
  convolve_depthwise_int(call);
}

void qsimrt_avx512_depthwise_hybrid(const qsimrt_fast_call *call) {
  convolve_depthwise_hybrid(call);
}
