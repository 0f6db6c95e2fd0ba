// SPDX-License-Identifier: Apache-2.0
// Depthwise convolution in INT and HYBRID on AVX2 without VNNI: taps and
// weights are 16 bits wide where vpmaddwd multiplies them, two at a time.
#include "opt/x86/lanes_avx2.h"

#include "opt/finish_row.h"
#include "opt/x86/taps_avx2.h"

static inline lanes add_taps(lanes sums, lanes taps, const int8_t *weights) {
  const lanes even = _mm256_and_si256(taps, lanes_set(0x00ff00ff));
  const lanes odd = _mm256_srli_epi16(taps, 8);
  const lanes of_even = lanes_load((const void *)weights);
  const lanes of_odd =
      lanes_load((const void *)(weights + QSIMRT_DEPTHWISE_HALF));
  sums = lanes_add(sums, _mm256_madd_epi16(even, of_even));
  return lanes_add(sums, _mm256_madd_epi16(odd, of_odd));
}

#include "opt/depthwise.h"

void qsimrt_avx2_depthwise(const qsimrt_fast_call *call) {
  convolve_depthwise_int(call);
}

void qsimrt_avx2_depthwise_hybrid(const qsimrt_fast_call *call) {
  convolve_depthwise_hybrid(call);
}
