// SPDX-License-Identifier: Apache-2.0
// Layer kinds of the .net file: their own keys, shapes and quantization.
#include "files/message.h"
#include "files/names.h"
#include "files/net.h"

#include <string.h>

#define COMMON_KEYS                                                            \
  "index", "name", "inputs", "shape", "quantization", "scale_group", "ceiling"

// Limit of sizes, strides and paddings.
enum { LARGEST = 65535 };

const char *const *qsimrt_layer_keys(qsimrt_kind kind) {
  static const char *const keys[QSIMRT_KIND_COUNT][QSIMRT_MAX_LAYER_KEYS] = {
      [QSIMRT_CONVOLUTIONAL] = {COMMON_KEYS, "filters", "size", "stride", "pad",
                                "groups", "batch_normalize", "activation",
                                "weight_bits", "weight_scales",
                                "bias_correction", NULL},
      [QSIMRT_MAXPOOL] = {COMMON_KEYS, "size", "stride", "padding", NULL},
      [QSIMRT_ROUTE] = {COMMON_KEYS, NULL},
      [QSIMRT_UPSAMPLE] = {COMMON_KEYS, "stride", NULL},
      [QSIMRT_YOLO] = {COMMON_KEYS, "classes", "mask", "anchors", NULL}};
  return keys[kind];
}

// Extents of an output before they are known to be in range.
typedef struct extents {
  int64_t c, h, w;
} extents;

static void check_shape(qsimrt_net *net, qsimrt_span value,
                        const qsimrt_layer *layer, extents wanted) {
  qsimrt_text *text = &net->text;
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

// Windows of `size` at `stride` over `in` + `padding`; an error when not even
// one fits.
static int64_t windows(qsimrt_net *net, qsimrt_span size_value, int64_t in,
                       int64_t padding, int32_t size, int32_t stride) {
  qsimrt_text *text = &net->text;
  if (in + padding < size && text->status == QSIMRT_OK)
    text->status =
        qsimrt_fail(text->error, QSIMRT_BAD_FILE,
                    "%s:%d: key 'size': the window of %d is larger than its "
                    "input of %D with a padding of %D",
                    text->name, size_value.line, size, in, padding);
  return (in + padding - size) / stride + 1;
}

static void expect_quant(qsimrt_net *net, qsimrt_span value,
                         const qsimrt_layer *layer, const char *wanted) {
  if (!qsimrt_quants_equal(&layer->output,
                           qsimrt_net_quant(net, layer->inputs[0])))
    qsimrt_text_expected(&net->text, value, wanted);
}

static void read_weight_scales(qsimrt_net *net, qsimrt_convolutional *conv,
                               qsimrt_span bits, qsimrt_span scales) {
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
    text->status = qsimrt_fail(
        text->error, QSIMRT_BAD_FILE,
        "%s:%d: key 'weight_scales': expected 1 scale or one for "
        "each of the %d filters, got %d",
        text->name, scales.line, conv->filters, conv->weight_scale_count);
    return;
  }
  float *values =
      qsimrt_net_take(net, (size_t)conv->weight_scale_count, sizeof *values);
  for (int32_t i = 0; values && i < conv->weight_scale_count; ++i)
    values[i] = qsimrt_text_positive(text, qsimrt_text_list_next(&scales));
  conv->weight_scales = values;
}

