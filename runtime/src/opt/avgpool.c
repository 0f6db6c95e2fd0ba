// SPDX-License-Identifier: Apache-2.0
// Averages of each channel's map in pixel order (numerics.md N33, N38): some
// neighbouring channels together, each added up in the order of the reference.
//
// Width: at most 2^22 places of 8 bits: below 2^30.
#include "opt/fast.h"
#include "requant.h"

enum { CHANNELS = QSIMRT_AVERAGED_CHANNELS };

static int32_t channels_at(const qsimrt_fast_call *call, int32_t unit) {
  const int32_t left = call->inputs[0].channels - unit * CHANNELS;
  return left < CHANNELS ? left : CHANNELS;
}

static void add_bytes(const uint8_t *restrict from, int32_t count,
                      int32_t *restrict sums) {
  for (int32_t c = 0; c < count; ++c)
    sums[c] += from[c];
}

static void add_reals(const float *restrict from, int32_t count,
                      float *restrict sums) {
  for (int32_t c = 0; c < count; ++c)
    sums[c] += from[c];
}

void qsimrt_fast_avgpool(const qsimrt_fast_call *call) {
  const qsimrt_pixels *in = &call->inputs[0];
  const qsimrt_quant output = call->layer->output;
  const int64_t offset = call->input_quants[0].zero_point + QSIMRT_PIXEL_OFFSET;
  const int64_t places = (int64_t)in->shape.h * in->shape.w;
  for (int32_t unit = call->begin; unit < call->end; ++unit) {
    const int32_t first = unit * CHANNELS, count = channels_at(call, unit);
    int32_t sums[CHANNELS] = {0};
    for (int32_t y = 0; y < in->shape.h; ++y)
      for (int32_t x = 0; x < in->shape.w; ++x)
        add_bytes(qsimrt_pixel(in, y, x) + first, count, sums);
    // The padded channels are no one's outputs, and are not counted.
    for (int32_t c = first; c < first + count && c < in->shape.c; ++c) {
      const int64_t mean = qsimrt_requantize(sums[c - first] - places * offset,
                                             call->layer->u.avgpool.rescale[0],
                                             call->datapath->rounding);
      const int32_t y = qsimrt_place(mean, output, call->saturated_outputs);
      if (call->wide_output)
        call->wide_output[c] = (int16_t)y;
      else
        qsimrt_pixel(&call->output, 0, 0)[c] =
            (uint8_t)(y + QSIMRT_PIXEL_OFFSET);
    }
    for (int32_t c = in->shape.c; !call->wide_output && c < first + count; ++c)
      qsimrt_pixel(&call->output, 0, 0)[c] = 0;
  }
}

void qsimrt_fast_float_avgpool(const qsimrt_fast_call *call) {
  const qsimrt_pixels *in = &call->inputs[0];
  const int64_t places = (int64_t)in->shape.h * in->shape.w;
  for (int32_t unit = call->begin; unit < call->end; ++unit) {
    const int32_t first = unit * CHANNELS, count = channels_at(call, unit);
    float sums[CHANNELS] = {0};
    for (int32_t y = 0; y < in->shape.h; ++y)
      for (int32_t x = 0; x < in->shape.w; ++x)
        add_reals(qsimrt_real_pixel(in, y, x) + first, count, sums);
    float *to = qsimrt_real_pixel(&call->output, 0, 0) + first;
    for (int32_t c = 0; c < count; ++c)
      to[c] = call->arithmetic == QSIMRT_PJREDDIE
                  ? sums[c] * (1.0f / (float)places)
                  : sums[c] / (float)places;
  }
}
