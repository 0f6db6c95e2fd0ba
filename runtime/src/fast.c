// SPDX-License-Identifier: Apache-2.0
// Running a layer of a session on its optimised kernel: inputs in pixel order,
// work shared by rows, the output left in pixel order.
#include "opt/fast.h"
#include "session.h"

#include <string.h>

static int32_t border_of(const qsimrt_packed *packed, int32_t tensor) {
  return tensor == QSIMRT_IMAGE ? packed->image_border
                                : packed->layers[tensor].border;
}

// An edit may have given an input another quantization.
static int input_changed(const qsimrt_session *session, int32_t index) {
  const qsimrt_layer *layer = &session->model->layers[index];
  int changed = 0;
  for (int32_t i = 0; i < layer->input_count; ++i)
    changed |=
        layer->inputs[i] >= 0 && session->states[layer->inputs[i]].overridden;
  return changed;
}

qsimrt_fast_kind qsimrt_fast_kind_now(const qsimrt_session *session,
                                      int32_t index) {
  const qsimrt_layer_state *state = &session->states[index];
  if (!session->packed || state->overridden || input_changed(session, index))
    return QSIMRT_NOT_FAST;
  const qsimrt_packed_layer *packed = &session->packed->layers[index];
  if (state->mode == QSIMRT_INT)
    return (qsimrt_fast_kind)packed->kind;
  return state->mode == QSIMRT_HYBRID && packed->is_hybrid
             ? QSIMRT_FAST_HYBRID_CONVOLUTION
             : QSIMRT_NOT_FAST;
}

qsimrt_isa qsimrt_best_isa(void) {
  int32_t isa = QSIMRT_ISA_COUNT - 1;
  while (!qsimrt_has_isa((qsimrt_isa)isa))
    --isa;
  return (qsimrt_isa)isa;
}

qsimrt_isa qsimrt_layer_isa(const qsimrt_session *session, int32_t layer) {
  if (layer < 0 || layer >= session->model->layer_count)
    return QSIMRT_ISA_NONE;
  if (qsimrt_fast_kind_now(session, layer) != QSIMRT_NOT_FAST)
    return (qsimrt_isa)session->packed->isa;
  return qsimrt_drop_in_kernel(session->isa, session->model->layers[layer].kind,
                               session->states[layer].mode)
             ? session->isa
             : QSIMRT_ISA_NONE;
}

qsimrt_pixels qsimrt_output_pixels(const qsimrt_session *session,
                                   int32_t index) {
  const qsimrt_layer *layer = &session->model->layers[index];
  return qsimrt_pixels_at(qsimrt_output_data(session, index), layer->shape,
                          border_of(session->packed, index),
                          layer->output.zero_point);
}

void qsimrt_flatten(qsimrt_session *session, int32_t index) {
  if (index == QSIMRT_IMAGE || !session->states[index].in_pixels)
    return;
  const qsimrt_pixels map = qsimrt_output_pixels(session, index);
  qsimrt_pixels_to_chw(&map, (int8_t *)session->staging);
  memcpy(qsimrt_output_data(session, index), session->staging,
         qsimrt_volume(map.shape));
  session->states[index].in_pixels = 0;
}

// Of a tensor: in pixel order, and, where it is real numbers, its integers.
static size_t input_bytes(const qsimrt_model *model,
                          const qsimrt_packed *packed, int32_t from) {
  const qsimrt_shape shape = qsimrt_shape_of(model, from);
  return qsimrt_align(qsimrt_pixels_size(shape, border_of(packed, from))) +
         qsimrt_align(qsimrt_volume(shape));
}

size_t qsimrt_fast_staging_bytes(const qsimrt_model *model,
                                 const qsimrt_packed *packed, int32_t index) {
  const qsimrt_layer *layer = &model->layers[index];
  size_t bytes = 0;
  if (packed->layers[index].kind != QSIMRT_NOT_FAST)
    for (int32_t i = 0; i < layer->input_count; ++i)
      bytes += input_bytes(model, packed, layer->inputs[i]);
  return bytes;
}

size_t qsimrt_fast_output_bytes(const qsimrt_model *model,
                                const qsimrt_packed *packed, int32_t index) {
  const qsimrt_layer *layer = &model->layers[index];
  if (packed->layers[index].kind == QSIMRT_NOT_FAST || layer->output.bits > 8)
    return 0;
  return qsimrt_pixels_size(layer->shape, border_of(packed, index));
}

// Rows of a map that is quantized on its way into pixel order.
typedef struct conversion {
  qsimrt_image_kernel kernel;
  const float *values;
  qsimrt_quant quant;
  const qsimrt_pixels *map;
} conversion;

enum { ROWS_PER_CONVERSION = 16 };

static void convert_rows(void *arg, int32_t task) {
  const conversion *work = arg;
  const int32_t begin = task * ROWS_PER_CONVERSION;
  const int32_t left = work->map->shape.h - begin;
  work->kernel(work->values, work->quant, work->map, begin,
               begin +
                   (left < ROWS_PER_CONVERSION ? left : ROWS_PER_CONVERSION));
}

