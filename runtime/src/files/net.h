// SPDX-License-Identifier: Apache-2.0
// What a .net file says (docs/spec/net.md), layers built in the caller's block.
#ifndef QSIMRT_FILES_NET_H
#define QSIMRT_FILES_NET_H

#include "files/arena.h"
#include "files/text.h"

enum {
  QSIMRT_MAX_LAYERS = 10000,
  QSIMRT_MAX_EXTENT = 65536 // of a tensor, in one direction
};

typedef struct qsimrt_net {
  qsimrt_text text;
  qsimrt_arena *arena;
  const char *name;
  int32_t minor; // of the format: 0 knows fewer sections and keys
  qsimrt_arithmetic arithmetic;
  qsimrt_shape image;
  qsimrt_quant image_quant;
  int32_t layer_count;
  qsimrt_layer *layers;
  const char *input_name; // of the graph; NULL: not named
  qsimrt_view input_dims;
  int32_t output_count;
  qsimrt_graph_output *outputs;
} qsimrt_net;

// Everything but parameters, which stay NULL. *net is complete on QSIMRT_OK
// only; BAD_FILE, NO_MEMORY.
qsimrt_status qsimrt_net_read(const qsimrt_bytes *file, qsimrt_arena *arena,
                              qsimrt_net *net, qsimrt_error *error);

// Memory of the arena; NULL and NO_MEMORY in net->text when it is used up.
void *qsimrt_net_take(qsimrt_net *net, size_t count, size_t size);

// NUL-terminated copy of a span.
const char *qsimrt_net_copy(qsimrt_net *net, qsimrt_span span);

// Output of a layer above, or the picture.
const qsimrt_shape *qsimrt_net_shape(const qsimrt_net *net, int32_t index);
const qsimrt_quant *qsimrt_net_quant(const qsimrt_net *net, int32_t index);

int qsimrt_quants_equal(const qsimrt_quant *a, const qsimrt_quant *b);

// Tables against the datapath: a pre-activation, or the input of a crop with a
// table, is at most table_bits wide. `file` is the one that `net` was read
// from.
qsimrt_status qsimrt_net_check_tables(const qsimrt_net *net,
                                      const qsimrt_bytes *file,
                                      const qsimrt_datapath *datapath,
                                      qsimrt_error *error);

// ---- the graph's input and outputs (net_graph.c) ----------------------------

// How many [output] sections there are from here on.
int32_t qsimrt_count_outputs(const qsimrt_text *text);

// The name and the dimensions of the graph's input, both `none` or left out
// where it is not named; the picture is known.
void qsimrt_read_graph_input(qsimrt_net *net, qsimrt_span name,
                             qsimrt_span dims);

// The sections behind the layers; `header` is the first one's.
void qsimrt_read_outputs(qsimrt_net *net, qsimrt_span header);

// 1 to 8 dimensions of 1..2^31-1 with fewer than 2^31 values; their number, or
// 0 after an error.
int32_t qsimrt_read_view(qsimrt_net *net, qsimrt_span list, qsimrt_view *view);

// ---- layers (net_layers.c) --------------------------------------------------

// Keys that every layer section begins with.
typedef enum qsimrt_layer_key {
  QSIMRT_KEY_INDEX,
  QSIMRT_KEY_NAME,
  QSIMRT_KEY_INPUTS,
  QSIMRT_KEY_SHAPE,
  QSIMRT_KEY_QUANTIZATION,
  QSIMRT_KEY_SCALE_GROUP,
  QSIMRT_KEY_CEILING,
  QSIMRT_KEY_OWN, // the first key of the layer's kind
  QSIMRT_MAX_LAYER_KEYS = 32
} qsimrt_layer_key;

// All keys of a kind's section, NULL-terminated; optional ones marked.
const char *const *qsimrt_layer_keys(qsimrt_kind kind);

// Reads the kind's own keys into the layer, whose common part is filled, and
// checks them, the shape and the quantization against the layer's inputs.
void qsimrt_read_layer(qsimrt_net *net, qsimrt_layer *layer,
                       const qsimrt_span *values);

#endif // QSIMRT_FILES_NET_H
