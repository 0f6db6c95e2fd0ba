// SPDX-License-Identifier: Apache-2.0
// Depthwise convolution in FLOAT by chains of fused multiply-adds on AVX2
// (numerics.md N46): 8 channels of some neighbouring pixels at a time.
#include "opt/convolution_fused.h"
#include "opt/x86/fused_avx2.h"

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
  const int32_t lanes = qsimrt_fused_depthwise_lanes(conv);
  const qsimrt_window window = qsimrt_window_of(call->layer);
  const int64_t step = (int64_t)window.stride_x * in->channels;
  const int64_t next = (int64_t)window.dilation_x * in->channels;
  const __m256i there = qsimrt_half_lanes_below(in->channels - channel);
  __m256 acc[PIXELS];
  for (int p = 0; p < pixels; ++p)
    acc[p] = _mm256_loadu_ps(biases + channel);
  weights += channel;
  for (int32_t ky = 0; ky < window.size_y; ++ky) {
    const int32_t row =
        y * window.stride_y + ky * window.dilation_y - window.top;
    const float *taps =
        qsimrt_real_pixel(in, row, x * window.stride_x - window.left) + channel;
    for (int32_t kx = 0; kx < window.size_x; ++kx, taps += next) {
      const __m256 w = _mm256_loadu_ps(weights);
      for (int p = 0; p < pixels; ++p)
        acc[p] = _mm256_fmadd_ps(_mm256_maskload_ps(taps + p * step, there), w,
                                 acc[p]);
      weights += lanes;
    }
  }
  const qsimrt_half_below with = qsimrt_half_below_of(conv->activation);
  float *out = qsimrt_real_pixel(&call->output, y, x) + channel;
  for (int p = 0; p < pixels; ++p)
    _mm256_maskstore_ps(out + p * call->output.channels, there,
                        qsimrt_half_activate_below(acc[p], &with));
}

void qsimrt_avx2_depthwise_fused(const qsimrt_fast_call *call) {
  const qsimrt_shape shape = call->layer->shape;
  for (int32_t y = call->begin; y < call->end; ++y) {
    for (int32_t channel = 0; channel < shape.c; channel += QSIMRT_HALF_LANES) {
      int32_t x = 0;
      for (; x + PIXELS <= shape.w; x += PIXELS)
        convolve(call, channel, y, x, PIXELS);
      for (; x < shape.w; ++x)
        convolve(call, channel, y, x, 1);
    }
  }
}
