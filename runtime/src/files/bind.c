// SPDX-License-Identifier: Apache-2.0
// Binding the entries of checked containers to the layers of a network.
#include "files/bind.h"

#include "files/container.h"
#include "files/message.h"

#include <string.h>

enum { NEWEST_MINOR = 0 };

// Walks the container in the order of the network. The first problem sets
// `status`; later calls do nothing.
typedef struct binder {
  const qsimrt_bytes *file;
  qsimrt_error *error;
  qsimrt_status status;
  int32_t next, count;  // entries
  int may_have_unknown; // entries of a higher minor version
} binder;

static binder begin(const qsimrt_bytes *file, uint32_t kind,
                    qsimrt_error *error) {
  qsimrt_container_header header = qsimrt_container_read_header(file);
  binder out = {file,
                error,
                QSIMRT_OK,
                0,
                (int32_t)header.entries,
                header.minor > NEWEST_MINOR};
  if (header.kind != kind)
    out.status = qsimrt_fail(
        error, QSIMRT_BAD_FILE, "%s: expected a .%s, got a .%s", file->name,
        kind == QSIMRT_CONTAINER_FWEIGHTS ? "fweights" : "qweights",
        kind == QSIMRT_CONTAINER_FWEIGHTS ? "qweights" : "fweights");
  return out;
}

static int is_entry_of(const char *name, const qsimrt_layer *layer,
                       const char *parameter) {
  size_t length = strlen(layer->name);
  return strncmp(name, layer->name, length) == 0 && name[length] == '.' &&
         strcmp(name + length + 1, parameter) == 0;
}

// The entry LAYER.PARAMETER, which has to be the next one.
static int find(binder *b, const qsimrt_layer *layer, const char *parameter,
                qsimrt_tensor_view *view) {
  const char *name = NULL;
  while (b->status == QSIMRT_OK && b->next < b->count) {
    name = qsimrt_container_entry(b->file, b->next, view);
    if (is_entry_of(name, layer, parameter)) {
      ++b->next;
      return 1;
    }
    if (!b->may_have_unknown)
      break;
    ++b->next;
  }
  if (b->status == QSIMRT_OK && b->next < b->count)
    b->status =
        qsimrt_fail(b->error, QSIMRT_BAD_FILE,
                    "%s: entry %d: expected '%s.%s', got %q", b->file->name,
                    b->next, layer->name, parameter, name, (int)strlen(name));
  else if (b->status == QSIMRT_OK)
    b->status =
        qsimrt_fail(b->error, QSIMRT_BAD_FILE, "%s: entry '%s.%s' is missing",
                    b->file->name, layer->name, parameter);
  return 0;
}

static const void *bind(binder *b, const qsimrt_layer *layer,
                        const char *parameter, qsimrt_tensor_view wanted) {
  qsimrt_tensor_view view;
  if (!find(b, layer, parameter, &view))
    return NULL;
  if (view.dtype == wanted.dtype && view.rank == wanted.rank &&
      memcmp(view.dims, wanted.dims, sizeof view.dims) == 0)
    return view.data;
  b->status = qsimrt_fail(
      b->error, QSIMRT_BAD_FILE, "%s: entry '%s.%s': expected %t, got %t",
      b->file->name, layer->name, parameter, &wanted, &view);
  return NULL;
}

static const void *bind_vector(binder *b, const qsimrt_layer *layer,
                               const char *parameter, qsimrt_dtype dtype,
                               int32_t length) {
  return bind(
      b, layer, parameter,
      (qsimrt_tensor_view){.dtype = dtype, .rank = 1, .dims = {length}});
}

static qsimrt_tensor_view weights_view(const qsimrt_layer *layer,
                                       int32_t input_channels,
                                       qsimrt_dtype dtype) {
  const qsimrt_convolutional *conv = &layer->u.convolutional;
  return (qsimrt_tensor_view){.dtype = dtype,
                              .rank = 4,
                              .dims = {conv->filters,
                                       input_channels / conv->groups,
                                       conv->size, conv->size}};
}

