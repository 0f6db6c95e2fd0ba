// SPDX-License-Identifier: Apache-2.0
// Convolution in FLOAT by chains of fused multiply-adds (numerics.md N46) of
// groups so narrow that a vector of filters has several: each lane sees the
// channels of its own group. Included after the lanes of an instruction set.
#ifndef QSIMRT_OPT_NARROW_FUSED_H
#define QSIMRT_OPT_NARROW_FUSED_H

#include "opt/convolution_fused.h"
#include "opt/slope.h"

enum { PIXELS = 8 };

// Where each lane finds the first channel of its group, from that of the first
// lane's on.
static inline lanes first_channels(int32_t filters, int32_t channels) {
  int32_t each[LANES];
  for (int32_t i = 0; i < LANES; ++i)
    each[i] = i / filters * channels;
  return lanes_load(each);
}

// Filters from o on of `pixels` outputs, a constant wherever this is
// instantiated.
static inline __attribute__((always_inline)) void
convolve(const qsimrt_fast_call *call, lanes first, int32_t o, int32_t y,
         int32_t x, const int pixels) {
  const qsimrt_convolutional *conv = &call->layer->u.convolutional;
  const qsimrt_packed_layer *packed = qsimrt_packed_of(call);
  const char *base = (const char *)call->packed;
  const float *biases = (const void *)(base + packed->float_biases);
  const float *weights = (const void *)(base + packed->float_weights);
  const qsimrt_pixels *in = &call->inputs[0];
  const int32_t channels = in->shape.c / conv->groups;
  const int32_t begin = o / (conv->filters / conv->groups) * channels;
  const int32_t there = in->channels - begin;
  const int32_t step = qsimrt_fused_depthwise_lanes(conv);
  const qsimrt_window window = qsimrt_window_of(call->layer);
  const int64_t pixel = (int64_t)window.stride_x * in->channels;
  const int64_t next = (int64_t)window.dilation_x * in->channels;
  floats acc[PIXELS];
  for (int p = 0; p < pixels; ++p)
    acc[p] = floats_load(biases + o);
  weights += o;
  for (int32_t ky = 0; ky < window.size_y; ++ky) {
    const int32_t row =
        y * window.stride_y + ky * window.dilation_y - window.top;
    const float *taps =
        qsimrt_real_pixel(in, row, x * window.stride_x - window.left) + begin;
    for (int32_t kx = 0; kx < window.size_x; ++kx, taps += next)
      for (int32_t c = 0; c < channels; ++c, weights += step) {
        const floats w = floats_load(weights);
        // Of a group wider than a vector there are several parts.
        const int32_t part = c / LANES * LANES;
        const lanes seen = lanes_add(first, lanes_set(c - part));
        for (int p = 0; p < pixels; ++p)
          acc[p] =
              floats_fma(floats_spread(floats_load_some(taps + p * pixel + part,
                                                        there - part),
                                       seen),
                         w, acc[p]);
      }
  }
  const qsimrt_slope below = qsimrt_slope_of(conv->activation);
  float *out = qsimrt_real_pixel(&call->output, y, x) + o;
  for (int p = 0; p < pixels; ++p)
    floats_store_some(out + p * call->output.channels,
                      qsimrt_along_slope(acc[p], &below),
                      call->output.channels - o);
}

static inline void convolve_narrow_fused(const qsimrt_fast_call *call) {
  const qsimrt_convolutional *conv = &call->layer->u.convolutional;
  const qsimrt_shape shape = call->layer->shape;
  const lanes first = first_channels(conv->filters / conv->groups,
                                     call->inputs[0].shape.c / conv->groups);
  for (int32_t y = call->begin; y < call->end; ++y) {
    for (int32_t o = 0; o < shape.c; o += LANES) {
      int32_t x = 0;
      for (; x + PIXELS <= shape.w; x += PIXELS)
        convolve(call, first, o, y, x, PIXELS);
      for (; x < shape.w; ++x)
        convolve(call, first, o, y, x, 1);
    }
  }
}

#endif // QSIMRT_OPT_NARROW_FUSED_H
