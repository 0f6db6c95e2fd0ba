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

static qsimrt_pixels map_at(void *memory, int32_t element, qsimrt_shape shape,
                            int32_t border, int32_t zero_point) {
  const int32_t channels = qsimrt_stored_channels(shape.c);
  const int64_t row = (int64_t)(shape.w + 2 * border) * channels;
  const qsimrt_pixels map = {
      (uint8_t *)memory + element * (border * row + (int64_t)border * channels),
      shape,
      element,
      channels,
      border,
      zero_point,
      row};
  return map;
}

qsimrt_pixels qsimrt_pixels_at(void *memory, qsimrt_shape shape, int32_t border,
                               int32_t zero_point) {
  return map_at(memory, 1, shape, border, zero_point);
}

qsimrt_pixels qsimrt_real_pixels_at(void *memory, qsimrt_shape shape,
                                    int32_t border) {
  return map_at(memory, (int32_t)sizeof(float), shape, border, 0);
}

void qsimrt_fill_border(const qsimrt_pixels *map) {
  const int value =
      map->element == 1 ? map->zero_point + QSIMRT_PIXEL_OFFSET : 0;
  const size_t pixel = (size_t)map->element * (size_t)map->channels;
  const size_t side = (size_t)map->border * pixel;
  const size_t row = (size_t)map->element * (size_t)map->row;
  const size_t rows = (size_t)map->shape.h;
  if (map->border == 0)
    return;
  // The border on the right of a row and on the left of the next one are one.
  uint8_t *at = map->origin - (size_t)map->border * row - side;
  memset(at, value, (size_t)map->border * row + side);
  at += (size_t)map->border * row + side + (size_t)map->shape.w * pixel;
  for (size_t y = 0; y + 1 < rows; ++y, at += row)
    memset(at, value, 2 * side);
  memset(at, value, (size_t)map->border * row + side);
}

// Channels that are moved together: a pixel's elements are written in one go,
// and as many planes are read at a time.
enum { CHANNELS_AT_ONCE = 16 };

#define AS_BYTE(q) (uint8_t)((q) + QSIMRT_PIXEL_OFFSET)
#define FROM_BYTE(byte) (int8_t)((byte)-QSIMRT_PIXEL_OFFSET)
#define AS_IT_IS(x) (x)

// One definition for each element type.
#define DEFINE_FROM_CHW(NAME, FLAT, STORED, STORE)                             \
  static void NAME(const FLAT *chw, const qsimrt_pixels *map, int32_t begin,   \
                   int32_t end) {                                              \
    const int64_t plane = (int64_t)map->shape.h * map->shape.w;                \
    for (int32_t y = begin; y < end; ++y) {                                    \
      for (int32_t c = 0; c < map->channels; c += CHANNELS_AT_ONCE) {          \
        const int32_t left = map->channels - c;                                \
        const int32_t stored =                                                 \
            left < CHANNELS_AT_ONCE ? left : CHANNELS_AT_ONCE;                 \
        const int32_t there =                                                  \
            map->shape.c - c < stored ? map->shape.c - c : stored;             \
        const FLAT *from = chw + c * plane + (int64_t)y * map->shape.w;        \
        STORED *to = (STORED *)(void *)map->origin + y * map->row + c;         \
        for (int32_t x = 0; x < map->shape.w; ++x, to += map->channels) {      \
          int32_t k = 0;                                                       \
          for (; k < there; ++k)                                               \
            to[k] = STORE(from[k * plane + x]);                                \
          for (; k < stored; ++k)                                              \
            to[k] = 0;                                                         \
        }                                                                      \
      }                                                                        \
    }                                                                          \
  }

#define DEFINE_TO_CHW(NAME, FLAT, STORED, LOAD)                                \
  static void NAME(const qsimrt_pixels *map, FLAT *chw, int32_t first) {       \
    const int64_t plane = (int64_t)map->shape.h * map->shape.w;                \
    for (int32_t y = 0; y < map->shape.h; ++y) {                               \
      for (int32_t c = first; c < map->shape.c; c += CHANNELS_AT_ONCE) {       \
        const int32_t left = map->shape.c - c;                                 \
        const int32_t there =                                                  \
            left < CHANNELS_AT_ONCE ? left : CHANNELS_AT_ONCE;                 \
        FLAT *to = chw + c * plane + (int64_t)y * map->shape.w;                \
        const STORED *from =                                                   \
            (const STORED *)(const void *)map->origin + y * map->row + c;      \
        for (int32_t x = 0; x < map->shape.w; ++x, from += map->channels)      \
          for (int32_t k = 0; k < there; ++k)                                  \
            to[k * plane + x] = LOAD(from[k]);                                 \
      }                                                                        \
    }                                                                          \
  }

