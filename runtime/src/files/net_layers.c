// SPDX-License-Identifier: Apache-2.0
// Layer kinds of the .net file: the keys of each, and the checks that several
// of them share.
#include "files/net_layers.h"
#include "files/message.h"
#include "files/names.h"

// Those of a window that is not square, and of an activation with parameters.
#define WINDOW_KEYS                                                            \
  "??size_x", "??stride_x", "??pads", "??dilation", "??dilation_x"
#define PARAMETER_KEYS "??alpha", "??beta"

#define COMMON_KEYS                                                            \
  "index", "name", "inputs", "shape", "quantization", "scale_group", "ceiling"

// What a kind's section has behind the common keys, and who reads it.
typedef struct section {
  const char *keys[QSIMRT_MAX_LAYER_KEYS];
  void (*read)(qsimrt_net *net, qsimrt_layer *layer, const qsimrt_span *values);
} section;

static const section sections[QSIMRT_KIND_COUNT] = {
    [QSIMRT_CONVOLUTIONAL] = {{COMMON_KEYS, "filters", "size", "stride", "pad",
                               "groups", "batch_normalize", "activation",
                               "?preactivation", "weight_bits", "weight_scales",
                               "bias_correction", "?input_multiplier",
                               WINDOW_KEYS, "??input_dilation",
                               "??input_dilation_x", "??epsilon",
                               PARAMETER_KEYS, NULL},
                              qsimrt_read_convolutional},
    [QSIMRT_CONNECTED] = {{COMMON_KEYS, "outputs", "batch_normalize",
                           "activation", "?preactivation", "weight_bits",
                           "weight_scales", "bias_correction", "??epsilon",
                           PARAMETER_KEYS, NULL},
                          qsimrt_read_connected},
    [QSIMRT_LOCAL] = {{COMMON_KEYS, "filters", "size", "stride", "pad",
                       "activation", "?preactivation", "weight_bits",
                       "weight_scales", "bias_correction", PARAMETER_KEYS,
                       NULL},
                      qsimrt_read_local},
    [QSIMRT_MAXPOOL] = {{COMMON_KEYS, "size", "stride", "padding", WINDOW_KEYS,
                         "??ceil", NULL},
                        qsimrt_read_maxpool},
    [QSIMRT_AVGPOOL] = {{COMMON_KEYS, "??size", "??size_x", "??stride",
                         "??stride_x", "??pads", "??dilation", "??dilation_x",
                         "??ceil", "??count_pads", NULL},
                        qsimrt_read_avgpool},
    [QSIMRT_ROUTE] = {{COMMON_KEYS, "?groups", "?group_id", "??outer", NULL},
                      qsimrt_read_route},
    [QSIMRT_SHORTCUT] = {{COMMON_KEYS, "activation", "?preactivation",
                          PARAMETER_KEYS, NULL},
                         qsimrt_read_shortcut},
    [QSIMRT_MULTIPLY] = {{COMMON_KEYS, "activation", "?preactivation",
                          PARAMETER_KEYS, NULL},
                         qsimrt_read_multiply},
    [QSIMRT_UPSAMPLE] = {{COMMON_KEYS, "stride", NULL}, qsimrt_read_upsample},
    [QSIMRT_REORG] = {{COMMON_KEYS, "stride", "order", "?extra", NULL},
                      qsimrt_read_reorg},
    [QSIMRT_CROP] = {{COMMON_KEYS, "noadjust", NULL}, qsimrt_read_crop},
    [QSIMRT_DROPOUT] = {{COMMON_KEYS, NULL}, qsimrt_read_dropout},
    [QSIMRT_SOFTMAX] = {{COMMON_KEYS, "groups", "temperature", "??inner",
                         "??log", NULL},
                        qsimrt_read_softmax},
    [QSIMRT_COST] = {{COMMON_KEYS, NULL}, qsimrt_read_cost},
    [QSIMRT_YOLO] = {{COMMON_KEYS, "classes", "mask", "anchors", "?scale_x_y",
                      "?new_coords", "?nms_kind", "?beta_nms", NULL},
                     qsimrt_read_yolo},
    [QSIMRT_REGION] = {{COMMON_KEYS, "classes", "softmax", "anchors", NULL},
                       qsimrt_read_region},
    [QSIMRT_DETECTION] = {{COMMON_KEYS, "classes", "side", "num", "softmax",
                           "sqrt", NULL},
                          qsimrt_read_detection},
    [QSIMRT_ACTIVATION] = {{COMMON_KEYS, "activation", "?preactivation",
                            PARAMETER_KEYS, NULL},
                           qsimrt_read_alone},
    [QSIMRT_CONSTANT] = {{COMMON_KEYS, NULL}, qsimrt_read_constant},
    [QSIMRT_STRIDED] = {{COMMON_KEYS, "sizes", "steps", "offset", NULL},
                        qsimrt_read_strided},
    [QSIMRT_PAD] = {{COMMON_KEYS, "dims", "before", "after", "mode", "?value",
                     NULL},
                    qsimrt_read_pad},
    [QSIMRT_RESIZE] = {{COMMON_KEYS, "mode", "coordinates", "scale", "scale_x",
                        "?rounding", "?cubic_a", "?exclude_outside", "?roi",
                        "?extrapolation", NULL},
                       qsimrt_read_resize},
    [QSIMRT_REDUCE] = {{COMMON_KEYS, "operation", "dims", "axes", NULL},
                       qsimrt_read_reduce},
    [QSIMRT_BINARY] = {{COMMON_KEYS, "operation", "activation",
                        "?preactivation", PARAMETER_KEYS, NULL},
                       qsimrt_read_binary},
    [QSIMRT_ARGMAX] = {{COMMON_KEYS, "outer", "inner", "?last", NULL},
                       qsimrt_read_argmax},
    [QSIMRT_LRN] = {{COMMON_KEYS, "batch", "size", "alpha", "beta", "bias",
                     NULL},
                    qsimrt_read_lrn},
    [QSIMRT_INSTANCE_NORM] = {{COMMON_KEYS, "epsilon", NULL},
                              qsimrt_read_instance_norm},
    [QSIMRT_YOLOX] = {{COMMON_KEYS, "classes", "strides", NULL},
                      qsimrt_read_yolox}};

