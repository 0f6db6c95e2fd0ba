// SPDX-License-Identifier: Apache-2.0
// Constants in FLOAT and INT (numerics.md N56): values that are there already.
#include "kernels/views.h"

void qsimrt_constant_float(const qsimrt_call *call) {
  memcpy(call->output, call->layer->u.constant.values,
         (size_t)qsimrt_count_of(call->layer->shape) * sizeof(float));
}

void qsimrt_constant_int(const qsimrt_call *call) {
  memcpy(call->output, call->layer->u.constant.q_values,
         (size_t)qsimrt_count_of(call->layer->shape) *
             qsimrt_element_size(call->layer->output.bits));
}
