// SPDX-License-Identifier: Apache-2.0
// The .net file: its [net] section, what all layers share, and checks across
// layers.
#include "files/net.h"

#include "files/message.h"
#include "files/names.h"

#include <string.h>

void *qsimrt_net_take(qsimrt_net *net, size_t count, size_t size) {
  if (net->text.status != QSIMRT_OK)
    return NULL;
  void *memory = qsimrt_arena_take(net->arena, count * size);
  if (!memory)
    net->text.status = qsimrt_fail(
        net->text.error, QSIMRT_NO_MEMORY,
        "%s:%d: the model needs more than the %D bytes it was given",
        net->text.name, net->text.line, (int64_t)net->arena->size);
  return memory;
}

const char *qsimrt_net_copy(qsimrt_net *net, qsimrt_span span) {
  char *copy = qsimrt_net_take(net, (size_t)span.length + 1, 1);
  if (copy) {
    memcpy(copy, span.text, (size_t)span.length);
    copy[span.length] = '\0';
  }
  return copy;
}

const qsimrt_shape *qsimrt_net_shape(const qsimrt_net *net, int32_t index) {
  return index == QSIMRT_IMAGE ? &net->image : &net->layers[index].shape;
}

const qsimrt_quant *qsimrt_net_quant(const qsimrt_net *net, int32_t index) {
  return index == QSIMRT_IMAGE ? &net->image_quant : &net->layers[index].output;
}

int qsimrt_quants_equal(const qsimrt_quant *a, const qsimrt_quant *b) {
  return a->bits == b->bits && a->scale == b->scale &&
         a->zero_point == b->zero_point;
}

// Tensors have fewer than 2^31 elements, so that int32_t indexes them.
static void check_elements(qsimrt_net *net, qsimrt_span value,
                           qsimrt_shape shape) {
  if ((int64_t)shape.c * shape.h > INT32_MAX / shape.w)
    qsimrt_text_expected(&net->text, value, "fewer than 2^31 elements");
}

static void fail_later_key(qsimrt_net *net, qsimrt_span value) {
  net->text.status = qsimrt_fail(
      net->text.error, QSIMRT_BAD_FILE, "%s:%d: format 1.%d has no key '%s'",
      net->text.name, value.line, net->minor, value.key);
}

// Optional keys came with format 1.1, those with two marks with 1.2.
static void check_keys_known(qsimrt_net *net, const char *const *keys,
                             const qsimrt_span *values) {
  qsimrt_text *text = &net->text;
  for (int i = 0; text->status == QSIMRT_OK && net->minor < 2 && keys[i]; ++i)
    if (keys[i][net->minor] == QSIMRT_OPTIONAL_MARK && values[i].text)
      fail_later_key(net, values[i]);
}

#define UNQUANTIZED "none, as yolo2_light has no quantization"

static void read_net_section(qsimrt_net *net) {
  enum {
    FORMAT,
    NAME,
    ARITHMETIC,
    CHANNELS,
    HEIGHT,
    WIDTH,
    QUANTIZATION,
    INPUT_NAME,
    INPUT_DIMS,
    KEYS
  };
  static const char *const keys[] = {
      "format", "name",         "arithmetic",   "channels",     "height",
      "width",  "quantization", "??input_name", "??input_dims", NULL};
  qsimrt_text *text = &net->text;
  qsimrt_span header, values[KEYS];
  if (!qsimrt_text_section(text, &header) ||
      !qsimrt_span_equals(header, "net")) {
    if (text->status == QSIMRT_OK)
      text->status = qsimrt_fail(
          text->error, QSIMRT_BAD_FILE, "%s:%d: expected section 'net' first",
          text->name, text->at == text->end ? text->line : header.line);
    return;
  }
  qsimrt_text_keys(text, header, keys, QSIMRT_KEYS_ALL_IN_ORDER, values);
  net->minor = qsimrt_text_version(text, values[FORMAT], 1);
  qsimrt_text_check_name(text, values[NAME]);
  net->arithmetic = (qsimrt_arithmetic)qsimrt_text_choice(
      text, values[ARITHMETIC], qsimrt_arithmetic_words);
  net->image.c =
      qsimrt_text_integer(text, values[CHANNELS], 1, QSIMRT_MAX_EXTENT);
  net->image.h =
      qsimrt_text_integer(text, values[HEIGHT], 1, QSIMRT_MAX_EXTENT);
  net->image.w = qsimrt_text_integer(text, values[WIDTH], 1, QSIMRT_MAX_EXTENT);
  net->image_quant = qsimrt_text_quant(text, values[QUANTIZATION]);
  check_elements(net, values[WIDTH], net->image);
  if (net->arithmetic == QSIMRT_YOLO2_LIGHT && net->image_quant.bits != 0)
    qsimrt_text_expected(text, values[QUANTIZATION], UNQUANTIZED);
  check_keys_known(net, keys, values);
  if (text->status == QSIMRT_OK)
    net->name = qsimrt_net_copy(net, values[NAME]);
  qsimrt_read_graph_input(net, values[INPUT_NAME], values[INPUT_DIMS]);
}

