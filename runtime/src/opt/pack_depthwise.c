// SPDX-License-Identifier: Apache-2.0
// The parameters of a depthwise convolution, for every phase of a chunk
// (fast.h).
#include "opt/pack.h"

#include <string.h>

// With stride 1 pixels follow each other through the chunks; a phase comes
// again where a pixel begins with a chunk.
static int32_t phases_of(const qsimrt_layer *layer) {
  const int32_t channels = qsimrt_stored_channels(layer->shape.c);
  int32_t phases = 1;
  if (layer->u.convolutional.stride != 1)
    return (channels + QSIMRT_CHUNK - 1) / QSIMRT_CHUNK;
  while (phases * QSIMRT_CHUNK % channels != 0)
    ++phases;
  return phases;
}

void qsimrt_lay_out_depthwise(const qsimrt_layer *layer, uint64_t *used,
                              qsimrt_packed_layer *out) {
  const size_t phases = (size_t)phases_of(layer);
  const size_t quads = (size_t)qsimrt_quads(layer->u.convolutional.size);
  out->phases = (int32_t)phases;
  out->has_negative = layer->u.convolutional.activation != QSIMRT_LINEAR;
  out->weights = qsimrt_take(used, phases * quads * 4 * QSIMRT_CHUNK);
  out->lanes = qsimrt_take(used, phases * sizeof(qsimrt_depthwise_lanes));
}

// The filter whose outputs lie at a byte of a chunk; -1: padding.
static int32_t filter_at(const qsimrt_layer *layer, int32_t phase,
                         int32_t byte) {
  const int32_t channels = qsimrt_stored_channels(layer->shape.c);
  const int32_t at = phase * QSIMRT_CHUNK + byte;
  const int32_t o = layer->u.convolutional.stride == 1 ? at % channels : at;
  return o < layer->u.convolutional.filters ? o : -1;
}

static int32_t byte_of_lane(int32_t lane) {
  return lane % 16 / 4 * 16 + lane / 16 * 4 + lane % 4;
}

static void pack_lane(const qsimrt_convolutional *conv, int32_t o,
                      qsimrt_depthwise_lanes *to, int32_t lane) {
  const int8_t *weights =
      (const int8_t *)conv->q_weights + (int64_t)o * conv->size * conv->size;
  const qsimrt_multiplier by = conv->positive[o];
  const qsimrt_multiplier below = conv->negative ? conv->negative[o] : by;
  int64_t sum = 0;
  for (int32_t t = 0; t < conv->size * conv->size; ++t)
    sum += weights[t];
  const uint32_t wrapped = (uint32_t)(((const int32_t *)conv->q_biases)[o] -
                                      QSIMRT_PIXEL_OFFSET * sum);
  memcpy(&to->bias[lane], &wrapped, sizeof wrapped);
  to->positive[lane] = (float)qsimrt_factor_of(by);
  to->negative[lane] = (float)qsimrt_factor_of(below);
  to->positive_nudge[lane] = qsimrt_is_shift(by) ? 0.5f : 0.0f;
  to->negative_nudge[lane] = qsimrt_is_shift(below) ? 0.5f : 0.0f;
  to->filter[lane] = o;
}

void qsimrt_pack_depthwise(const qsimrt_layer *layer, char *base,
                           const qsimrt_packed_layer *entry) {
  const qsimrt_convolutional *conv = &layer->u.convolutional;
  const int32_t taps = conv->size * conv->size;
  const int32_t quads = qsimrt_quads(conv->size);
  int8_t *weights = (int8_t *)base + entry->weights;
  qsimrt_depthwise_lanes *lanes = (void *)(base + entry->lanes);
  for (int32_t phase = 0; phase < entry->phases; ++phase)
    for (int32_t lane = 0; lane < QSIMRT_CHUNK; ++lane) {
      const int32_t o = filter_at(layer, phase, byte_of_lane(lane));
      if (o < 0)
        continue; // all 0
      pack_lane(conv, o, &lanes[phase], lane);
      for (int32_t t = 0; t < taps; ++t)
        weights[((int64_t)(phase * quads + t / 4) * QSIMRT_CHUNK + lane) * 4 +
                t % 4] = ((const int8_t *)conv->q_weights)[o * taps + t];
    }
}
