// SPDX-License-Identifier: Apache-2.0
// Activations with an exponential, and softmax, on NEON.
#include "opt/arm/lanes_neon.h"

#include "opt/activate.h"
#include "opt/fast.h"
#include "opt/softmax.h"

int qsimrt_neon_activate(qsimrt_activation activation, float *values,
                         size_t count) {
  return activate_values(activation, values, count);
}

void qsimrt_neon_softmax(const qsimrt_call *call) { softmax_values(call); }