static void read_name(qsimrt_net *net, qsimrt_layer *layer, qsimrt_span value) {
  qsimrt_text_check_name(&net->text, value);
  if (net->text.status != QSIMRT_OK)
    return;
  for (int32_t i = 0; i < layer->index; ++i) {
    if (qsimrt_span_equals(value, net->layers[i].name)) {
      net->text.status =
          qsimrt_fail(net->text.error, QSIMRT_BAD_FILE,
                      "%s:%d: key 'name': %q is already the name of layer %d",
                      net->text.name, value.line, value.text, value.length, i);
      return;
    }
  }
  layer->name = qsimrt_net_copy(net, value);
}

static void read_inputs(qsimrt_net *net, qsimrt_layer *layer,
                        qsimrt_span value) {
  if (layer->kind == QSIMRT_CONSTANT) {
    if (!qsimrt_span_equals(value, "none"))
      qsimrt_text_expected(&net->text, value,
                           "none, as a constant has no inputs");
    return;
  }
  layer->input_count = qsimrt_text_list_length(value);
  const int32_t count = layer->input_count;
  const char *wanted = NULL;
  if (layer->kind == QSIMRT_SHORTCUT) {
    if (count < 2 || count > QSIMRT_MAX_LAYERS)
      wanted = "2 to 10000 inputs";
  } else if (layer->kind == QSIMRT_MULTIPLY || layer->kind == QSIMRT_BINARY) {
    if (count != 2)
      wanted = "two inputs";
  } else if (layer->kind != QSIMRT_ROUTE && count != 1) {
    wanted = "one input";
  }
  if (wanted) {
    qsimrt_text_expected(&net->text, value, wanted);
    return;
  }
  int32_t *inputs =
      qsimrt_net_take(net, (size_t)layer->input_count, sizeof *inputs);
  for (int32_t i = 0; inputs && i < layer->input_count; ++i)
    inputs[i] = qsimrt_text_integer(&net->text, qsimrt_text_list_next(&value),
                                    QSIMRT_IMAGE, layer->index - 1);
  layer->inputs = inputs;
}

static void read_shape(qsimrt_net *net, qsimrt_layer *layer,
                       qsimrt_span value) {
  qsimrt_span list = value;
  if (qsimrt_text_list_length(value) != 3) {
    qsimrt_text_expected(&net->text, value, "C,H,W");
    return;
  }
  int32_t extents[3];
  for (int i = 0; i < 3; ++i)
    extents[i] = qsimrt_text_integer(&net->text, qsimrt_text_list_next(&list),
                                     1, QSIMRT_MAX_EXTENT);
  layer->shape = (qsimrt_shape){extents[0], extents[1], extents[2]};
  check_elements(net, value, layer->shape);
}

// How many kinds, the first ones, a format knows.
static int known_kinds(int32_t minor) {
  return minor == 0   ? QSIMRT_YOLO + 1
         : minor == 1 ? QSIMRT_DETECTION + 1
                      : QSIMRT_KIND_COUNT;
}

static int find_kind(qsimrt_net *net, qsimrt_span header, qsimrt_kind *found) {
  qsimrt_text *text = &net->text;
  const char *words[QSIMRT_KIND_COUNT + 1] = {NULL};
  for (int i = 0; i < known_kinds(net->minor); ++i)
    words[i] = qsimrt_kind_words[i];
  int kind = 0;
  while (words[kind] && !qsimrt_span_equals(header, words[kind]))
    ++kind;
  if (!words[kind]) {
    text->status = qsimrt_fail(text->error, QSIMRT_BAD_FILE,
                               "%s:%d: expected section %o, got %q", text->name,
                               header.line, words, header.text, header.length);
    return 0;
  }
  *found = (qsimrt_kind)kind;
  return 1;
}

static void read_layer_section(qsimrt_net *net, qsimrt_span header,
                               int32_t index) {
  qsimrt_text *text = &net->text;
  qsimrt_layer *layer = &net->layers[index];
  memset(layer, 0, sizeof *layer);
  if (!find_kind(net, header, &layer->kind))
    return;
  qsimrt_span values[QSIMRT_MAX_LAYER_KEYS];
  const char *const *keys = qsimrt_layer_keys(layer->kind);
  qsimrt_text_keys(text, header, keys, QSIMRT_KEYS_ALL_IN_ORDER, values);
  check_keys_known(net, keys, values);
  layer->index =
      qsimrt_text_integer(text, values[QSIMRT_KEY_INDEX], index, index);
  read_name(net, layer, values[QSIMRT_KEY_NAME]);
  read_inputs(net, layer, values[QSIMRT_KEY_INPUTS]);
  read_shape(net, layer, values[QSIMRT_KEY_SHAPE]);
  layer->output = qsimrt_text_quant(text, values[QSIMRT_KEY_QUANTIZATION]);
  if (net->arithmetic == QSIMRT_YOLO2_LIGHT && layer->output.bits != 0)
    qsimrt_text_expected(text, values[QSIMRT_KEY_QUANTIZATION], UNQUANTIZED);
  layer->scale_group = qsimrt_text_integer(text, values[QSIMRT_KEY_SCALE_GROUP],
                                           QSIMRT_IMAGE, net->layer_count - 1);
  layer->ceiling = (qsimrt_mode)qsimrt_text_choice(
      text, values[QSIMRT_KEY_CEILING], qsimrt_mode_words);
  if (text->status == QSIMRT_OK)
    qsimrt_read_layer(net, layer, values);
}

