// SPDX-License-Identifier: Apache-2.0
// Depthwise convolution in INT and HYBRID, a part of a row at a time, the same
// for every instruction set.
//
// With stride 1 a row of outputs is one run of bytes, w * channels of them, and
// a tap is the same run of an input row, some pixels to the side: it does not
// matter where pixels begin. Then a chunk of 64 bytes meets the parameters in
// one of few phases, and pack_depthwise.c has written them once for each. With
// other strides a chunk is 64 channels of one pixel. Parts of a chunk, 4
// vectors of sums, are taken one after the other.
//
// Included after finish_row.h, or what an instruction set has in its place, the
// taps of an instruction set and the definition of
//   lanes add_taps(lanes sums, lanes taps, const int8_t *weights)
// which adds to each of the sums the products of the four taps of its lane and
// of their weights.
#ifndef QSIMRT_OPT_DEPTHWISE_H
#define QSIMRT_OPT_DEPTHWISE_H

#include "kernels/window.h"
#include "opt/finish_hybrid.h"
#include "opt/requantize_float32.h"

#include <string.h>

enum { VECTORS = 4, PART = VECTORS * LANES };

typedef struct depthwise {
  const qsimrt_fast_call *call;
  const qsimrt_convolutional *conv;
  qsimrt_window window;
  const qsimrt_packed_layer *packed;
  const int8_t *weights;               // of phase 0
  const qsimrt_depthwise_lanes *lanes; // of phase 0
  int32_t quads, quad_bytes;           // of taps
  int64_t taps[QSIMRT_DEPTHWISE_TAPS]; // where each lies, from the first one on
} depthwise;

static inline depthwise depthwise_of(const qsimrt_fast_call *call) {
  const qsimrt_convolutional *conv = &call->layer->u.convolutional;
  const qsimrt_packed_layer *packed = qsimrt_packed_of(call);
  const qsimrt_pixels *in = &call->inputs[0];
  const char *base = (const char *)call->packed;
  const qsimrt_window window = qsimrt_convolution_window(conv);
  depthwise out = {
      .call = call,
      .conv = conv,
      .window = window,
      .packed = packed,
      .weights = (const void *)(base + packed->weights),
      .lanes = (const void *)(base + packed->lanes),
      .quads = qsimrt_quads(
          qsimrt_filter_taps(conv)), // what is missing to a quad: tap 0
      .quad_bytes = 4 * QSIMRT_CHUNK *
                    qsimrt_factor_bytes((qsimrt_isa)call->packed->isa)};
  for (int32_t ky = 0; ky < window.size_y; ++ky)
    for (int32_t kx = 0; kx < window.size_x; ++kx)
      out.taps[ky * window.size_x + kx] =
          ky * window.dilation_y * in->row +
          (int64_t)kx * window.dilation_x * in->channels;
  return out;
}

// Of a chunk: where in the parameters, in the output, and how much of it is
// there.
typedef struct part {
  const qsimrt_depthwise_lanes *lanes;
  int32_t byte, lane; // the first one; vector n is at lane + 16 n
  int32_t count;      // bytes
  int32_t y;
  int64_t at; // bytes from the first output of the row
} part;

// What becomes of the sums of a part.
typedef void (*finish_part)(void *context, const part *of, lanes *sums);

// `is_hybrid` and `finish` are constants wherever this is called.
static inline __attribute__((always_inline)) void
convolve_run(const depthwise *of, const uint8_t *first, int64_t bytes,
             int32_t y, int64_t at, const int is_hybrid, finish_part finish,
             void *context) {
  int32_t phase = 0;
  for (int64_t i = 0; i < bytes; i += PART) {
    const int32_t byte = (int32_t)(i % QSIMRT_CHUNK);
    if (byte == 0 && i > 0)
      phase = phase + 1 == of->packed->phases ? 0 : phase + 1;
    const part mine = {of->lanes + phase,
                       byte,
                       byte / VECTORS,
                       bytes - i < PART ? (int32_t)(bytes - i) : PART,
                       y,
                       at + i};
    const int32_t *bias =
        (is_hybrid ? mine.lanes->hybrid_bias : mine.lanes->bias) + mine.lane;
    const int8_t *weights = of->weights +
                            (int64_t)phase * of->quads * of->quad_bytes +
                            4 * mine.lane;
    lanes sums[VECTORS];
    for (int n = 0; n < VECTORS; ++n)
      sums[n] = lanes_load(bias + QSIMRT_LANES * n);
    for (int32_t q = 0; q < of->quads; ++q, weights += of->quad_bytes) {
      lanes x[VECTORS];
      taps_interleave(first + i, of->taps + 4 * q, mine.count, x);
      for (int n = 0; n < VECTORS; ++n)
        sums[n] = add_taps(sums[n], x[n], weights + 4 * QSIMRT_LANES * n);
    }
    finish(context, &mine, sums);
  }
}

