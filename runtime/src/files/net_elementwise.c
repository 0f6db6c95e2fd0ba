// SPDX-License-Identifier: Apache-2.0
// Sums, products, activations alone and other operations on two tensors in the
// .net file: shortcut, multiply, activation, binary.
#include "files/message.h"
#include "files/names.h"
#include "files/net_layers.h"

// The keys of an activation from the one with index `first` on.
static void read_activation_at(qsimrt_net *net, qsimrt_layer *layer,
                               const qsimrt_span *values, int first) {
  qsimrt_elementwise *own = &layer->u.elementwise;
  const qsimrt_activation_keys keys = {values[first], values[first + 1],
                                       values + first + 2};
  qsimrt_read_activation(net, layer, &keys, &own->activation,
                         &own->preactivation, &own->parameters);
  qsimrt_check_inputs_quantized(net, values, layer);
}

static void read_activation(qsimrt_net *net, qsimrt_layer *layer,
                            const qsimrt_span *values) {
  read_activation_at(net, layer, values, QSIMRT_KEY_OWN);
}

// N31: the strides of an overlap are the same in both directions.
static int overlaps(const qsimrt_shape *a, const qsimrt_shape *b) {
  return a->w / b->w == a->h / b->h && b->w / a->w == b->h / a->h;
}

static void fail_shapes(qsimrt_net *net, const qsimrt_span *values,
                        const char *what, const qsimrt_layer *layer,
                        int32_t input, const qsimrt_shape *wanted) {
  qsimrt_text *text = &net->text;
  const qsimrt_shape *in = qsimrt_net_shape(net, layer->inputs[input]);
  if (text->status == QSIMRT_OK)
    text->status = qsimrt_fail(
        text->error, QSIMRT_BAD_FILE,
        "%s:%d: key 'inputs': layer %d is %d,%d,%d, which %s %d,%d,%d",
        text->name, values[QSIMRT_KEY_INPUTS].line, layer->inputs[input], in->c,
        in->h, in->w, what, wanted->c, wanted->h, wanted->w);
}

void qsimrt_read_shortcut(qsimrt_net *net, qsimrt_layer *layer,
                          const qsimrt_span *values) {
  read_activation(net, layer, values);
  if (net->text.status != QSIMRT_OK)
    return;
  const qsimrt_shape *first = qsimrt_net_shape(net, layer->inputs[0]);
  for (int32_t i = 1; i < layer->input_count; ++i)
    if (!overlaps(qsimrt_net_shape(net, layer->inputs[i]), first))
      fail_shapes(net, values,
                  "overlaps with another stride in height than in width with",
                  layer, i, first);
  qsimrt_check_shape_kept(net, values, layer);
}

void qsimrt_read_multiply(qsimrt_net *net, qsimrt_layer *layer,
                          const qsimrt_span *values) {
  read_activation(net, layer, values);
  if (net->text.status != QSIMRT_OK)
    return;
  const qsimrt_shape *a = qsimrt_net_shape(net, layer->inputs[0]);
  const qsimrt_shape *b = qsimrt_net_shape(net, layer->inputs[1]);
  const int per_channel = a->c == b->c && a->h == 1 && a->w == 1;
  const int same_map = a->h == b->h && a->w == b->w;
  if (!per_channel && !(same_map && (a->c == b->c || a->c == 1)))
    fail_shapes(net, values,
                "has neither the shape, nor the channels alone, nor the map "
                "alone of",
                layer, 0, b);
  qsimrt_check_shape(net, values, layer, (qsimrt_extents){b->c, b->h, b->w});
}

void qsimrt_read_alone(qsimrt_net *net, qsimrt_layer *layer,
                       const qsimrt_span *values) {
  read_activation(net, layer, values);
  if (net->text.status == QSIMRT_OK)
    qsimrt_check_shape_kept(net, values, layer);
}

void qsimrt_read_binary(qsimrt_net *net, qsimrt_layer *layer,
                        const qsimrt_span *values) {
  enum { OPERATION = QSIMRT_KEY_OWN, ACTIVATION };
  qsimrt_text *text = &net->text;
  qsimrt_elementwise *own = &layer->u.elementwise;
  own->operation = (qsimrt_binary_kind)qsimrt_text_choice(
      text, values[OPERATION], qsimrt_binary_words);
  read_activation_at(net, layer, values, ACTIVATION);
  if (own->operation != QSIMRT_BINARY_SUB && own->activation != QSIMRT_LINEAR)
    qsimrt_text_expected(text, values[ACTIVATION],
                         "linear, as the operation is not sub");
  for (int32_t i = 0; i < layer->input_count; ++i) {
    const qsimrt_shape *in = qsimrt_net_shape(net, layer->inputs[i]);
    qsimrt_check_shape(net, values, layer,
                       (qsimrt_extents){in->c, in->h, in->w});
  }
}
