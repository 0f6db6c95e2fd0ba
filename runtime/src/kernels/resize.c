// SPDX-License-Identifier: Apache-2.0
// Resizing of maps in FLOAT and INT (numerics.md N59).
//
// Accumulator width: 16 products of a difference of 17 bits and two integer
// weights of at most 2^16 in magnitude: below 2^53, an int64.
#include "kernels/resize.h"
#include "kernels/views.h"
#include "requant.h"

#include <string.h>

// Rows first, then columns, in the scratch of the call.
static const qsimrt_taps *find_taps(const qsimrt_call *call) {
  const qsimrt_shape in = call->inputs[0].shape, out = call->layer->shape;
  qsimrt_taps *taps = call->scratch;
  qsimrt_find_taps(&call->layer->u.resize, 0, in.h, out.h, taps);
  qsimrt_find_taps(&call->layer->u.resize, 1, in.w, out.w, taps + out.h);
  return taps;
}

static float interpolate(const float *map, int32_t width,
                         const qsimrt_taps *row, const qsimrt_taps *column) {
  float sum = 0;
  for (int32_t i = 0; i < row->count; ++i) {
    float of_row = 0;
    for (int32_t k = 0; k < column->count; ++k)
      of_row +=
          column->weights[k] * map[(int64_t)row->at[i] * width + column->at[k]];
    sum += row->weights[i] * of_row;
  }
  return sum;
}

static int64_t interpolate_integers(const qsimrt_operand *in, int64_t map,
                                    const qsimrt_taps *row,
                                    const qsimrt_taps *column) {
  int64_t acc = 0;
  for (int32_t i = 0; i < row->count; ++i)
    for (int32_t k = 0; k < column->count; ++k) {
      const int64_t at =
          map + (int64_t)row->at[i] * in->shape.w + column->at[k];
      acc += (int64_t)row->integers[i] * column->integers[k] *
             (qsimrt_integer_at(in->data, in->quant.bits, at) -
              in->quant.zero_point);
    }
  return acc;
}

void qsimrt_resize_float(const qsimrt_call *call) {
  const qsimrt_resizing *resize = &call->layer->u.resize;
  const qsimrt_shape in = call->inputs[0].shape, out = call->layer->shape;
  const qsimrt_taps *rows = find_taps(call), *columns = rows + out.h;
  float *to =
      (float *)call->output + (int64_t)call->channel_begin * out.h * out.w;
  for (int32_t c = call->channel_begin; c < call->channel_end; ++c) {
    const float *map =
        (const float *)call->inputs[0].data + (int64_t)c * in.h * in.w;
    for (int32_t y = 0; y < out.h; ++y)
      for (int32_t x = 0; x < out.w; ++x) {
        if (rows[y].outside || columns[x].outside)
          *to++ = resize->extrapolation;
        else if (resize->mode == QSIMRT_NEAREST)
          *to++ = map[(int64_t)rows[y].at[0] * in.w + columns[x].at[0]];
        else
          *to++ = interpolate(map, in.w, &rows[y], &columns[x]);
      }
  }
}

void qsimrt_resize_int(const qsimrt_call *call) {
  const qsimrt_resizing *resize = &call->layer->u.resize;
  const qsimrt_operand *in = &call->inputs[0];
  const qsimrt_shape out = call->layer->shape;
  const qsimrt_quant quant = call->layer->output;
  const qsimrt_taps *rows = find_taps(call), *columns = rows + out.h;
  const qsimrt_multiplier weight = {1, 22}; // both weights count 2^11 as one
  int16_t words[1];
  qsimrt_quantize(&resize->extrapolation, 1, quant, words);
  const int32_t extrapolation = qsimrt_integer_at(words, quant.bits, 0);
  int64_t at = (int64_t)call->channel_begin * out.h * out.w;
  for (int32_t c = call->channel_begin; c < call->channel_end; ++c) {
    const int64_t map = (int64_t)c * in->shape.h * in->shape.w;
    for (int32_t y = 0; y < out.h; ++y)
      for (int32_t x = 0; x < out.w; ++x, ++at) {
        int32_t value = extrapolation;
        if (!rows[y].outside && !columns[x].outside) {
          const int64_t nearest =
              map + (int64_t)rows[y].at[0] * in->shape.w + columns[x].at[0];
          value = resize->mode == QSIMRT_NEAREST
                      ? qsimrt_integer_at(in->data, quant.bits, nearest)
                      : qsimrt_place(qsimrt_requantize(
                                         interpolate_integers(in, map, &rows[y],
                                                              &columns[x]),
                                         weight, call->datapath->rounding),
                                     quant, call->saturated_outputs);
        }
        qsimrt_integer_store(call->output, quant.bits, at, value);
      }
  }
}
