// SPDX-License-Identifier: Apache-2.0
// Convolution in INT (numerics.md N10 to N12).
//
// Accumulator width: the exact sum of the products and the bias is an int64
// (integer_sums.c proves it); N10 then judges it against the declared width.
// With per-add the judged value is below 2^47 and a product below 2^30.
#include "kernels/integer_sums.h"
#include "qsimrt/qsimrt.h"
#include "requant.h"

static int64_t bias_of(const qsimrt_convolutional *conv,
                       const qsimrt_quant *input, int32_t o) {
  return qsimrt_is_narrow(conv, input) ? ((const int32_t *)conv->q_biases)[o]
                                       : ((const int64_t *)conv->q_biases)[o];
}

// One output whose accumulator is judged after the bias and after every tap.
static int64_t sum_judging_each(const qsimrt_call *call,
                                const qsimrt_geometry *g, int32_t o, int32_t y,
                                int32_t x, int64_t bias, int32_t bits) {
  const qsimrt_convolutional *conv = &call->layer->u.convolutional;
  const qsimrt_operand *in = &call->inputs[0];
  const qsimrt_overflow overflow = call->datapath->overflow;
  uint64_t *overflows = call->accumulator_overflows;
  int64_t acc = qsimrt_judge(bias, bits, overflow, overflows);
  int64_t tap = o * g->taps;
  for (int32_t c = 0; c < g->channels; ++c) {
    const int64_t channel = qsimrt_first_channel(g, o) + c;
    for (int32_t ky = 0; ky < g->size; ++ky) {
      const int32_t row = y * g->stride + ky - g->pad;
      for (int32_t kx = 0; kx < g->size; ++kx, ++tap) {
        const int64_t column = (int64_t)x * g->stride + kx - g->pad;
        int32_t q = in->quant.zero_point;
        if (row >= 0 && row < g->in_h && column >= 0 && column < g->in_w)
          q = qsimrt_integer_at(in->data, in->quant.bits,
                                (channel * g->in_h + row) * g->in_w + column);
        acc += (int64_t)q *
               qsimrt_integer_at(conv->q_weights, conv->weight_bits, tap);
        acc = qsimrt_judge(acc, bits, overflow, overflows);
      }
    }
  }
  return acc;
}

// N12, for a judged accumulator.
static int32_t requantize(const qsimrt_call *call, int32_t o, int64_t acc) {
  const qsimrt_convolutional *conv = &call->layer->u.convolutional;
  const int below = conv->activation == QSIMRT_LEAKY && acc < 0;
  const qsimrt_multiplier by = below ? conv->negative[o] : conv->positive[o];
  return qsimrt_place(qsimrt_requantize(acc, by, call->datapath->rounding),
                      call->layer->output, call->saturated_outputs);
}

static void finish(const qsimrt_call *call, int32_t o, int32_t count,
                   const int64_t *acc, int64_t at) {
  if (call->layer->output.bits <= 8) {
    int8_t *out = (int8_t *)call->output + at;
    for (int32_t x = 0; x < count; ++x)
      out[x] = (int8_t)requantize(call, o, acc[x]);
  } else {
    int16_t *out = (int16_t *)call->output + at;
    for (int32_t x = 0; x < count; ++x)
      out[x] = (int16_t)requantize(call, o, acc[x]);
  }
}

// The outputs of one block, from the sums in scratch.
static void finish_block(const qsimrt_call *call, const qsimrt_geometry *g,
                         const qsimrt_block *block, int32_t bits,
                         qsimrt_integer_sums *sums) {
  const qsimrt_convolutional *conv = &call->layer->u.convolutional;
  const qsimrt_datapath *datapath = call->datapath;
  for (int32_t f = 0; f < block->filters; ++f) {
    const int32_t o = block->filter + f;
    const int64_t bias = bias_of(conv, &call->inputs[0].quant, o);
    int64_t *acc = sums->total[f];
    for (int32_t x = 0; x < block->count; ++x) {
      if (datapath->overflow_check == QSIMRT_CHECK_PER_ADD)
        acc[x] =
            sum_judging_each(call, g, o, block->y, block->x0 + x, bias, bits);
      else
        acc[x] = qsimrt_judge(acc[x] + bias, bits, datapath->overflow,
                              call->accumulator_overflows);
    }
    finish(call, o, block->count, acc,
           ((int64_t)o * g->out_h + block->y) * g->out_w + block->x0);
  }
}

void qsimrt_convolutional_int(const qsimrt_call *call) {
  const qsimrt_geometry g = qsimrt_geometry_of(call);
  qsimrt_integer_sums *sums = call->scratch;
  const int32_t bits =
      qsimrt_is_narrow(&call->layer->u.convolutional, &call->inputs[0].quant)
          ? call->datapath->accumulator_bits
          : call->datapath->wide_accumulator_bits;
  qsimrt_block block = {call->channel_begin, 0, 0, 0, 0};
  for (; block.filter < call->channel_end; block.filter += block.filters) {
    block.filters = qsimrt_filters_at_once(&g, block.filter, call->channel_end);
    for (block.y = 0; block.y < g.out_h; ++block.y) {
      for (block.x0 = 0; block.x0 < g.out_w; block.x0 += block.count) {
        block.count = qsimrt_segment_length(&g, block.x0);
        if (call->datapath->overflow_check == QSIMRT_CHECK_OUTPUT)
          qsimrt_sum_products(call, &g, &block, sums);
        finish_block(call, &g, &block, bits, sums);
      }
    }
  }
}
