// SPDX-License-Identifier: Apache-2.0
// Layers that hand on what they read: dropout (numerics.md N37) and cost (N39).
#include "kernels/integers.h"
#include "qsimrt/kernels.h"

#include <string.h>

static void copy(const qsimrt_call *call, size_t element) {
  const qsimrt_shape shape = call->layer->shape;
  memcpy(call->output, call->inputs[0].data,
         (size_t)shape.c * (size_t)shape.h * (size_t)shape.w * element);
}

void qsimrt_dropout_float(const qsimrt_call *call) {
  copy(call, sizeof(float));
}

void qsimrt_dropout_int(const qsimrt_call *call) {
  copy(call, qsimrt_element_size(call->layer->output.bits));
}

void qsimrt_cost_float(const qsimrt_call *call) { copy(call, sizeof(float)); }
