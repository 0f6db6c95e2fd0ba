// SPDX-License-Identifier: Apache-2.0
// Which layers have an optimised kernel, and the parameters in its order.
//
// In INT a layer has one where its results are shown here to be those of the
// reference, bit for bit and count for count, whatever the picture is.
#include "opt/pack.h"
#include "derive/derive.h"
#include "files/message.h"
#include "kernels/overlap.h"
#include "kernels/window.h"
#include "opt/convolution_fused.h"
#include "opt/quads.h"
#include "opt/winograd.h"
#include "requant.h"
#include "session.h"

#include <string.h>

// ---- which layers ----------------------------------------------------------

// A result below 2^bits with `shift` bits behind the point is exact in float64,
// which has 53.
static int is_exact_in_float64(int32_t shift, int32_t bits) {
  return shift + bits + 1 <= 53;
}

static int is_convolution(int32_t kind) {
  return kind == QSIMRT_FAST_CONVOLUTION || kind == QSIMRT_FAST_DEPTHWISE;
}

// The largest magnitude of the accumulator of filter o: of every partial sum,
// too.
static int64_t largest_sum(const qsimrt_convolutional *conv, int64_t taps,
                           int32_t o) {
  const int64_t bias = ((const int32_t *)conv->q_biases)[o];
  return QSIMRT_PIXEL_OFFSET * qsimrt_sums_of(conv, taps, o).magnitudes +
         (bias < 0 ? -bias : bias);
}

static int64_t taps_of(const qsimrt_model *model, const qsimrt_layer *layer) {
  const qsimrt_shape in = qsimrt_shape_of(model, layer->inputs[0]);
  return qsimrt_weight_layout_of(layer, &in).taps;
}

// finish_float32_avx512.h: outputs of 8 bits, and no limit but an upper one.
static int finishes_by_float32(const qsimrt_model *model,
                               const qsimrt_layer *layer) {
  return model->datapath.rounding == QSIMRT_ROUND_HALF_UP &&
         layer->output.bits == 8 &&
         layer->u.convolutional.activation != QSIMRT_CLIP &&
         !qsimrt_is_table(layer->u.convolutional.activation);
}

// Kernels take the larger of the results of two slopes.
static int is_usual(qsimrt_activation activation,
                    const qsimrt_parameters *parameters) {
  return !(activation == QSIMRT_LEAKY_RELU && parameters->alpha > 1);
}

// What can be said without a look at the weights; see judge_sums for the rest.
static int may_convolve(const qsimrt_model *model, const qsimrt_layer *layer) {
  const qsimrt_convolutional *conv = &layer->u.convolutional;
  return conv->q_weights && conv->weight_bits <= 8 &&
         !qsimrt_dilates_input(layer) &&
         is_usual(conv->activation, &conv->parameters) &&
         qsimrt_rounds_down(model->datapath.rounding) &&
         (!qsimrt_is_table(conv->activation) || conv->table);
}

static int is_depthwise(const qsimrt_model *model, const qsimrt_layer *layer) {
  const qsimrt_convolutional *conv = &layer->u.convolutional;
  const qsimrt_shape in = qsimrt_shape_of(model, layer->inputs[0]);
  return conv->groups == in.c && conv->filters == in.c && in.c > 4 &&
         qsimrt_filter_taps(conv) <= QSIMRT_DEPTHWISE_TAPS;
}

// Where activations are widened, those of 2 x 2 outputs must fit the scratch
// memory: a fused pool wants as many at a time.
static int fits_window(const qsimrt_model *model, qsimrt_isa isa,
                       const qsimrt_layer *layer) {
  const qsimrt_window window = qsimrt_window_of(layer);
  const qsimrt_shape in = qsimrt_shape_of(model, layer->inputs[0]);
  const int64_t rows =
      (int64_t)(window.size_y - 1) * window.dilation_y + 1 + window.stride_y;
  const int64_t columns =
      (int64_t)(window.size_x - 1) * window.dilation_x + 1 + window.stride_x;
  return qsimrt_factor_bytes(isa) == 1 ||
         rows <=
             QSIMRT_FAST_WINDOW / columns / 2 / qsimrt_stored_channels(in.c);
}

