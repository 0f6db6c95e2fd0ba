// SPDX-License-Identifier: Apache-2.0
// Layers of the .net file that move or pool values: maxpool, avgpool, route,
// upsample, reorg, crop, dropout.
#include "files/message.h"
#include "files/names.h"
#include "files/net_layers.h"

// A window that its layer's own keys can say.
static int is_square_pool(const qsimrt_window *w) {
  return w->size_x == w->size_y && w->stride_x == w->stride_y &&
         w->left == w->top && w->right == w->bottom &&
         (w->bottom == w->top || w->bottom == w->top + 1) &&
         w->dilation_y == 1 && w->dilation_x == 1;
}

void qsimrt_read_maxpool(qsimrt_net *net, qsimrt_layer *layer,
                         const qsimrt_span *values) {
  enum { SIZE = QSIMRT_KEY_OWN, STRIDE, PADDING, WINDOW, CEIL = WINDOW + 5 };
  qsimrt_text *text = &net->text;
  qsimrt_maxpool *pool = &layer->u.maxpool;
  const qsimrt_shape *in = qsimrt_net_shape(net, layer->inputs[0]);
  pool->size = qsimrt_text_integer(text, values[SIZE], 1, QSIMRT_LARGEST);
  pool->stride = qsimrt_text_integer(text, values[STRIDE], 1, QSIMRT_LARGEST);
  pool->padding = qsimrt_text_integer(text, values[PADDING], 0, QSIMRT_LARGEST);
  pool->ceil =
      qsimrt_text_integer(text, qsimrt_span_or(values[CEIL], "0"), 0, 1);
  qsimrt_read_window(net, values + WINDOW, 0, qsimrt_window_of(layer),
                     &pool->window);
  if (pool->window.size_y != 0) {
    pool->padding = 0;
    if (is_square_pool(&pool->window)) {
      pool->padding = pool->window.top + pool->window.bottom;
      pool->window = (qsimrt_window){0};
    }
  }
  const qsimrt_window window = qsimrt_window_of(layer);
  const qsimrt_extents out =
      qsimrt_windows_over(net, values[SIZE], in, &window, pool->ceil);
  qsimrt_check_shape(net, values, layer, out);
  qsimrt_check_quant_kept(net, values, layer);
}

enum { MOST_PLACES = 1 << 22 }; // N33

static void check_places(qsimrt_text *text, qsimrt_span at, int64_t places) {
  if (text->status == QSIMRT_OK && places > MOST_PLACES)
    text->status = qsimrt_fail(text->error, QSIMRT_BAD_FILE,
                               "%s:%d: key '%s': the mean of %D places; at "
                               "most 2^22 are supported",
                               text->name, at.line, at.key, places);
}

// N53.
static void read_mean_of_windows(qsimrt_net *net, qsimrt_layer *layer,
                                 const qsimrt_span *values) {
  enum { SIZE, SIZE_X, STRIDE, STRIDE_X, PADS, DILATION, DILATION_X, CEIL };
  const qsimrt_span *own = values + QSIMRT_KEY_OWN;
  qsimrt_text *text = &net->text;
  qsimrt_avgpool *pool = &layer->u.avgpool;
  const int32_t size = qsimrt_text_integer(text, own[SIZE], 1, QSIMRT_LARGEST);
  const int32_t stride = qsimrt_text_integer(
      text, qsimrt_span_or(own[STRIDE], "1"), 1, QSIMRT_LARGEST);
  const qsimrt_window square = {size, size, stride, stride, 0, 0,
                                0,    0,    1,      1,      1, 1};
  const qsimrt_span more[] = {own[SIZE_X], own[STRIDE_X], own[PADS],
                              own[DILATION], own[DILATION_X]};
  pool->window = square;
  qsimrt_read_window(net, more, 0, square, &pool->window);
  pool->ceil = qsimrt_text_integer(text, qsimrt_span_or(own[CEIL], "0"), 0, 1);
  pool->count_pads =
      qsimrt_text_integer(text, qsimrt_span_or(own[CEIL + 1], "0"), 0, 1);
  check_places(text, own[SIZE],
               (int64_t)pool->window.size_y * pool->window.size_x);
  qsimrt_check_shape(
      net, values, layer,
      qsimrt_windows_over(net, own[SIZE],
                          qsimrt_net_shape(net, layer->inputs[0]),
                          &pool->window, pool->ceil));
}

