// SPDX-License-Identifier: Apache-2.0
// What the files that pack parameters share.
#ifndef QSIMRT_OPT_PACK_H
#define QSIMRT_OPT_PACK_H

#include "opt/fast.h"
#include "session.h"

// The place of the next `bytes` of the packed parameters.
static inline uint64_t qsimrt_take(uint64_t *used, size_t bytes) {
  const uint64_t here = *used;
  *used += qsimrt_align(bytes);
  return here;
}

static inline double qsimrt_factor_of(qsimrt_multiplier by) {
  return (double)by.mult / (double)((int64_t)1 << by.shift);
}

static inline int qsimrt_is_shift(qsimrt_multiplier by) {
  return by.mult > 0 && (by.mult & (by.mult - 1)) == 0;
}

static inline int qsimrt_rounds_down(qsimrt_rounding rounding) {
  return rounding == QSIMRT_ROUND_HALF_UP || rounding == QSIMRT_ROUND_FLOOR;
}

static inline int qsimrt_is_byte(qsimrt_quant quant) {
  return quant.bits > 0 && quant.bits <= 8;
}

static inline int qsimrt_reads_bytes(const qsimrt_model *model,
                                     const qsimrt_layer *layer) {
  int all = layer->ceiling == QSIMRT_INT;
  for (int32_t i = 0; i < layer->input_count; ++i)
    all &= qsimrt_is_byte(qsimrt_quant_of(model, layer->inputs[i]));
  return all;
}

// Zeros between the values of the input: left to the reference (in FLOAT by
// N46).
static inline int qsimrt_dilates_input(const qsimrt_layer *layer) {
  const qsimrt_window window = qsimrt_window_of(layer);
  return window.input_dilation_y != 1 || window.input_dilation_x != 1;
}

// Depthwise convolution: where its parameters lie, and the parameters, but the
// multipliers.
void qsimrt_lay_out_depthwise(qsimrt_isa isa, const qsimrt_layer *layer,
                              uint64_t *used, qsimrt_packed_layer *out);
void qsimrt_pack_depthwise(const qsimrt_model *model, const qsimrt_layer *layer,
                           char *base, const qsimrt_packed_layer *entry);

// What the filters of a convolution read.
void qsimrt_find_window(const qsimrt_model *model, const qsimrt_layer *layer,
                        qsimrt_packed_layer *out);

// Of one with several groups; the memory holds zeros before.
void qsimrt_pack_grouped_weights(const qsimrt_model *model,
                                 const qsimrt_layer *layer,
                                 const qsimrt_packed_layer *entry, int8_t *to);

// Packed weights of a convolution, `steps` of 4 channels a filter, to 16 bits;
// from == to: in place.
void qsimrt_widen_weights(int32_t filters, int32_t steps, const int8_t *from,
                          int8_t *to);

// The kernel that a layer has in FLOAT.
qsimrt_fast_kind qsimrt_float_kind_of(const qsimrt_model *model,
                                      const qsimrt_layer *layer,
                                      uint32_t parts);

// Convolutions on folded parameters.
static inline int qsimrt_is_fused(qsimrt_fast_kind kind) {
  return kind == QSIMRT_FAST_FLOAT_CONVOLUTION ||
         kind == QSIMRT_FAST_FLOAT_DEPTHWISE ||
         kind == QSIMRT_FAST_FLOAT_NARROW || kind == QSIMRT_FAST_FLOAT_WINOGRAD;
}

// Floats of the packed weights and of the packed biases.
size_t qsimrt_fused_weight_count(const qsimrt_model *model,
                                 const qsimrt_layer *layer,
                                 qsimrt_fast_kind kind);
size_t qsimrt_fused_bias_count(const qsimrt_layer *layer);

// Fills both; they hold zeros before.
void qsimrt_pack_fused(const qsimrt_model *model, const qsimrt_layer *layer,
                       qsimrt_fast_kind kind, float *weights, float *biases);

// Of filters o .. o + count - 1, at most a vector of them: their weights by
// Winograd's transforms.
void qsimrt_pack_winograd_vector(const qsimrt_convolutional *conv, int32_t side,
                                 int32_t channels, int32_t o, int32_t count,
                                 const double *gains, float *packed);

#endif // QSIMRT_OPT_PACK_H
