// SPDX-License-Identifier: Apache-2.0
// Quantizes real numbers into pixel order on AVX2.
#include "opt/x86/lanes_avx2.h"

#include "opt/image.h"

void qsimrt_avx2_image(const float *chw, qsimrt_quant quant,
                       const qsimrt_pixels *map, int32_t begin, int32_t end) {
  quantize_image(chw, quant, map, begin, end);
}

void qsimrt_avx2_quantize(const float *from, qsimrt_quant quant, int32_t count,
                          uint8_t *to) {
  quantize_row(from, quant, count, to);
}
