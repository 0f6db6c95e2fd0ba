// SPDX-License-Identifier: Apache-2.0
// Convolution in HYBRID (numerics.md N17, N44): integer products, float32
// output.
//
// The input is integers already (kernels.h). Accumulator width: sum of
// qw * (xq - zi) with 0 outside the input is, exactly, the sum of qw * xq with
// zi outside, less zi times the sum of the filter's weights. Each of the two is
// below 2^31 taps * 2^30 = 2^61: int64.
#include "kernels/integer_sums.h"
#include "kernels/weights.h"

static int64_t sum_of_weights(const qsimrt_convolutional *conv, int64_t begin,
                              int64_t taps) {
  int64_t sum = 0;
  for (int64_t i = begin; i < begin + taps; ++i)
    sum += qsimrt_integer_at(conv->q_weights, conv->weight_bits, i);
  return sum;
}

void qsimrt_convolutional_hybrid(const qsimrt_call *call) {
  const qsimrt_convolutional *conv = &call->layer->u.convolutional;
  const qsimrt_geometry g = qsimrt_geometry_of(call);
  qsimrt_integer_sums *sums = call->scratch;
  qsimrt_block block = {call->channel_begin, 0, 0, 0, 0};
  for (; block.filter < call->channel_end; block.filter += block.filters) {
    block.filters = qsimrt_filters_at_once(&g, block.filter, call->channel_end);
    int64_t corrections[QSIMRT_FILTERS_AT_ONCE];
    for (int32_t f = 0; f < block.filters; ++f)
      corrections[f] =
          call->inputs[0].quant.zero_point *
          sum_of_weights(conv, (block.filter + f) * g.taps, g.taps);
    for (block.y = 0; block.y < g.out_h; ++block.y) {
      for (block.x0 = 0; block.x0 < g.out_w; block.x0 += block.count) {
        block.count = qsimrt_segment_length(&g, block.x0);
        qsimrt_sum_products(call, &g, &block, sums);
        for (int32_t f = 0; f < block.filters; ++f) {
          const int32_t o = block.filter + f;
          const int64_t at =
              ((int64_t)o * g.out_h + block.y) * g.out_w + block.x0;
          for (int32_t x = 0; x < block.count; ++x)
            ((float *)call->output)[at + x] = qsimrt_finish_hybrid(
                call, o, o, sums->total[f][x] - corrections[f]);
        }
      }
    }
  }
}
