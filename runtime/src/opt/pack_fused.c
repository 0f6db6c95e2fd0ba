// SPDX-License-Identifier: Apache-2.0
// Which layers have an optimised kernel in FLOAT, and their folded parameters
// (numerics.md N45) in its order.
#include "kernels/overlap.h"
#include "opt/convolution_fused.h"
#include "opt/pack.h"
#include "opt/winograd.h"
#include "session.h"

#include <string.h>

// The filters of all groups side by side?
static int lies_together(qsimrt_fast_kind kind) {
  return kind == QSIMRT_FAST_FLOAT_DEPTHWISE ||
         kind == QSIMRT_FAST_FLOAT_NARROW;
}

static qsimrt_fast_kind convolution_kind(const qsimrt_model *model,
                                         const qsimrt_layer *layer,
                                         uint32_t parts) {
  const qsimrt_convolutional *conv = &layer->u.convolutional;
  const qsimrt_shape in = qsimrt_shape_of(model, layer->inputs[0]);
  if (!conv->weights || qsimrt_dilates_input(layer) ||
      !(parts & (QSIMRT_PACK_FLOATS | QSIMRT_PACK_MIXED)))
    return QSIMRT_NOT_FAST;
  if (qsimrt_is_depthwise(conv, in.c))
    return QSIMRT_FAST_FLOAT_DEPTHWISE;
  if (qsimrt_has_narrow_groups(conv, in.c))
    return QSIMRT_FAST_FLOAT_NARROW;
  return parts & QSIMRT_PACK_MIXED && conv->window.size_y == 0 &&
                 qsimrt_winograd_side(conv, in, layer->shape)
             ? QSIMRT_FAST_FLOAT_WINOGRAD
             : QSIMRT_FAST_FLOAT_CONVOLUTION;
}

qsimrt_fast_kind qsimrt_float_kind_of(const qsimrt_model *model,
                                      const qsimrt_layer *layer,
                                      uint32_t parts) {
  switch (layer->kind) {
  case QSIMRT_CONVOLUTIONAL:
    return convolution_kind(model, layer, parts);
  case QSIMRT_MAXPOOL:
    return layer->u.maxpool.window.size_y == 0 ? QSIMRT_FAST_FLOAT_MAXPOOL
                                               : QSIMRT_NOT_FAST;
  case QSIMRT_AVGPOOL:
    return layer->u.avgpool.window.size_y == 0 ? QSIMRT_FAST_FLOAT_AVGPOOL
                                               : QSIMRT_NOT_FAST;
  case QSIMRT_ROUTE:
    return layer->u.route.outer > 1 ? QSIMRT_NOT_FAST : QSIMRT_FAST_ROUTE;
  case QSIMRT_DROPOUT:
    return QSIMRT_FAST_COPY;
  case QSIMRT_UPSAMPLE:
    return QSIMRT_FAST_UPSAMPLE;
  case QSIMRT_SHORTCUT:
  case QSIMRT_ACTIVATION:
    return layer->input_count > 0 &&
                   qsimrt_same_shape(qsimrt_shape_of(model, layer->inputs[0]),
                                     layer->shape)
               ? QSIMRT_FAST_FLOAT_SHORTCUT
               : QSIMRT_NOT_FAST;
  default:
    return QSIMRT_NOT_FAST;
  }
}

static int32_t group_channels(const qsimrt_model *model,
                              const qsimrt_layer *layer) {
  return qsimrt_shape_of(model, layer->inputs[0]).c /
         layer->u.convolutional.groups;
}

size_t qsimrt_fused_bias_count(const qsimrt_layer *layer) {
  const qsimrt_convolutional *conv = &layer->u.convolutional;
  const size_t dense =
      (size_t)conv->groups * (size_t)qsimrt_fused_group_lanes(conv);
  const size_t depthwise = (size_t)qsimrt_fused_depthwise_lanes(conv);
  return dense > depthwise ? dense : depthwise;
}

static int32_t side_of(const qsimrt_model *model, const qsimrt_layer *layer) {
  return qsimrt_winograd_side(&layer->u.convolutional,
                              qsimrt_shape_of(model, layer->inputs[0]),
                              layer->shape);
}

