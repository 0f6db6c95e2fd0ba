// SPDX-License-Identifier: Apache-2.0
// The tiles of a convolution with 32 registers of 4 lanes: up to 20 of sums, 4
// of weights, the others of activations and of products on their way to the
// sums. Channels come in sixteens: always 4 vectors.
#ifndef QSIMRT_OPT_ARM_TILES_NEON_H
#define QSIMRT_OPT_ARM_TILES_NEON_H

enum { MOST_PIXELS = 5, MOST_VECTORS = 4 };

#include "opt/convolution_tile.h"

QSIMRT_TILES_5(QSIMRT_DEFINE_TILE, 4)

static const tile_function tiles[MOST_VECTORS][MOST_PIXELS] = {
    {NULL}, {NULL}, {NULL}, {QSIMRT_TILES_5(QSIMRT_TILE_NAME, 4)}};

// Pixels of a tile, by its vectors.
static const int32_t tile_pixels[MOST_VECTORS] = {0, 0, 0, 5};

#endif // QSIMRT_OPT_ARM_TILES_NEON_H
