// SPDX-License-Identifier: Apache-2.0
// Layers with weights in the .net file: convolutional, connected, local.
#include "files/message.h"
#include "files/net_layers.h"

#include <string.h>

static void read_weight_scales(qsimrt_net *net, qsimrt_convolutional *conv,
                               qsimrt_span bits, qsimrt_span scales,
                               const char *channels) {
  qsimrt_text *text = &net->text;
  int without_bits = qsimrt_span_equals(bits, "none");
  int without_scales = qsimrt_span_equals(scales, "none");
  if (without_bits != without_scales)
    qsimrt_text_expected(text, scales,
                         without_bits ? "none, as weight_bits is none"
                                      : "scales, as weight_bits is given");
  if (!without_bits)
    conv->weight_bits = qsimrt_text_integer(text, bits, 2, 16);
  if (without_bits || text->status != QSIMRT_OK)
    return;
  conv->weight_scale_count = qsimrt_text_list_length(scales);
  if (conv->weight_scale_count != 1 &&
      conv->weight_scale_count != conv->filters) {
    text->status =
        qsimrt_fail(text->error, QSIMRT_BAD_FILE,
                    "%s:%d: key 'weight_scales': expected 1 scale or one for "
                    "each of the %d %s, got %d",
                    text->name, scales.line, conv->filters, channels,
                    conv->weight_scale_count);
    return;
  }
  float *values =
      qsimrt_net_take(net, (size_t)conv->weight_scale_count, sizeof *values);
  for (int32_t i = 0; values && i < conv->weight_scale_count; ++i)
    values[i] = qsimrt_text_positive(text, qsimrt_text_list_next(&scales));
  conv->weight_scales = values;
}

// The keys that all three kinds have, in order, from weight_bits on.
enum { WEIGHT_BITS, WEIGHT_SCALES, BIAS_CORRECTION };

static void read_quantization(qsimrt_net *net, qsimrt_convolutional *conv,
                              const qsimrt_span *values, const char *channels) {
  qsimrt_text *text = &net->text;
  read_weight_scales(net, conv, values[WEIGHT_BITS], values[WEIGHT_SCALES],
                     channels);
  conv->bias_correction =
      qsimrt_text_integer(text, values[BIAS_CORRECTION], 0, 1);
  if (net->arithmetic == QSIMRT_YOLO2_LIGHT && conv->bias_correction)
    qsimrt_text_expected(text, values[BIAS_CORRECTION],
                         "0, as yolo2_light has no bias correction");
}

static int is_power_of_two(float value) {
  uint32_t bits;
  memcpy(&bits, &value, sizeof bits);
  return (bits & 0x7fffffU) == 0;
}

// yolo2_light: weights of 8 bits with one power of two as scale, and an input
// multiplier, or none of these; elsewhere no input multiplier.
static void read_input_multiplier(qsimrt_net *net, qsimrt_convolutional *conv,
                                  const qsimrt_span *quantization,
                                  qsimrt_span multiplier) {
  qsimrt_text *text = &net->text;
  multiplier = qsimrt_span_or(multiplier, "none");
  const int given = !qsimrt_span_equals(multiplier, "none");
  if (given && net->arithmetic != QSIMRT_YOLO2_LIGHT) {
    qsimrt_text_expected(text, multiplier,
                         "none, as the arithmetic is not yolo2_light");
    return;
  }
  if (given)
    conv->input_multiplier = qsimrt_text_positive(text, multiplier);
  if (net->arithmetic != QSIMRT_YOLO2_LIGHT || text->status != QSIMRT_OK)
    return;
  if (given != (conv->weight_bits != 0))
    qsimrt_text_expected(text, multiplier,
                         given ? "none, as weight_bits is none"
                               : "a number, as weight_bits is given");
  else if (given && conv->weight_bits != 8)
    qsimrt_text_expected(text, quantization[WEIGHT_BITS],
                         "8, as the arithmetic is yolo2_light");
  else if (given && (conv->weight_scale_count != 1 ||
                     !is_power_of_two(conv->weight_scales[0])))
    qsimrt_text_expected(text, quantization[WEIGHT_SCALES],
                         "one power of two, as the arithmetic is yolo2_light");
}

// Windows of a convolutional or local layer, for each filter.
static qsimrt_extents output_of(qsimrt_net *net, const qsimrt_layer *layer,
                                qsimrt_span size) {
  const qsimrt_window window = qsimrt_window_of(layer);
  const qsimrt_extents places = qsimrt_windows_over(
      net, size, qsimrt_net_shape(net, layer->inputs[0]), &window, 0);
  return (qsimrt_extents){layer->u.convolutional.filters, places.h, places.w};
}

