// SPDX-License-Identifier: Apache-2.0
// The middle of every map in FLOAT and INT (numerics.md N36, N19). No
// accumulator.
#include "kernels/integers.h"
#include "qsimrt/kernels.h"
#include "requant.h"

// The flat index in the input of element i of the output.
static int64_t source(qsimrt_shape in, qsimrt_shape out, int64_t i) {
  const int64_t column = i % out.w, row = i / out.w % out.h;
  const int64_t c = i / out.w / out.h;
  return (c * in.h + row + (in.h - out.h) / 2) * in.w + column +
         (in.w - out.w) / 2;
}

void qsimrt_crop_float(const qsimrt_call *call) {
  const qsimrt_shape in = call->inputs[0].shape, out = call->layer->shape;
  const float *from = call->inputs[0].data;
  float *to = call->output;
  for (int64_t i = 0; i < (int64_t)out.c * out.h * out.w; ++i) {
    const float x = from[source(in, out, i)];
    const float doubled = x * 2;
    to[i] = call->layer->u.crop.noadjust ? x : doubled - 1;
  }
}

void qsimrt_crop_int(const qsimrt_call *call) {
  const qsimrt_crop *crop = &call->layer->u.crop;
  const qsimrt_operand *in = &call->inputs[0];
  const qsimrt_shape out = call->layer->shape;
  const int32_t bits = call->layer->output.bits;
  const int32_t first = qsimrt_quant_min(in->quant.bits);
  for (int64_t i = 0; i < (int64_t)out.c * out.h * out.w; ++i) {
    const int32_t q =
        qsimrt_integer_at(in->data, in->quant.bits, source(in->shape, out, i));
    qsimrt_integer_store(
        call->output, bits, i,
        crop->noadjust ? q : qsimrt_integer_at(crop->table, bits, q - first));
  }
}
