// SPDX-License-Identifier: Apache-2.0
// Averages of each channel's map, or of windows of it, in FLOAT and INT
// (numerics.md N33, N38, N53).
//
// Accumulator width: at most 2^22 places of 17 bits: below 2^39, an int64.
#include "kernels/integers.h"
#include "kernels/window.h"
#include "qsimrt/kernels.h"
#include "requant.h"

static void mean_of_maps_float(const qsimrt_call *call) {
  const qsimrt_shape shape = call->inputs[0].shape;
  const int64_t places = (int64_t)shape.h * shape.w;
  for (int32_t c = call->channel_begin; c < call->channel_end; ++c) {
    const float *in = (const float *)call->inputs[0].data + c * places;
    float sum = 0;
    for (int64_t i = 0; i < places; ++i)
      sum += in[i];
    ((float *)call->output)[c] = call->arithmetic == QSIMRT_PJREDDIE
                                     ? sum * (1.0f / (float)places)
                                     : sum / (float)places;
  }
}

// The places of one window: rows and columns inside the input, and the number
// that the sum is divided by.
typedef struct place {
  qsimrt_tap_range rows, columns;
  int64_t count;
} place;

// What the windows of a layer have in common.
typedef struct windows {
  qsimrt_axis down, across;
  int count_pads;
} windows;

static windows windows_of(const qsimrt_call *call) {
  const qsimrt_avgpool *pool = &call->layer->u.avgpool;
  const qsimrt_shape in = call->inputs[0].shape;
  const windows out = {qsimrt_rows_of(&pool->window, in.h),
                       qsimrt_columns_of(&pool->window, in.w),
                       pool->count_pads};
  return out;
}

static place place_at(const windows *of, int32_t y, int32_t x) {
  const place out = {
      qsimrt_taps_inside(&of->down, y), qsimrt_taps_inside(&of->across, x),
      (int64_t)qsimrt_counted_taps(&of->down, y, of->count_pads) *
          qsimrt_counted_taps(&of->across, x, of->count_pads)};
  return out;
}

static int64_t row_at(const place *at, int32_t ky) {
  return at->rows.first + (int64_t)ky * at->rows.step;
}
static int64_t column_at(const place *at, int32_t kx) {
  return at->columns.first + (int64_t)kx * at->columns.step;
}

static float mean_of_window(const float *in, int32_t width, const place *at) {
  float sum = 0;
  for (int32_t ky = at->rows.begin; ky < at->rows.end; ++ky)
    for (int32_t kx = at->columns.begin; kx < at->columns.end; ++kx)
      sum += in[row_at(at, ky) * width + column_at(at, kx)];
  return at->count == 0 ? 0 : sum / (float)at->count;
}

void qsimrt_avgpool_float(const qsimrt_call *call) {
  const qsimrt_shape in = call->inputs[0].shape, out = call->layer->shape;
  if (call->layer->u.avgpool.window.size_y == 0) {
    mean_of_maps_float(call);
    return;
  }
  const windows of = windows_of(call);
  float *to =
      (float *)call->output + (int64_t)call->channel_begin * out.h * out.w;
  for (int32_t c = call->channel_begin; c < call->channel_end; ++c) {
    const float *from =
        (const float *)call->inputs[0].data + (int64_t)c * in.h * in.w;
    for (int32_t y = 0; y < out.h; ++y)
      for (int32_t x = 0; x < out.w; ++x) {
        const place at = place_at(&of, y, x);
        *to++ = mean_of_window(from, in.w, &at);
      }
  }
}

static void finish(const qsimrt_call *call, int64_t index, int64_t acc,
                   int64_t multiplier) {
  const qsimrt_quant out = call->layer->output;
  qsimrt_keep_accumulator(call, index, acc);
  const int64_t mean =
      qsimrt_requantize(acc, call->layer->u.avgpool.rescale[multiplier],
                        call->datapath->rounding);
  qsimrt_integer_store(call->output, out.bits, index,
                       qsimrt_place(mean, out, call->saturated_outputs));
}

static void mean_of_maps_int(const qsimrt_call *call) {
  const qsimrt_operand *in = &call->inputs[0];
  const int64_t places = (int64_t)in->shape.h * in->shape.w;
  for (int32_t c = call->channel_begin; c < call->channel_end; ++c) {
    int64_t acc = -places * in->quant.zero_point;
    for (int64_t i = 0; i < places; ++i)
      acc += qsimrt_integer_at(in->data, in->quant.bits, c * places + i);
    finish(call, c, acc, 0);
  }
}

// The sum of (q - zero point) over the taps inside; `first` is the map's.
static int64_t sum_of_window(const qsimrt_operand *in, int64_t first,
                             const place *at) {
  int64_t acc = 0;
  for (int32_t ky = at->rows.begin; ky < at->rows.end; ++ky)
    for (int32_t kx = at->columns.begin; kx < at->columns.end; ++kx)
      acc += qsimrt_integer_at(in->data, in->quant.bits,
                               first + row_at(at, ky) * in->shape.w +
                                   column_at(at, kx)) -
             in->quant.zero_point;
  return acc;
}

void qsimrt_avgpool_int(const qsimrt_call *call) {
  const qsimrt_operand *in = &call->inputs[0];
  const qsimrt_shape out = call->layer->shape;
  if (call->layer->u.avgpool.window.size_y == 0) {
    mean_of_maps_int(call);
    return;
  }
  const windows of = windows_of(call);
  int64_t index = (int64_t)call->channel_begin * out.h * out.w;
  for (int32_t c = call->channel_begin; c < call->channel_end; ++c)
    for (int32_t y = 0; y < out.h; ++y)
      for (int32_t x = 0; x < out.w; ++x, ++index) {
        const place at = place_at(&of, y, x);
        // Without a tap the sum is 0, and so is what any multiplier makes of
        // it: the output is the zero point.
        finish(call, index,
               sum_of_window(in, (int64_t)c * in->shape.h * in->shape.w, &at),
               at.count == 0 ? 0 : at.count - 1);
      }
}
