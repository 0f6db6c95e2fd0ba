// SPDX-License-Identifier: Apache-2.0
// Convolution in INT (numerics.md N10 to N12).
//
// Accumulator width: the exact sum of the products and the bias is an int64
// (integer_sums.c proves it); N10 then judges it against the declared width.
// With per-add the judged value is below 2^47 and a product below 2^30.
#include "kernels/integer_sums.h"
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

void qsimrt_convolutional_int(const qsimrt_call *call) {
  const qsimrt_convolutional *conv = &call->layer->u.convolutional;
  const qsimrt_datapath *datapath = call->datapath;
  const qsimrt_geometry g = qsimrt_geometry_of(call);
  qsimrt_integer_sums *sums = call->scratch;
  const int32_t bits = qsimrt_is_narrow(conv, &call->inputs[0].quant)
                           ? datapath->accumulator_bits
                           : datapath->wide_accumulator_bits;
  int64_t at = (int64_t)call->channel_begin * g.out_h * g.out_w;
  for (int32_t o = call->channel_begin; o < call->channel_end; ++o) {
    const int64_t bias = bias_of(conv, &call->inputs[0].quant, o);
    for (int32_t y = 0; y < g.out_h; ++y) {
      for (int32_t x0 = 0; x0 < g.out_w; x0 += QSIMRT_SEGMENT) {
        const int32_t left = g.out_w - x0;
        const int32_t count = left < QSIMRT_SEGMENT ? left : QSIMRT_SEGMENT;
        if (datapath->overflow_check == QSIMRT_CHECK_PER_ADD) {
          for (int32_t x = 0; x < count; ++x)
            sums->total[x] =
                sum_judging_each(call, &g, o, y, x0 + x, bias, bits);
        } else {
          qsimrt_sum_products(call, &g, o, y, x0, count, bias, sums);
          for (int32_t x = 0; x < count; ++x)
            sums->total[x] =
                qsimrt_judge(sums->total[x], bits, datapath->overflow,
                             call->accumulator_overflows);
        }
        finish(call, o, count, sums->total, at);
        at += count;
      }
    }
  }
}