static qsimrt_status end(binder *b) {
  if (b->status == QSIMRT_OK && b->next < b->count && !b->may_have_unknown) {
    qsimrt_tensor_view view;
    const char *name = qsimrt_container_entry(b->file, b->next, &view);
    b->status = qsimrt_fail(b->error, QSIMRT_BAD_FILE,
                            "%s: entry %d, %q, belongs to no layer of the .net",
                            b->file->name, b->next, name, (int)strlen(name));
  }
  return b->status;
}

qsimrt_status qsimrt_bind_fweights(const qsimrt_bytes *checked, qsimrt_net *net,
                                   qsimrt_error *error) {
  binder b = begin(checked, QSIMRT_CONTAINER_FWEIGHTS, error);
  for (int32_t i = 0; i < net->layer_count && b.status == QSIMRT_OK; ++i) {
    qsimrt_layer *layer = &net->layers[i];
    if (layer->kind != QSIMRT_CONVOLUTIONAL)
      continue;
    qsimrt_convolutional *conv = &layer->u.convolutional;
    int32_t channels = qsimrt_net_shape(net, layer->inputs[0])->c;
    conv->weights =
        bind(&b, layer, "weights", weights_view(layer, channels, QSIMRT_F32));
    conv->biases = bind_vector(&b, layer, "biases", QSIMRT_F32, conv->filters);
    if (conv->batch_normalize) {
      conv->scales =
          bind_vector(&b, layer, "scales", QSIMRT_F32, conv->filters);
      conv->mean = bind_vector(&b, layer, "mean", QSIMRT_F32, conv->filters);
      conv->variance =
          bind_vector(&b, layer, "variance", QSIMRT_F32, conv->filters);
    }
    if (conv->bias_correction)
      conv->bias_delta =
          bind_vector(&b, layer, "bias_delta", QSIMRT_F32, conv->filters);
  }
  return end(&b);
}

// ---- integers ---------------------------------------------------------------

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

static void check_integers(binder *b, const qsimrt_layer *layer,
                           const char *parameter, qsimrt_dtype dtype,
                           const void *data, int64_t count, int64_t low,
                           int64_t high) {
  if (b->status != QSIMRT_OK)
    return;
  for (int64_t i = 0; i < count; ++i) {
    int64_t value = load(dtype, data, i);
    if (value >= low && value <= high)
      continue;
    b->status =
        qsimrt_fail(b->error, QSIMRT_BAD_FILE,
                    "%s: entry '%s.%s': value %D at %D, expected "
                    "%D..%D",
                    b->file->name, layer->name, parameter, value, i, low, high);
    return;
  }
}

static void check_multiplier(binder *b, const qsimrt_layer *layer,
                             const char *parameter, int32_t i,
                             qsimrt_multiplier value, int32_t bits,
                             int32_t max_shift) {
  if (b->status != QSIMRT_OK ||
      (value.mult >= 0 && value.mult <= INT32_MAX >> (31 - bits) &&
       value.shift >= 1 && value.shift <= max_shift))
    return;
  b->status =
      qsimrt_fail(b->error, QSIMRT_BAD_FILE,
                  "%s: entry '%s.%s': mult %d, shift %d at %d, expected "
                  "0..2^%d-1 and 1..%d",
                  b->file->name, layer->name, parameter, value.mult,
                  value.shift, i, bits, max_shift);
}

static const qsimrt_multiplier *
bind_multipliers(binder *b, const qsimrt_layer *layer, const char *parameter,
                 int32_t count, int32_t bits, int32_t max_shift) {
  const qsimrt_multiplier *values =
      bind_vector(b, layer, parameter, QSIMRT_MULT, count);
  for (int32_t i = 0; values && i < count; ++i)
    check_multiplier(b, layer, parameter, i, values[i], bits, max_shift);
  return values;
}