static void check_weight_count(qsimrt_net *net, qsimrt_span at, int64_t count) {
  if (count > INT32_MAX)
    qsimrt_text_expected(&net->text, at, "fewer than 2^31 weights");
}

static int64_t taps_of(const qsimrt_layer *layer, int32_t channels) {
  const qsimrt_window window = qsimrt_window_of(layer);
  return qsimrt_product(qsimrt_product(window.size_y, window.size_x),
                        channels / layer->u.convolutional.groups);
}

// The keys filters, size, stride and pad, which stand in this order.
static void read_square(qsimrt_text *text, qsimrt_convolutional *conv,
                        const qsimrt_span *values) {
  conv->filters = qsimrt_text_integer(text, values[0], 1, QSIMRT_MAX_EXTENT);
  conv->size = qsimrt_text_integer(text, values[1], 1, QSIMRT_LARGEST);
  conv->stride = qsimrt_text_integer(text, values[2], 1, QSIMRT_LARGEST);
  conv->pad = qsimrt_text_integer(text, values[3], 0, QSIMRT_LARGEST);
}

// What makes its window another than a square one.
static void read_general(qsimrt_net *net, qsimrt_layer *layer,
                         const qsimrt_span *more) {
  qsimrt_convolutional *conv = &layer->u.convolutional;
  const int has_pads =
      qsimrt_read_window(net, more, 1, qsimrt_window_of(layer), &conv->window);
  const qsimrt_window *w = &conv->window;
  const int32_t pad = w->top;
  if (w->size_y == 0)
    return;
  conv->pad = 0;
  // Equal pads are one pad, however the file writes them.
  if (has_pads && w->left == pad && w->bottom == pad && w->right == pad &&
      w->size_x == w->size_y && w->stride_x == w->stride_y &&
      w->dilation_y == 1 && w->dilation_x == 1 && w->input_dilation_y == 1 &&
      w->input_dilation_x == 1) {
    conv->window = (qsimrt_window){0};
    conv->pad = pad;
  }
}

// N52: batch norm has one in the arithmetic onnx, and nothing else has.
static void read_epsilon(qsimrt_net *net, qsimrt_convolutional *conv,
                         qsimrt_span value) {
  qsimrt_text *text = &net->text;
  const int wanted = net->arithmetic == QSIMRT_ONNX && conv->batch_normalize;
  value = qsimrt_span_or(value, "none");
  const int given = !qsimrt_span_equals(value, "none");
  if (wanted && !given)
    qsimrt_text_expected(text, value,
                         "a number, as the layer has a batch norm and the "
                         "arithmetic is onnx");
  if (!wanted && given)
    qsimrt_text_expected(text, value,
                         "none, as the layer has no batch norm or the "
                         "arithmetic is not onnx");
  if (!wanted || !given)
    return;
  conv->epsilon = qsimrt_text_number(text, value, 0);
  if (conv->epsilon < 0)
    qsimrt_text_expected(text, value, "a number that is not below 0");
}

void qsimrt_read_convolutional(qsimrt_net *net, qsimrt_layer *layer,
                               const qsimrt_span *values) {
  enum {
    FILTERS = QSIMRT_KEY_OWN,
    SIZE,
    STRIDE,
    PAD,
    GROUPS,
    BATCH_NORMALIZE,
    ACTIVATION,
    PREACTIVATION,
    QUANTIZATION,
    INPUT_MULTIPLIER = QUANTIZATION + 3,
    WINDOW,
    EPSILON = WINDOW + 7,
    PARAMETERS
  };
  qsimrt_text *text = &net->text;
  qsimrt_convolutional *conv = &layer->u.convolutional;
  const qsimrt_shape *in = qsimrt_net_shape(net, layer->inputs[0]);
  read_square(text, conv, values + FILTERS);
  read_general(net, layer, values + WINDOW);
  conv->groups =
      qsimrt_text_integer(text, values[GROUPS], 1, QSIMRT_MAX_EXTENT);
  conv->batch_normalize =
      qsimrt_text_integer(text, values[BATCH_NORMALIZE], 0, 1);
  const qsimrt_activation_keys keys = {
      values[ACTIVATION], values[PREACTIVATION], values + PARAMETERS};
  qsimrt_read_activation(net, layer, &keys, &conv->activation,
                         &conv->preactivation, &conv->parameters);
  read_quantization(net, conv, values + QUANTIZATION, "filters");
  read_input_multiplier(net, conv, values + QUANTIZATION,
                        values[INPUT_MULTIPLIER]);
  read_epsilon(net, conv, values[EPSILON]);
  if (text->status != QSIMRT_OK)
    return;
  if (in->c % conv->groups != 0 || conv->filters % conv->groups != 0) {
    text->status = qsimrt_fail(
        text->error, QSIMRT_BAD_FILE,
        "%s:%d: key 'groups': %d does not divide %d input channels and %d "
        "filters",
        text->name, values[GROUPS].line, conv->groups, in->c, conv->filters);
    return;
  }
  check_weight_count(net, values[SIZE],
                     qsimrt_product(taps_of(layer, in->c), conv->filters));
  qsimrt_check_shape(net, values, layer, output_of(net, layer, values[SIZE]));
}

