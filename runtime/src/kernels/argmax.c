// SPDX-License-Identifier: Apache-2.0
// Index of the largest value of each run, in FLOAT (numerics.md N63).
#include "kernels/views.h"

void qsimrt_argmax_float(const qsimrt_call *call) {
  const qsimrt_argmax *own = &call->layer->u.argmax;
  const int64_t inner = own->inner, outputs = own->outer * inner;
  const int64_t n = qsimrt_count_of(call->inputs[0].shape) / outputs;
  for (int64_t i = 0; i < outputs; ++i) {
    const float *in =
        (const float *)call->inputs[0].data + i / inner * n * inner + i % inner;
    int64_t best = 0;
    for (int64_t k = 1; k < n; ++k)
      if (own->last ? in[k * inner] >= in[best * inner]
                    : in[k * inner] > in[best * inner])
        best = k;
    ((float *)call->output)[i] = (float)best;
  }
}
