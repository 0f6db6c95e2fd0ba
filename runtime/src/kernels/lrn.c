// SPDX-License-Identifier: Apache-2.0
// Local response normalization over channels, in FLOAT (numerics.md N64).
#include "elementary.h"
#include "qsimrt/kernels.h"

void qsimrt_lrn_float(const qsimrt_call *call) {
  const qsimrt_lrn *lrn = &call->layer->u.lrn;
  const qsimrt_shape shape = call->layer->shape;
  const int64_t places = (int64_t)shape.h * shape.w;
  const int32_t channels = shape.c / lrn->batch;
  const double factor = (double)lrn->alpha / lrn->size;
  for (int32_t c = call->channel_begin; c < call->channel_end; ++c) {
    // The window, within the channels of one element of the batch.
    const int32_t low = c / channels * channels, high = low + channels - 1;
    int32_t first = c - (lrn->size - 1) / 2, last = c + lrn->size / 2;
    first = first < low ? low : first;
    last = last > high ? high : last;
    for (int64_t i = 0; i < places; ++i) {
      const float *in = (const float *)call->inputs[0].data + i;
      double sum = 0;
      for (int64_t k = first; k <= last; ++k)
        sum += (double)in[k * places] * in[k * places];
      const double base = lrn->bias + factor * sum;
      ((float *)call->output)[c * places + i] =
          (float)(in[c * places] / qsimrt_power(base, lrn->beta));
    }
  }
}
