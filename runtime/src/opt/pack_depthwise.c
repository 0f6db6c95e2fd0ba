// SPDX-License-Identifier: Apache-2.0
// The parameters of a depthwise convolution, for every phase of a chunk
// (fast.h).
#include "kernels/window.h"
#include "opt/pack.h"

#include <string.h>

// With stride 1 pixels follow each other through the chunks; a phase comes
// again where a pixel begins with a chunk.
static int32_t phases_of(const qsimrt_layer *layer) {
  const int32_t channels = qsimrt_stored_channels(layer->shape.c);
  int32_t phases = 1;
  if (qsimrt_window_of(layer).stride_x != 1)
    return (channels + QSIMRT_CHUNK - 1) / QSIMRT_CHUNK;
  while (phases * QSIMRT_CHUNK % channels != 0)
    ++phases;
  return phases;
}

static int64_t quad_bytes(qsimrt_isa isa) {
  return (int64_t)qsimrt_factor_bytes(isa) * 4 * QSIMRT_CHUNK;
}

void qsimrt_lay_out_depthwise(qsimrt_isa isa, const qsimrt_layer *layer,
                              uint64_t *used, qsimrt_packed_layer *out) {
  const size_t phases = (size_t)phases_of(layer);
  const size_t quads =
      (size_t)qsimrt_quads(qsimrt_filter_taps(&layer->u.convolutional));
  out->phases = (int32_t)phases;
  out->weights = qsimrt_take(used, phases * quads * (size_t)quad_bytes(isa));
  out->lanes = qsimrt_take(used, phases * sizeof(qsimrt_depthwise_lanes));
}

// The filter whose outputs lie at a byte of a chunk; -1: padding.
static int32_t filter_at(const qsimrt_layer *layer, int32_t phase,
                         int32_t byte) {
  const int32_t channels = qsimrt_stored_channels(layer->shape.c);
  const int32_t at = phase * QSIMRT_CHUNK + byte;
  const int32_t o = qsimrt_window_of(layer).stride_x == 1 ? at % channels : at;
  return o < layer->u.convolutional.filters ? o : -1;
}

static int32_t byte_of_lane(int32_t lane) {
  return lane % 16 / 4 * 16 + lane / 16 * 4 + lane % 4;
}

// Modulo 2^32, as the sums are.
static int32_t wrapped(int64_t bias) {
  const uint32_t bits = (uint32_t)bias;
  int32_t out;
  memcpy(&out, &bits, sizeof out);
  return out;
}

// What is added to the integers that are multiplied, and in HYBRID taken off
// again.
typedef struct offsets {
  int32_t factor, zero_point;
} offsets;

static void pack_lane(const qsimrt_convolutional *conv, int32_t o, offsets by,
                      int is_hybrid, qsimrt_depthwise_lanes *to, int32_t lane) {
  const int32_t taps = qsimrt_filter_taps(conv);
  const int8_t *weights = (const int8_t *)conv->q_weights + (int64_t)o * taps;
  const qsimrt_multiplier up = conv->positive[o];
  const qsimrt_multiplier down = conv->negative ? conv->negative[o] : up;
  int64_t sum = 0;
  for (int32_t t = 0; t < taps; ++t)
    sum += weights[t];
  to->bias[lane] =
      wrapped(((const int32_t *)conv->q_biases)[o] - by.factor * sum);
  to->hybrid_bias[lane] = wrapped(-(by.factor + by.zero_point) * sum);
  to->positive[lane] = (float)qsimrt_factor_of(up);
  to->negative[lane] = (float)qsimrt_factor_of(down);
  to->positive_nudge[lane] = qsimrt_is_shift(up) ? 0.5f : 0.0f;
  to->negative_nudge[lane] = qsimrt_is_shift(down) ? 0.5f : 0.0f;
  to->filter[lane] = o;
  if (!is_hybrid)
    return;
  to->scale[byte_of_lane(lane)] = conv->hybrid_scales[o];
  to->addend[byte_of_lane(lane)] = conv->hybrid_biases[o];
}

// Tap t of a lane, among those of its quad.
static void pack_weight(int is_wide, int8_t weight, int32_t lane, int32_t t,
                        int8_t *quad) {
  const int16_t wide = weight;
  if (is_wide)
    memcpy(quad + t % 2 * QSIMRT_DEPTHWISE_HALF + 4 * lane + 2 * (t / 2), &wide,
           sizeof wide);
  else
    quad[4 * lane + t] = weight;
}

void qsimrt_pack_depthwise(const qsimrt_model *model, const qsimrt_layer *layer,
                           char *base, const qsimrt_packed_layer *entry) {
  const qsimrt_isa isa = (qsimrt_isa)((const qsimrt_packed *)base)->isa;
  const qsimrt_convolutional *conv = &layer->u.convolutional;
  const int is_wide = qsimrt_factor_bytes(isa) == 2;
  const int32_t taps = qsimrt_filter_taps(conv);
  const int32_t quads = qsimrt_quads(taps);
  const offsets by = {qsimrt_factor_offset(isa),
                      qsimrt_quant_of(model, layer->inputs[0]).zero_point};
  int8_t *weights = (int8_t *)base + entry->weights;
  qsimrt_depthwise_lanes *lanes = (void *)(base + entry->lanes);
  for (int32_t phase = 0; phase < entry->phases; ++phase)
    for (int32_t lane = 0; lane < QSIMRT_CHUNK; ++lane) {
      const int32_t o = filter_at(layer, phase, byte_of_lane(lane));
      if (o < 0)
        continue; // all 0
      pack_lane(conv, o, by, entry->is_hybrid, &lanes[phase], lane);
      for (int32_t t = 0; t < taps; ++t)
        pack_weight(is_wide, ((const int8_t *)conv->q_weights)[o * taps + t],
                    lane, t % 4,
                    weights + (phase * quads + t / 4) * quad_bytes(isa));
    }
}