static void read_convolutional(qsimrt_net *net, qsimrt_layer *layer,
                               const qsimrt_span *values) {
  enum {
    FILTERS = QSIMRT_KEY_OWN,
    SIZE,
    STRIDE,
    PAD,
    GROUPS,
    BATCH_NORMALIZE,
    ACTIVATION,
    WEIGHT_BITS,
    WEIGHT_SCALES,
    BIAS_CORRECTION
  };
  qsimrt_text *text = &net->text;
  qsimrt_convolutional *conv = &layer->u.convolutional;
  const qsimrt_shape *in = qsimrt_net_shape(net, layer->inputs[0]);
  conv->filters =
      qsimrt_text_integer(text, values[FILTERS], 1, QSIMRT_MAX_EXTENT);
  conv->size = qsimrt_text_integer(text, values[SIZE], 1, LARGEST);
  conv->stride = qsimrt_text_integer(text, values[STRIDE], 1, LARGEST);
  conv->pad = qsimrt_text_integer(text, values[PAD], 0, LARGEST);
  conv->groups =
      qsimrt_text_integer(text, values[GROUPS], 1, QSIMRT_MAX_EXTENT);
  conv->batch_normalize =
      qsimrt_text_integer(text, values[BATCH_NORMALIZE], 0, 1);
  conv->activation = (qsimrt_activation)qsimrt_text_choice(
      text, values[ACTIVATION], qsimrt_activation_words);
  read_weight_scales(net, conv, values[WEIGHT_BITS], values[WEIGHT_SCALES]);
  conv->bias_correction =
      qsimrt_text_integer(text, values[BIAS_CORRECTION], 0, 1);
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
  // size * size < 2^32, so no product overflows before it is judged.
  int64_t taps = (int64_t)conv->size * conv->size;
  if (taps > INT32_MAX / (in->c / conv->groups) ||
      taps * (in->c / conv->groups) > INT32_MAX / conv->filters)
    qsimrt_text_expected(text, values[SIZE], "fewer than 2^31 weights");
  extents out = {conv->filters,
                 windows(net, values[SIZE], in->h, 2 * (int64_t)conv->pad,
                         conv->size, conv->stride),
                 windows(net, values[SIZE], in->w, 2 * (int64_t)conv->pad,
                         conv->size, conv->stride)};
  check_shape(net, values[QSIMRT_KEY_SHAPE], layer, out);
}

static void read_maxpool(qsimrt_net *net, qsimrt_layer *layer,
                         const qsimrt_span *values) {
  enum { SIZE = QSIMRT_KEY_OWN, STRIDE, PADDING };
  qsimrt_text *text = &net->text;
  qsimrt_maxpool *pool = &layer->u.maxpool;
  const qsimrt_shape *in = qsimrt_net_shape(net, layer->inputs[0]);
  pool->size = qsimrt_text_integer(text, values[SIZE], 1, LARGEST);
  pool->stride = qsimrt_text_integer(text, values[STRIDE], 1, LARGEST);
  pool->padding = qsimrt_text_integer(text, values[PADDING], 0, LARGEST);
  extents out = {in->c,
                 windows(net, values[SIZE], in->h, pool->padding, pool->size,
                         pool->stride),
                 windows(net, values[SIZE], in->w, pool->padding, pool->size,
                         pool->stride)};
  check_shape(net, values[QSIMRT_KEY_SHAPE], layer, out);
  expect_quant(net, values[QSIMRT_KEY_QUANTIZATION], layer,
               "the quantization of the layer's input");
}

static void read_route(qsimrt_net *net, qsimrt_layer *layer,
                       const qsimrt_span *values) {
  qsimrt_text *text = &net->text;
  const qsimrt_shape *first = qsimrt_net_shape(net, layer->inputs[0]);
  extents out = {0, first->h, first->w};
  for (int32_t i = 0; i < layer->input_count; ++i) {
    const qsimrt_shape *in = qsimrt_net_shape(net, layer->inputs[i]);
    if (in->h != first->h || in->w != first->w) {
      text->status = qsimrt_fail(
          text->error, QSIMRT_BAD_FILE,
          "%s:%d: key 'inputs': layer %d is %d x %d, but the first input is "
          "%d x %d (height x width)",
          text->name, values[QSIMRT_KEY_INPUTS].line, layer->inputs[i], in->h,
          in->w, first->h, first->w);
      return;
    }
    if (layer->output.bits != 0 &&
        qsimrt_net_quant(net, layer->inputs[i])->bits == 0)
      qsimrt_text_expected(text, values[QSIMRT_KEY_QUANTIZATION],
                           "none, as an input is not quantized");
    out.c += in->c;
  }
  check_shape(net, values[QSIMRT_KEY_SHAPE], layer, out);
}