// Weights are quantized in convolutional layers only.
static void check_not_light(qsimrt_net *net, const qsimrt_convolutional *conv,
                            qsimrt_span bits) {
  if (net->arithmetic == QSIMRT_YOLO2_LIGHT && conv->weight_bits != 0)
    qsimrt_text_expected(&net->text, bits,
                         "none, as the arithmetic is yolo2_light");
}

void qsimrt_read_connected(qsimrt_net *net, qsimrt_layer *layer,
                           const qsimrt_span *values) {
  enum {
    OUTPUTS = QSIMRT_KEY_OWN,
    BATCH_NORMALIZE,
    ACTIVATION,
    PREACTIVATION,
    QUANTIZATION,
    EPSILON = QUANTIZATION + 3,
    PARAMETERS
  };
  qsimrt_text *text = &net->text;
  qsimrt_convolutional *conv = &layer->u.convolutional;
  const qsimrt_shape *in = qsimrt_net_shape(net, layer->inputs[0]);
  conv->filters =
      qsimrt_text_integer(text, values[OUTPUTS], 1, QSIMRT_MAX_EXTENT);
  conv->size = conv->stride = conv->groups = 1;
  conv->batch_normalize =
      qsimrt_text_integer(text, values[BATCH_NORMALIZE], 0, 1);
  const qsimrt_activation_keys keys = {
      values[ACTIVATION], values[PREACTIVATION], values + PARAMETERS};
  qsimrt_read_activation(net, layer, &keys, &conv->activation,
                         &conv->preactivation, &conv->parameters);
  read_quantization(net, conv, values + QUANTIZATION, "outputs");
  read_epsilon(net, conv, values[EPSILON]);
  check_not_light(net, conv, values[QUANTIZATION]);
  check_weight_count(
      net, values[OUTPUTS],
      qsimrt_product((int64_t)in->c * in->h * in->w, conv->filters));
  qsimrt_check_shape(net, values, layer, (qsimrt_extents){conv->filters, 1, 1});
}

void qsimrt_read_local(qsimrt_net *net, qsimrt_layer *layer,
                       const qsimrt_span *values) {
  enum {
    FILTERS = QSIMRT_KEY_OWN,
    SIZE,
    STRIDE,
    PAD,
    ACTIVATION,
    PREACTIVATION,
    QUANTIZATION,
    PARAMETERS = QUANTIZATION + 3
  };
  qsimrt_text *text = &net->text;
  qsimrt_convolutional *conv = &layer->u.convolutional;
  const qsimrt_shape *in = qsimrt_net_shape(net, layer->inputs[0]);
  read_square(text, conv, values + FILTERS);
  conv->groups = 1;
  const qsimrt_activation_keys keys = {
      values[ACTIVATION], values[PREACTIVATION], values + PARAMETERS};
  qsimrt_read_activation(net, layer, &keys, &conv->activation,
                         &conv->preactivation, &conv->parameters);
  read_quantization(net, conv, values + QUANTIZATION, "filters");
  check_not_light(net, conv, values[QUANTIZATION]);
  const qsimrt_extents out = output_of(net, layer, values[SIZE]);
  if (text->status != QSIMRT_OK)
    return;
  const int64_t per_place =
      qsimrt_product(taps_of(layer, in->c), conv->filters);
  check_weight_count(net, values[SIZE],
                     qsimrt_product(qsimrt_product(out.h, out.w), per_place));
  qsimrt_check_shape(net, values, layer, out);
}
