// SPDX-License-Identifier: Apache-2.0
// Activations with an exponential, and softmax, on AVX-512.
#include "opt/x86/lanes_avx512.h"

#include "opt/activate.h"
#include "opt/fast.h"
#include "opt/softmax.h"

int qsimrt_avx512_activate(qsimrt_activation activation, float *values,
                           size_t count) {
  return activate_values(activation, values, count);
}

void qsimrt_avx512_softmax(const qsimrt_call *call) { softmax_values(call); }