const char *const *qsimrt_layer_keys(qsimrt_kind kind) {
  return sections[kind].keys;
}

void qsimrt_read_layer(qsimrt_net *net, qsimrt_layer *layer,
                       const qsimrt_span *values) {
  sections[layer->kind].read(net, layer, values);
  if (qsimrt_is_host(layer->kind) && layer->output.bits != 0)
    qsimrt_text_expected(&net->text, values[QSIMRT_KEY_QUANTIZATION],
                         "none, as the output of this kind of layer is float");
}

void qsimrt_check_shape(qsimrt_net *net, const qsimrt_span *values,
                        const qsimrt_layer *layer, qsimrt_extents wanted) {
  qsimrt_text *text = &net->text;
  const qsimrt_span value = values[QSIMRT_KEY_SHAPE];
  if (text->status != QSIMRT_OK ||
      (wanted.c == layer->shape.c && wanted.h == layer->shape.h &&
       wanted.w == layer->shape.w))
    return;
  text->status = qsimrt_fail(
      text->error, QSIMRT_BAD_FILE,
      "%s:%d: key 'shape': the layer's inputs and keys give %D,%D,%D, got %q",
      text->name, value.line, wanted.c, wanted.h, wanted.w, value.text,
      value.length);
}

void qsimrt_check_shape_kept(qsimrt_net *net, const qsimrt_span *values,
                             const qsimrt_layer *layer) {
  const qsimrt_shape *in = qsimrt_net_shape(net, layer->inputs[0]);
  qsimrt_check_shape(net, values, layer, (qsimrt_extents){in->c, in->h, in->w});
}

