// SPDX-License-Identifier: Apache-2.0
// Whether the integers of a .qweights or .packed are ones that the datapath can
// hold.
#include "files/bind_checks.h"

#include "derive/derive.h"
#include "files/message.h"
#include "session.h"

#include <string.h>

// One tensor and where its messages come from.
typedef struct subject {
  const char *file;
  const qsimrt_model *model;
  const qsimrt_layer *layer;
  const qsimrt_tensor_spec *tensor;
  const void *data;
  int64_t count;
  qsimrt_error *error;
} subject;

static int64_t load(qsimrt_dtype dtype, const void *data, int64_t i) {
  switch (dtype) {
  case QSIMRT_I8:
    return ((const int8_t *)data)[i];
  case QSIMRT_I16:
    return ((const int16_t *)data)[i];
  case QSIMRT_I32:
    return ((const int32_t *)data)[i];
  default:
    return ((const int64_t *)data)[i];
  }
}

// Bytes, of which there are most, in one quick look: the distance from `low`,
// modulo 256, is larger for those outside.
static int are_bytes_within(const int8_t *data, int64_t count, int64_t low,
                            int64_t high) {
  const uint8_t first = (uint8_t)low;
  uint8_t farthest = 0;
  for (int64_t i = 0; i < count; ++i) {
    const uint8_t distance = (uint8_t)((uint8_t)data[i] - first);
    farthest = distance > farthest ? distance : farthest;
  }
  return farthest <= high - low;
}

static qsimrt_status check_integers(const subject *of, int64_t low,
                                    int64_t high) {
  if (of->tensor->dtype == QSIMRT_I8 &&
      are_bytes_within(of->data, of->count, low, high))
    return QSIMRT_OK;
  for (int64_t i = 0; i < of->count; ++i) {
    const int64_t value = load(of->tensor->dtype, of->data, i);
    if (value < low || value > high)
      return qsimrt_fail(of->error, QSIMRT_BAD_FILE,
                         "%s: entry '%s.%s': value %D at %D, expected %D..%D",
                         of->file, of->layer->name, of->tensor->suffix, value,
                         i, low, high);
  }
  return QSIMRT_OK;
}

static qsimrt_status check_multiplier(const subject *of, int64_t i,
                                      int32_t bits) {
  const qsimrt_multiplier value = ((const qsimrt_multiplier *)of->data)[i];
  const int32_t max_shift = of->model->datapath.max_shift;
  if (value.mult >= 0 && value.mult <= INT32_MAX >> (31 - bits) &&
      value.shift >= 1 && value.shift <= max_shift)
    return QSIMRT_OK;
  return qsimrt_fail(of->error, QSIMRT_BAD_FILE,
                     "%s: entry '%s.%s': mult %d, shift %d at %D, expected "
                     "0..2^%d-1 and 1..%d",
                     of->file, of->layer->name, of->tensor->suffix, value.mult,
                     value.shift, i, bits, max_shift);
}

static const qsimrt_quant *input_quant(const subject *of, int64_t i) {
  const int32_t from = of->layer->inputs[i];
  return from == QSIMRT_IMAGE ? &of->model->image_quant
                              : &of->model->layers[from].output;
}

// Whether the layer's operands are all at most 8 bits wide (numerics.md section
// 4); a shortcut, an activation and a route always have multiplier_bits.
static int is_narrow(const subject *of) {
  const qsimrt_layer *layer = of->layer;
  if (qsimrt_sums(layer) || layer->kind == QSIMRT_ROUTE)
    return 1;
  if (qsimrt_has_weights(layer->kind))
    return qsimrt_is_narrow(&layer->u.convolutional, input_quant(of, 0));
  int narrow = 1;
  for (int32_t i = 0; i < layer->input_count; ++i)
    narrow &= input_quant(of, i)->bits <= 8;
  return narrow;
}

// Multiplier i of a route is that of its input i; other layers have as many as
// they have filters.
static int is_copied(const subject *of, int64_t i) {
  if (of->layer->kind != QSIMRT_ROUTE)
    return 0;
  const qsimrt_quant *from = input_quant(of, i), *to = &of->layer->output;
  return from->bits == to->bits && from->scale == to->scale &&
         from->zero_point == to->zero_point;
}

