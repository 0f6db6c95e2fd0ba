// SPDX-License-Identifier: Apache-2.0
// What kinds and activations have in common.
#include "kernels/window.h"
#include "qsimrt/qsimrt.h"
#include "requant.h"

int qsimrt_has_weights(qsimrt_kind kind) {
  return kind == QSIMRT_CONVOLUTIONAL || kind == QSIMRT_CONNECTED ||
         kind == QSIMRT_LOCAL;
}

int qsimrt_is_head(qsimrt_kind kind) {
  return kind == QSIMRT_YOLO || kind == QSIMRT_REGION ||
         kind == QSIMRT_DETECTION || kind == QSIMRT_YOLOX;
}

int qsimrt_is_host(qsimrt_kind kind) {
  return qsimrt_is_head(kind) || kind == QSIMRT_SOFTMAX ||
         kind == QSIMRT_COST || kind == QSIMRT_ARGMAX;
}

int qsimrt_is_elementwise(qsimrt_kind kind) {
  return kind == QSIMRT_SHORTCUT || kind == QSIMRT_MULTIPLY ||
         kind == QSIMRT_ACTIVATION || kind == QSIMRT_BINARY;
}

int qsimrt_sums(const qsimrt_layer *layer) {
  return layer->kind == QSIMRT_SHORTCUT || layer->kind == QSIMRT_ACTIVATION ||
         (layer->kind == QSIMRT_BINARY &&
          layer->u.elementwise.operation < QSIMRT_BINARY_DIV);
}

int qsimrt_averages(const qsimrt_layer *layer) {
  return layer->kind == QSIMRT_AVGPOOL ||
         (layer->kind == QSIMRT_REDUCE &&
          layer->u.reduce.operation <= QSIMRT_REDUCE_SUM);
}

int qsimrt_is_table(qsimrt_activation activation) {
  return activation >= QSIMRT_LOGISTIC && activation != QSIMRT_LEAKY_RELU &&
         activation != QSIMRT_CLIP;
}

int qsimrt_has_negative_multipliers(qsimrt_activation activation) {
  return qsimrt_has_negative(activation);
}

qsimrt_activation qsimrt_activation_of(const qsimrt_layer *layer) {
  if (qsimrt_has_weights(layer->kind))
    return layer->u.convolutional.activation;
  if (qsimrt_is_elementwise(layer->kind))
    return layer->u.elementwise.activation;
  return QSIMRT_LINEAR;
}

qsimrt_quant qsimrt_preactivation_of(const qsimrt_layer *layer) {
  const qsimrt_quant none = {0, 0, 0};
  if (qsimrt_has_weights(layer->kind))
    return layer->u.convolutional.preactivation;
  if (qsimrt_is_elementwise(layer->kind))
    return layer->u.elementwise.preactivation;
  return none;
}

const qsimrt_parameters *qsimrt_parameters_of(const qsimrt_layer *layer) {
  static const qsimrt_parameters none = {0, 0, 0};
  if (qsimrt_has_weights(layer->kind))
    return &layer->u.convolutional.parameters;
  if (qsimrt_is_elementwise(layer->kind))
    return &layer->u.elementwise.parameters;
  return &none;
}

int32_t qsimrt_parameter_count(qsimrt_activation activation, int *may_lack) {
  *may_lack = activation == QSIMRT_ELU || activation == QSIMRT_SELU;
  switch (activation) {
  case QSIMRT_ELU:
  case QSIMRT_LEAKY_RELU:
  case QSIMRT_THRESHOLDED_RELU:
  case QSIMRT_POW:
    return 1;
  case QSIMRT_SELU:
  case QSIMRT_CLIP:
  case QSIMRT_AFFINE:
  case QSIMRT_HARD_SIGMOID:
    return 2;
  default:
    return 0;
  }
}

qsimrt_window qsimrt_window_of(const qsimrt_layer *layer) {
  const qsimrt_window none = {0};
  switch (layer->kind) {
  case QSIMRT_CONVOLUTIONAL:
  case QSIMRT_LOCAL:
    return qsimrt_convolution_window(&layer->u.convolutional);
  case QSIMRT_MAXPOOL:
    return qsimrt_maxpool_window(&layer->u.maxpool);
  case QSIMRT_AVGPOOL:
    return layer->u.avgpool.window;
  default:
    return none;
  }
}
