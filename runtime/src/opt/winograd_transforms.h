// SPDX-License-Identifier: Apache-2.0
// The transforms of inputs and of sums (numerics.md N48), a vector of channels
// at a time. Included after the lanes of an instruction set.
#ifndef QSIMRT_OPT_WINOGRAD_TRANSFORMS_H
#define QSIMRT_OPT_WINOGRAD_TRANSFORMS_H

#include "opt/winograd.h"

#include <float.h>

enum {
  MOST_INPUTS = QSIMRT_WINOGRAD_MOST_INPUTS,
  MOST_OUTPUTS = QSIMRT_WINOGRAD_MOST_OUTPUTS
};

// The points of a side of 4 are 0, A, -A, B, -B and infinity; every product of
// theirs that is needed is exact. Those of a side of 2: 0, 1, -1, infinity.
#define POINT_A 0.625f
#define POINT_B 1.5f

// ---- a line: a row or a column ---------------------------------------------

static inline __attribute__((always_inline)) void
transform_line_of_4(const floats in[MOST_INPUTS], floats out[MOST_INPUTS]) {
  const floats a = floats_set(POINT_A), b = floats_set(POINT_B);
  const floats less_a = floats_set(-POINT_A), less_b = floats_set(-POINT_B);
  const floats less_aa = floats_set(-POINT_A * POINT_A);
  const floats less_bb = floats_set(-POINT_B * POINT_B);
  const floats product = floats_set(POINT_A * POINT_A * POINT_B * POINT_B);
  const floats less_sum = floats_set(-(POINT_A * POINT_A + POINT_B * POINT_B));
  const floats even_a = floats_fma(less_bb, in[2], in[4]);
  const floats odd_a = floats_fma(less_bb, in[1], in[3]);
  const floats even_b = floats_fma(less_aa, in[2], in[4]);
  const floats odd_b = floats_fma(less_aa, in[1], in[3]);
  out[0] = floats_fma(product, in[0], floats_fma(less_sum, in[2], in[4]));
  out[1] = floats_fma(a, odd_a, even_a);
  out[2] = floats_fma(less_a, odd_a, even_a);
  out[3] = floats_fma(b, odd_b, even_b);
  out[4] = floats_fma(less_b, odd_b, even_b);
  out[5] = floats_fma(product, in[1], floats_fma(less_sum, in[3], in[5]));
}

static inline __attribute__((always_inline)) void
transform_line_of_2(const floats in[MOST_INPUTS], floats out[MOST_INPUTS]) {
  out[0] = floats_sub(in[0], in[2]);
  out[1] = floats_add(in[2], in[1]);
  out[2] = floats_sub(in[2], in[1]);
  out[3] = floats_sub(in[3], in[1]);
}

static inline __attribute__((always_inline)) void
finish_line_of_4(const floats in[MOST_INPUTS], floats out[MOST_OUTPUTS]) {
  const floats a = floats_set(POINT_A), b = floats_set(POINT_B);
  const floats aa = floats_set(POINT_A * POINT_A);
  const floats bb = floats_set(POINT_B * POINT_B);
  const floats aaa = floats_set(POINT_A * POINT_A * POINT_A);
  const floats bbb = floats_set(POINT_B * POINT_B * POINT_B);
  const floats even_a = floats_add(in[1], in[2]);
  const floats odd_a = floats_sub(in[1], in[2]);
  const floats even_b = floats_add(in[3], in[4]);
  const floats odd_b = floats_sub(in[3], in[4]);
  out[0] = floats_add(floats_add(in[0], even_a), even_b);
  out[1] = floats_fma(b, odd_b, floats_mul(a, odd_a));
  out[2] = floats_fma(bb, even_b, floats_mul(aa, even_a));
  out[3] = floats_fma(bbb, odd_b, floats_fma(aaa, odd_a, in[5]));
}

static inline __attribute__((always_inline)) void
finish_line_of_2(const floats in[MOST_INPUTS], floats out[MOST_OUTPUTS]) {
  out[0] = floats_add(floats_add(in[0], in[1]), in[2]);
  out[1] = floats_add(floats_sub(in[1], in[2]), in[3]);
}

// `side` is a constant wherever these are instantiated.
static inline __attribute__((always_inline)) void
transform_line(const int side, const floats in[MOST_INPUTS],
               floats out[MOST_INPUTS]) {
  if (side == 4)
    transform_line_of_4(in, out);
  else
    transform_line_of_2(in, out);
}

static inline __attribute__((always_inline)) void
finish_line(const int side, const floats in[MOST_INPUTS],
            floats out[MOST_OUTPUTS]) {
  if (side == 4)
    finish_line_of_4(in, out);
  else
    finish_line_of_2(in, out);
}

// ---- inputs: columns, then rows --------------------------------------------