// The line of a key in the section of a layer; `start` is the text's beginning.
static int32_t find_line(qsimrt_text start, int32_t layer, const char *wanted) {
  qsimrt_span header, key, value;
  for (int32_t i = -1; i <= layer && qsimrt_text_section(&start, &header); ++i)
    while (qsimrt_text_pair(&start, &key, &value))
      if (i == layer && qsimrt_span_equals(key, wanted))
        return key.line;
  return 0;
}

static void check_scale_groups(qsimrt_net *net, qsimrt_text start) {
  for (int32_t i = 0; i < net->layer_count; ++i) {
    const qsimrt_layer *layer = &net->layers[i];
    int32_t group = layer->scale_group;
    const char *problem = NULL;
    if (group != QSIMRT_IMAGE && net->layers[group].scale_group != group)
      problem = "does not own its scale";
    else if (!qsimrt_quants_equal(&layer->output, qsimrt_net_quant(net, group)))
      problem = "has another quantization than this layer";
    if (problem) {
      net->text.status = qsimrt_fail(
          net->text.error, QSIMRT_BAD_FILE,
          "%s:%d: key 'scale_group': layer %d, the owner given, %s",
          net->text.name, find_line(start, i, "scale_group"), group, problem);
      return;
    }
  }
}

qsimrt_status qsimrt_net_check_tables(const qsimrt_net *net,
                                      const qsimrt_bytes *file,
                                      const qsimrt_datapath *datapath,
                                      qsimrt_error *error) {
  for (int32_t i = 0; i < net->layer_count; ++i) {
    const qsimrt_layer *layer = &net->layers[i];
    const char *key = "preactivation", *what = "has a pre-activation of";
    int32_t bits = qsimrt_preactivation_of(layer).bits;
    if (layer->kind == QSIMRT_CROP && !layer->u.crop.noadjust &&
        layer->output.bits != 0) {
      key = "inputs";
      what = "has an input of";
      bits = qsimrt_net_quant(net, layer->inputs[0])->bits;
    }
    if (bits > datapath->table_bits)
      return qsimrt_fail(
          error, QSIMRT_BAD_FILE,
          "%s:%d: key '%s': layer %s %s %d bits, more than the %d "
          "(table_bits) that may index a table",
          file->name, find_line(qsimrt_text_open(file, error), i, key), key,
          layer->name, what, bits, datapath->table_bits);
  }
  return QSIMRT_OK;
}

static int32_t count_layers(const qsimrt_text *text) {
  int32_t sections = 0;
  for (const char *at = text->at; at != text->end;) {
    sections += *at == '[';
    at = (const char *)memchr(at, '\n', (size_t)(text->end - at)) + 1;
  }
  return sections > 0 ? sections - 1 : 0;
}

qsimrt_status qsimrt_net_read(const qsimrt_bytes *file, qsimrt_arena *arena,
                              qsimrt_net *net, qsimrt_error *error) {
  *net = (qsimrt_net){.text = qsimrt_text_open(file, error), .arena = arena};
  const qsimrt_text start = net->text;
  if (start.status != QSIMRT_OK)
    return start.status;
  net->output_count = qsimrt_count_outputs(&start);
  net->layer_count = count_layers(&start) - net->output_count;
  if (net->layer_count > QSIMRT_MAX_LAYERS)
    return qsimrt_fail(error, QSIMRT_BAD_FILE,
                       "%s: %d layers, more than the limit of %d", file->name,
                       net->layer_count, QSIMRT_MAX_LAYERS);
  read_net_section(net);
  if (net->text.status == QSIMRT_OK && net->layer_count == 0)
    return qsimrt_fail(error, QSIMRT_BAD_FILE,
                       "%s:%d: the network has no layer", file->name,
                       net->text.line);
  net->layers =
      qsimrt_net_take(net, (size_t)net->layer_count, sizeof *net->layers);
  qsimrt_span header;
  int32_t next = 0;
  while (next < net->layer_count && qsimrt_text_section(&net->text, &header))
    read_layer_section(net, header, next++);
  if (qsimrt_text_section(&net->text, &header))
    qsimrt_read_outputs(net, header);
  if (net->text.status == QSIMRT_OK)
    check_scale_groups(net, start);
  return net->text.status;
}
