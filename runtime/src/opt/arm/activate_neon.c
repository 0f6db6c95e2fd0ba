// SPDX-License-Identifier: Apache-2.0
// Activations with an exponential on NEON.
#include "opt/arm/lanes_neon.h"

#include "opt/activate.h"
#include "opt/fast.h"

int qsimrt_neon_activate(qsimrt_activation activation, float *values,
                         size_t count) {
  return activate_values(activation, values, count);
}