static qsimrt_fast_kind convolution_kind(const qsimrt_model *model,
                                         qsimrt_isa isa,
                                         const qsimrt_layer *layer) {
  if (!may_convolve(model, layer))
    return QSIMRT_NOT_FAST;
  if (is_depthwise(model, layer))
    return QSIMRT_FAST_DEPTHWISE;
  return fits_window(model, isa, layer) ? QSIMRT_FAST_CONVOLUTION
                                        : QSIMRT_NOT_FAST;
}

// Sums read 16 values at a time, of a row or of a padded pixel.
static int fills_lanes(qsimrt_shape shape) {
  return shape.c > 4 || (shape.c == 4 && shape.w % 4 == 0);
}

static int can_add(const qsimrt_model *model, const qsimrt_layer *layer) {
  const qsimrt_elementwise *sum = &layer->u.elementwise;
  const int can = layer->input_count == 2 && sum->positive &&
                  fills_lanes(layer->shape) &&
                  !qsimrt_is_table(sum->activation) &&
                  // The kernels know an upper limit alone.
                  sum->activation != QSIMRT_CLIP &&
                  is_usual(sum->activation, &sum->parameters) &&
                  qsimrt_rounds_down(model->datapath.rounding) &&
                  qsimrt_same_shape(qsimrt_shape_of(model, layer->inputs[0]),
                                    layer->shape) &&
                  qsimrt_stored_channels(layer->shape.c) <= QSIMRT_FAST_SUMS;
  return can && is_exact_in_float64(sum->positive[0].shift, 8) &&
         (!sum->negative || is_exact_in_float64(sum->negative[0].shift, 8));
}

static int can_copy(const qsimrt_model *model, const qsimrt_layer *layer) {
  const qsimrt_quant from = qsimrt_quant_of(model, layer->inputs[0]);
  return qsimrt_same_quant(&from, &layer->output);
}

static int can_route(const qsimrt_model *model, const qsimrt_layer *layer) {
  if (layer->u.route.outer > 1)
    return 0;
  for (int32_t i = 0; i < layer->input_count; ++i) {
    const qsimrt_quant from = qsimrt_quant_of(model, layer->inputs[i]);
    if (!qsimrt_same_quant(&from, &layer->output) && !layer->u.route.rescale)
      return 0;
  }
  return 1;
}

static int can_average(const qsimrt_layer *layer) {
  const qsimrt_avgpool *pool = &layer->u.avgpool;
  return pool->window.size_y == 0 && pool->rescale;
}

static qsimrt_fast_kind kind_of(const qsimrt_model *model, qsimrt_isa isa,
                                const qsimrt_layer *layer) {
  qsimrt_fast_kind kind = QSIMRT_NOT_FAST;
  if (!qsimrt_reads_bytes(model, layer) || layer->output.bits == 0)
    return kind;
  if (layer->kind == QSIMRT_CONVOLUTIONAL)
    kind = convolution_kind(model, isa, layer);
  else if (layer->kind == QSIMRT_AVGPOOL)
    kind = can_average(layer) ? QSIMRT_FAST_AVGPOOL : kind;
  else if (!qsimrt_is_byte(layer->output))
    return kind;
  else if (layer->kind == QSIMRT_MAXPOOL)
    kind = layer->u.maxpool.window.size_y == 0 ? QSIMRT_FAST_MAXPOOL : kind;
  else if (layer->kind == QSIMRT_UPSAMPLE)
    kind = QSIMRT_FAST_UPSAMPLE;
  else if (layer->kind == QSIMRT_DROPOUT)
    kind = can_copy(model, layer) ? QSIMRT_FAST_COPY : kind;
  else if (layer->kind == QSIMRT_ROUTE)
    kind = can_route(model, layer) ? QSIMRT_FAST_ROUTE : kind;
  else if (layer->kind == QSIMRT_SHORTCUT)
    kind = can_add(model, layer) ? QSIMRT_FAST_SHORTCUT : kind;
  return qsimrt_fast_kernel_of(isa, kind) ? kind : QSIMRT_NOT_FAST;
}