static inline __attribute__((always_inline)) void
convolve_rows(const depthwise *of, const int is_hybrid, finish_part finish,
              void *context) {
  const qsimrt_fast_call *call = of->call;
  const qsimrt_pixels *in = &call->inputs[0];
  const qsimrt_window *window = &of->window;
  const int32_t width = call->layer->shape.w;
  for (int32_t y = call->begin; y < call->end; ++y) {
    const uint8_t *first =
        qsimrt_pixel(in, y * window->stride_y - window->top, -window->left);
    if (window->stride_x == 1) {
      convolve_run(of, first, (int64_t)width * in->channels, y, 0, is_hybrid,
                   finish, context);
      continue;
    }
    for (int32_t x = 0; x < width; ++x)
      convolve_run(of, first + (int64_t)x * window->stride_x * in->channels,
                   in->channels, y, (int64_t)x * in->channels, is_hybrid,
                   finish, context);
  }
}

// ---- INT by float32 --------------------------------------------------------

typedef struct bytes_context {
  const depthwise *of;
  qsimrt_finisher finisher;
  qsimrt_float32_constants constants;
  int32_t most;
} bytes_context;

// The exact way (N9), for the lanes that are too far from an integer.
static inline lanes requantize_exactly(const bytes_context *with,
                                       const part *of, int n, lanes sums,
                                       lanes q, floats far) {
  const qsimrt_finish *finish = &with->finisher.finish;
  const qsimrt_convolutional *conv = with->of->conv;
  int32_t acc[LANES], out[LANES];
  float distance[LANES], middle[LANES];
  lanes_store(acc, sums);
  lanes_store(out, q);
  floats_store(distance, far);
  floats_store(middle, with->constants.middle);
  for (int i = 0; i < LANES; ++i) {
    if (distance[i] < middle[i])
      continue;
    const int32_t o = of->lanes->filter[of->lane + QSIMRT_LANES * n + i];
    const int is_negative = with->finisher.has_negative && acc[i] < 0;
    const qsimrt_multiplier by =
        is_negative && conv->negative ? conv->negative[o] : conv->positive[o];
    out[i] = (int32_t)qsimrt_requantize(acc[i], by, finish->rounding) +
             finish->target.zero_point + QSIMRT_PIXEL_OFFSET;
  }
  return lanes_load(out);
}

static inline __attribute__((always_inline)) void
finish_bytes(bytes_context *with, const part *of, const lanes *sums,
             const int has_negative, const int has_ties) {
  lanes q[VECTORS];
  for (int n = 0; n < VECTORS; ++n) {
    const int32_t at = of->lane + QSIMRT_LANES * n;
    const qsimrt_float32_factors by = {
        floats_load(of->lanes->positive + at),
        floats_load(of->lanes->negative + at),
        floats_load(of->lanes->positive_nudge + at),
        floats_load(of->lanes->negative_nudge + at)};
    floats far = floats_set(0);
    q[n] = qsimrt_by_float32(sums[n], &by, &with->constants, &far, has_negative,
                             has_ties);
    if (floats_any_from(far, with->constants.middle))
      q[n] = requantize_exactly(with, of, n, sums[n], q[n], far);
    with->finisher.saturated_besides += taps_outside(q[n], of->count / VECTORS);
  }
  taps_store_bytes(qsimrt_pixel(&with->of->call->output, of->y, 0) + of->at, q,
                   with->most, of->count);
}

