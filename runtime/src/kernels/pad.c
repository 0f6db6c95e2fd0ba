// SPDX-License-Identifier: Apache-2.0
// Padding and cutting of views in FLOAT and INT (numerics.md N58). Values are
// copied, nothing is computed.
#include "kernels/views.h"

// The index inside 0..count - 1 that index i reads; -1: none, the constant.
static int64_t inside(qsimrt_pad_mode mode, int64_t i, int64_t count) {
  if (i >= 0 && i < count)
    return i;
  if (mode == QSIMRT_PAD_CONSTANT)
    return -1;
  if (mode == QSIMRT_PAD_EDGE)
    return i < 0 ? 0 : count - 1;
  if (count == 1)
    return 0;
  // Mirrored at both ends, indices repeat after there and back again.
  const int64_t period = 2 * (count - 1);
  const int64_t phase = (i % period + period) % period;
  return phase < count ? phase : period - phase;
}

// Where the input's row lies that row i of the output reads; -1: the row is all
// constant. Rows run along the last dimension.
static int64_t source_of(const qsimrt_pad *pad, int64_t i) {
  const int32_t last = pad->in.rank - 1;
  int64_t at = 0, step = pad->in.dims[last];
  for (int32_t k = last - 1; k >= 0; --k) {
    const int64_t count = pad->in.dims[k];
    const int64_t size = pad->before[k] + count + pad->after[k];
    const int64_t from = inside(pad->mode, i % size - pad->before[k], count);
    if (from < 0)
      return -1;
    at += from * step;
    step *= count;
    i /= size;
  }
  return at;
}

static void copy_padded(const qsimrt_call *call, const void *constant,
                        size_t element) {
  const qsimrt_pad *pad = &call->layer->u.pad;
  const int32_t last = pad->in.rank - 1;
  const int64_t before = pad->before[last], count = pad->in.dims[last];
  const int64_t size = before + count + pad->after[last];
  const int64_t rows = qsimrt_count_of(call->layer->shape) / size;
  const char *from = call->inputs[0].data;
  char *to = call->output;
  for (int64_t row = 0; row < rows; ++row) {
    const int64_t source = source_of(pad, row);
    for (int64_t i = 0; i < size; ++i, to += element) {
      const int64_t at = source < 0 ? -1 : inside(pad->mode, i - before, count);
      memcpy(to, at < 0 ? constant : from + (size_t)(source + at) * element,
             element);
    }
  }
}

void qsimrt_pad_float(const qsimrt_call *call) {
  copy_padded(call, &call->layer->u.pad.value, sizeof(float));
}

void qsimrt_pad_int(const qsimrt_call *call) {
  const qsimrt_quant quant = call->layer->output;
  int16_t constant; // of a byte, the first one
  qsimrt_quantize(&call->layer->u.pad.value, 1, quant, &constant);
  copy_padded(call, &constant, qsimrt_element_size(quant.bits));
}