static qsimrt_status check_multipliers(const subject *of) {
  const qsimrt_datapath *datapath = &of->model->datapath;
  const qsimrt_multiplier *values = of->data;
  const int32_t bits = is_narrow(of) ? datapath->multiplier_bits
                                     : datapath->wide_multiplier_bits;
  for (int64_t i = 0; i < of->count; ++i) {
    if (is_copied(of, i)) {
      if (values[i].mult == 1 && values[i].shift == 0)
        continue;
      return qsimrt_fail(of->error, QSIMRT_BAD_FILE,
                         "%s: entry '%s.%s': mult %d, shift %d at %D, expected "
                         "1 and 0 for an input that is copied",
                         of->file, of->layer->name, of->tensor->suffix,
                         values[i].mult, values[i].shift, i);
    }
    const qsimrt_status status = check_multiplier(of, i, bits);
    if (status != QSIMRT_OK)
      return status;
    if (qsimrt_sums(of->layer) && values[i].shift != values->shift)
      return qsimrt_fail(of->error, QSIMRT_BAD_FILE,
                         "%s: entry '%s.%s': shift %d at %D, expected %d, that "
                         "of the first input",
                         of->file, of->layer->name, of->tensor->suffix,
                         values[i].shift, i, values->shift);
  }
  return QSIMRT_OK;
}

// What no weights add up to: kernels are chosen by these sums.
static qsimrt_status check_sums(const subject *of) {
  const qsimrt_convolutional *conv = &of->layer->u.convolutional;
  const qsimrt_shape in = qsimrt_shape_of(of->model, of->layer->inputs[0]);
  const int64_t largest = ((int64_t)1 << (conv->weight_bits - 1)) - 1;
  const int64_t most = largest * qsimrt_weight_layout_of(of->layer, &in).taps;
  const int64_t *weights = of->data, *magnitudes = weights + conv->filters;
  for (int32_t o = 0; o < conv->filters; ++o)
    if (magnitudes[o] < 0 || magnitudes[o] > most ||
        weights[o] > magnitudes[o] || weights[o] < -magnitudes[o])
      return qsimrt_fail(of->error, QSIMRT_BAD_FILE,
                         "%s: entry '%s.%s': sums %D and %D of filter %d, "
                         "expected at most %D, and the first within the second",
                         of->file, of->layer->name, of->tensor->suffix,
                         weights[o], magnitudes[o], o, most);
  return QSIMRT_OK;
}

qsimrt_status qsimrt_check_derived(const char *file, const qsimrt_model *model,
                                   const qsimrt_layer *layer,
                                   const qsimrt_tensor_spec *tensor,
                                   const void *data, qsimrt_error *error) {
  subject of = {file, model, layer, tensor, data, 1, error};
  for (int32_t d = 0; d < tensor->rank; ++d)
    of.count *= tensor->dims[d];
  if (tensor->dtype == QSIMRT_MULT)
    return check_multipliers(&of);
  if (strcmp(tensor->suffix, "quad_sums") == 0)
    return check_sums(&of);
  if (strcmp(tensor->suffix, "q_weights") == 0 ||
      strcmp(tensor->suffix, "quads") == 0) {
    const int64_t high =
        ((int64_t)1 << (layer->u.convolutional.weight_bits - 1)) - 1;
    return check_integers(&of, -high, high);
  }
  if (strcmp(tensor->suffix, "q_biases") == 0) {
    const int32_t bits = is_narrow(&of) ? model->datapath.bias_bits
                                        : model->datapath.wide_bias_bits;
    const int64_t high = ((int64_t)1 << (bits - 1)) - 1;
    return check_integers(&of, -high - 1, high);
  }
  if (strcmp(tensor->suffix, "table") == 0 ||
      strcmp(tensor->suffix, "q_values") == 0) {
    const int64_t high = ((int64_t)1 << (layer->output.bits - 1)) - 1;
    return check_integers(&of, -high - 1, high);
  }
  return QSIMRT_OK;
}

qsimrt_status qsimrt_check_deferred(const qsimrt_model *model, int32_t index,
                                    qsimrt_error *error) {
  const qsimrt_layer *layer = &model->layers[index];
  if (!qsimrt_has_weights(layer->kind) || !layer->u.convolutional.is_unchecked)
    return QSIMRT_OK;
  qsimrt_tensor_spec tensors[QSIMRT_MOST_TENSORS];
  int32_t count, i = 0;
  qsimrt_derived_tensors(model, index, tensors, &count);
  while (i < count && strcmp(tensors[i].suffix, "q_weights") != 0)
    ++i;
  size_t bytes = qsimrt_dtype_size(tensors[i].dtype);
  for (int32_t d = 0; d < tensors[i].rank; ++d)
    bytes *= (size_t)tensors[i].dims[d];
  const qsimrt_convolutional *conv = &layer->u.convolutional;
  const uint32_t crc = qsimrt_crc32(0, conv->q_weights, bytes);
  if (crc != conv->q_weights_crc)
    return qsimrt_fail(error, QSIMRT_BAD_FILE,
                       "%s: entry '%s.q_weights': the payload's CRC "
                       "is %x, but the table says %x",
                       model->name, layer->name, crc, conv->q_weights_crc);
  return qsimrt_check_derived(model->name, model, layer, &tensors[i],
                              conv->q_weights, error);
}
