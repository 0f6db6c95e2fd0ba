// SPDX-License-Identifier: Apache-2.0
// Convolution of narrow groups in FLOAT in portable C (numerics.md N46): the
// bits of the kernels with instructions of their own.
#include "opt/convolution_fused.h"
#include "opt/fused.h"

static void convolve_pixel(const qsimrt_fast_call *call, int32_t y, int32_t x) {
  const qsimrt_convolutional *conv = &call->layer->u.convolutional;
  const qsimrt_packed_layer *packed = qsimrt_packed_of(call);
  const char *base = (const char *)call->packed;
  const float *biases = (const void *)(base + packed->float_biases);
  const float *weights = (const void *)(base + packed->float_weights);
  const qsimrt_pixels *in = &call->inputs[0];
  const int32_t lanes = qsimrt_fused_depthwise_lanes(conv);
  const int32_t channels = in->shape.c / conv->groups;
  const int32_t filters = conv->filters / conv->groups;
  const qsimrt_window w = qsimrt_window_of(call->layer);
  float *out = qsimrt_real_pixel(&call->output, y, x);
  memcpy(out, biases, (size_t)conv->filters * sizeof *out);
  for (int32_t ky = 0; ky < w.size_y; ++ky)
    for (int32_t kx = 0; kx < w.size_x; ++kx) {
      const float *taps =
          qsimrt_real_pixel(in, y * w.stride_y + ky * w.dilation_y - w.top,
                            x * w.stride_x + kx * w.dilation_x - w.left);
      for (int32_t c = 0; c < channels; ++c, weights += lanes)
        for (int32_t o = 0; o < conv->filters; ++o)
          out[o] = qsimrt_fused(taps[o / filters * channels + c], weights[o],
                                out[o]);
    }
  for (int32_t o = 0; o < conv->filters; ++o)
    out[o] = qsimrt_fused_activation(conv->activation, out[o]);
}

void qsimrt_portable_narrow_fused(const qsimrt_fast_call *call) {
  for (int32_t y = call->begin; y < call->end; ++y)
    for (int32_t x = 0; x < call->layer->shape.w; ++x)
      convolve_pixel(call, y, x);
}