// Is the next layer a pool whose windows of 2 x 2 tile the output of this
// convolution, and that alone reads it?
static int is_pooled(const qsimrt_model *model, const qsimrt_layer *conv) {
  const int32_t next = conv->index + 1;
  if (conv->kind != QSIMRT_CONVOLUTIONAL || next >= model->layer_count ||
      model->layers[next].kind != QSIMRT_MAXPOOL)
    return 0;
  const qsimrt_layer *layer = &model->layers[next];
  const qsimrt_maxpool *pool = &layer->u.maxpool;
  int32_t readers = 0;
  for (int32_t i = 0; i < model->layer_count; ++i)
    for (int32_t k = 0; k < model->layers[i].input_count; ++k)
      readers += model->layers[i].inputs[k] == conv->index;
  return readers == 1 && layer->inputs[0] == conv->index &&
         pool->window.size_y == 0 && pool->size == 2 && pool->stride == 2 &&
         pool->padding <= 1 && conv->shape.h % 2 == 0 && conv->shape.w % 2 == 0;
}

// Tables need not be monotone.
static int can_fuse_pool(const qsimrt_model *model, const qsimrt_layer *conv,
                         const qsimrt_packed_layer *entries) {
  return is_pooled(model, conv) &&
         entries[conv->index].kind == QSIMRT_FAST_CONVOLUTION &&
         entries[conv->index + 1].kind == QSIMRT_FAST_MAXPOOL &&
         qsimrt_is_byte(conv->output) &&
         !qsimrt_is_table(conv->u.convolutional.activation) &&
         qsimrt_same_quant(&conv->output,
                           &model->layers[conv->index + 1].output);
}

// Here and in FLOAT the convolution must compute its activation, too.
static int can_fuse_hybrid_pool(const qsimrt_model *model,
                                const qsimrt_layer *conv,
                                const qsimrt_packed_layer *entries) {
  return is_pooled(model, conv) &&
         entries[conv->index].kind == QSIMRT_FAST_CONVOLUTION &&
         entries[conv->index].is_hybrid &&
         conv->u.convolutional.activation <= QSIMRT_RELU;
}

static int can_fuse_float_pool(const qsimrt_model *model,
                               const qsimrt_layer *conv,
                               const qsimrt_packed_layer *entries) {
  return is_pooled(model, conv) &&
         (entries[conv->index].float_kind == QSIMRT_FAST_FLOAT_CONVOLUTION ||
          entries[conv->index].float_kind == QSIMRT_FAST_FLOAT_WINOGRAD) &&
         conv->u.convolutional.activation <= QSIMRT_RELU;
}

int32_t qsimrt_fast_units(const qsimrt_layer *layer,
                          const qsimrt_packed_layer *packed,
                          qsimrt_fast_kind kind, const qsimrt_layer *pool) {
  const int32_t rows = pool ? pool->shape.h : layer->shape.h;
  if (kind == QSIMRT_FAST_FLOAT_WINOGRAD)
    return packed->winograd.groups * packed->winograd.splits;
  if (kind == QSIMRT_FAST_AVGPOOL || kind == QSIMRT_FAST_FLOAT_AVGPOOL)
    return (qsimrt_stored_channels(layer->shape.c) + QSIMRT_AVERAGED_CHANNELS -
            1) /
           QSIMRT_AVERAGED_CHANNELS;
  if (kind == QSIMRT_FAST_FLOAT_CONVOLUTION)
    return qsimrt_fused_blocks(&layer->u.convolutional) * rows;
  return kind == QSIMRT_FAST_CONVOLUTION ||
                 kind == QSIMRT_FAST_HYBRID_CONVOLUTION
             ? qsimrt_blocks(layer->u.convolutional.filters) * rows
             : rows;
}

// ---- where the parameters lie ----------------------------------------------

static void lay_out_multipliers(const qsimrt_convolutional *conv,
                                uint64_t *used, qsimrt_packed_layer *out) {
  const size_t bytes = (size_t)qsimrt_quad_lanes(conv) / QSIMRT_LANES *
                       sizeof(qsimrt_packed_multipliers);
  out->has_negative = qsimrt_has_negative(conv->activation);
  out->positive = qsimrt_take(used, bytes);
  out->negative = out->has_negative ? qsimrt_take(used, bytes) : out->positive;
}