static void read_mean_of_maps(qsimrt_net *net, qsimrt_layer *layer,
                              const qsimrt_span *values) {
  enum { MORE = 8 }; // keys of a window
  static const char *const usual[MORE] = {"none", "1",    "none", "none",
                                          "1",    "none", "0",    "0"};
  const qsimrt_shape *in = qsimrt_net_shape(net, layer->inputs[0]);
  for (int i = 0; i < MORE; ++i) {
    const qsimrt_span value = values[QSIMRT_KEY_OWN + 1 + i];
    if (value.text && !qsimrt_span_equals(value, usual[i]))
      qsimrt_text_expected(&net->text, value,
                           "the default, as the section has no size");
  }
  check_places(&net->text, values[QSIMRT_KEY_INPUTS], (int64_t)in->h * in->w);
  qsimrt_check_shape(net, values, layer, (qsimrt_extents){in->c, 1, 1});
}

void qsimrt_read_avgpool(qsimrt_net *net, qsimrt_layer *layer,
                         const qsimrt_span *values) {
  const qsimrt_span size = qsimrt_span_or(values[QSIMRT_KEY_OWN], "none");
  if (qsimrt_span_equals(size, "none"))
    read_mean_of_maps(net, layer, values);
  else
    read_mean_of_windows(net, layer, values);
  qsimrt_check_inputs_quantized(net, values, layer);
}

// N62: any shape that has the values of all inputs together.
static void read_runs(qsimrt_net *net, qsimrt_layer *layer,
                      const qsimrt_span *values, qsimrt_span outer) {
  qsimrt_text *text = &net->text;
  const qsimrt_route *route = &layer->u.route;
  const qsimrt_shape *out = &layer->shape;
  int64_t all = 0;
  if (text->status == QSIMRT_OK && route->groups != 1)
    qsimrt_text_expected(text, outer, "1, as groups is above 1");
  for (int32_t i = 0; i < layer->input_count; ++i) {
    const qsimrt_shape *in = qsimrt_net_shape(net, layer->inputs[i]);
    const int64_t own = (int64_t)in->c * in->h * in->w;
    if (text->status == QSIMRT_OK && own % route->outer != 0)
      text->status = qsimrt_fail(
          text->error, QSIMRT_BAD_FILE,
          "%s:%d: key 'outer': %d does not divide the %D values of layer %d",
          text->name, outer.line, route->outer, own, layer->inputs[i]);
    all += own;
  }
  const int64_t got = (int64_t)out->c * out->h * out->w;
  if (text->status == QSIMRT_OK && got != all)
    text->status = qsimrt_fail(
        text->error, QSIMRT_BAD_FILE,
        "%s:%d: key 'shape': the layer's inputs have %D values, got %D",
        text->name, values[QSIMRT_KEY_SHAPE].line, all, got);
  qsimrt_check_inputs_quantized(net, values, layer);
}

void qsimrt_read_route(qsimrt_net *net, qsimrt_layer *layer,
                       const qsimrt_span *values) {
  enum { GROUPS = QSIMRT_KEY_OWN, GROUP_ID, OUTER };
  qsimrt_text *text = &net->text;
  qsimrt_route *route = &layer->u.route;
  route->groups = qsimrt_text_integer(text, qsimrt_span_or(values[GROUPS], "1"),
                                      1, QSIMRT_MAX_EXTENT);
  route->group_id = qsimrt_text_integer(
      text, qsimrt_span_or(values[GROUP_ID], "0"), 0, route->groups - 1);
  route->outer = qsimrt_text_integer(text, qsimrt_span_or(values[OUTER], "1"),
                                     1, INT32_MAX);
  if (route->outer > 1) {
    read_runs(net, layer, values, values[OUTER]);
    return;
  }
  const qsimrt_shape *first = qsimrt_net_shape(net, layer->inputs[0]);
  qsimrt_extents out = {0, first->h, first->w};
  for (int32_t i = 0; i < layer->input_count; ++i) {
    const qsimrt_shape *in = qsimrt_net_shape(net, layer->inputs[i]);
    if (text->status != QSIMRT_OK)
      return;
    if (in->h != first->h || in->w != first->w) {
      text->status = qsimrt_fail(
          text->error, QSIMRT_BAD_FILE,
          "%s:%d: key 'inputs': layer %d is %d x %d, but the first input is "
          "%d x %d (height x width)",
          text->name, values[QSIMRT_KEY_INPUTS].line, layer->inputs[i], in->h,
          in->w, first->h, first->w);
      return;
    }
    if (in->c % route->groups != 0) {
      text->status = qsimrt_fail(
          text->error, QSIMRT_BAD_FILE,
          "%s:%d: key 'groups': %d does not divide the %d channels of layer %d",
          text->name, values[GROUPS].line, route->groups, in->c,
          layer->inputs[i]);
      return;
    }
    out.c += in->c / route->groups;
  }
  qsimrt_check_inputs_quantized(net, values, layer);
  qsimrt_check_shape(net, values, layer, out);
}

