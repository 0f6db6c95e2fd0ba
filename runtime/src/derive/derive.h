// SPDX-License-Identifier: Apache-2.0
// What the derivations of one kind of layer share: where messages come from,
// and the encoding of multipliers.
#ifndef QSIMRT_DERIVE_H
#define QSIMRT_DERIVE_H

#include "qsimrt/qsimrt.h"
#include "requant.h"

// Where the messages of one multiplier, bias or weight come from.
typedef struct qsimrt_origin {
  const char *layer;
  int32_t channel; // or the input, where a layer has one value for each
  qsimrt_error *error;
} qsimrt_origin;

// What encode is to fit: bits of a multiplier and its largest shift.
typedef struct qsimrt_encoding {
  int32_t bits, max_shift;
} qsimrt_encoding;

// Multipliers of a layer whose operands are, or are not, all at most 8 bits
// wide.
static inline qsimrt_encoding
qsimrt_encoding_of(const qsimrt_datapath *datapath, int narrow) {
  const qsimrt_encoding out = {narrow ? datapath->multiplier_bits
                                      : datapath->wide_multiplier_bits,
                               datapath->max_shift};
  return out;
}

// N7. `what` names the multiplier in messages ("positive").
qsimrt_status qsimrt_encode(double value, qsimrt_encoding encoding,
                            const char *what, const qsimrt_origin *at,
                            qsimrt_multiplier *out);

// The quantization that requantizing aims at (N27, N28).
static inline qsimrt_quant qsimrt_target_of(const qsimrt_layer *layer) {
  return qsimrt_is_table(qsimrt_activation_of(layer))
             ? qsimrt_preactivation_of(layer)
             : layer->output;
}

static inline const qsimrt_quant *qsimrt_input_quant(const qsimrt_model *model,
                                                     const qsimrt_layer *layer,
                                                     int32_t input) {
  const int32_t from = layer->inputs[input];
  return from == QSIMRT_IMAGE ? &model->image_quant
                              : &model->layers[from].output;
}

static inline const qsimrt_shape *qsimrt_input_shape(const qsimrt_model *model,
                                                     const qsimrt_layer *layer,
                                                     int32_t input) {
  const int32_t from = layer->inputs[input];
  return from == QSIMRT_IMAGE ? &model->image : &model->layers[from].shape;
}

// How a layer with weights lies in memory, by the shape that it reads.
typedef struct qsimrt_weight_layout {
  int64_t taps;   // weights of one filter (at one place)
  int64_t places; // of a local layer; else 1
} qsimrt_weight_layout;

qsimrt_weight_layout qsimrt_weight_layout_of(const qsimrt_layer *layer,
                                             const qsimrt_shape *input);

// N31 to N33, N13, N60, N61. Multipliers go to arrays of the layer's number of
// inputs, or of one; `negative` may be NULL where the activation has none.
qsimrt_status qsimrt_derive_shortcut(const qsimrt_model *model,
                                     const qsimrt_layer *layer,
                                     qsimrt_multiplier *positive,
                                     qsimrt_multiplier *negative,
                                     qsimrt_error *error);
qsimrt_status qsimrt_derive_multiply(const qsimrt_model *model,
                                     const qsimrt_layer *layer,
                                     qsimrt_multiplier *positive,
                                     qsimrt_multiplier *negative,
                                     qsimrt_error *error);
// Of an average pool: one, or one for each number of taps of a window.
static inline int64_t qsimrt_mean_multipliers(const qsimrt_layer *layer) {
  const qsimrt_window window = qsimrt_window_of(layer);
  return layer->kind == QSIMRT_AVGPOOL && window.size_y != 0
             ? (int64_t)window.size_y * window.size_x
             : 1;
}
qsimrt_status qsimrt_derive_avgpool(const qsimrt_model *model,
                                    const qsimrt_layer *layer,
                                    qsimrt_multiplier *rescale,
                                    qsimrt_error *error);
qsimrt_status qsimrt_derive_route(const qsimrt_model *model,
                                  const qsimrt_layer *layer,
                                  qsimrt_multiplier *rescale,
                                  qsimrt_error *error);

qsimrt_status qsimrt_derive_reduce(const qsimrt_model *model,
                                   const qsimrt_layer *layer,
                                   qsimrt_multiplier *rescale,
                                   qsimrt_error *error);

// N33, N53, N60: the multiplier of a sum of `count` integers that becomes a
// mean, and its place among those of the layer.
qsimrt_status qsimrt_derive_mean(const qsimrt_model *model,
                                 const qsimrt_layer *layer, int64_t count,
                                 int32_t number, qsimrt_multiplier *rescale,
                                 qsimrt_error *error);

// N56: the integers of a constant.
qsimrt_status qsimrt_derive_constant(const qsimrt_layer *layer, void *q_values,
                                     qsimrt_error *error);

// N36: the table of a crop that changes its values.
void qsimrt_derive_crop_table(const qsimrt_quant *input,
                              const qsimrt_quant *output, void *table);

// N43, N44: one layer of the profile yolo2_light.
qsimrt_status qsimrt_derive_yolo2_light(const qsimrt_layer *layer,
                                        const qsimrt_shape *input_shape,
                                        qsimrt_derived_convolutional *out,
                                        qsimrt_error *error);

// A float64 that is neither infinite nor a NaN.
static inline int qsimrt_is_finite(double value) { return value - value == 0; }

#endif // QSIMRT_DERIVE_H
