// SPDX-License-Identifier: Apache-2.0
// Binding the entries of checked containers to the layers of a network.
#include "files/bind.h"

#include "files/bind_checks.h"
#include "files/container.h"
#include "files/message.h"

#include <string.h>

enum { NEWEST_MINOR = 0 };

// Walks the container in the order of the network. The first problem sets
// `status`; later calls do nothing.
typedef struct binder {
  const qsimrt_bytes *file;
  qsimrt_error *error;
  qsimrt_status status;
  int32_t next, count;  // entries
  int may_have_unknown; // entries of a higher minor version
} binder;

static binder begin(const qsimrt_bytes *file, uint32_t kind,
                    qsimrt_error *error) {
  qsimrt_container_header header = qsimrt_container_read_header(file);
  binder out = {file,
                error,
                QSIMRT_OK,
                0,
                (int32_t)header.entries,
                header.minor > NEWEST_MINOR};
  if (header.kind != kind)
    out.status = qsimrt_fail(
        error, QSIMRT_BAD_FILE, "%s: expected a .%s, got a .%s", file->name,
        kind == QSIMRT_CONTAINER_FWEIGHTS ? "fweights" : "qweights",
        kind == QSIMRT_CONTAINER_FWEIGHTS ? "qweights" : "fweights");
  return out;
}

static int is_entry_of(const char *name, const qsimrt_layer *layer,
                       const char *parameter) {
  size_t length = strlen(layer->name);
  return strncmp(name, layer->name, length) == 0 && name[length] == '.' &&
         strcmp(name + length + 1, parameter) == 0;
}

// The entry LAYER.PARAMETER, which has to be the next one.
static int find(binder *b, const qsimrt_layer *layer, const char *parameter,
                qsimrt_tensor_view *view) {
  const char *name = NULL;
  while (b->status == QSIMRT_OK && b->next < b->count) {
    name = qsimrt_container_entry(b->file, b->next, view);
    if (is_entry_of(name, layer, parameter)) {
      ++b->next;
      return 1;
    }
    if (!b->may_have_unknown)
      break;
    b->status = qsimrt_container_check_payload(b->file, b->next++, b->error);
  }
  if (b->status == QSIMRT_OK && b->next < b->count)
    b->status =
        qsimrt_fail(b->error, QSIMRT_BAD_FILE,
                    "%s: entry %d: expected '%s.%s', got %q", b->file->name,
                    b->next, layer->name, parameter, name, (int)strlen(name));
  else if (b->status == QSIMRT_OK)
    b->status =
        qsimrt_fail(b->error, QSIMRT_BAD_FILE, "%s: entry '%s.%s' is missing",
                    b->file->name, layer->name, parameter);
  return 0;
}

// With `defers` its payload is not looked at.
static const void *bind(binder *b, const qsimrt_layer *layer,
                        const qsimrt_tensor_spec *spec, int defers) {
  qsimrt_tensor_view view, wanted = {.dtype = spec->dtype, .rank = spec->rank};
  memcpy(wanted.dims, spec->dims, sizeof wanted.dims);
  if (!find(b, layer, spec->suffix, &view))
    return NULL;
  if (!defers)
    b->status = qsimrt_container_check_payload(b->file, b->next - 1, b->error);
  if (b->status != QSIMRT_OK)
    return NULL;
  if (view.dtype == wanted.dtype && view.rank == wanted.rank &&
      memcmp(view.dims, wanted.dims, sizeof view.dims) == 0)
    return view.data;
  b->status = qsimrt_fail(
      b->error, QSIMRT_BAD_FILE, "%s: entry '%s.%s': expected %t, got %t",
      b->file->name, layer->name, spec->suffix, &wanted, &view);
  return NULL;
}

static qsimrt_status end(binder *b) {
  if (b->status == QSIMRT_OK && b->next < b->count && !b->may_have_unknown) {
    qsimrt_tensor_view view;
    const char *name = qsimrt_container_entry(b->file, b->next, &view);
    b->status = qsimrt_fail(b->error, QSIMRT_BAD_FILE,
                            "%s: entry %d, %q, belongs to no layer of the .net",
                            b->file->name, b->next, name, (int)strlen(name));
  }
  while (b->status == QSIMRT_OK && b->next < b->count)
    b->status = qsimrt_container_check_payload(b->file, b->next++, b->error);
  return b->status;
}

qsimrt_status qsimrt_bind_fweights(const qsimrt_bytes *checked,
                                   const qsimrt_model *model,
                                   qsimrt_layer *layers, qsimrt_error *error) {
  binder b = begin(checked, QSIMRT_CONTAINER_FWEIGHTS, error);
  for (int32_t i = 0; i < model->layer_count; ++i) {
    qsimrt_tensor_spec tensors[QSIMRT_MOST_TENSORS];
    int32_t count;
    qsimrt_float_tensors(model, i, tensors, &count);
    for (int32_t k = 0; k < count && b.status == QSIMRT_OK; ++k)
      qsimrt_set_tensor(&layers[i], tensors[k].suffix,
                        bind(&b, &layers[i], &tensors[k], 0));
  }
  return end(&b);
}

// Weights that a .packed has, too.
static int is_packed(const qsimrt_layer *layer,
                     const qsimrt_tensor_spec *tensor) {
  return qsimrt_has_weights(layer->kind) && layer->u.convolutional.quads &&
         strcmp(tensor->suffix, "q_weights") == 0;
}

// The entry before the next one is checked later.
static void put_off(const binder *b, qsimrt_layer *layer) {
  layer->u.convolutional.is_unchecked = 1;
  layer->u.convolutional.q_weights_crc =
      qsimrt_container_payload_crc(b->file, b->next - 1);
}

qsimrt_status qsimrt_bind_qweights(const qsimrt_bytes *checked,
                                   const qsimrt_model *model,
                                   qsimrt_layer *layers, int defers,
                                   qsimrt_error *error) {
  binder b = begin(checked, QSIMRT_CONTAINER_QWEIGHTS, error);
  for (int32_t i = 0; i < model->layer_count; ++i) {
    qsimrt_tensor_spec tensors[QSIMRT_MOST_TENSORS];
    int32_t count;
    qsimrt_derived_tensors(model, i, tensors, &count);
    for (int32_t k = 0; k < count && b.status == QSIMRT_OK; ++k) {
      const int later = defers && is_packed(&layers[i], &tensors[k]);
      const void *data = bind(&b, &layers[i], &tensors[k], later);
      if (data && later)
        put_off(&b, &layers[i]);
      else if (data)
        b.status = qsimrt_check_derived(checked->name, model, &layers[i],
                                        &tensors[k], data, error);
      qsimrt_set_tensor(&layers[i], tensors[k].suffix, data);
    }
  }
  return end(&b);
}