size_t qsimrt_fused_weight_count(const qsimrt_model *model,
                                 const qsimrt_layer *layer,
                                 qsimrt_fast_kind kind) {
  const qsimrt_convolutional *conv = &layer->u.convolutional;
  const size_t lanes =
      lies_together(kind)
          ? (size_t)qsimrt_fused_depthwise_lanes(conv)
          : (size_t)conv->groups * (size_t)qsimrt_fused_group_lanes(conv);
  const qsimrt_window window = qsimrt_window_of(layer);
  const size_t taps =
      kind == QSIMRT_FAST_FLOAT_WINOGRAD
          ? (size_t)qsimrt_winograd_points(side_of(model, layer))
          : (size_t)window.size_y * (size_t)window.size_x;
  return taps * (size_t)group_channels(model, layer) * lanes;
}

// Where a filter lies among the packed ones: the lanes before its block, the
// lane in it, and the lanes from one tap to the next.
typedef struct place {
  int64_t first_lane;
  int32_t lane, lanes;
} place;

static place place_of(const qsimrt_convolutional *conv, int is_together,
                      int32_t o) {
  if (is_together) {
    const place whole = {0, o, qsimrt_fused_depthwise_lanes(conv)};
    return whole;
  }
  const int32_t filters = conv->filters / conv->groups;
  const int32_t block = o % filters / QSIMRT_BLOCK;
  const place in_block = {(int64_t)(o / filters) *
                                  qsimrt_fused_group_lanes(conv) +
                              (int64_t)block * QSIMRT_BLOCK,
                          o % filters % QSIMRT_BLOCK,
                          qsimrt_block_vectors(filters, block) * QSIMRT_LANES};
  return in_block;
}

// Filters o .. o + count - 1, at most a vector of them, are taken together: as
// many weights of each at a time are put across.
static void pack_vector(const qsimrt_convolutional *conv, int64_t taps,
                        int32_t channels, int32_t o, int32_t count,
                        const double *gains, const place *at, float *packed) {
  const int64_t all = channels * taps;
  float *to = packed + at->first_lane * all + at->lane;
  float across[QSIMRT_LANES][QSIMRT_LANES] = {{0}};
  int64_t c = 0, tap = 0;
  for (int64_t i = 0; i < all; i += QSIMRT_LANES) {
    const int32_t part =
        (int32_t)(all - i < QSIMRT_LANES ? all - i : QSIMRT_LANES);
    for (int32_t lane = 0; lane < count; ++lane) {
      const float *from = conv->weights + (o + lane) * all + i;
      for (int32_t k = 0; k < part; ++k)
        across[k][lane] = (float)(from[k] * gains[lane]);
    }
    for (int32_t k = 0; k < part; ++k) {
      memcpy(to + (tap * channels + c) * at->lanes, across[k],
             sizeof across[k]);
      if (++tap == taps) {
        tap = 0;
        ++c;
      }
    }
  }
}

// N45 of one filter.
static void fold(const qsimrt_model *model, const qsimrt_convolutional *conv,
                 int32_t o, double *gain, float *bias) {
  const int has_norm = conv->batch_normalize;
  double folded = 0;
  qsimrt_fold_batch_norm(
      model->arithmetic, conv->epsilon, 1, conv->biases + o,
      has_norm ? conv->scales + o : NULL, has_norm ? conv->mean + o : NULL,
      has_norm ? conv->variance + o : NULL, NULL, gain, &folded);
  *bias = (float)folded;
}

void qsimrt_pack_fused(const qsimrt_model *model, const qsimrt_layer *layer,
                       qsimrt_fast_kind kind, float *weights, float *biases) {
  const qsimrt_convolutional *conv = &layer->u.convolutional;
  const int is_together = lies_together(kind);
  const qsimrt_window window = qsimrt_window_of(layer);
  // Filters whose vectors lie behind each other: of a group, or all.
  const int32_t filters =
      is_together ? conv->filters : conv->filters / conv->groups;
  for (int32_t o = 0; o < conv->filters;) {
    const int32_t left = filters - o % filters;
    const int32_t count = left < QSIMRT_LANES ? left : QSIMRT_LANES;
    const place at = place_of(conv, is_together, o);
    double gains[QSIMRT_LANES];
    for (int32_t lane = 0; lane < count; ++lane)
      fold(model, conv, o + lane, &gains[lane],
           &biases[at.first_lane + at.lane + lane]);
    if (kind == QSIMRT_FAST_FLOAT_WINOGRAD)
      qsimrt_pack_winograd_vector(conv, side_of(model, layer),
                                  group_channels(model, layer), o, count, gains,
                                  weights);
    else
      pack_vector(conv, (int64_t)window.size_y * window.size_x,
                  group_channels(model, layer), o, count, gains, &at, weights);
    o += count;
  }
}
