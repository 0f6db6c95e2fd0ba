// SPDX-License-Identifier: Apache-2.0
// What kinds and activations have in common.
#include "qsimrt/qsimrt.h"

int qsimrt_has_weights(qsimrt_kind kind) {
  return kind == QSIMRT_CONVOLUTIONAL || kind == QSIMRT_CONNECTED ||
         kind == QSIMRT_LOCAL;
}

int qsimrt_is_head(qsimrt_kind kind) {
  return kind == QSIMRT_YOLO || kind == QSIMRT_REGION ||
         kind == QSIMRT_DETECTION;
}

int qsimrt_is_host(qsimrt_kind kind) {
  return qsimrt_is_head(kind) || kind == QSIMRT_SOFTMAX ||
         kind == QSIMRT_COST || kind == QSIMRT_ARGMAX;
}

int qsimrt_is_elementwise(qsimrt_kind kind) {
  return kind == QSIMRT_SHORTCUT || kind == QSIMRT_MULTIPLY ||
         kind == QSIMRT_BINARY;
}

int qsimrt_sums(const qsimrt_layer *layer) {
  return layer->kind == QSIMRT_SHORTCUT ||
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
