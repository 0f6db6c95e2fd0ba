// SPDX-License-Identifier: Apache-2.0
// Average of each channel's map in FLOAT and INT (numerics.md N33, N38).
//
// Accumulator width: at most 2^22 places of 17 bits: below 2^39, an int64.
#include "kernels/integers.h"
#include "qsimrt/kernels.h"
#include "requant.h"

void qsimrt_avgpool_float(const qsimrt_call *call) {
  const qsimrt_shape shape = call->inputs[0].shape;
  const int64_t places = (int64_t)shape.h * shape.w;
  for (int32_t c = call->channel_begin; c < call->channel_end; ++c) {
    const float *in = (const float *)call->inputs[0].data + c * places;
    float sum = 0;
    for (int64_t i = 0; i < places; ++i)
      sum += in[i];
    ((float *)call->output)[c] = call->arithmetic == QSIMRT_PJREDDIE
                                     ? sum * (1.0f / (float)places)
                                     : sum / (float)places;
  }
}

void qsimrt_avgpool_int(const qsimrt_call *call) {
  const qsimrt_operand *in = &call->inputs[0];
  const int64_t places = (int64_t)in->shape.h * in->shape.w;
  const qsimrt_quant out = call->layer->output;
  for (int32_t c = call->channel_begin; c < call->channel_end; ++c) {
    int64_t acc = -places * in->quant.zero_point;
    for (int64_t i = 0; i < places; ++i)
      acc += qsimrt_integer_at(in->data, in->quant.bits, c * places + i);
    qsimrt_keep_accumulator(call, c, acc);
    const int64_t mean = qsimrt_requantize(
        acc, call->layer->u.avgpool.rescale[0], call->datapath->rounding);
    qsimrt_integer_store(call->output, out.bits, c,
                         qsimrt_place(mean, out, call->saturated_outputs));
  }
}
