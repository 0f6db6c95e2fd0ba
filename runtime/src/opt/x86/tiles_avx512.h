// SPDX-License-Identifier: Apache-2.0
// The tiles of a convolution with 32 registers: up to 24 of sums, 4 of weights,
// 1 of activations; with fewer channels they are wider.
#ifndef QSIMRT_OPT_X86_TILES_AVX512_H
#define QSIMRT_OPT_X86_TILES_AVX512_H

enum { MOST_PIXELS = 12, MOST_VECTORS = 4 };

#include "opt/convolution_tile.h"

QSIMRT_TILES_12(QSIMRT_DEFINE_TILE, 1)
QSIMRT_TILES_12(QSIMRT_DEFINE_TILE, 2)
QSIMRT_TILES_8(QSIMRT_DEFINE_TILE, 3)
QSIMRT_TILES_6(QSIMRT_DEFINE_TILE, 4)

static const tile_function tiles[MOST_VECTORS][MOST_PIXELS] = {
    {QSIMRT_TILES_12(QSIMRT_TILE_NAME, 1)},
    {QSIMRT_TILES_12(QSIMRT_TILE_NAME, 2)},
    {QSIMRT_TILES_8(QSIMRT_TILE_NAME, 3)},
    {QSIMRT_TILES_6(QSIMRT_TILE_NAME, 4)}};

// Pixels of a tile, by its vectors.
static const int32_t tile_pixels[MOST_VECTORS] = {12, 12, 8, 6};

#endif // QSIMRT_OPT_X86_TILES_AVX512_H
