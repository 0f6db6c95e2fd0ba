// SPDX-License-Identifier: Apache-2.0
// Convolution in FLOAT by chains of fused multiply-adds in portable C
// (numerics.md N46): the bits of the kernels with instructions of their own.
#include "opt/convolution_fused.h"
#include "opt/fused.h"

static void add_step(float *restrict acc, float x,
                     const float *restrict weights, int32_t lanes) {
  for (int32_t i = 0; i < lanes; ++i)
    acc[i] = qsimrt_fused(x, weights[i], acc[i]);
}

static void add_pixel(const qsimrt_fused_part *part, int32_t p, float *acc) {
  const int32_t lanes = part->vectors * QSIMRT_LANES;
  const float *weights = part->weights;
  for (int32_t r = 0; r < part->rows; ++r)
    for (int32_t u = 0; u < part->runs; ++u) {
      const float *in =
          part->in + r * part->row + u * part->run + p * part->pixel;
      for (int32_t s = 0; s < part->steps; ++s, weights += lanes)
        add_step(acc, in[s], weights, lanes);
    }
}

static void add(const qsimrt_fused_part *part, int32_t pixels, float *sums) {
  const int32_t lanes = part->vectors * QSIMRT_LANES;
  const int32_t there = part->out_lanes < lanes ? part->out_lanes : lanes;
  for (int32_t p = 0; p < pixels; ++p, sums += lanes) {
    float acc[QSIMRT_BLOCK];
    memcpy(acc, part->biases ? part->biases : sums,
           (size_t)lanes * sizeof *acc);
    add_pixel(part, p, acc);
    if (!part->out) {
      memcpy(sums, acc, (size_t)lanes * sizeof *acc);
      continue;
    }
    float *out = part->out + p * part->out_pixel;
    for (int32_t i = 0; i < there; ++i)
      out[i] = qsimrt_fused_activation(part->activation, acc[i]);
  }
}

const qsimrt_fused_tiles qsimrt_portable_fused_tiles = {{8, 8, 8, 8}, add};

void qsimrt_portable_convolution_fused(const qsimrt_fast_call *call) {
  qsimrt_convolve_fused(call, &qsimrt_portable_fused_tiles);
}
