// SPDX-License-Identifier: Apache-2.0
// The tiles of a convolution with 16 registers: up to 12 of sums, 2 of weights,
// 1 of activations. Channels come in sixteens: always 2 vectors.
#ifndef QSIMRT_OPT_X86_TILES_AVX2_H
#define QSIMRT_OPT_X86_TILES_AVX2_H

enum { MOST_PIXELS = 6, MOST_VECTORS = 2 };

#include "opt/convolution_tile.h"

QSIMRT_TILES_6(QSIMRT_DEFINE_TILE, 2)

static const tile_function tiles[MOST_VECTORS][MOST_PIXELS] = {
    {NULL}, {QSIMRT_TILES_6(QSIMRT_TILE_NAME, 2)}};

// Pixels of a tile, by its vectors.
static const int32_t tile_pixels[MOST_VECTORS] = {0, 6};

#endif // QSIMRT_OPT_X86_TILES_AVX2_H
