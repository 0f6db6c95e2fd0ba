// SPDX-License-Identifier: Apache-2.0
// Binding a .packed: weights in the order of kernels, made from a .qweights.
#include "files/bind.h"
#include "files/bind_checks.h"
#include "files/container.h"
#include "files/message.h"

#include <string.h>

typedef struct binder {
  const qsimrt_bytes *file;
  const qsimrt_model *model;
  qsimrt_error *error;
  int32_t next, count; // entries
} binder;

// Moves on behind the entry LAYER.SUFFIX; 0 where there is none any more.
static int find(binder *b, const qsimrt_layer *layer, const char *suffix,
                qsimrt_tensor_view *view) {
  const size_t length = strlen(layer->name);
  while (b->next < b->count) {
    const char *name = qsimrt_container_entry(b->file, b->next++, view);
    if (strncmp(name, layer->name, length) == 0 && name[length] == '.' &&
        strcmp(name + length + 1, suffix) == 0)
      return 1;
  }
  return 0;
}

static qsimrt_status check(const binder *b, const qsimrt_layer *layer,
                           const qsimrt_tensor_spec *spec,
                           const qsimrt_tensor_view *view) {
  qsimrt_tensor_view wanted = {.dtype = spec->dtype, .rank = spec->rank};
  memcpy(wanted.dims, spec->dims, sizeof wanted.dims);
  if (view->dtype != wanted.dtype || view->rank != wanted.rank ||
      memcmp(view->dims, wanted.dims, sizeof view->dims) != 0)
    return qsimrt_fail(b->error, QSIMRT_BAD_FILE,
                       "%s: entry '%s.%s': expected %t, got %t", b->file->name,
                       layer->name, spec->suffix, &wanted, view);
  const qsimrt_status status =
      qsimrt_container_check_payload(b->file, b->next - 1, b->error);
  if (status != QSIMRT_OK)
    return status;
  return qsimrt_check_derived(b->file->name, b->model, layer, spec, view->data,
                              b->error);
}

static void unbind(qsimrt_layer *layers, int32_t count) {
  for (int32_t i = 0; i < count; ++i)
    if (qsimrt_has_weights(layers[i].kind)) {
      layers[i].u.convolutional.quads = NULL;
      layers[i].u.convolutional.quad_sums = NULL;
    }
}

uint32_t qsimrt_packed_binding(const qsimrt_bytes *qweights) {
  return qsimrt_container_read_header(qweights).crc;
}

qsimrt_status qsimrt_bind_packed(const qsimrt_bytes *file,
                                 const qsimrt_bytes *qweights,
                                 const qsimrt_model *model,
                                 qsimrt_layer *layers, int32_t *bound,
                                 qsimrt_error *error) {
  *bound = 0;
  qsimrt_status status = qsimrt_container_check_form(file, error);
  if (status != QSIMRT_OK)
    return status;
  const qsimrt_container_header header = qsimrt_container_read_header(file);
  if (header.kind != QSIMRT_CONTAINER_PACKED)
    return qsimrt_fail(error, QSIMRT_BAD_FILE,
                       "%s: kind %d, expected 3 (packed)", file->name,
                       (int32_t)header.kind);
  if (header.binding != qsimrt_packed_binding(qweights))
    return QSIMRT_OK;
  binder b = {file, model, error, 0, (int32_t)header.entries};
  for (int32_t i = 0; i < model->layer_count; ++i) {
    qsimrt_tensor_spec tensors[QSIMRT_MOST_TENSORS];
    int32_t count;
    qsimrt_packed_tensors(model, i, tensors, &count);
    for (int32_t k = 0; k < count; ++k) {
      qsimrt_tensor_view view;
      if (!find(&b, &layers[i], tensors[k].suffix, &view)) {
        unbind(layers, model->layer_count);
        return QSIMRT_OK;
      }
      status = check(&b, &layers[i], &tensors[k], &view);
      if (status != QSIMRT_OK)
        return status;
      qsimrt_set_tensor(&layers[i], tensors[k].suffix, view.data);
    }
  }
  *bound = 1;
  return QSIMRT_OK;
}
