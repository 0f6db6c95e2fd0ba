// SPDX-License-Identifier: Apache-2.0
// Convolution in FLOAT (numerics.md N18, N42), bit for bit as Darknet computes
// it.
//
// The accumulator is the float32 that the rule asks for: products and sums are
// rounded one by one, in the order c, ky, kx.
#include "kernels/geometry.h"
#include "kernels/weights.h"

#include <string.h>

// Output x of the segment, out_step apart from the next, sees in[0], the next
// one in[in_step].
static void add_tap(float *restrict acc, const float *restrict in, float weight,
                    qsimrt_span span, const qsimrt_geometry *g) {
  const int64_t step = g->in_step;
  if (g->out_step != 1) {
    for (int32_t x = span.begin; x < span.end; x += g->out_step, in += step)
      acc[x] += weight * *in;
    return;
  }
  const int32_t count = span.end - span.begin;
  acc += span.begin;
  if (step == 1) {
    for (int32_t x = 0; x < count; ++x)
      acc[x] += weight * in[x];
  } else {
    for (int32_t x = 0; x < count; ++x)
      acc[x] += weight * in[x * step];
  }
}

typedef struct segment {
  float acc[QSIMRT_SEGMENT];
  qsimrt_span spans[]; // [columns of the window]
} segment;

// All taps of filter o for the outputs (y, x0 .. x0 + count - 1). Weights are
// multiplied by `gain`, which is 1 (and changes nothing) but in N42.
static void accumulate(const qsimrt_call *call, const qsimrt_geometry *g,
                       float gain, int32_t o, int32_t y, int32_t x0,
                       int32_t count, segment *to) {
  const float *weight = call->layer->u.convolutional.weights + o * g->taps;
  const int64_t plane = (int64_t)g->in_h * g->in_w;
  const float *channel =
      (const float *)call->inputs[0].data + qsimrt_first_channel(g, o) * plane;
  memset(to->acc, 0, (size_t)count * sizeof to->acc[0]);
  qsimrt_find_spans(g, x0, count, to->spans);
  for (int32_t c = 0; c < g->channels; ++c, channel += plane) {
    for (int32_t ky = 0; ky < g->window.size_y;
         ++ky, weight += g->window.size_x) {
      const int32_t row = qsimrt_row_of(g, y, ky);
      if (row < 0)
        continue;
      for (int32_t kx = 0; kx < g->window.size_x; ++kx) {
        const qsimrt_span span = to->spans[kx];
        if (span.begin < span.end)
          add_tap(to->acc, channel + (int64_t)row * g->in_w + span.column,
                  weight[kx] * gain, span, g);
      }
    }
  }
}

void qsimrt_convolutional_float(const qsimrt_call *call) {
  const qsimrt_geometry g = qsimrt_geometry_of(call);
  segment *scratch = call->scratch;
  float *out =
      (float *)call->output + (int64_t)call->channel_begin * g.out_h * g.out_w;
  for (int32_t o = call->channel_begin; o < call->channel_end; ++o) {
    const qsimrt_norm norm = qsimrt_norm_of(call, o);
    for (int32_t y = 0; y < g.out_h; ++y) {
      for (int32_t x = 0; x < g.out_w; x += QSIMRT_SEGMENT) {
        const int32_t count = qsimrt_segment_length(&g, x);
        accumulate(call, &g, norm.gain, o, y, x, count, scratch);
        qsimrt_finish_float(call, &norm, count, scratch->acc, out);
        out += count;
      }
    }
  }
}
