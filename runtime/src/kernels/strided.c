// SPDX-License-Identifier: Apache-2.0
// Strided views in FLOAT and INT (numerics.md N57). Values are copied, nothing
// is computed.
#include "kernels/views.h"

static void copy_strided(const qsimrt_call *call, size_t element) {
  const qsimrt_strided *view = &call->layer->u.strided;
  const int32_t last = view->sizes.rank - 1;
  const int64_t row = view->sizes.dims[last], step = view->steps[last];
  qsimrt_walk rows = {0};
  for (int32_t k = 0; k < last; ++k)
    qsimrt_walk_add(&rows, view->sizes.dims[k], view->steps[k]);
  const char *from = call->inputs[0].data;
  char *to = call->output;
  int64_t index[QSIMRT_VIEW_DIMS] = {0}, at = view->offset;
  for (int64_t i = qsimrt_walk_count(&rows); i > 0; --i) {
    qsimrt_copy_row(to, from + (size_t)at * element, row, step, element);
    to += (size_t)row * element;
    at = qsimrt_walk_next(&rows, index, at);
  }
}

void qsimrt_strided_float(const qsimrt_call *call) {
  copy_strided(call, sizeof(float));
}

void qsimrt_strided_int(const qsimrt_call *call) {
  copy_strided(call, qsimrt_element_size(call->layer->output.bits));
}
