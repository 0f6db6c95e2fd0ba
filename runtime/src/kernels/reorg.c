// SPDX-License-Identifier: Apache-2.0
// Space to channels, in both orders, in FLOAT and INT (numerics.md N35, N19).
// Values are copied, nothing is computed.
#include "kernels/integers.h"
#include "qsimrt/kernels.h"

#include <string.h>

// The flat index in the input of element i of the output.
static int64_t space_to_depth(qsimrt_shape in, qsimrt_shape out, int64_t s,
                              int64_t i) {
  const int64_t column = i % out.w, row = i / out.w % out.h;
  const int64_t k = i / out.w / out.h;
  const int64_t block = k / in.c;
  return (k % in.c * in.h + row * s + block / s) * in.w + column * s +
         block % s;
}

// Darknet reads its output buffer as C x H x W of the input and its input
// buffer as C' x (H * s) x (W * s).
static int64_t darknet_order(qsimrt_shape in, int64_t s, int64_t i) {
  const int64_t column = i % in.w, row = i / in.w % in.h;
  const int64_t k = i / in.w / in.h;
  const int64_t channels = in.c / (s * s);
  const int64_t block = k / channels;
  return column * s + block % s +
         in.w * s * (row * s + block / s + in.h * s * (k % channels));
}

static void reorg(const qsimrt_call *call, size_t element) {
  const qsimrt_reorg *how = &call->layer->u.reorg;
  const qsimrt_shape in = call->inputs[0].shape, out = call->layer->shape;
  const int64_t count = (int64_t)in.c * in.h * in.w;
  const char *from = call->inputs[0].data;
  char *to = call->output;
  for (int64_t i = 0; i < count; ++i) {
    const int64_t at = how->order == QSIMRT_REORG_DARKNET
                           ? darknet_order(in, how->stride, i)
                           : space_to_depth(in, out, how->stride, i);
    memcpy(to + (size_t)i * element, from + (size_t)at * element, element);
  }
}

// Where the zeros of `extra` begin.
static int64_t copied(const qsimrt_call *call) {
  const qsimrt_shape in = call->inputs[0].shape;
  return (int64_t)in.c * in.h * in.w;
}

void qsimrt_reorg_float(const qsimrt_call *call) {
  reorg(call, sizeof(float));
  for (int32_t i = 0; i < call->layer->u.reorg.extra; ++i)
    ((float *)call->output)[copied(call) + i] = 0;
}

void qsimrt_reorg_int(const qsimrt_call *call) {
  const qsimrt_quant out = call->layer->output;
  reorg(call, qsimrt_element_size(out.bits));
  for (int32_t i = 0; i < call->layer->u.reorg.extra; ++i)
    qsimrt_integer_store(call->output, out.bits, copied(call) + i,
                         out.zero_point);
}