static void finish_two_with_ties(void *context, const part *of, lanes *sums) {
  finish_bytes(context, of, sums, 1, 1);
}
static void finish_two(void *context, const part *of, lanes *sums) {
  finish_bytes(context, of, sums, 1, 0);
}
static void finish_one(void *context, const part *of, lanes *sums) {
  finish_bytes(context, of, sums, 0, 1);
}

// ---- INT otherwise ---------------------------------------------------------

static void finish_any(void *context, const part *of, lanes *sums) {
  bytes_context *with = context;
  const int32_t channels = with->of->call->inputs[0].channels;
  taps_in_order(sums);
  for (int n = 0; n < VECTORS && LANES * n < of->count; ++n) {
    const int64_t at = of->at + LANES * n;
    int32_t acc[LANES];
    lanes_store(acc, sums[n]);
    qsimrt_finish_any(&with->finisher, acc, 0, 1, (int32_t)(at % channels),
                      of->y, (int32_t)(at / channels));
  }
}

// As qsimrt_finish_looked_up.
static void finish_looked_up(void *context, const part *of, lanes *sums) {
  bytes_context *with = context;
  const qsimrt_pixels *out = &with->of->call->output;
  const int8_t *table = qsimrt_table_bytes(&with->finisher);
  int32_t channel = (int32_t)(of->at % out->channels);
  int32_t at[PART];
  taps_in_order(sums);
  for (int n = 0; n < VECTORS && LANES * n < of->count; ++n) {
    lanes_store(at + LANES * n,
                qsimrt_before_table(&with->finisher, sums[n], channel,
                                    &with->finisher.saturated));
    channel = channel + LANES == out->channels ? 0 : channel + LANES;
  }
  uint8_t *to = qsimrt_pixel(out, of->y, 0) + of->at;
  for (int n = 0; n < VECTORS && LANES * n < of->count; ++n)
    qsimrt_look_up_bytes(table, at + LANES * n, LANES, to + LANES * n);
}

static inline void convolve_depthwise_int(const qsimrt_fast_call *call) {
  const depthwise of = depthwise_of(call);
  bytes_context with = {.of = &of, .finisher = qsimrt_finisher_of(call)};
  with.constants = qsimrt_float32_constants_of(&with.finisher);
  with.most = with.finisher.finish.most + QSIMRT_PIXEL_OFFSET;
  if (qsimrt_looks_up(&with.finisher))
    convolve_rows(&of, 0, finish_looked_up, &with);
  else if (!with.finisher.by_float32)
    convolve_rows(&of, 0, finish_any, &with);
  else if (with.finisher.has_negative && with.finisher.has_ties)
    convolve_rows(&of, 0, finish_two_with_ties, &with);
  else if (with.finisher.has_negative)
    convolve_rows(&of, 0, finish_two, &with);
  else
    convolve_rows(&of, 0, finish_one, &with);
  *call->saturated_outputs += qsimrt_saturated(&with.finisher);
}

// ---- HYBRID ----------------------------------------------------------------

typedef struct hybrid_context {
  const qsimrt_fast_call *call;
  qsimrt_slope below;
} hybrid_context;

static void finish_real(void *context, const part *of, lanes *sums) {
  const hybrid_context *with = context;
  const float *scale = of->lanes->scale + of->byte;
  const float *bias = of->lanes->addend + of->byte;
  float *to = qsimrt_real_pixel(&with->call->output, of->y, 0) + of->at;
  taps_in_order(sums);
  for (int n = 0; n < VECTORS && LANES * n < of->count; ++n)
    floats_store(to + LANES * n,
                 qsimrt_hybrid_value(sums[n], floats_load(scale + LANES * n),
                                     floats_load(bias + LANES * n),
                                     &with->below));
}

static inline void convolve_depthwise_hybrid(const qsimrt_fast_call *call) {
  const depthwise of = depthwise_of(call);
  hybrid_context with = {call, qsimrt_slope_of(of.conv->activation)};
  convolve_rows(&of, 1, finish_real, &with);
}

#endif // QSIMRT_OPT_DEPTHWISE_H