static void read_upsample(qsimrt_net *net, qsimrt_layer *layer,
                          const qsimrt_span *values) {
  const qsimrt_shape *in = qsimrt_net_shape(net, layer->inputs[0]);
  int32_t stride =
      qsimrt_text_integer(&net->text, values[QSIMRT_KEY_OWN], 1, LARGEST);
  layer->u.upsample.stride = stride;
  extents out = {in->c, (int64_t)in->h * stride, (int64_t)in->w * stride};
  check_shape(net, values[QSIMRT_KEY_SHAPE], layer, out);
  expect_quant(net, values[QSIMRT_KEY_QUANTIZATION], layer,
               "the quantization of the layer's input");
}

static void read_anchors(qsimrt_net *net, qsimrt_yolo *yolo, qsimrt_span mask,
                         qsimrt_span anchors) {
  qsimrt_text *text = &net->text;
  int32_t count = qsimrt_text_list_length(anchors);
  if (count % 2 != 0) {
    qsimrt_text_expected(text, anchors, "pairs of numbers");
    return;
  }
  yolo->total_anchors = count / 2;
  float *values = qsimrt_net_take(net, (size_t)count, sizeof *values);
  for (int32_t i = 0; values && i < count; ++i)
    values[i] = qsimrt_text_positive(text, qsimrt_text_list_next(&anchors));
  yolo->anchors = values;
  yolo->anchor_count = qsimrt_text_list_length(mask);
  int32_t *indices =
      qsimrt_net_take(net, (size_t)yolo->anchor_count, sizeof *indices);
  for (int32_t i = 0; indices && i < yolo->anchor_count; ++i)
    indices[i] = qsimrt_text_integer(text, qsimrt_text_list_next(&mask), 0,
                                     yolo->total_anchors - 1);
  yolo->mask = indices;
}

static void read_yolo(qsimrt_net *net, qsimrt_layer *layer,
                      const qsimrt_span *values) {
  enum { CLASSES = QSIMRT_KEY_OWN, MASK, ANCHORS };
  qsimrt_text *text = &net->text;
  qsimrt_yolo *yolo = &layer->u.yolo;
  const qsimrt_shape *in = qsimrt_net_shape(net, layer->inputs[0]);
  yolo->classes =
      qsimrt_text_integer(text, values[CLASSES], 1, QSIMRT_MAX_EXTENT);
  read_anchors(net, yolo, values[MASK], values[ANCHORS]);
  int64_t channels = (int64_t)yolo->anchor_count * (5 + yolo->classes);
  if (text->status == QSIMRT_OK && channels != in->c) {
    text->status =
        qsimrt_fail(text->error, QSIMRT_BAD_FILE,
                    "%s:%d: key 'mask': %d anchors of 5 + %d values need %D "
                    "input channels, "
                    "got %d",
                    text->name, values[MASK].line, yolo->anchor_count,
                    yolo->classes, channels, in->c);
    return;
  }
  check_shape(net, values[QSIMRT_KEY_SHAPE], layer,
              (extents){in->c, in->h, in->w});
  if (layer->output.bits != 0)
    qsimrt_text_expected(text, values[QSIMRT_KEY_QUANTIZATION],
                         "none, as a yolo layer's output is float");
}

void qsimrt_read_layer(qsimrt_net *net, qsimrt_layer *layer,
                       const qsimrt_span *values) {
  switch (layer->kind) {
  case QSIMRT_CONVOLUTIONAL:
    read_convolutional(net, layer, values);
    break;
  case QSIMRT_MAXPOOL:
    read_maxpool(net, layer, values);
    break;
  case QSIMRT_ROUTE:
    read_route(net, layer, values);
    break;
  case QSIMRT_UPSAMPLE:
    read_upsample(net, layer, values);
    break;
  case QSIMRT_YOLO:
    read_yolo(net, layer, values);
    break;
  case QSIMRT_KIND_COUNT:
    break;
  }
}