static void convert(const qsimrt_session *session, conversion work) {
  const int32_t rows = work.map->shape.h;
  if (session->parallel.parallel_for)
    session->parallel.parallel_for(session->parallel.context,
                                   (rows + ROWS_PER_CONVERSION - 1) /
                                       ROWS_PER_CONVERSION,
                                   convert_rows, &work);
  else
    work.kernel(work.values, work.quant, work.map, 0, rows);
}

static qsimrt_pixels input_pixels(const qsimrt_session *session, int32_t from,
                                  char **staging) {
  const qsimrt_model *model = session->model;
  const qsimrt_shape shape = qsimrt_shape_of(model, from);
  const qsimrt_quant quant = qsimrt_quant_of(model, from);
  if (from != QSIMRT_IMAGE && session->states[from].in_pixels)
    return qsimrt_output_pixels(session, from);
  const size_t count = qsimrt_volume(shape);
  const int is_real =
      from == QSIMRT_IMAGE || session->states[from].mode != QSIMRT_INT;
  const int32_t border = border_of(session->packed, from);
  const qsimrt_image_kernel image_kernel =
      qsimrt_fast_image_kernel((qsimrt_isa)session->packed->isa);
  const qsimrt_pixels map =
      qsimrt_pixels_at(*staging, shape, border, quant.zero_point);
  *staging += qsimrt_align(qsimrt_pixels_size(shape, border));
  const void *values = qsimrt_output_data(session, from);
  if (is_real && image_kernel) {
    convert(session, (conversion){image_kernel, values, quant, &map});
  } else if (is_real) {
    qsimrt_quantize(values, count, quant, *staging);
    qsimrt_pixels_from_chw((const int8_t *)*staging, &map);
    *staging += qsimrt_align(count);
  } else {
    qsimrt_pixels_from_chw(values, &map);
  }
  qsimrt_fill_border(&map);
  return map;
}

// Work of one layer; every task has its own counter.
typedef struct job {
  qsimrt_fast_kernel kernel;
  qsimrt_fast_call call;
  char *scratch;
  size_t scratch_stride;
  int32_t units, tasks;
  uint64_t saturated[QSIMRT_MOST_TASKS];
} job;

static void run_task(void *arg, int32_t task) {
  job *work = arg;
  qsimrt_fast_call call = work->call;
  uint64_t saturated = 0; // on the stack, as in execute.c
  call.begin = (int32_t)((int64_t)work->units * task / work->tasks);
  call.end = (int32_t)((int64_t)work->units * (task + 1) / work->tasks);
  call.saturated_outputs = &saturated;
  call.scratch = work->scratch + (size_t)task * work->scratch_stride;
  work->kernel(&call);
  work->saturated[task] = saturated;
}

int qsimrt_may_fuse(const qsimrt_session *session, int32_t index) {
  return session->packed && session->packed->layers[index].fuses_pool &&
         session->buffers[index].last_reader == index + 1 &&
         !session->states[index].reusable &&
         !session->states[index + 1].reusable &&
         qsimrt_fast_kind_now(session, index) == QSIMRT_FAST_CONVOLUTION &&
         qsimrt_fast_kind_now(session, index + 1) == QSIMRT_FAST_MAXPOOL;
}

qsimrt_counters qsimrt_run_fast(qsimrt_session *session, int32_t index,
                                qsimrt_fast_kind kind,
                                const qsimrt_layer *pool) {
  const qsimrt_model *model = session->model;
  const qsimrt_layer *layer = &model->layers[index];
  const int32_t writes = pool ? pool->index : index;
  const qsimrt_packed *packed = session->packed;
  const int is_hybrid = kind == QSIMRT_FAST_HYBRID_CONVOLUTION;
  char *staging = session->staging;
  for (int32_t i = 0; i < layer->input_count; ++i) {
    session->maps[i] = input_pixels(session, layer->inputs[i], &staging);
    session->map_quants[i] = qsimrt_quant_of(model, layer->inputs[i]);
  }
  const int is_wide = !is_hybrid && layer->output.bits > 8;
  const int in_pixels = !is_hybrid && !is_wide;
  job work = {.kernel = qsimrt_fast_kernel_of((qsimrt_isa)packed->isa, kind),
              .call = {.layer = layer,
                       .pool = pool,
                       .datapath = &model->datapath,
                       .packed = packed,
                       .inputs = session->maps,
                       .input_quants = session->map_quants,
                       .output = qsimrt_output_pixels(session, writes),
                       .real_output = is_hybrid
                                          ? qsimrt_output_data(session, index)
                                          : NULL,
                       .wide_output =
                           is_wide ? qsimrt_output_data(session, index) : NULL},
              .scratch = session->scratch,
              .scratch_stride = session->layout.scratch,
              .units = qsimrt_fast_units(layer, kind, pool),
              .tasks = 1};
  if (in_pixels)
    qsimrt_fill_border(&work.call.output);
  session->states[writes].in_pixels = in_pixels;
  if (session->parallel.parallel_for)
    work.tasks =
        work.units < session->layout.tasks ? work.units : session->layout.tasks;
  if (work.tasks == 1)
    run_task(&work, 0);
  else
    session->parallel.parallel_for(session->parallel.context, work.tasks,
                                   run_task, &work);
  qsimrt_counters counters = {0, 0};
  for (int32_t task = 0; task < work.tasks; ++task)
    counters.saturated_outputs += work.saturated[task];
  return counters;
}
