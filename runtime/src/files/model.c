// SPDX-License-Identifier: Apache-2.0
// From bytes to an immutable model inside the caller's block.
#include "files/bind.h"
#include "files/container.h"
#include "files/message.h"
#include "files/net.h"
#include "files/sys.h"

#include <string.h>

// What one text asks for at most, by its lines, sections and commas.
typedef struct census {
  size_t lines, sections, commas, bytes;
} census;

static census take_census(const qsimrt_bytes *file) {
  census out = {0, 0, 0, 0};
  if (!file->data || file->size > QSIMRT_TEXT_LIMIT)
    return out; // refused by qsimrt_model_init whatever its memory
  const char *at = file->data;
  int at_line_start = 1;
  for (size_t i = 0; i < file->size; ++i) {
    out.sections += at_line_start && at[i] == '[';
    out.commas += at[i] == ',';
    at_line_start = at[i] == '\n';
    out.lines += at_line_start != 0;
  }
  out.bytes = file->size;
  return out;
}

size_t qsimrt_model_size(const qsimrt_files *files) {
  census net = take_census(&files->net);
  census sys = take_census(&files->sys);
  // An output is a section, too, and takes its name and less than a layer. A
  // layer takes its name and at most three lists (name, inputs and, of a yolo
  // layer, anchors and mask), each rounded up; a list element has 4 bytes, and
  // there are no more of them than lines and commas. Copies of text are no
  // longer than the text: the '=' before a value pays for the NUL behind it.
  const size_t slack = QSIMRT_ARENA_ALIGNMENT;
  size_t layers = net.sections * (sizeof(qsimrt_layer) + 1 + 4 * slack);
  size_t lists = 4 * (net.lines + net.commas);
  size_t classes = sys.lines * (sizeof(char *) + slack);
  return sizeof(qsimrt_model) + layers + lists + classes + net.bytes +
         sys.bytes + 8 * slack;
}

static qsimrt_status copy_classes(qsimrt_net *net, qsimrt_sys *sys,
                                  qsimrt_model *model) {
  const char **names =
      qsimrt_net_take(net, (size_t)sys->class_count, sizeof *names);
  for (int32_t i = 0; names && i < sys->class_count; ++i) {
    qsimrt_span key, value;
    qsimrt_text_pair(&sys->classes, &key, &value);
    names[i] = qsimrt_net_copy(net, value);
  }
  model->class_count = sys->class_count;
  model->class_names = names;
  return net->text.status;
}

static qsimrt_status check_binding(const qsimrt_files *files,
                                   qsimrt_error *error) {
  qsimrt_container_header header =
      qsimrt_container_read_header(&files->qweights);
  // The binding takes in the .fweights, so it says nothing without them.
  if (!files->fweights.data || header.kind != QSIMRT_CONTAINER_QWEIGHTS)
    return QSIMRT_OK;
  uint32_t wanted = qsimrt_binding(files);
  if (header.binding == wanted)
    return QSIMRT_OK;
  return qsimrt_fail(error, QSIMRT_BAD_FILE,
                     "%s: was not made from %s, %s and %s: binding %x, "
                     "expected %x",
                     files->qweights.name, files->net.name, files->sys.name,
                     files->fweights.name, header.binding, wanted);
}

static qsimrt_status bind_weights(const qsimrt_files *files,
                                  qsimrt_model *model, qsimrt_layer *layers,
                                  qsimrt_error *error) {
  qsimrt_status status = QSIMRT_OK;
  if (files->fweights.data) {
    status = qsimrt_container_check_form(&files->fweights, error);
    if (status == QSIMRT_OK)
      status = qsimrt_bind_fweights(&files->fweights, model, layers, error);
  }
  if (files->qweights.data && status == QSIMRT_OK) {
    status = qsimrt_container_check_form(&files->qweights, error);
    if (status == QSIMRT_OK)
      status = check_binding(files, error);
    if (status == QSIMRT_OK && files->packed.data)
      status = qsimrt_bind_packed(&files->packed, &files->qweights, model,
                                  layers, &model->has_packed, error);
    if (status == QSIMRT_OK)
      status = qsimrt_bind_qweights(&files->qweights, model, layers,
                                    files->defers_checks, error);
  }
  return status;
}

qsimrt_status qsimrt_model_init(void *memory, size_t size,
                                const qsimrt_files *files,
                                const qsimrt_model **model,
                                qsimrt_error *error) {
  *model = NULL;
  if (!memory || (uintptr_t)memory % QSIMRT_ARENA_ALIGNMENT != 0)
    return qsimrt_fail(error, QSIMRT_BAD_ARGUMENT,
                       "the model's memory is not aligned to %d bytes",
                       QSIMRT_ARENA_ALIGNMENT);
  qsimrt_arena arena = {memory, 0, size};
  qsimrt_model *out = qsimrt_arena_take(&arena, sizeof *out);
  if (!out)
    return qsimrt_fail(error, QSIMRT_NO_MEMORY,
                       "the model needs more than the %D bytes it was given",
                       (int64_t)size);
  qsimrt_net net;
  qsimrt_sys sys;
  qsimrt_status status = qsimrt_net_read(&files->net, &arena, &net, error);
  if (status == QSIMRT_OK)
    status = qsimrt_sys_read(&files->sys, 0, &sys, error);
  if (status == QSIMRT_OK)
    status = qsimrt_net_check_tables(&net, &files->net, &sys.datapath, error);
  if (status != QSIMRT_OK)
    return status;
  *out = (qsimrt_model){.magic = QSIMRT_MODEL_MAGIC,
                        .version = QSIMRT_MODEL_VERSION,
                        .name = net.name,
                        .arithmetic = net.arithmetic,
                        .image = net.image,
                        .image_quant = net.image_quant,
                        .layer_count = net.layer_count,
                        .layers = net.layers,
                        .datapath = sys.datapath,
                        .preprocess = sys.preprocess,
                        .has_float = files->fweights.data != NULL,
                        .has_integer = files->qweights.data != NULL,
                        .input_name = net.input_name,
                        .input_dims = net.input_dims,
                        .output_count = net.output_count,
                        .outputs = net.outputs};
  status = bind_weights(files, out, net.layers, error);
  if (status == QSIMRT_OK)
    status = copy_classes(&net, &sys, out);
  if (status == QSIMRT_OK)
    *model = out;
  return status;
}
