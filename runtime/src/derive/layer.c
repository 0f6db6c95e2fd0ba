// SPDX-License-Identifier: Apache-2.0
// The tensors of a layer, as imported and derived (net.md, section Parameters),
// and the derivation of all of one layer's.
#include "derive/derive.h"

// Appends to a list of specifications.
typedef struct list {
  qsimrt_tensor_spec *items;
  int32_t count;
} list;

static void add(list *to, const char *suffix, qsimrt_dtype dtype,
                qsimrt_tensor_spec shape) {
  shape.suffix = suffix;
  shape.dtype = dtype;
  to->items[to->count++] = shape;
}

static qsimrt_tensor_spec vector(int64_t length) {
  return (qsimrt_tensor_spec){.rank = 1, .dims = {length}};
}

static qsimrt_tensor_spec weights_shape(const qsimrt_layer *layer,
                                        const qsimrt_shape *input) {
  const qsimrt_convolutional *conv = &layer->u.convolutional;
  const int64_t channels = input->c / conv->groups;
  const qsimrt_weight_layout layout = qsimrt_weight_layout_of(layer, input);
  if (layer->kind == QSIMRT_CONNECTED)
    return (qsimrt_tensor_spec){.rank = 2,
                                .dims = {conv->filters, layout.taps}};
  if (layer->kind == QSIMRT_LOCAL)
    return (qsimrt_tensor_spec){.rank = 4,
                                .dims = {layout.places, conv->filters, channels,
                                         (int64_t)conv->size * conv->size}};
  const qsimrt_window window = qsimrt_window_of(layer);
  return (qsimrt_tensor_spec){
      .rank = 4,
      .dims = {conv->filters, channels, window.size_y, window.size_x}};
}

static qsimrt_tensor_spec biases_shape(const qsimrt_layer *layer,
                                       const qsimrt_shape *input) {
  const int64_t filters = layer->u.convolutional.filters;
  if (layer->kind != QSIMRT_LOCAL)
    return vector(filters);
  return (qsimrt_tensor_spec){
      .rank = 2,
      .dims = {filters, qsimrt_weight_layout_of(layer, input).places}};
}

static qsimrt_tensor_spec map_shape(const qsimrt_layer *layer) {
  const qsimrt_shape shape = layer->shape;
  return (qsimrt_tensor_spec){.rank = 3, .dims = {shape.c, shape.h, shape.w}};
}

void qsimrt_float_tensors(const qsimrt_model *model, int32_t index,
                          qsimrt_tensor_spec *tensors, int32_t *count) {
  const qsimrt_layer *layer = &model->layers[index];
  list out = {tensors, 0};
  if (qsimrt_has_weights(layer->kind)) {
    const qsimrt_convolutional *conv = &layer->u.convolutional;
    const qsimrt_shape *input = qsimrt_input_shape(model, layer, 0);
    add(&out, "weights", QSIMRT_F32, weights_shape(layer, input));
    add(&out, "biases", QSIMRT_F32, biases_shape(layer, input));
    if (conv->batch_normalize) {
      add(&out, "scales", QSIMRT_F32, vector(conv->filters));
      add(&out, "mean", QSIMRT_F32, vector(conv->filters));
      add(&out, "variance", QSIMRT_F32, vector(conv->filters));
    }
    if (conv->bias_correction)
      add(&out, "bias_delta", QSIMRT_F32, biases_shape(layer, input));
  } else if (layer->kind == QSIMRT_CONSTANT) {
    add(&out, "values", QSIMRT_F32, map_shape(layer));
  } else if (layer->kind == QSIMRT_INSTANCE_NORM) {
    add(&out, "scales", QSIMRT_F32, vector(layer->shape.c));
    add(&out, "biases", QSIMRT_F32, vector(layer->shape.c));
  }
  *count = out.count;
}

static void add_multipliers(list *out, const qsimrt_layer *layer,
                            int64_t length) {
  add(out, "positive", QSIMRT_MULT, vector(length));
  if (qsimrt_has_negative(qsimrt_activation_of(layer)))
    add(out, "negative", QSIMRT_MULT, vector(length));
}

static void add_table(list *out, const qsimrt_layer *layer, int32_t bits) {
  add(out, "table", layer->output.bits <= 8 ? QSIMRT_I8 : QSIMRT_I16,
      vector((int64_t)1 << bits));
}

static void add_weights(list *out, const qsimrt_model *model,
                        const qsimrt_layer *layer) {
  const qsimrt_convolutional *conv = &layer->u.convolutional;
  const qsimrt_quant *input = qsimrt_input_quant(model, layer, 0);
  const qsimrt_shape *shape = qsimrt_input_shape(model, layer, 0);
  add(out, "q_weights", conv->weight_bits <= 8 ? QSIMRT_I8 : QSIMRT_I16,
      weights_shape(layer, shape));
  if (model->arithmetic == QSIMRT_YOLO2_LIGHT) {
    add(out, "hybrid_biases", QSIMRT_F32, vector(conv->filters));
    add(out, "hybrid_scales", QSIMRT_F32, vector(1));
    return;
  }
  add(out, "q_biases", qsimrt_is_narrow(conv, input) ? QSIMRT_I32 : QSIMRT_I64,
      biases_shape(layer, shape));
  add_multipliers(out, layer, conv->filters);
  add(out, "hybrid_scales", QSIMRT_F32, vector(conv->filters));
  add(out, "hybrid_biases", QSIMRT_F32, biases_shape(layer, shape));
}