static void lay_out_integers(const qsimrt_model *model, qsimrt_isa isa,
                             const qsimrt_layer *layer, uint64_t *used,
                             qsimrt_packed_layer *out) {
  const qsimrt_convolutional *conv = &layer->u.convolutional;
  const size_t lanes = (size_t)qsimrt_quad_lanes(conv);
  qsimrt_find_window(model, layer, out);
  out->is_mapped =
      conv->quads && conv->groups == 1 && qsimrt_factor_bytes(isa) == 1;
  if (!out->is_mapped)
    out->weights = qsimrt_take(
        used, (size_t)qsimrt_filter_taps(conv) * (size_t)out->window_steps * 4 *
                  (size_t)qsimrt_factor_bytes(isa) * lanes);
  out->biases = qsimrt_take(used, lanes * sizeof(int32_t));
  out->hybrid_biases = qsimrt_take(used, lanes * sizeof(int32_t));
  out->lowest = qsimrt_take(used, lanes * sizeof(int32_t));
  out->highest = qsimrt_take(used, lanes * sizeof(int32_t));
}

static void divide_winograd(const qsimrt_model *model,
                            const qsimrt_layer *layer,
                            qsimrt_packed_layer *out) {
  const qsimrt_shape in = qsimrt_shape_of(model, layer->inputs[0]);
  out->winograd = qsimrt_winograd_of(
      layer, qsimrt_winograd_side(&layer->u.convolutional, in, layer->shape),
      in.c);
  const size_t inputs =
      qsimrt_winograd_inputs(&out->winograd, in.c) * sizeof(float);
  const size_t sums = qsimrt_winograd_sums(&out->winograd) * sizeof(float);
  out->float_scratch = sums;
  if (out->winograd.groups == 1)
    out->float_shared = qsimrt_align(inputs);
  else
    out->float_scratch += inputs;
}

static qsimrt_packed_layer lay_out_layer(const qsimrt_model *model,
                                         qsimrt_isa isa, uint32_t parts,
                                         const qsimrt_layer *layer,
                                         uint64_t *used) {
  qsimrt_packed_layer out;
  memset(&out, 0, sizeof out);
  if (parts & QSIMRT_PACK_INTEGERS && isa != QSIMRT_ISA_NONE)
    out.kind = (int32_t)kind_of(model, isa, layer);
  if (out.kind == QSIMRT_FAST_DEPTHWISE)
    qsimrt_lay_out_depthwise(isa, layer, used, &out);
  if (out.kind == QSIMRT_FAST_CONVOLUTION)
    lay_out_integers(model, isa, layer, used, &out);
  if (is_convolution(out.kind))
    lay_out_multipliers(&layer->u.convolutional, used, &out);
  const qsimrt_fast_kind kind = qsimrt_float_kind_of(model, layer, parts);
  out.float_kind = (int32_t)kind;
  if (!qsimrt_is_fused(kind))
    return out;
  if (kind == QSIMRT_FAST_FLOAT_WINOGRAD)
    divide_winograd(model, layer, &out);
  out.float_weights = qsimrt_take(
      used, qsimrt_fused_weight_count(model, layer, kind) * sizeof(float));
  out.float_biases =
      qsimrt_take(used, qsimrt_fused_bias_count(layer) * sizeof(float));
  return out;
}

size_t qsimrt_packed_size(const qsimrt_model *model, qsimrt_isa isa,
                          uint32_t parts) {
  uint64_t used = 0;
  if (isa == QSIMRT_ISA_NONE &&
      !(parts & (QSIMRT_PACK_FLOATS | QSIMRT_PACK_MIXED)))
    return 0;
  qsimrt_take(&used, sizeof(qsimrt_packed) + (size_t)model->layer_count *
                                                 sizeof(qsimrt_packed_layer));
  for (int32_t i = 0; i < model->layer_count; ++i)
    lay_out_layer(model, isa, parts, &model->layers[i], &used);
  return used;
}

// ---- packing ---------------------------------------------------------------

// Bias (NULL: 0) less `offset` times the sum of the filter's weights.
static void pack_biases(const qsimrt_convolutional *conv, int64_t taps,
                        const int32_t *biases, int32_t offset, int32_t *to) {
  for (int32_t o = 0; o < conv->filters; ++o) {
    // Modulo 2^32, as the sums are.
    const uint32_t sum = (uint32_t)qsimrt_sums_of(conv, taps, o).weights;
    const uint32_t bias = biases ? (uint32_t)biases[o] : 0;
    const uint32_t wrapped = bias - (uint32_t)offset * sum;
    memcpy(&to[o], &wrapped, sizeof wrapped);
  }
}

