// SPDX-License-Identifier: Apache-2.0
// Softmax over one run of values, for the softmax layer and the heads.
#ifndef QSIMRT_KERNELS_SOFTMAX_H
#define QSIMRT_KERNELS_SOFTMAX_H

#include <stdint.h>

// N39 on the `count` >= 1 values in[0], in[step], in[2 * step], ...; `out` is
// laid out like `in` and may be the same.
void qsimrt_softmax_of(const float *in, int64_t count, int64_t step,
                       float temperature, float *out);

#endif // QSIMRT_KERNELS_SOFTMAX_H