// Whether the .net gives the layer what its integers need.
static int has_integers(const qsimrt_model *model, const qsimrt_layer *layer) {
  if (qsimrt_has_weights(layer->kind)) {
    const qsimrt_convolutional *conv = &layer->u.convolutional;
    if (model->arithmetic == QSIMRT_YOLO2_LIGHT)
      return conv->input_multiplier > 0;
    if (conv->weight_bits == 0)
      return 0;
  }
  int all = layer->output.bits != 0;
  for (int32_t i = 0; i < layer->input_count; ++i)
    all &= qsimrt_input_quant(model, layer, i)->bits != 0;
  return all;
}

void qsimrt_derived_tensors(const qsimrt_model *model, int32_t index,
                            qsimrt_tensor_spec *tensors, int32_t *count) {
  const qsimrt_layer *layer = &model->layers[index];
  list out = {tensors, 0};
  if (has_integers(model, layer)) {
    if (qsimrt_has_weights(layer->kind))
      add_weights(&out, model, layer);
    else if (qsimrt_sums(layer))
      add_multipliers(&out, layer, layer->input_count);
    else if (layer->kind == QSIMRT_MULTIPLY)
      add_multipliers(&out, layer, 1);
    else if (layer->kind == QSIMRT_ROUTE)
      add(&out, "rescale", QSIMRT_MULT, vector(layer->input_count));
    else if (layer->kind == QSIMRT_CONSTANT)
      add(&out, "q_values", layer->output.bits <= 8 ? QSIMRT_I8 : QSIMRT_I16,
          map_shape(layer));
    else if (qsimrt_averages(layer))
      add(&out, "rescale", QSIMRT_MULT, vector(qsimrt_mean_multipliers(layer)));
    else if (layer->kind == QSIMRT_CROP && !layer->u.crop.noadjust)
      add_table(&out, layer, qsimrt_input_quant(model, layer, 0)->bits);
    if (qsimrt_is_table(qsimrt_activation_of(layer)) &&
        model->arithmetic != QSIMRT_YOLO2_LIGHT)
      add_table(&out, layer, qsimrt_preactivation_of(layer).bits);
  }
  *count = out.count;
}

// The destination of the tensor with this suffix; NULL where the layer has
// none.
static void *destination(const qsimrt_tensor_spec *tensors, int32_t count,
                         void *const *destinations, const char *suffix) {
  for (int32_t i = 0; i < count; ++i) {
    const char *a = tensors[i].suffix, *b = suffix;
    while (*a && *a == *b)
      ++a, ++b;
    if (*a == *b)
      return destinations[i];
  }
  return NULL;
}

qsimrt_status qsimrt_derive_layer(const qsimrt_model *model, int32_t index,
                                  void *const *destinations,
                                  qsimrt_error *error) {
  const qsimrt_layer *layer = &model->layers[index];
  qsimrt_tensor_spec tensors[QSIMRT_MOST_TENSORS];
  int32_t count;
  qsimrt_derived_tensors(model, index, tensors, &count);
  if (count == 0)
    return QSIMRT_OK;
  qsimrt_derived_convolutional out = {
      .q_weights = destination(tensors, count, destinations, "q_weights"),
      .q_biases = destination(tensors, count, destinations, "q_biases"),
      .positive = destination(tensors, count, destinations, "positive"),
      .negative = destination(tensors, count, destinations, "negative"),
      .hybrid_scales =
          destination(tensors, count, destinations, "hybrid_scales"),
      .hybrid_biases =
          destination(tensors, count, destinations, "hybrid_biases"),
      .table = destination(tensors, count, destinations, "table")};
  if (qsimrt_has_weights(layer->kind))
    return qsimrt_derive_convolutional(
        &model->datapath, model->arithmetic, layer,
        qsimrt_input_quant(model, layer, 0),
        qsimrt_input_shape(model, layer, 0), &out, error);
  qsimrt_multiplier *rescale =
      destination(tensors, count, destinations, "rescale");
  if (layer->kind == QSIMRT_ROUTE)
    return qsimrt_derive_route(model, layer, rescale, error);
  if (layer->kind == QSIMRT_AVGPOOL)
    return qsimrt_derive_avgpool(model, layer, rescale, error);
  if (layer->kind == QSIMRT_REDUCE)
    return qsimrt_derive_reduce(model, layer, rescale, error);
  if (layer->kind == QSIMRT_CONSTANT)
    return qsimrt_derive_constant(
        layer, destination(tensors, count, destinations, "q_values"), error);
  if (layer->kind == QSIMRT_CROP) {
    qsimrt_derive_crop_table(qsimrt_input_quant(model, layer, 0),
                             &layer->output, out.table);
    return QSIMRT_OK;
  }
  const qsimrt_status status =
      layer->kind == QSIMRT_MULTIPLY
          ? qsimrt_derive_multiply(model, layer, out.positive, out.negative,
                                   error)
          : qsimrt_derive_shortcut(model, layer, out.positive, out.negative,
                                   error);
  const qsimrt_elementwise *sum = &layer->u.elementwise;
  if (status == QSIMRT_OK && out.table)
    qsimrt_derive_table(model->arithmetic, sum->activation, &sum->parameters,
                        &sum->preactivation, &layer->output, out.table);
  return status;
}
