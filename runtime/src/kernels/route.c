// SPDX-License-Identifier: Apache-2.0
// Concatenation by channel in FLOAT and INT (numerics.md N13, N19).
//
// Width: q - zero point has at most 17 bits, a multiplier 31: N9's product is
// below 2^48.
#include "kernels/integer_sums.h"
#include "requant.h"

#include <string.h>

static size_t volume(qsimrt_shape shape) {
  return (size_t)shape.c * (size_t)shape.h * (size_t)shape.w;
}

void qsimrt_route_float(const qsimrt_call *call) {
  float *out = call->output;
  for (int32_t i = 0; i < call->layer->input_count; ++i) {
    const size_t count = volume(call->inputs[i].shape);
    memcpy(out, call->inputs[i].data, count * sizeof *out);
    out += count;
  }
}

static void rescale(const qsimrt_call *call, const qsimrt_operand *in,
                    qsimrt_multiplier by, size_t count, char *to) {
  const qsimrt_quant quant = call->layer->output;
  for (size_t i = 0; i < count; ++i) {
    const int64_t q = qsimrt_integer_at(in->data, in->quant.bits, (int64_t)i);
    const int32_t y =
        qsimrt_place(qsimrt_requantize(q - in->quant.zero_point, by,
                                       call->datapath->rounding),
                     quant, call->saturated_outputs);
    if (quant.bits <= 8)
      ((int8_t *)to)[i] = (int8_t)y;
    else
      ((int16_t *)to)[i] = (int16_t)y;
  }
}

void qsimrt_route_int(const qsimrt_call *call) {
  const size_t element = call->layer->output.bits <= 8 ? 1 : 2;
  char *out = call->output;
  for (int32_t i = 0; i < call->layer->input_count; ++i) {
    const qsimrt_operand *in = &call->inputs[i];
    const size_t count = volume(in->shape);
    if (qsimrt_same_quant(&in->quant, &call->layer->output))
      memcpy(out, in->data, count * element);
    else
      rescale(call, in, call->layer->u.route.rescale[i], count, out);
    out += count * element;
  }
}