static void pack_multipliers(const qsimrt_multiplier *from, int32_t filters,
                             qsimrt_packed_multipliers *to) {
  for (int32_t o = 0; o < filters; ++o) {
    qsimrt_packed_multipliers *group = &to[o / QSIMRT_LANES];
    group->factor[o % QSIMRT_LANES] = qsimrt_factor_of(from[o]);
    group->factor32[o % QSIMRT_LANES] = (float)qsimrt_factor_of(from[o]);
    group->nudge[o % QSIMRT_LANES] = qsimrt_is_shift(from[o]) ? 0.5f : 0.0f;
    group->mult[o % QSIMRT_LANES] = from[o].mult;
    group->shift[o % QSIMRT_LANES] = from[o].shift;
  }
}

static void pack_all_multipliers(const qsimrt_convolutional *conv, char *base,
                                 const qsimrt_packed_layer *entry) {
  pack_multipliers(conv->positive, conv->filters,
                   (void *)(base + entry->positive));
  if (entry->has_negative)
    pack_multipliers(conv->negative ? conv->negative : conv->positive,
                     conv->filters, (void *)(base + entry->negative));
}

// Does float64 hold what matters of sum * mult / 2^shift? The range that
// matters has one bit more than the output, for the zero point.
static int fits_float64(int64_t largest, qsimrt_multiplier by, int32_t bits) {
  if ((double)largest * qsimrt_factor_of(by) >= 0x1p30)
    return 0; // an int32 would not hold the rounded result
  while (by.mult != 0 && by.mult % 2 == 0 && by.shift > 1) {
    by.mult /= 2;
    --by.shift;
  }
  return is_exact_in_float64(by.shift, bits + 1) ||
         (double)largest * by.mult < 0x1p51;
}

// The sum farthest from 0, on the side of `sign`, that the clamp does not
// change.
static int32_t find_bound(const qsimrt_finish *finish, qsimrt_multiplier by,
                          int32_t sign) {
  int64_t inside = 0, outside = INT64_C(1) << 31;
  while (outside - inside > 1) {
    const int64_t middle = (inside + outside) / 2;
    uint64_t saturated = 0;
    (void)qsimrt_place(qsimrt_requantize(sign * middle, by, finish->rounding),
                       finish->target, &saturated);
    if (saturated)
      outside = middle;
    else
      inside = middle;
  }
  return (int32_t)(sign * inside);
}

static void pack_bounds(const qsimrt_model *model, const qsimrt_layer *layer,
                        int32_t *lowest, int32_t *highest) {
  const qsimrt_convolutional *conv = &layer->u.convolutional;
  const qsimrt_finish finish =
      qsimrt_finish_of(conv->activation, &conv->parameters, conv->preactivation,
                       conv->table, layer->output, model->datapath.rounding);
  for (int32_t o = 0; o < conv->filters; ++o) {
    const int has_negative = finish.has_negative && conv->negative;
    lowest[o] = find_bound(
        &finish, has_negative ? conv->negative[o] : conv->positive[o], -1);
    highest[o] = find_bound(&finish, conv->positive[o], 1);
  }
}