DEFINE_FROM_CHW(bytes_to_pixels, int8_t, uint8_t, AS_BYTE)
DEFINE_TO_CHW(bytes_to_planes, int8_t, uint8_t, FROM_BYTE)
DEFINE_TO_CHW(channels_to_planes, float, float, AS_IT_IS)
DEFINE_FROM_CHW(planes_to_pixels, float, float, AS_IT_IS)

// Up to four channels: a pixel is an integer of 32 bits, the first channel its
// lowest ones, and a row of these grows by one channel after the other.
static void few_bytes_to_pixels(const int8_t *chw, const qsimrt_pixels *map) {
  const int64_t plane = (int64_t)map->shape.h * map->shape.w;
  for (int32_t y = 0; y < map->shape.h; ++y) {
    uint32_t *restrict to = (void *)qsimrt_pixel(map, y, 0);
    for (int32_t c = 0; c < map->shape.c; ++c) {
      const int8_t *restrict from = chw + c * plane + (int64_t)y * map->shape.w;
      for (int32_t x = 0; x < map->shape.w; ++x)
        to[x] = (c == 0 ? 0 : to[x]) | (uint32_t)AS_BYTE(from[x]) << 8 * c;
    }
  }
}

// A picture of three colours: one store of four floats a pixel.
static void colours_to_pixels(const float *chw, const qsimrt_pixels *map,
                              int32_t begin, int32_t end) {
  const int64_t plane = (int64_t)map->shape.h * map->shape.w;
  for (int32_t y = begin; y < end; ++y) {
    const float *restrict from = chw + (int64_t)y * map->shape.w;
    float *restrict to = qsimrt_real_pixel(map, y, 0);
    for (int32_t x = 0; x < map->shape.w; ++x) {
      to[4 * x] = from[x];
      to[4 * x + 1] = from[plane + x];
      to[4 * x + 2] = from[2 * plane + x];
      to[4 * x + 3] = 0;
    }
  }
}

typedef float four __attribute__((vector_size(16), aligned(4), may_alias));

// Four channels of four pixels, `step` floats apart, to four planes.
static void transpose(const float *from, int64_t step, float *to,
                      int64_t plane) {
  const four a = *(const four *)from, b = *(const four *)(from + step);
  const four c = *(const four *)(from + 2 * step);
  const four d = *(const four *)(from + 3 * step);
  const four ab = __builtin_shufflevector(a, b, 0, 4, 1, 5);
  const four cd = __builtin_shufflevector(c, d, 0, 4, 1, 5);
  const four later_ab = __builtin_shufflevector(a, b, 2, 6, 3, 7);
  const four later_cd = __builtin_shufflevector(c, d, 2, 6, 3, 7);
  *(four *)to = __builtin_shufflevector(ab, cd, 0, 1, 4, 5);
  *(four *)(to + plane) = __builtin_shufflevector(ab, cd, 2, 3, 6, 7);
  *(four *)(to + 2 * plane) =
      __builtin_shufflevector(later_ab, later_cd, 0, 1, 4, 5);
  *(four *)(to + 3 * plane) =
      __builtin_shufflevector(later_ab, later_cd, 2, 3, 6, 7);
}

void qsimrt_pixels_to_chw(const qsimrt_pixels *map, int8_t *chw) {
  bytes_to_planes(map, chw, 0);
}

void qsimrt_real_pixels_to_chw(const qsimrt_pixels *map, float *chw) {
  const int32_t channels = map->shape.c / 4 * 4, width = map->shape.w;
  const int64_t plane = (int64_t)map->shape.h * width, step = map->channels;
  for (int32_t y = 0; y < map->shape.h; ++y)
    for (int32_t c = 0; c < channels; c += 4) {
      const float *from = qsimrt_real_pixel(map, y, 0) + c;
      float *to = chw + c * plane + (int64_t)y * width;
      int32_t x = 0;
      for (; x + 4 <= width; x += 4)
        transpose(from + x * step, step, to + x, plane);
      for (; x < width; ++x)
        for (int32_t k = 0; k < 4; ++k)
          to[k * plane + x] = from[x * step + k];
    }
  channels_to_planes(map, chw, channels);
}

void qsimrt_pixels_from_chw(const int8_t *chw, const qsimrt_pixels *map) {
  if (map->channels == FEW_CHANNELS)
    few_bytes_to_pixels(chw, map);
  else
    bytes_to_pixels(chw, map, 0, map->shape.h);
}

void qsimrt_real_pixels_from_chw(const float *chw, const qsimrt_pixels *map,
                                 int32_t begin, int32_t end) {
  if (map->shape.c == 3)
    colours_to_pixels(chw, map, begin, end);
  else
    planes_to_pixels(chw, map, begin, end);
}
