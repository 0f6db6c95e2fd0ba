// SPDX-License-Identifier: Apache-2.0
// Layers of the .net file that move or pool values: maxpool, avgpool, route,
// upsample, reorg, crop, dropout.
#include "files/message.h"
#include "files/names.h"
#include "files/net_layers.h"

void qsimrt_read_maxpool(qsimrt_net *net, qsimrt_layer *layer,
                         const qsimrt_span *values) {
  enum { SIZE = QSIMRT_KEY_OWN, STRIDE, PADDING };
  qsimrt_text *text = &net->text;
  qsimrt_maxpool *pool = &layer->u.maxpool;
  const qsimrt_shape *in = qsimrt_net_shape(net, layer->inputs[0]);
  pool->size = qsimrt_text_integer(text, values[SIZE], 1, QSIMRT_LARGEST);
  pool->stride = qsimrt_text_integer(text, values[STRIDE], 1, QSIMRT_LARGEST);
  pool->padding = qsimrt_text_integer(text, values[PADDING], 0, QSIMRT_LARGEST);
  const qsimrt_extents out = {
      in->c,
      qsimrt_windows(net, values[SIZE], in->h, pool->padding, pool->size,
                     pool->stride),
      qsimrt_windows(net, values[SIZE], in->w, pool->padding, pool->size,
                     pool->stride)};
  qsimrt_check_shape(net, values, layer, out);
  qsimrt_check_quant_kept(net, values, layer);
}

void qsimrt_read_avgpool(qsimrt_net *net, qsimrt_layer *layer,
                         const qsimrt_span *values) {
  enum { MOST_PLACES = 1 << 22 }; // N33
  qsimrt_text *text = &net->text;
  const qsimrt_shape *in = qsimrt_net_shape(net, layer->inputs[0]);
  const int64_t places = (int64_t)in->h * in->w;
  if (text->status == QSIMRT_OK && places > MOST_PLACES)
    text->status =
        qsimrt_fail(text->error, QSIMRT_BAD_FILE,
                    "%s:%d: key 'inputs': the mean of %D places; at "
                    "most 2^22 are supported",
                    text->name, values[QSIMRT_KEY_INPUTS].line, places);
  qsimrt_check_shape(net, values, layer, (qsimrt_extents){in->c, 1, 1});
  qsimrt_check_inputs_quantized(net, values, layer);
}

void qsimrt_read_route(qsimrt_net *net, qsimrt_layer *layer,
                       const qsimrt_span *values) {
  enum { GROUPS = QSIMRT_KEY_OWN, GROUP_ID };
  qsimrt_text *text = &net->text;
  qsimrt_route *route = &layer->u.route;
  route->groups = qsimrt_text_integer(text, qsimrt_span_or(values[GROUPS], "1"),
                                      1, QSIMRT_MAX_EXTENT);
  route->group_id = qsimrt_text_integer(
      text, qsimrt_span_or(values[GROUP_ID], "0"), 0, route->groups - 1);
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
