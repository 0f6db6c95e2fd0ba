// SPDX-License-Identifier: Apache-2.0
// Real numbers in CHW to integers in pixel order (numerics.md N1): 4 channels
// of 16 pixels at a time, one int32 each.
#include "opt/fast.h"
#include "requant.h"

#include <immintrin.h>

typedef struct quantizer {
  __m512 inverse, low_steps, high_steps, magic;
  __m512i zero, low, high;
} quantizer;

static quantizer quantizer_of(qsimrt_quant quant) {
  const quantizer out = {_mm512_set1_ps((float)(1.0 / quant.scale)),
                         _mm512_set1_ps(-0x1p17f),
                         _mm512_set1_ps(0x1p17f),
                         _mm512_set1_ps(0x1.8p23f),
                         _mm512_set1_epi32(quant.zero_point),
                         _mm512_set1_epi32(qsimrt_quant_min(quant.bits)),
                         _mm512_set1_epi32(qsimrt_quant_max(quant.bits))};
  return out;
}

// The steps of qsimrt_quantize; the result has the offset of stored integers.
static __m512i quantize(const quantizer *with, __m512 values) {
  __m512 steps = _mm512_mul_ps(values, with->inverse);
  const __mmask16 is_number = _mm512_cmp_ps_mask(steps, steps, _CMP_ORD_Q);
  steps = _mm512_maskz_mov_ps(is_number, steps);
  steps =
      _mm512_min_ps(_mm512_max_ps(steps, with->low_steps), with->high_steps);
  steps = _mm512_sub_ps(_mm512_add_ps(steps, with->magic), with->magic);
  __m512i q = _mm512_add_epi32(_mm512_cvttps_epi32(steps), with->zero);
  q = _mm512_max_epi32(_mm512_min_epi32(q, with->high), with->low);
  return _mm512_add_epi32(q, _mm512_set1_epi32(QSIMRT_PIXEL_OFFSET));
}

// Channels [c, c + 4) of the pixels that `there` names; 0 beyond the last one.
static __m512i four_channels(const quantizer *with, const float *from,
                             int64_t plane, int32_t count, __mmask16 there) {
  __m512i pixels = _mm512_setzero_si512();
  for (int32_t k = 0; k < count; ++k) {
    const __m512i q =
        quantize(with, _mm512_maskz_loadu_ps(there, from + k * plane));
    pixels =
        _mm512_or_si512(pixels, _mm512_sllv_epi32(q, _mm512_set1_epi32(8 * k)));
  }
  return pixels;
}

void qsimrt_avx512_image(const float *chw, qsimrt_quant quant,
                         const qsimrt_pixels *map) {
  const quantizer with = quantizer_of(quant);
  const qsimrt_shape shape = map->shape;
  const int64_t plane = (int64_t)shape.h * shape.w;
  const __m512i steps = _mm512_mullo_epi32(
      _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15),
      _mm512_set1_epi32(map->channels));
  for (int32_t y = 0; y < shape.h; ++y) {
    for (int32_t x = 0; x < shape.w; x += QSIMRT_LANES) {
      const int32_t left = shape.w - x;
      const uint32_t lanes =
          left < QSIMRT_LANES ? (UINT32_C(1) << left) - 1 : UINT32_C(0xffff);
      const __mmask16 there = (__mmask16)lanes;
      const float *from = chw + (int64_t)y * shape.w + x;
      for (int32_t c = 0; c < map->channels; c += 4) {
        const int32_t count = shape.c - c < 4 ? shape.c - c : 4;
        const __m512i values =
            four_channels(&with, from + c * plane, plane, count, there);
        if (map->channels == 4) // pixels lie side by side
          _mm512_mask_storeu_epi32(qsimrt_pixel(map, y, x), there, values);
        else
          _mm512_mask_i32scatter_epi32(qsimrt_pixel(map, y, x) + c, there,
                                       steps, values, 1);
      }
    }
  }
}
