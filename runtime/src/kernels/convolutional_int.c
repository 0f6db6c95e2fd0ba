// SPDX-License-Identifier: Apache-2.0
// Convolution in INT (numerics.md N10 to N12, N27, N28).
//
// Accumulator width: the exact sum of the products and the bias is an int64
// (integer_sums.c proves it); N10 then judges it against the declared width.
// With per-add the judged value is below 2^47 and a product below 2^30.
#include "kernels/integer_sums.h"
#include "kernels/weights.h"

// One output whose accumulator is judged after the bias and after every tap.
static int64_t sum_judging_each(const qsimrt_call *call,
                                const qsimrt_geometry *g, int32_t o, int32_t y,
                                int32_t x, int64_t bias, int32_t bits) {
  const qsimrt_convolutional *conv = &call->layer->u.convolutional;
  const qsimrt_operand *in = &call->inputs[0];
  int64_t acc = qsimrt_judge_for(call, bits, bias);
  int64_t tap = o * g->taps;
  for (int32_t c = 0; c < g->channels; ++c) {
    const int64_t channel = qsimrt_first_channel(g, o) + c;
    for (int32_t ky = 0; ky < g->window.size_y; ++ky) {
      const int32_t row = qsimrt_row_of(g, y, ky);
      for (int32_t kx = 0; kx < g->window.size_x; ++kx, ++tap) {
        const int32_t column = qsimrt_column_of(g, x, kx);
        int32_t q = in->quant.zero_point;
        if (row >= 0 && column >= 0)
          q = qsimrt_integer_at(in->data, in->quant.bits,
                                (channel * g->in_h + row) * g->in_w + column);
        acc += (int64_t)q *
               qsimrt_integer_at(conv->q_weights, conv->weight_bits, tap);
        acc = qsimrt_judge_for(call, bits, acc);
      }
    }
  }
  return acc;
}

// The outputs of one block, from the sums in scratch.
static void finish_block(const qsimrt_call *call, const qsimrt_geometry *g,
                         const qsimrt_block *block, int32_t bits,
                         const qsimrt_finish *finish,
                         const qsimrt_integer_sums *sums) {
  const int per_add = call->datapath->overflow_check == QSIMRT_CHECK_PER_ADD;
  for (int32_t f = 0; f < block->filters; ++f) {
    const int32_t o = block->filter + f;
    const int64_t bias = qsimrt_bias_at(call, o);
    const int64_t at =
        ((int64_t)o * g->out_h + block->y) * g->out_w + block->x0;
    for (int32_t x = 0; x < block->count; ++x) {
      const int64_t acc =
          per_add ? sum_judging_each(call, g, o, block->y, block->x0 + x, bias,
                                     bits)
                  : qsimrt_judge_for(call, bits, sums->total[f][x] + bias);
      qsimrt_keep_accumulator(call, at + x, acc);
      qsimrt_integer_store(call->output, call->layer->output.bits, at + x,
                           qsimrt_finish_int(call, finish, o, acc));
    }
  }
}

void qsimrt_convolutional_int(const qsimrt_call *call) {
  const qsimrt_geometry g = qsimrt_geometry_of(call);
  qsimrt_integer_sums *sums = call->scratch;
  const int32_t bits = qsimrt_accumulator_bits(call);
  const qsimrt_finish finish = qsimrt_finish_int_of(call);
  qsimrt_block block = {call->channel_begin, 0, 0, 0, 0};
  for (; block.filter < call->channel_end; block.filter += block.filters) {
    block.filters = qsimrt_filters_at_once(&g, block.filter, call->channel_end);
    for (block.y = 0; block.y < g.out_h; ++block.y) {
      for (block.x0 = 0; block.x0 < g.out_w; block.x0 += block.count) {
        block.count = qsimrt_segment_length(&g, block.x0);
        if (call->datapath->overflow_check == QSIMRT_CHECK_OUTPUT)
          qsimrt_sum_products(call, &g, &block, sums);
        finish_block(call, &g, &block, bits, &finish, sums);
      }
    }
  }
}
