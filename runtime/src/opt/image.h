// SPDX-License-Identifier: Apache-2.0
// Real numbers to integers in pixel order (numerics.md N1): from CHW 4 channels
// of a vector of pixels at a time, one int32 each; from pixel order as they
// lie. Included after the lanes of an instruction set.
#ifndef QSIMRT_OPT_IMAGE_H
#define QSIMRT_OPT_IMAGE_H

#include "opt/fast.h"
#include "requant.h"

#include <string.h>

typedef struct quantizer {
  floats inverse, low_steps, high_steps, magic;
  lanes zero, low, high;
} quantizer;

static inline quantizer quantizer_of(qsimrt_quant quant) {
  const quantizer out = {floats_set((float)(1.0 / quant.scale)),
                         floats_set(-0x1p17f),
                         floats_set(0x1p17f),
                         floats_set(0x1.8p23f),
                         lanes_set(quant.zero_point),
                         lanes_set(qsimrt_quant_min(quant.bits)),
                         lanes_set(qsimrt_quant_max(quant.bits))};
  return out;
}

// The steps of qsimrt_quantize; the result has the offset of stored integers.
static inline lanes quantize(const quantizer *with, floats values) {
  floats steps = floats_numbers(floats_mul(values, with->inverse));
  steps = floats_min(floats_max(steps, with->low_steps), with->high_steps);
  steps = floats_sub(floats_add(steps, with->magic), with->magic);
  const lanes q = lanes_add(floats_truncate(steps), with->zero);
  return lanes_add(lanes_max(lanes_min(q, with->high), with->low),
                   lanes_set(QSIMRT_PIXEL_OFFSET));
}

// `channels` channels of the first `count` pixels; 0 beyond the last one.
static inline lanes four_channels(const quantizer *with, const float *from,
                                  int64_t plane, int32_t channels,
                                  int32_t count) {
  lanes pixels = lanes_set(0);
  for (int32_t k = 0; k < channels; ++k) {
    const lanes q = quantize(with, floats_load_some(from + k * plane, count));
    pixels = lanes_or(pixels, lanes_shift_left(q, 8 * k));
  }
  return pixels;
}

// 4 bytes a pixel, to pixels that are `step` bytes apart.
static inline void store_pixels(uint8_t *to, int32_t step, lanes pixels,
                                int32_t count) {
  int32_t each[LANES];
  lanes_store(each, pixels);
  for (int32_t i = 0; i < LANES && i < count; ++i)
    memcpy(to + (int64_t)i * step, &each[i], sizeof each[i]);
}

// Rows [begin, end) of the map.
static inline void quantize_image(const float *chw, qsimrt_quant quant,
                                  const qsimrt_pixels *map, int32_t begin,
                                  int32_t end) {
  const quantizer with = quantizer_of(quant);
  const qsimrt_shape shape = map->shape;
  const int64_t plane = (int64_t)shape.h * shape.w;
  for (int32_t y = begin; y < end; ++y) {
    for (int32_t x = 0; x < shape.w; x += LANES) {
      const int32_t count = shape.w - x;
      const float *from = chw + (int64_t)y * shape.w + x;
      uint8_t *to = qsimrt_pixel(map, y, x);
      for (int32_t c = 0; c < map->channels; c += 4) {
        const int32_t channels = shape.c - c < 4 ? shape.c - c : 4;
        const lanes pixels =
            four_channels(&with, from + c * plane, plane, channels, count);
        if (map->channels == 4) // pixels lie side by side
          lanes_store_some((int32_t *)(void *)to, pixels, count);
        else
          store_pixels(to + c, map->channels, pixels, count);
      }
    }
  }
}

static inline void quantize_row(const float *from, qsimrt_quant quant,
                                int32_t count, uint8_t *to) {
  const quantizer with = quantizer_of(quant);
  for (int32_t i = 0; i < count; i += LANES)
    lanes_store_some_bytes(
        to + i, quantize(&with, floats_load_some(from + i, count - i)),
        count - i);
}

#endif // QSIMRT_OPT_IMAGE_H
