// SPDX-License-Identifier: Apache-2.0
// Quantizes an image into pixel order on NEON.
#include "opt/arm/lanes_neon.h"

#include "opt/image.h"

void qsimrt_neon_image(const float *chw, qsimrt_quant quant,
                       const qsimrt_pixels *map, int32_t begin, int32_t end) {
  quantize_image(chw, quant, map, begin, end);
}

void qsimrt_neon_quantize(const float *from, qsimrt_quant quant, int32_t count,
                          uint8_t *to) {
  quantize_row(from, quant, count, to);
}