// `is_whole`: all inputs of the tile are there.
static inline __attribute__((always_inline)) void
transform_vector(const qsimrt_winograd_input *tile, const int side,
                 const int is_whole, int32_t lane) {
  floats half[MOST_INPUTS][MOST_INPUTS];
  for (int x = 0; x < side + 2; ++x) {
    floats in[MOST_INPUTS], out[MOST_INPUTS];
    for (int y = 0; y < side + 2; ++y)
      in[y] =
          is_whole || (y < tile->rows && x < tile->columns)
              ? floats_load(tile->in + y * tile->row + x * tile->pixel + lane)
              : floats_set(0);
    transform_line(side, in, out);
    for (int y = 0; y < side + 2; ++y)
      half[y][x] = out[y];
  }
  for (int y = 0; y < side + 2; ++y) {
    floats out[MOST_INPUTS];
    transform_line(side, half[y], out);
    for (int x = 0; x < side + 2; ++x)
      floats_store(tile->out + ((side + 2) * y + x) * tile->point + lane,
                   out[x]);
  }
}

static inline __attribute__((always_inline)) void
transform(const qsimrt_winograd_input *tile, const int side) {
  if (tile->rows >= side + 2 && tile->columns >= side + 2)
    for (int32_t lane = 0; lane < tile->lanes; lane += LANES)
      transform_vector(tile, side, 1, lane);
  else
    for (int32_t lane = 0; lane < tile->lanes; lane += LANES)
      transform_vector(tile, side, 0, lane);
}

// ---- sums: columns, then rows ----------------------------------------------

static inline floats activate(qsimrt_activation activation, floats x) {
  if (activation == QSIMRT_LEAKY)
    return floats_above_or(x, floats_mul(x, floats_set(0.1f)));
  return activation == QSIMRT_RELU ? floats_above_or(x, floats_set(0)) : x;
}

// N19 of 2 by 2, in its order.
static inline floats pool(const floats *above, const floats *below) {
  const floats first = floats_max(above[0], floats_set(-FLT_MAX));
  return floats_max(below[1],
                    floats_max(below[0], floats_max(above[1], first)));
}

static inline __attribute__((always_inline)) void
write_outputs(const qsimrt_winograd_output *tile, const int side, int32_t lane,
              floats out[MOST_OUTPUTS][MOST_OUTPUTS]) {
  const int32_t there = tile->lanes - lane;
  float *to = tile->out + lane;
  if (tile->is_pooled) {
    for (int y = 0; y < side / 2; ++y)
      for (int x = 0; x < side / 2; ++x)
        if (y < tile->rows && x < tile->columns)
          floats_store_some(to + y * tile->row + x * tile->pixel,
                            pool(&out[2 * y][2 * x], &out[2 * y + 1][2 * x]),
                            there);
    return;
  }
  for (int y = 0; y < side; ++y)
    for (int x = 0; x < side; ++x)
      if (y < tile->rows && x < tile->columns)
        floats_store_some(to + y * tile->row + x * tile->pixel, out[y][x],
                          there);
}

static inline __attribute__((always_inline)) void
finish_vector(const qsimrt_winograd_output *tile, const int side,
              int32_t lane) {
  floats half[MOST_OUTPUTS][MOST_INPUTS], all[MOST_OUTPUTS][MOST_OUTPUTS];
  for (int x = 0; x < side + 2; ++x) {
    floats in[MOST_INPUTS], out[MOST_OUTPUTS];
    for (int y = 0; y < side + 2; ++y)
      in[y] =
          floats_load(tile->sums + ((side + 2) * y + x) * tile->point + lane);
    finish_line(side, in, out);
    for (int y = 0; y < side; ++y)
      half[y][x] = out[y];
  }
  const floats bias = floats_load(tile->biases + lane);
  for (int y = 0; y < side; ++y) {
    finish_line(side, half[y], all[y]);
    for (int x = 0; x < side; ++x)
      all[y][x] = activate(tile->activation, floats_add(all[y][x], bias));
  }
  write_outputs(tile, side, lane, all);
}

static inline __attribute__((always_inline)) void
finish(const qsimrt_winograd_output *tile, const int side) {
  for (int32_t lane = 0; lane < tile->lanes; lane += LANES)
    finish_vector(tile, side, lane);
}

// ---- by the side -----------------------------------------------------------

static void transform_2(const qsimrt_winograd_input *tile) {
  transform(tile, 2);
}
static void transform_4(const qsimrt_winograd_input *tile) {
  transform(tile, 4);
}
static void finish_2(const qsimrt_winograd_output *tile) { finish(tile, 2); }
static void finish_4(const qsimrt_winograd_output *tile) { finish(tile, 4); }

#define QSIMRT_WINOGRAD_KERNEL(TILES)                                          \
  {                                                                            \
    TILES, {transform_2, transform_4}, { finish_2, finish_4 }                  \
  }

#endif // QSIMRT_OPT_WINOGRAD_TRANSFORMS_H
