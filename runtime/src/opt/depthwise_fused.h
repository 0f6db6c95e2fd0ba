// SPDX-License-Identifier: Apache-2.0
// Depthwise convolution in FLOAT by chains of fused multiply-adds (numerics.md
// N46): a vector of channels of some neighbouring pixels at a time. Included
// after the lanes of an instruction set.
#ifndef QSIMRT_OPT_DEPTHWISE_FUSED_H
#define QSIMRT_OPT_DEPTHWISE_FUSED_H

#include "opt/convolution_fused.h"
#include "opt/slope.h"

enum { PIXELS = 8 };

// Channels from `channel` on of `pixels` outputs, a constant wherever this is
// instantiated.
static inline __attribute__((always_inline)) void
convolve(const qsimrt_fast_call *call, int32_t channel, int32_t y, int32_t x,
         const int pixels) {
  const qsimrt_convolutional *conv = &call->layer->u.convolutional;
  const qsimrt_packed_layer *packed = qsimrt_packed_of(call);
  const char *base = (const char *)call->packed;
  const float *biases = (const void *)(base + packed->float_biases);
  const float *weights = (const void *)(base + packed->float_weights);
  const qsimrt_pixels *in = &call->inputs[0];
  const int32_t step = qsimrt_fused_depthwise_lanes(conv);
  const qsimrt_window window = qsimrt_window_of(call->layer);
  const int64_t pixel = (int64_t)window.stride_x * in->channels;
  const int64_t next = (int64_t)window.dilation_x * in->channels;
  const int32_t there = in->channels - channel;
  floats acc[PIXELS];
  for (int p = 0; p < pixels; ++p)
    acc[p] = floats_load(biases + channel);
  weights += channel;
  for (int32_t ky = 0; ky < window.size_y; ++ky) {
    const int32_t row =
        y * window.stride_y + ky * window.dilation_y - window.top;
    const float *taps =
        qsimrt_real_pixel(in, row, x * window.stride_x - window.left) + channel;
    for (int32_t kx = 0; kx < window.size_x; ++kx, taps += next) {
      const floats w = floats_load(weights);
      for (int p = 0; p < pixels; ++p)
        acc[p] =
            floats_fma(floats_load_some(taps + p * pixel, there), w, acc[p]);
      weights += step;
    }
  }
  const qsimrt_slope below = qsimrt_slope_of(conv->activation);
  float *out = qsimrt_real_pixel(&call->output, y, x) + channel;
  for (int p = 0; p < pixels; ++p)
    floats_store_some(out + p * call->output.channels,
                      qsimrt_along_slope(acc[p], &below), there);
}

static inline void convolve_depthwise_fused(const qsimrt_fast_call *call) {
  const qsimrt_shape shape = call->layer->shape;
  for (int32_t y = call->begin; y < call->end; ++y) {
    for (int32_t channel = 0; channel < shape.c; channel += LANES) {
      int32_t x = 0;
      for (; x + PIXELS <= shape.w; x += PIXELS)
        convolve(call, channel, y, x, PIXELS);
      for (; x < shape.w; ++x)
        convolve(call, channel, y, x, 1);
    }
  }
}

#endif // QSIMRT_OPT_DEPTHWISE_FUSED_H
