// SPDX-License-Identifier: Apache-2.0
// Integer weights in the order of the kernels: which layers have them in a
// .packed, and what they are.
#include "opt/quads.h"
#include "kernels/window.h"
#include "opt/pack.h"
#include "session.h"

#include <string.h>

int32_t qsimrt_quad_lanes(const qsimrt_convolutional *conv) {
  return (conv->filters + QSIMRT_LANES - 1) / QSIMRT_LANES * QSIMRT_LANES;
}

int64_t qsimrt_quad_bytes(const qsimrt_convolutional *conv, int32_t channels) {
  return (int64_t)qsimrt_filter_taps(conv) * qsimrt_steps(channels) * 4 *
         qsimrt_quad_lanes(conv);
}

// ---- which layers ----------------------------------------------------------

// What kernels ask for whatever the instruction set is (pack.c) and can be said
// without a look at integers.
static int has_quads(const qsimrt_model *model, const qsimrt_layer *layer) {
  const qsimrt_convolutional *conv = &layer->u.convolutional;
  return layer->kind == QSIMRT_CONVOLUTIONAL &&
         model->arithmetic != QSIMRT_YOLO2_LIGHT && conv->groups == 1 &&
         !qsimrt_dilates_input(layer) && conv->weight_bits > 0 &&
         conv->weight_bits <= 8 && layer->output.bits != 0 &&
         qsimrt_reads_bytes(model, layer) &&
         qsimrt_rounds_down(model->datapath.rounding);
}

void qsimrt_packed_tensors(const qsimrt_model *model, int32_t index,
                           qsimrt_tensor_spec *tensors, int32_t *count) {
  const qsimrt_layer *layer = &model->layers[index];
  *count = 0;
  if (!has_quads(model, layer))
    return;
  const qsimrt_convolutional *conv = &layer->u.convolutional;
  const int32_t channels = qsimrt_shape_of(model, layer->inputs[0]).c;
  const qsimrt_tensor_spec quads = {
      "quads", QSIMRT_I8, 1, {qsimrt_quad_bytes(conv, channels)}};
  const qsimrt_tensor_spec sums = {
      "quad_sums", QSIMRT_I64, 2, {2, conv->filters}};
  tensors[0] = quads;
  tensors[1] = sums;
  *count = 2;
}

// ---- packing ---------------------------------------------------------------

// Channels [c, c + 4) of one tap of a filter, which lie `taps` apart; 0 in the
// padding.
static uint32_t four_weights(const int8_t *from, int32_t taps, int32_t count) {
  uint32_t four = 0;
  if (count == 4) // nearly always
    return (uint32_t)(uint8_t)from[0] | (uint32_t)(uint8_t)from[taps] << 8 |
           (uint32_t)(uint8_t)from[2 * taps] << 16 |
           (uint32_t)(uint8_t)from[3 * taps] << 24;
  for (int32_t k = 0; k < count; ++k)
    four |= (uint32_t)(uint8_t)from[k * taps] << 8 * k;
  return four;
}

// Up to 16 filters, a vector of a block: their weights for 4 channels of one
// tap are 64 bytes, written in one go. Steps are `step` bytes apart.
static void pack_vector(const int8_t *from, int32_t filters, int32_t channels,
                        int32_t taps, int64_t step, int8_t *to) {
  const int32_t steps = qsimrt_steps(channels);
  for (int32_t s = 0; s < steps; ++s) {
    const int32_t left = channels - 4 * s;
    for (int32_t tap = 0; tap < taps; ++tap) {
      const int8_t *first = from + (int64_t)4 * s * taps + tap;
      uint32_t lanes[QSIMRT_LANES] = {0};
      for (int32_t lane = 0; lane < filters; ++lane)
        lanes[lane] = four_weights(first + (int64_t)lane * channels * taps,
                                   taps, left < 4 ? left : 4);
      memcpy(to + (tap * steps + s) * step, lanes, sizeof lanes);
    }
  }
}

void qsimrt_pack_quads(const qsimrt_convolutional *conv, int32_t channels,
                       int8_t *to) {
  const int32_t taps = qsimrt_filter_taps(conv);
  const int64_t block_bytes =
      (int64_t)taps * qsimrt_steps(channels) * 4 * QSIMRT_BLOCK;
  for (int32_t o = 0; o < conv->filters; o += QSIMRT_LANES) {
    const int32_t block = o / QSIMRT_BLOCK, left = conv->filters - o;
    pack_vector((const int8_t *)conv->q_weights + (int64_t)o * channels * taps,
                left < QSIMRT_LANES ? left : QSIMRT_LANES, channels, taps,
                4 * QSIMRT_LANES *
                    (int64_t)qsimrt_block_vectors(conv->filters, block),
                to + block * block_bytes + o % QSIMRT_BLOCK * 4);
  }
}

enum { MOST_ADDED = 1 << 20 };

static qsimrt_weight_sums add_weights(const int8_t *weights, int64_t taps) {
  qsimrt_weight_sums sums = {0, 0};
  for (int64_t i = 0; i < taps;) {
    // In parts that an int32 can add up.
    const int64_t end = taps - i < MOST_ADDED ? taps : i + MOST_ADDED;
    int32_t part = 0, magnitudes = 0;
    for (; i < end; ++i) {
      part += weights[i];
      magnitudes += weights[i] < 0 ? -weights[i] : weights[i];
    }
    sums.weights += part;
    sums.magnitudes += magnitudes;
  }
  return sums;
}

qsimrt_weight_sums qsimrt_sums_of(const qsimrt_convolutional *conv,
                                  int64_t taps, int32_t filter) {
  if (!conv->quad_sums)
    return add_weights((const int8_t *)conv->q_weights + filter * taps, taps);
  const qsimrt_weight_sums known = {conv->quad_sums[filter],
                                    conv->quad_sums[conv->filters + filter]};
  return known;
}

void qsimrt_pack_tensors(const qsimrt_model *model, int32_t index,
                         void *const *destinations) {
  const qsimrt_layer *layer = &model->layers[index];
  if (!has_quads(model, layer))
    return;
  const qsimrt_convolutional *conv = &layer->u.convolutional;
  const int32_t channels = qsimrt_shape_of(model, layer->inputs[0]).c;
  const int64_t taps = (int64_t)channels * qsimrt_filter_taps(conv);
  int64_t *sums = destinations[1];
  qsimrt_pack_quads(conv, channels, destinations[0]);
  for (int32_t o = 0; o < conv->filters; ++o) {
    const qsimrt_weight_sums of =
        add_weights((const int8_t *)conv->q_weights + o * taps, taps);
    sums[o] = of.weights;
    sums[conv->filters + o] = of.magnitudes;
  }
}