// Completes the entry of a convolution by what its weights allow: no kernel
// where a sum could overflow the accumulator or an int32.
static void judge_sums(const qsimrt_model *model, const qsimrt_layer *layer,
                       qsimrt_packed_layer *entry) {
  const qsimrt_convolutional *conv = &layer->u.convolutional;
  const int64_t taps = taps_of(model, layer);
  const int64_t limit =
      ((int64_t)1 << (model->datapath.accumulator_bits - 1)) - 1;
  const int64_t most = limit < INT32_MAX ? limit : INT32_MAX;
  const int32_t bits = qsimrt_is_table(conv->activation)
                           ? conv->preactivation.bits
                           : layer->output.bits;
  entry->by_float32 = finishes_by_float32(model, layer);
  entry->is_hybrid =
      model->arithmetic != QSIMRT_YOLO2_LIGHT && conv->hybrid_scales;
  for (int32_t o = 0; o < conv->filters; ++o) {
    const int64_t largest = largest_sum(conv, taps, o);
    const qsimrt_multiplier by = conv->positive[o];
    const qsimrt_multiplier below = conv->negative ? conv->negative[o] : by;
    if (largest > most)
      entry->kind = QSIMRT_NOT_FAST;
    // In HYBRID a sum is that of weight * (q - zero point), below 2^8 each, and
    // the bias comes later.
    if (256 * qsimrt_sums_of(conv, taps, o).magnitudes > INT32_MAX)
      entry->is_hybrid = 0;
    if (!fits_float64(largest, by, bits) ||
        !fits_float64(largest, below, bits) ||
        qsimrt_factor_of(below) > qsimrt_factor_of(by))
      entry->by_int64 = 1;
    if ((double)largest * qsimrt_factor_of(by) >= 0x1p21)
      entry->by_float32 = 0;
    entry->has_ties |=
        qsimrt_is_shift(by) || (entry->has_negative && qsimrt_is_shift(below));
  }
  entry->is_hybrid &= entry->kind != QSIMRT_NOT_FAST;
}

// Quads are of dense ones alone, and as the kernels read those.
static void pack_weights(const qsimrt_model *model, const qsimrt_layer *layer,
                         const qsimrt_packed_layer *entry, qsimrt_isa isa,
                         int8_t *to) {
  const qsimrt_convolutional *conv = &layer->u.convolutional;
  if (entry->is_mapped)
    return;
  const int8_t *from = to;
  if (conv->groups > 1)
    qsimrt_pack_grouped_weights(model, layer, entry, to);
  else if (conv->quads)
    from = conv->quads; // of another width
  else
    qsimrt_pack_quads(conv, qsimrt_shape_of(model, layer->inputs[0]).c, to);
  if (qsimrt_factor_bytes(isa) == 2)
    qsimrt_widen_weights(conv->filters,
                         qsimrt_filter_taps(conv) * entry->window_steps, from,
                         to);
}

static void pack_layer(const qsimrt_model *model, const qsimrt_layer *layer,
                       char *base, qsimrt_packed_layer *entry) {
  const qsimrt_isa isa = (qsimrt_isa)((const qsimrt_packed *)base)->isa;
  const int32_t offset = qsimrt_factor_offset(isa);
  const qsimrt_convolutional *conv = &layer->u.convolutional;
  pack_weights(model, layer, entry, isa, (int8_t *)base + entry->weights);
  const int64_t taps = taps_of(model, layer);
  pack_biases(conv, taps, conv->q_biases, offset,
              (int32_t *)(void *)(base + entry->biases));
  if (entry->is_hybrid)
    pack_biases(conv, taps, NULL,
                offset + qsimrt_quant_of(model, layer->inputs[0]).zero_point,
                (int32_t *)(void *)(base + entry->hybrid_biases));
  if (entry->fuses_pool)
    pack_bounds(model, layer, (int32_t *)(void *)(base + entry->lowest),
                (int32_t *)(void *)(base + entry->highest));
}

static int32_t larger_of(int32_t a, int32_t b) { return a > b ? a : b; }

// As wide as the widest padding of the convolutions that read a tensor.
static int32_t border_of(const qsimrt_model *model,
                         const qsimrt_packed_layer *entries, int32_t tensor) {
  int32_t border = 0;
  for (int32_t i = 0; i < model->layer_count; ++i) {
    const qsimrt_layer *layer = &model->layers[i];
    if ((!is_convolution(entries[i].kind) &&
         !qsimrt_is_fused((qsimrt_fast_kind)entries[i].float_kind)) ||
        layer->inputs[0] != tensor)
      continue;
    const qsimrt_window window = qsimrt_window_of(layer);
    border = larger_of(border, larger_of(window.top, window.bottom));
    border = larger_of(border, larger_of(window.left, window.right));
  }
  return border;
}

