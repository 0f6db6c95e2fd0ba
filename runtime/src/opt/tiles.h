// SPDX-License-Identifier: Apache-2.0
// Lists of tile sizes: MACRO(size, width) for every size up to the most. The
// same list defines the functions of a kernel and fills its table of them.
#ifndef QSIMRT_OPT_TILES_H
#define QSIMRT_OPT_TILES_H

#define QSIMRT_TILES_5(MACRO, WIDTH)                                           \
  MACRO(1, WIDTH)                                                              \
  MACRO(2, WIDTH)                                                              \
  MACRO(3, WIDTH)                                                              \
  MACRO(4, WIDTH)                                                              \
  MACRO(5, WIDTH)
#define QSIMRT_TILES_6(MACRO, WIDTH)                                           \
  QSIMRT_TILES_5(MACRO, WIDTH)                                                 \
  MACRO(6, WIDTH)
#define QSIMRT_TILES_8(MACRO, WIDTH)                                           \
  QSIMRT_TILES_6(MACRO, WIDTH)                                                 \
  MACRO(7, WIDTH)                                                              \
  MACRO(8, WIDTH)
#define QSIMRT_TILES_12(MACRO, WIDTH)                                          \
  QSIMRT_TILES_8(MACRO, WIDTH)                                                 \
  MACRO(9, WIDTH)                                                              \
  MACRO(10, WIDTH)                                                             \
  MACRO(11, WIDTH)                                                             \
  MACRO(12, WIDTH)

// How a table names a tile.
#define QSIMRT_TILE_NAME(SIZE, WIDTH) tile_##SIZE##_##WIDTH,

#endif // QSIMRT_OPT_TILES_H
