// SPDX-License-Identifier: Apache-2.0
// Transformed weights (numerics.md N48) in the order of winograd.h.
#include "opt/pack.h"
#include "opt/winograd.h"

enum { SIZE = 3, TAPS = SIZE * SIZE, MOST = QSIMRT_WINOGRAD_MOST_INPUTS };

// Each row is 1, p, p * p of a point p over the product of its distances to the
// other ones; of a side of 2 the sign of the first one, and of the inputs that
// it meets, is changed.
static const double matrix_of_2[MOST][SIZE] = {
    {1, 0, 0}, {0.5, 0.5, 0.5}, {0.5, -0.5, 0.5}, {0, 0, 1}};
static const double matrix_of_4[MOST][SIZE] = {
    {256.0 / 225, 0, 0},
    {-2048.0 / 2975, -1280.0 / 2975, -800.0 / 2975},
    {-2048.0 / 2975, 1280.0 / 2975, -800.0 / 2975},
    {128.0 / 1071, 192.0 / 1071, 288.0 / 1071},
    {128.0 / 1071, -192.0 / 1071, 288.0 / 1071},
    {0, 0, 1}};

// A number for each filter of a vector.
typedef struct numbers {
  double lane[QSIMRT_LANES];
} numbers;

static inline double product(const double *row, double a, double b, double c) {
  return row[0] * a + row[1] * b + row[2] * c;
}

// The taps of a channel, to points that are `step` apart.
static void transform(const numbers *taps, const double (*matrix)[SIZE],
                      int inputs, int64_t step, float *to) {
  numbers half[MOST][SIZE];
  for (int i = 0; i < inputs; ++i)
    for (int x = 0; x < SIZE; ++x)
      for (int n = 0; n < QSIMRT_LANES; ++n)
        half[i][x].lane[n] =
            product(matrix[i], taps[x].lane[n], taps[SIZE + x].lane[n],
                    taps[2 * SIZE + x].lane[n]);
  for (int i = 0; i < inputs; ++i)
    for (int j = 0; j < inputs; ++j, to += step)
      for (int n = 0; n < QSIMRT_LANES; ++n)
        to[n] = (float)product(matrix[j], half[i][0].lane[n],
                               half[i][1].lane[n], half[i][2].lane[n]);
}

void qsimrt_pack_winograd_vector(const qsimrt_convolutional *conv, int32_t side,
                                 int32_t channels, int32_t o, int32_t count,
                                 const double *gains, float *packed) {
  const int32_t block = o / QSIMRT_BLOCK;
  const int32_t lanes =
      qsimrt_block_vectors(conv->filters, block) * QSIMRT_LANES;
  const int64_t points = qsimrt_winograd_points(side);
  float *to =
      packed + block * points * channels * QSIMRT_BLOCK + o % QSIMRT_BLOCK;
  numbers taps[TAPS] = {{{0}}};
  for (int32_t c = 0; c < channels; ++c, to += lanes) {
    for (int32_t lane = 0; lane < count; ++lane) {
      const float *weights =
          conv->weights + ((int64_t)(o + lane) * channels + c) * TAPS;
      for (int k = 0; k < TAPS; ++k)
        taps[k].lane[lane] = (float)(weights[k] * gains[lane]); // N45
    }
    transform(taps, side == 4 ? matrix_of_4 : matrix_of_2, side + 2,
              (int64_t)channels * lanes, to);
  }
}