static void done_with(const qsimrt_model *model, const qsimrt_layer *layer,
                      const qsimrt_reading *reading) {
  if (!reading || layer->kind != QSIMRT_CONVOLUTIONAL)
    return;
  const qsimrt_convolutional *conv = &layer->u.convolutional;
  const size_t count = (size_t)conv->filters * (size_t)taps_of(model, layer);
  if (conv->q_weights && !conv->quads)
    reading->done(reading->context, conv->q_weights,
                  conv->weight_bits <= 8 ? count : 2 * count);
  if (conv->weights)
    reading->done(reading->context, conv->weights, count * sizeof(float));
}

// The memory of a layer is cleared when it is packed, so that as little of it
// as of what is read is touched before.
qsimrt_status qsimrt_pack(const qsimrt_model *model, qsimrt_isa isa,
                          uint32_t parts, void *memory, size_t size,
                          const qsimrt_reading *reading,
                          const qsimrt_packed **packed, qsimrt_error *error) {
  const size_t wanted = qsimrt_packed_size(model, isa, parts);
  *packed = NULL;
  if (!qsimrt_has_isa(isa) || wanted == 0)
    return qsimrt_fail(error, QSIMRT_UNSUPPORTED,
                       "this machine or build has no optimised kernels of the "
                       "instruction set asked for");
  if ((uintptr_t)memory % QSIMRT_UNIT != 0)
    return qsimrt_fail(error, QSIMRT_BAD_ARGUMENT,
                       "packed parameters must be aligned to %d bytes",
                       (int32_t)QSIMRT_UNIT);
  if (parts & QSIMRT_PACK_FLOATS && parts & QSIMRT_PACK_MIXED)
    return qsimrt_fail(error, QSIMRT_BAD_ARGUMENT,
                       "parameters are packed for direct or for mixed kernels "
                       "of float, not for both");
  if (!memory || size < wanted)
    return qsimrt_fail(error, QSIMRT_NO_MEMORY,
                       "packed parameters need %D bytes and were given %D",
                       (int64_t)wanted, (int64_t)size);
  qsimrt_packed *out = memory;
  out->isa = isa;
  out->parts = parts;
  out->layer_count = model->layer_count;
  uint64_t used = 0;
  qsimrt_take(&used,
              sizeof *out + (size_t)model->layer_count * sizeof *out->layers);
  uint64_t cleared = used;
  for (int32_t i = 0; i < model->layer_count; ++i) {
    const qsimrt_layer *layer = &model->layers[i];
    out->layers[i] = lay_out_layer(model, isa, parts, layer, &used);
    if (is_convolution(out->layers[i].kind))
      judge_sums(model, layer, &out->layers[i]);
    done_with(model, layer, reading);
  }
  for (int32_t i = 0; i < model->layer_count; ++i) {
    const qsimrt_layer *layer = &model->layers[i];
    const uint64_t begin = cleared;
    lay_out_layer(model, isa, parts, layer, &cleared);
    memset((char *)memory + begin, 0, cleared - begin);
    out->layers[i].fuses_pool = can_fuse_pool(model, layer, out->layers);
    out->layers[i].fuses_hybrid_pool =
        can_fuse_hybrid_pool(model, layer, out->layers);
    out->layers[i].fuses_float_pool =
        can_fuse_float_pool(model, layer, out->layers);
    if (out->layers[i].kind == QSIMRT_FAST_CONVOLUTION)
      pack_layer(model, layer, memory, &out->layers[i]);
    if (out->layers[i].kind == QSIMRT_FAST_DEPTHWISE)
      qsimrt_pack_depthwise(model, layer, memory, &out->layers[i]);
    if (is_convolution(out->layers[i].kind))
      pack_all_multipliers(&layer->u.convolutional, memory, &out->layers[i]);
    if (qsimrt_is_fused((qsimrt_fast_kind)out->layers[i].float_kind))
      qsimrt_pack_fused(model, layer,
                        (qsimrt_fast_kind)out->layers[i].float_kind,
                        (void *)((char *)memory + out->layers[i].float_weights),
                        (void *)((char *)memory + out->layers[i].float_biases));
    done_with(model, layer, reading);
  }
  out->image_border = border_of(model, out->layers, QSIMRT_IMAGE);
  for (int32_t i = 0; i < model->layer_count; ++i)
    out->layers[i].border = border_of(model, out->layers, i);
  *packed = out;
  return QSIMRT_OK;
}