void qsimrt_read_upsample(qsimrt_net *net, qsimrt_layer *layer,
                          const qsimrt_span *values) {
  const qsimrt_shape *in = qsimrt_net_shape(net, layer->inputs[0]);
  const int32_t stride = qsimrt_text_integer(&net->text, values[QSIMRT_KEY_OWN],
                                             1, QSIMRT_LARGEST);
  layer->u.upsample.stride = stride;
  qsimrt_check_shape(net, values, layer,
                     (qsimrt_extents){in->c, (int64_t)in->h * stride,
                                      (int64_t)in->w * stride});
  qsimrt_check_quant_kept(net, values, layer);
}

// A reorg that appends zeros moves nothing else.
static void read_extra(qsimrt_net *net, qsimrt_layer *layer,
                       const qsimrt_span *values, int32_t line) {
  const qsimrt_reorg *reorg = &layer->u.reorg;
  const qsimrt_shape *in = qsimrt_net_shape(net, layer->inputs[0]);
  if (reorg->stride != 1 || reorg->order != QSIMRT_REORG_DARKNET) {
    net->text.status = qsimrt_fail(
        net->text.error, QSIMRT_BAD_FILE,
        "%s:%d: key 'extra': %d zeros; wanted 0, or stride 1 and the order "
        "darknet",
        net->text.name, line, reorg->extra);
    return;
  }
  const int64_t flat = (int64_t)in->c * in->h * in->w;
  qsimrt_check_shape(net, values, layer,
                     (qsimrt_extents){flat + reorg->extra, 1, 1});
  qsimrt_check_quant_kept(net, values, layer);
}

void qsimrt_read_reorg(qsimrt_net *net, qsimrt_layer *layer,
                       const qsimrt_span *values) {
  enum { STRIDE = QSIMRT_KEY_OWN, ORDER, EXTRA };
  qsimrt_text *text = &net->text;
  qsimrt_reorg *reorg = &layer->u.reorg;
  const qsimrt_shape *in = qsimrt_net_shape(net, layer->inputs[0]);
  const int32_t s =
      qsimrt_text_integer(text, values[STRIDE], 1, QSIMRT_LARGEST);
  reorg->stride = s;
  reorg->order = (qsimrt_reorg_order)qsimrt_text_choice(text, values[ORDER],
                                                        qsimrt_reorg_words);
  reorg->extra = values[EXTRA].text ? qsimrt_text_integer(text, values[EXTRA],
                                                          0, QSIMRT_LARGEST)
                                    : 0;
  if (text->status != QSIMRT_OK)
    return;
  if (reorg->extra > 0) {
    read_extra(net, layer, values, values[EXTRA].line);
    return;
  }
  const int64_t square = (int64_t)s * s;
  if (in->h % s != 0 || in->w % s != 0) {
    text->status = qsimrt_fail(
        text->error, QSIMRT_BAD_FILE,
        "%s:%d: key 'stride': %d does not divide the input's %d x %d (height "
        "x width)",
        text->name, values[STRIDE].line, s, in->h, in->w);
    return;
  }
  if (reorg->order == QSIMRT_REORG_DARKNET && in->c % square != 0) {
    text->status = qsimrt_fail(
        text->error, QSIMRT_BAD_FILE,
        "%s:%d: key 'stride': the square of %d does not divide the input's %d "
        "channels",
        text->name, values[STRIDE].line, s, in->c);
    return;
  }
  qsimrt_check_shape(net, values, layer,
                     (qsimrt_extents){in->c * square, in->h / s, in->w / s});
  qsimrt_check_quant_kept(net, values, layer);
}

void qsimrt_read_crop(qsimrt_net *net, qsimrt_layer *layer,
                      const qsimrt_span *values) {
  qsimrt_text *text = &net->text;
  const qsimrt_shape *in = qsimrt_net_shape(net, layer->inputs[0]);
  layer->u.crop.noadjust =
      qsimrt_text_integer(text, values[QSIMRT_KEY_OWN], 0, 1);
  if (text->status != QSIMRT_OK)
    return;
  if (layer->shape.c != in->c || layer->shape.h > in->h ||
      layer->shape.w > in->w) {
    const qsimrt_span shape = values[QSIMRT_KEY_SHAPE];
    text->status = qsimrt_fail(text->error, QSIMRT_BAD_FILE,
                               "%s:%d: key 'shape': expected %d channels and "
                               "at most %d x %d (height x width), got %q",
                               text->name, shape.line, in->c, in->h, in->w,
                               shape.text, shape.length);
    return;
  }
  if (layer->u.crop.noadjust)
    qsimrt_check_quant_kept(net, values, layer);
  else
    qsimrt_check_inputs_quantized(net, values, layer);
}

void qsimrt_read_dropout(qsimrt_net *net, qsimrt_layer *layer,
                         const qsimrt_span *values) {
  qsimrt_check_shape_kept(net, values, layer);
  qsimrt_check_quant_kept(net, values, layer);
}
