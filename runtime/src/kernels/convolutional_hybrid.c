// SPDX-License-Identifier: Apache-2.0
// Convolution in HYBRID (numerics.md N17): integer products, float32 output.
//
// The input is integers already (kernels.h). Accumulator width: sum of
// qw * (xq - zi) with 0 outside the input is, exactly, the sum of qw * xq with
// zi outside, less zi times the sum of the filter's weights. That correction is
// below 2^31 taps * 2^15 * 2^15 = 2^61; with it the totals of integer_sums.c
// stay below 2^62.
#include "kernels/integer_sums.h"

void qsimrt_convolutional_hybrid(const qsimrt_call *call) {
  const qsimrt_convolutional *conv = &call->layer->u.convolutional;
  const qsimrt_geometry g = qsimrt_geometry_of(call);
  qsimrt_integer_sums *sums = call->scratch;
  float *out =
      (float *)call->output + (int64_t)call->channel_begin * g.out_h * g.out_w;
  for (int32_t o = call->channel_begin; o < call->channel_end; ++o) {
    int64_t weight_sum = 0;
    for (int64_t tap = o * g.taps; tap < (o + 1) * g.taps; ++tap)
      weight_sum += qsimrt_integer_at(conv->q_weights, conv->weight_bits, tap);
    const int64_t start = -weight_sum * call->inputs[0].quant.zero_point;
    for (int32_t y = 0; y < g.out_h; ++y) {
      for (int32_t x0 = 0; x0 < g.out_w; x0 += QSIMRT_SEGMENT) {
        const int32_t left = g.out_w - x0;
        const int32_t count = left < QSIMRT_SEGMENT ? left : QSIMRT_SEGMENT;
        qsimrt_sum_products(call, &g, o, y, x0, count, start, sums);
        for (int32_t x = 0; x < count; ++x) {
          const float scaled = (float)sums->total[x] * conv->hybrid_scales[o];
          const float value = scaled + conv->hybrid_biases[o];
          const int below = conv->activation == QSIMRT_LEAKY && !(value > 0);
          *out++ = below ? value * 0.1f : value;
        }
      }
    }
  }
}
