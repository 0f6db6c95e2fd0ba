// SPDX-License-Identifier: Apache-2.0
// Pixel order: sizes, borders, and the way from and to CHW.
#include "opt/pixels.h"

#include <string.h>

enum { CHANNEL_ALIGNMENT = 16, FEW_CHANNELS = 4 };

int32_t qsimrt_stored_channels(int32_t channels) {
  const int32_t to =
      channels <= FEW_CHANNELS ? FEW_CHANNELS : CHANNEL_ALIGNMENT;
  return (channels + to - 1) / to * to;
}

size_t qsimrt_pixels_size(qsimrt_shape shape, int32_t border) {
  return (size_t)(shape.h + 2 * border) * (size_t)(shape.w + 2 * border) *
         (size_t)qsimrt_stored_channels(shape.c);
}

qsimrt_pixels qsimrt_pixels_at(void *memory, qsimrt_shape shape, int32_t border,
                               int32_t zero_point) {
  const int32_t channels = qsimrt_stored_channels(shape.c);
  const int64_t row = (int64_t)(shape.w + 2 * border) * channels;
  const qsimrt_pixels map = {(uint8_t *)memory + border * row +
                                 (int64_t)border * channels,
                             shape,
                             channels,
                             border,
                             zero_point,
                             row};
  return map;
}

void qsimrt_fill_border(const qsimrt_pixels *map) {
  const int value = map->zero_point + QSIMRT_PIXEL_OFFSET;
  const size_t side = (size_t)map->border * (size_t)map->channels;
  const size_t row = (size_t)map->row;
  if (map->border == 0)
    return;
  memset(qsimrt_pixel(map, -map->border, -map->border), value,
         (size_t)map->border * row);
  for (int32_t y = 0; y < map->shape.h; ++y) {
    memset(qsimrt_pixel(map, y, -map->border), value, side);
    memset(qsimrt_pixel(map, y, map->shape.w), value, side);
  }
  memset(qsimrt_pixel(map, map->shape.h, -map->border), value,
         (size_t)map->border * row);
}

// Channels that are moved together: a pixel's bytes are written in one go, and
// as many planes are read at a time.
enum { CHANNELS_AT_ONCE = 16 };

void qsimrt_pixels_from_chw(const int8_t *chw, const qsimrt_pixels *map) {
  const int64_t plane = (int64_t)map->shape.h * map->shape.w;
  for (int32_t y = 0; y < map->shape.h; ++y) {
    for (int32_t c = 0; c < map->channels; c += CHANNELS_AT_ONCE) {
      const int32_t left = map->channels - c;
      const int32_t stored = left < CHANNELS_AT_ONCE ? left : CHANNELS_AT_ONCE;
      const int32_t there =
          map->shape.c - c < stored ? map->shape.c - c : stored;
      const int8_t *from = chw + c * plane + (int64_t)y * map->shape.w;
      for (int32_t x = 0; x < map->shape.w; ++x, ++from) {
        uint8_t *to = qsimrt_pixel(map, y, x) + c;
        int32_t k = 0;
        for (; k < there; ++k)
          to[k] = (uint8_t)(from[k * plane] + QSIMRT_PIXEL_OFFSET);
        for (; k < stored; ++k)
          to[k] = 0;
      }
    }
  }
}

void qsimrt_pixels_to_chw(const qsimrt_pixels *map, int8_t *chw) {
  const int64_t plane = (int64_t)map->shape.h * map->shape.w;
  for (int32_t y = 0; y < map->shape.h; ++y) {
    for (int32_t c = 0; c < map->shape.c; c += CHANNELS_AT_ONCE) {
      const int32_t left = map->shape.c - c;
      const int32_t there = left < CHANNELS_AT_ONCE ? left : CHANNELS_AT_ONCE;
      int8_t *to = chw + c * plane + (int64_t)y * map->shape.w;
      for (int32_t x = 0; x < map->shape.w; ++x, ++to) {
        const uint8_t *from = qsimrt_pixel(map, y, x) + c;
        for (int32_t k = 0; k < there; ++k)
          to[k * plane] = (int8_t)(from[k] - QSIMRT_PIXEL_OFFSET);
      }
    }
  }
}
