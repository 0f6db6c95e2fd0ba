// SPDX-License-Identifier: Apache-2.0
// Local layers, convolutions with weights of their own at every place, in
// FLOAT, HYBRID and INT (numerics.md N30, N17, N18).
//
// Accumulator width: taps are below 2^31 and a product below 2^31 (a weight of
// 16 bits, a difference of 17), so a sum is an int64.
#include "kernels/geometry.h"
#include "kernels/weights.h"

// One output: filter o at `place`, whose window begins at (row, column).
typedef struct window {
  int32_t o, row, column;
  int64_t first_weight, bias;
} window;

static window window_at(const qsimrt_call *call, const qsimrt_geometry *g,
                        int32_t o, int64_t place) {
  const int32_t filters = call->layer->u.convolutional.filters;
  const int64_t places = (int64_t)g->out_h * g->out_w;
  const window at = {o, (int32_t)(place / g->out_w) * g->stride - g->pad,
                     (int32_t)(place % g->out_w) * g->stride - g->pad,
                     (place * filters + o) * g->taps, o * places + place};
  return at;
}

static int inside(const qsimrt_geometry *g, int32_t row, int32_t column) {
  return row >= 0 && row < g->in_h && column >= 0 && column < g->in_w;
}

void qsimrt_local_float(const qsimrt_call *call) {
  const qsimrt_convolutional *conv = &call->layer->u.convolutional;
  const qsimrt_geometry g = qsimrt_geometry_of(call);
  const float *in = call->inputs[0].data;
  for (int32_t o = call->channel_begin; o < call->channel_end; ++o) {
    for (int64_t place = 0; place < (int64_t)g.out_h * g.out_w; ++place) {
      const window at = window_at(call, &g, o, place);
      const float *weight = conv->weights + at.first_weight;
      float acc = conv->biases[at.bias];
      for (int64_t c = 0; c < g.channels; ++c)
        for (int32_t ky = 0; ky < g.size; ++ky)
          for (int32_t kx = 0; kx < g.size; ++kx, ++weight)
            if (inside(&g, at.row + ky, at.column + kx))
              acc += *weight *
                     in[(c * g.in_h + at.row + ky) * g.in_w + at.column + kx];
      ((float *)call->output)[at.bias] =
          qsimrt_leaky_float(call, conv->activation, acc);
    }
  }
}

// The integer that a tap sees: outside the input its zero point.
static int32_t tap(const qsimrt_operand *in, const qsimrt_geometry *g,
                   int64_t channel, int32_t row, int32_t column) {
  if (!inside(g, row, column))
    return in->quant.zero_point;
  return qsimrt_integer_at(in->data, in->quant.bits,
                           (channel * g->in_h + row) * g->in_w + column);
}

// acc + the products with the integers less `zero`; with judge_bits > 0 judged
// after each.
static int64_t add_products(const qsimrt_call *call, const qsimrt_geometry *g,
                            const window *at, int32_t zero, int32_t judge_bits,
                            int64_t acc) {
  const qsimrt_convolutional *conv = &call->layer->u.convolutional;
  int64_t weight = at->first_weight;
  for (int64_t c = 0; c < g->channels; ++c) {
    for (int32_t ky = 0; ky < g->size; ++ky) {
      for (int32_t kx = 0; kx < g->size; ++kx, ++weight) {
        const int32_t q =
            tap(&call->inputs[0], g, c, at->row + ky, at->column + kx);
        acc += (int64_t)qsimrt_integer_at(conv->q_weights, conv->weight_bits,
                                          weight) *
               (q - zero);
        if (judge_bits > 0)
          acc = qsimrt_judge_for(call, judge_bits, acc);
      }
    }
  }
  return acc;
}

void qsimrt_local_hybrid(const qsimrt_call *call) {
  const qsimrt_geometry g = qsimrt_geometry_of(call);
  const int32_t zero = call->inputs[0].quant.zero_point;
  for (int32_t o = call->channel_begin; o < call->channel_end; ++o) {
    for (int64_t place = 0; place < (int64_t)g.out_h * g.out_w; ++place) {
      const window at = window_at(call, &g, o, place);
      ((float *)call->output)[at.bias] = qsimrt_finish_hybrid(
          call, o, at.bias, add_products(call, &g, &at, zero, 0, 0));
    }
  }
}

void qsimrt_local_int(const qsimrt_call *call) {
  const qsimrt_geometry g = qsimrt_geometry_of(call);
  const int32_t bits = qsimrt_accumulator_bits(call);
  const qsimrt_finish finish = qsimrt_finish_int_of(call);
  const int per_add = call->datapath->overflow_check == QSIMRT_CHECK_PER_ADD;
  for (int32_t o = call->channel_begin; o < call->channel_end; ++o) {
    for (int64_t place = 0; place < (int64_t)g.out_h * g.out_w; ++place) {
      const window at = window_at(call, &g, o, place);
      int64_t acc = qsimrt_bias_at(call, at.bias);
      if (per_add)
        acc = qsimrt_judge_for(call, bits, acc);
      acc = add_products(call, &g, &at, 0, per_add ? bits : 0, acc);
      if (!per_add)
        acc = qsimrt_judge_for(call, bits, acc);
      qsimrt_keep_accumulator(call, at.bias, acc);
      qsimrt_integer_store(call->output, call->layer->output.bits, at.bias,
                           qsimrt_finish_int(call, &finish, o, acc));
    }
  }
}