void qsimrt_check_quant_kept(qsimrt_net *net, const qsimrt_span *values,
                             const qsimrt_layer *layer) {
  if (!qsimrt_quants_equal(&layer->output,
                           qsimrt_net_quant(net, layer->inputs[0])))
    qsimrt_text_expected(&net->text, values[QSIMRT_KEY_QUANTIZATION],
                         "the quantization of the layer's input");
}

void qsimrt_check_inputs_quantized(qsimrt_net *net, const qsimrt_span *values,
                                   const qsimrt_layer *layer) {
  for (int32_t i = 0; i < layer->input_count; ++i)
    if (layer->output.bits != 0 &&
        qsimrt_net_quant(net, layer->inputs[i])->bits == 0)
      qsimrt_text_expected(&net->text, values[QSIMRT_KEY_QUANTIZATION],
                           "none, as an input is not quantized");
}

// Those that the activation takes, exactly (N54).
static void read_parameters(qsimrt_text *text, qsimrt_activation activation,
                            const qsimrt_span *keys, qsimrt_parameters *to) {
  int may_lack;
  const int32_t most = qsimrt_parameter_count(activation, &may_lack);
  const int infinite = activation == QSIMRT_CLIP;
  float values[2] = {0, 0};
  for (int i = 0; i < 2; ++i) {
    const qsimrt_span value = qsimrt_span_or(keys[i], "none");
    const int given = !qsimrt_span_equals(value, "none");
    if (given && i >= most)
      qsimrt_text_expected(text, value,
                           "none, as the activation does not take it");
    if (!given && i < most && (!may_lack || to->count == 1))
      qsimrt_text_expected(text, value, "a number, as the activation takes it");
    if (given && i == 1 && to->count == 0)
      qsimrt_text_expected(text, value, "none, as alpha is none");
    if (!given)
      continue;
    values[i] = qsimrt_text_number(text, value, infinite);
    if (activation == QSIMRT_LEAKY_RELU && values[i] < 0)
      qsimrt_text_expected(text, value, "a number that is not below 0");
    ++to->count;
  }
  to->alpha = values[0];
  to->beta = values[1];
}

void qsimrt_read_activation(qsimrt_net *net, const qsimrt_layer *layer,
                            const qsimrt_activation_keys *keys,
                            qsimrt_activation *activation, qsimrt_quant *quant,
                            qsimrt_parameters *parameters) {
  qsimrt_text *text = &net->text;
  const qsimrt_span value = qsimrt_span_or(keys->preactivation, "none");
  *activation = (qsimrt_activation)qsimrt_text_choice(text, keys->word,
                                                      qsimrt_activation_words);
  *quant = qsimrt_text_quant(text, value);
  const int wanted = qsimrt_is_table(*activation) && layer->output.bits != 0;
  if (wanted && quant->bits == 0)
    qsimrt_text_expected(text, value,
                         "a quantization, as the layer looks its activation up "
                         "in a table");
  if (!wanted && quant->bits != 0)
    qsimrt_text_expected(text, value,
                         "none, as the layer has no table activation with a "
                         "quantized output");
  if (text->status == QSIMRT_OK)
    read_parameters(text, *activation, keys->parameters, parameters);
}

void qsimrt_check_volume(qsimrt_net *net, const qsimrt_span *values,
                         const qsimrt_layer *layer, int64_t wanted) {
  qsimrt_text *text = &net->text;
  const qsimrt_span value = values[QSIMRT_KEY_SHAPE];
  const int64_t got = (int64_t)layer->shape.c * layer->shape.h * layer->shape.w;
  if (text->status == QSIMRT_OK && got != wanted)
    text->status = qsimrt_fail(text->error, QSIMRT_BAD_FILE,
                               "%s:%d: key 'shape': expected %D elements, got "
                               "%D of %q",
                               text->name, value.line, wanted, got, value.text,
                               value.length);
}

int64_t qsimrt_product(int64_t a, int64_t b) {
  const int64_t limit = (int64_t)1 << 31;
  return a >= limit || b >= limit || a > (limit - 1) / b ? limit : a * b;
}
