// SPDX-License-Identifier: Apache-2.0
// Pixel order: how the optimised kernels keep an integer tensor of at most 8
// bits, and one of float32.
//
// The channels of one pixel lie side by side, padded to a multiple of 16 (of 4
// where there are at most 4); behind each pixel its right neighbour. An element
// is a byte q + 128, what u8 x s8 instructions read, and s8 x s8 ones after a
// flip of its highest bit, or a float32. A border of pixels that hold the zero
// point, or 0, surrounds the map, as wide as the widest padding of the
// convolutions that read it, so that no kernel looks at edges. What the padded
// channels of a map of float32 hold is of no use.
#ifndef QSIMRT_OPT_PIXELS_H
#define QSIMRT_OPT_PIXELS_H

#include "qsimrt/model.h"

enum { QSIMRT_PIXEL_OFFSET = 128 }; // added to every integer

typedef struct qsimrt_pixels {
  uint8_t *origin;    // of the pixel (0, 0), inside the border
  qsimrt_shape shape; // logical
  int32_t element;    // bytes: 1 (an integer) or 4 (a float32)
  int32_t channels;   // stored
  int32_t border;     // pixels on every side
  int32_t zero_point; // of the integers
  int64_t row;        // elements from a pixel to the one below
} qsimrt_pixels;

int32_t qsimrt_stored_channels(int32_t channels);

// Elements of a map in pixel order.
size_t qsimrt_pixels_size(qsimrt_shape shape, int32_t border);

// A map of integers, or of float32, in memory aligned to 64 bytes.
qsimrt_pixels qsimrt_pixels_at(void *memory, qsimrt_shape shape, int32_t border,
                               int32_t zero_point);
qsimrt_pixels qsimrt_real_pixels_at(void *memory, qsimrt_shape shape,
                                    int32_t border);

// Of a map of integers, of a map of float32.
static inline uint8_t *qsimrt_pixel(const qsimrt_pixels *map, int32_t y,
                                    int32_t x) {
  return map->origin + y * map->row + (int64_t)x * map->channels;
}

// Channel c of a pixel, of any type.
static inline void *qsimrt_element(const qsimrt_pixels *map, int32_t y,
                                   int32_t x, int32_t c) {
  return map->origin +
         map->element * (y * map->row + (int64_t)x * map->channels + c);
}

static inline float *qsimrt_real_pixel(const qsimrt_pixels *map, int32_t y,
                                       int32_t x) {
  return (float *)(void *)map->origin + y * map->row +
         (int64_t)x * map->channels;
}

// Writes the border; the map inside is the kernels'.
void qsimrt_fill_border(const qsimrt_pixels *map);

// From and to int8_t in CHW. The padded channels become 0.
void qsimrt_pixels_from_chw(const int8_t *chw, const qsimrt_pixels *map);
void qsimrt_pixels_to_chw(const qsimrt_pixels *map, int8_t *chw);

// The same for float32; into pixel order rows [begin, end).
void qsimrt_real_pixels_from_chw(const float *chw, const qsimrt_pixels *map,
                                 int32_t begin, int32_t end);
void qsimrt_real_pixels_to_chw(const qsimrt_pixels *map, float *chw);

// The one that belongs to the map's elements.
static inline void qsimrt_map_to_chw(const qsimrt_pixels *map, void *chw) {
  if (map->element == 1)
    qsimrt_pixels_to_chw(map, (int8_t *)chw);
  else
    qsimrt_real_pixels_to_chw(map, (float *)chw);
}

#endif // QSIMRT_OPT_PIXELS_H
