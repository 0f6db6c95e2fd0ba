// SPDX-License-Identifier: Apache-2.0
// Which reference kernel runs a layer, and the scratch memory it needs.
#include "kernels/integer_sums.h"
#include "kernels/resize.h"
#include "qsimrt/qsimrt.h"

qsimrt_kernel qsimrt_reference_kernel(qsimrt_kind kind, qsimrt_mode mode) {
  static const qsimrt_kernel table[QSIMRT_KIND_COUNT][QSIMRT_INT + 1] = {
      [QSIMRT_CONVOLUTIONAL] = {qsimrt_convolutional_float,
                                qsimrt_convolutional_hybrid,
                                qsimrt_convolutional_int},
      [QSIMRT_MAXPOOL] = {qsimrt_maxpool_float, NULL, qsimrt_maxpool_int},
      [QSIMRT_ROUTE] = {qsimrt_route_float, NULL, qsimrt_route_int},
      [QSIMRT_UPSAMPLE] = {qsimrt_upsample_float, NULL, qsimrt_upsample_int},
      [QSIMRT_YOLO] = {qsimrt_yolo_float, NULL, NULL},
      [QSIMRT_CONNECTED] = {qsimrt_connected_float, qsimrt_connected_hybrid,
                            qsimrt_connected_int},
      [QSIMRT_LOCAL] = {qsimrt_local_float, qsimrt_local_hybrid,
                        qsimrt_local_int},
      [QSIMRT_AVGPOOL] = {qsimrt_avgpool_float, NULL, qsimrt_avgpool_int},
      [QSIMRT_SHORTCUT] = {qsimrt_shortcut_float, NULL, qsimrt_shortcut_int},
      [QSIMRT_ACTIVATION] = {qsimrt_shortcut_float, NULL, qsimrt_shortcut_int},
      [QSIMRT_MULTIPLY] = {qsimrt_multiply_float, NULL, qsimrt_multiply_int},
      [QSIMRT_REORG] = {qsimrt_reorg_float, NULL, qsimrt_reorg_int},
      [QSIMRT_CROP] = {qsimrt_crop_float, NULL, qsimrt_crop_int},
      [QSIMRT_DROPOUT] = {qsimrt_dropout_float, NULL, qsimrt_dropout_int},
      [QSIMRT_SOFTMAX] = {qsimrt_softmax_float, NULL, NULL},
      [QSIMRT_COST] = {qsimrt_cost_float, NULL, NULL},
      [QSIMRT_REGION] = {qsimrt_region_float, NULL, NULL},
      [QSIMRT_DETECTION] = {qsimrt_detection_float, NULL, NULL},
      [QSIMRT_CONSTANT] = {qsimrt_constant_float, NULL, qsimrt_constant_int},
      [QSIMRT_STRIDED] = {qsimrt_strided_float, NULL, qsimrt_strided_int},
      [QSIMRT_PAD] = {qsimrt_pad_float, NULL, qsimrt_pad_int},
      [QSIMRT_RESIZE] = {qsimrt_resize_float, NULL, qsimrt_resize_int},
      [QSIMRT_REDUCE] = {qsimrt_reduce_float, NULL, qsimrt_reduce_int},
      [QSIMRT_BINARY] = {qsimrt_binary_float, NULL, qsimrt_binary_int},
      [QSIMRT_ARGMAX] = {qsimrt_argmax_float, NULL, NULL},
      [QSIMRT_LRN] = {qsimrt_lrn_float, NULL, NULL},
      [QSIMRT_INSTANCE_NORM] = {qsimrt_instance_norm_float, NULL, NULL},
      [QSIMRT_YOLOX] = {qsimrt_cost_float, NULL, NULL},
  };
  if ((unsigned)kind >= QSIMRT_KIND_COUNT || (unsigned)mode > QSIMRT_INT)
    return NULL;
  return table[kind][mode];
}

qsimrt_kernel qsimrt_layer_kernel(const qsimrt_layer *layer, qsimrt_mode mode) {
  // A quotient and a power have no integers (N61).
  if (layer->kind == QSIMRT_BINARY && !qsimrt_sums(layer) &&
      mode != QSIMRT_FLOAT)
    return NULL;
  return qsimrt_reference_kernel(layer->kind, mode);
}

int qsimrt_kernel_splits(qsimrt_kind kind) {
  switch (kind) {
  case QSIMRT_CONVOLUTIONAL:
  case QSIMRT_CONNECTED:
  case QSIMRT_LOCAL:
  case QSIMRT_MAXPOOL:
  case QSIMRT_AVGPOOL:
  case QSIMRT_SHORTCUT:
  case QSIMRT_ACTIVATION:
  case QSIMRT_MULTIPLY:
  case QSIMRT_UPSAMPLE:
  case QSIMRT_YOLO:
  case QSIMRT_RESIZE:
  case QSIMRT_BINARY:
  case QSIMRT_LRN:
  case QSIMRT_INSTANCE_NORM:
    return 1;
  default:
    return 0;
  }
}

size_t qsimrt_scratch_size(const qsimrt_layer *layer, qsimrt_mode mode) {
  if (layer->kind == QSIMRT_RESIZE)
    return ((size_t)layer->shape.h + (size_t)layer->shape.w) *
           sizeof(qsimrt_taps);
  if (layer->kind != QSIMRT_CONVOLUTIONAL)
    return 0;
  const size_t sums = mode == QSIMRT_FLOAT ? QSIMRT_SEGMENT * sizeof(float)
                                           : sizeof(qsimrt_integer_sums);
  const qsimrt_window window =
      qsimrt_convolution_window(&layer->u.convolutional);
  return sums + (size_t)window.size_x * sizeof(qsimrt_span);
}