static void bind_convolutional(binder *b, const qsimrt_net *net,
                               qsimrt_layer *layer,
                               const qsimrt_datapath *datapath) {
  qsimrt_convolutional *conv = &layer->u.convolutional;
  const qsimrt_quant *input = qsimrt_net_quant(net, layer->inputs[0]);
  int32_t channels = qsimrt_net_shape(net, layer->inputs[0])->c;
  if (layer->output.bits == 0 || input->bits == 0 || conv->weight_bits == 0)
    return;
  int narrow = qsimrt_is_narrow(conv, input);
  int32_t bias_bits = narrow ? datapath->bias_bits : datapath->wide_bias_bits;
  int32_t multiplier_bits =
      narrow ? datapath->multiplier_bits : datapath->wide_multiplier_bits;

  qsimrt_dtype weight_type = conv->weight_bits <= 8 ? QSIMRT_I8 : QSIMRT_I16;
  qsimrt_tensor_view weights = weights_view(layer, channels, weight_type);
  int64_t weight_count =
      weights.dims[0] * weights.dims[1] * weights.dims[2] * weights.dims[3];
  int64_t largest_weight = ((int64_t)1 << (conv->weight_bits - 1)) - 1;
  conv->q_weights = bind(b, layer, "q_weights", weights);
  check_integers(b, layer, "q_weights", weight_type, conv->q_weights,
                 weight_count, -largest_weight, largest_weight);

  qsimrt_dtype bias_type = narrow ? QSIMRT_I32 : QSIMRT_I64;
  int64_t largest_bias = ((int64_t)1 << (bias_bits - 1)) - 1;
  conv->q_biases = bind_vector(b, layer, "q_biases", bias_type, conv->filters);
  check_integers(b, layer, "q_biases", bias_type, conv->q_biases, conv->filters,
                 -largest_bias - 1, largest_bias);

  conv->positive = bind_multipliers(b, layer, "positive", conv->filters,
                                    multiplier_bits, datapath->max_shift);
  if (conv->activation == QSIMRT_LEAKY)
    conv->negative = bind_multipliers(b, layer, "negative", conv->filters,
                                      multiplier_bits, datapath->max_shift);
  conv->hybrid_scales =
      bind_vector(b, layer, "hybrid_scales", QSIMRT_F32, conv->filters);
  conv->hybrid_biases =
      bind_vector(b, layer, "hybrid_biases", QSIMRT_F32, conv->filters);
}

static void bind_route(binder *b, const qsimrt_net *net, qsimrt_layer *layer,
                       const qsimrt_datapath *datapath) {
  if (layer->output.bits == 0)
    return;
  const qsimrt_multiplier *values =
      bind_vector(b, layer, "rescale", QSIMRT_MULT, layer->input_count);
  for (int32_t i = 0; values && i < layer->input_count; ++i) {
    if (!qsimrt_quants_equal(qsimrt_net_quant(net, layer->inputs[i]),
                             &layer->output))
      check_multiplier(b, layer, "rescale", i, values[i],
                       datapath->multiplier_bits, datapath->max_shift);
    else if (b->status == QSIMRT_OK &&
             (values[i].mult != 1 || values[i].shift != 0))
      b->status = qsimrt_fail(
          b->error, QSIMRT_BAD_FILE,
          "%s: entry '%s.rescale': mult %d, shift %d at %d, expected 1 and 0 "
          "for an input that is copied",
          b->file->name, layer->name, values[i].mult, values[i].shift, i);
  }
  layer->u.route.rescale = values;
}

qsimrt_status qsimrt_bind_qweights(const qsimrt_bytes *checked, qsimrt_net *net,
                                   const qsimrt_datapath *datapath,
                                   qsimrt_error *error) {
  binder b = begin(checked, QSIMRT_CONTAINER_QWEIGHTS, error);
  for (int32_t i = 0; i < net->layer_count && b.status == QSIMRT_OK; ++i) {
    qsimrt_layer *layer = &net->layers[i];
    if (layer->kind == QSIMRT_CONVOLUTIONAL)
      bind_convolutional(&b, net, layer, datapath);
    else if (layer->kind == QSIMRT_ROUTE)
      bind_route(&b, net, layer, datapath);
  }
  return end(&b);
}
