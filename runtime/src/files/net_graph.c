// SPDX-License-Identifier: Apache-2.0
// What the .net file says of the graph that the network was: the name and the
// dimensions of its input and of its outputs.
#include "files/message.h"
#include "files/net_layers.h"

#include <string.h>

int32_t qsimrt_count_outputs(const qsimrt_text *text) {
  static const char header[] = "[output]\n";
  const size_t length = sizeof header - 1;
  int32_t count = 0;
  for (const char *at = text->at; at != text->end;) {
    count +=
        (size_t)(text->end - at) >= length && memcmp(at, header, length) == 0;
    at = (const char *)memchr(at, '\n', (size_t)(text->end - at)) + 1;
  }
  return count;
}

int32_t qsimrt_read_view(qsimrt_net *net, qsimrt_span list, qsimrt_view *view) {
  qsimrt_text *text = &net->text;
  const qsimrt_span all = list;
  const int32_t rank = qsimrt_text_list_length(list);
  int64_t volume = 1;
  if (rank > QSIMRT_VIEW_DIMS) {
    qsimrt_text_expected(text, all, "at most 8 dimensions");
    return 0;
  }
  view->rank = rank;
  for (int32_t i = 0; i < rank; ++i) {
    view->dims[i] =
        qsimrt_text_integer(text, qsimrt_text_list_next(&list), 1, INT32_MAX);
    volume = qsimrt_product(volume, view->dims[i]);
  }
  if (volume > INT32_MAX)
    qsimrt_text_expected(text, all, "fewer than 2^31 elements");
  return text->status == QSIMRT_OK ? (int32_t)volume : 0;
}

// The dimensions of what has the shape of a layer's output, or of the picture;
// without any it has one value.
static void read_dims(qsimrt_net *net, qsimrt_span value, int32_t layer,
                      qsimrt_view *view) {
  qsimrt_text *text = &net->text;
  int32_t volume = 1;
  if (value.length > 0)
    volume = qsimrt_read_view(net, value, view);
  if (text->status != QSIMRT_OK)
    return;
  const qsimrt_shape *shape = qsimrt_net_shape(net, layer);
  const int32_t wanted = shape->c * shape->h * shape->w;
  if (volume != wanted)
    text->status = qsimrt_fail(text->error, QSIMRT_BAD_FILE,
                               "%s:%d: key '%s': expected dimensions of %d "
                               "elements, got %q",
                               text->name, value.line, value.key, wanted,
                               value.text, value.length);
}

void qsimrt_read_graph_input(qsimrt_net *net, qsimrt_span name,
                             qsimrt_span dims) {
  dims = qsimrt_span_or(dims, "none");
  if (!name.text || qsimrt_span_equals(name, "none")) {
    if (!qsimrt_span_equals(dims, "none"))
      qsimrt_text_expected(&net->text, dims, "none, as there is no input_name");
    return;
  }
  qsimrt_text_check_name(&net->text, name);
  if (qsimrt_span_equals(dims, "none"))
    dims.length = 0;
  read_dims(net, dims, QSIMRT_IMAGE, &net->input_dims);
  if (net->text.status == QSIMRT_OK)
    net->input_name = qsimrt_net_copy(net, name);
}

static void read_output(qsimrt_net *net, qsimrt_span header, int32_t index) {
  enum { NAME, LAYER, DIMS, KEYS };
  static const char *const keys[] = {"name", "layer", "dims", NULL};
  qsimrt_text *text = &net->text;
  qsimrt_graph_output *output = &net->outputs[index];
  qsimrt_span values[KEYS];
  memset(output, 0, sizeof *output);
  if (!qsimrt_span_equals(header, "output")) {
    text->status =
        qsimrt_fail(text->error, QSIMRT_BAD_FILE,
                    "%s:%d: expected section 'output', as one stands "
                    "above, got %q",
                    text->name, header.line, header.text, header.length);
    return;
  }
  qsimrt_text_keys(text, header, keys, QSIMRT_KEYS_ALL_IN_ORDER, values);
  qsimrt_text_check_name(text, values[NAME]);
  for (int32_t i = 0; text->status == QSIMRT_OK && i < index; ++i)
    if (qsimrt_span_equals(values[NAME], net->outputs[i].name))
      text->status = qsimrt_fail(
          text->error, QSIMRT_BAD_FILE,
          "%s:%d: key 'name': %q is already the name of output %d", text->name,
          values[NAME].line, values[NAME].text, values[NAME].length, i);
  output->layer = qsimrt_text_integer(text, values[LAYER], QSIMRT_IMAGE,
                                      net->layer_count - 1);
  read_dims(net, values[DIMS], output->layer, &output->dims);
  if (text->status == QSIMRT_OK)
    output->name = qsimrt_net_copy(net, values[NAME]);
}

void qsimrt_read_outputs(qsimrt_net *net, qsimrt_span header) {
  net->outputs =
      qsimrt_net_take(net, (size_t)net->output_count, sizeof *net->outputs);
  int32_t next = 0;
  do {
    if (net->text.status != QSIMRT_OK)
      return;
    read_output(net, header, next++);
  } while (qsimrt_text_section(&net->text, &header));
}
