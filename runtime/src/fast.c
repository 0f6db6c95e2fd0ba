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

static int32_t element_in_pixels(const qsimrt_session *session,
                                 int32_t tensor) {
  return tensor == QSIMRT_IMAGE ? 0 : session->states[tensor].in_pixels;
}

// In FLOAT, layers without parameters have the same results in either order:
// they keep the one of their inputs.
static qsimrt_fast_kind float_kind_now(const qsimrt_session *session,
                                       int32_t index) {
  const qsimrt_layer *layer = &session->model->layers[index];
  const qsimrt_fast_kind kind =
      (qsimrt_fast_kind)session->packed->layers[index].float_kind;
  if (layer->kind == QSIMRT_CONVOLUTIONAL)
    return session->float_kernels == QSIMRT_FLOAT_EXACT ? QSIMRT_NOT_FAST
                                                        : kind;
  for (int32_t i = 0; i < layer->input_count; ++i)
    if (element_in_pixels(session, layer->inputs[i]) != sizeof(float))
      return QSIMRT_NOT_FAST;
  return kind;
}

qsimrt_fast_kind qsimrt_fast_kind_now(const qsimrt_session *session,
                                      int32_t index) {
  const qsimrt_layer_state *state = &session->states[index];
  if (!session->packed || state->overridden)
    return QSIMRT_NOT_FAST;
  if (state->mode == QSIMRT_FLOAT)
    return float_kind_now(session, index);
  const qsimrt_packed_layer *packed = &session->packed->layers[index];
  if (input_changed(session, index))
    return QSIMRT_NOT_FAST;
  if (state->mode == QSIMRT_INT)
    return (qsimrt_fast_kind)packed->kind;
  return packed->is_hybrid ? QSIMRT_FAST_HYBRID_CONVOLUTION : QSIMRT_NOT_FAST;
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

int qsimrt_layer_is_transformed(const qsimrt_session *session, int32_t layer) {
  return layer >= 0 && layer < session->model->layer_count &&
         qsimrt_fast_kind_now(session, layer) == QSIMRT_FAST_FLOAT_WINOGRAD;
}

qsimrt_pixels qsimrt_output_pixels(const qsimrt_session *session,
                                   int32_t index) {
  const qsimrt_layer *layer = &session->model->layers[index];
  void *data = qsimrt_output_data(session, index);
  const int32_t border = border_of(session->packed, index);
  return session->states[index].in_pixels == sizeof(float)
             ? qsimrt_real_pixels_at(data, layer->shape, border)
             : qsimrt_pixels_at(data, layer->shape, border,
                                layer->output.zero_point);
}

void qsimrt_flatten(qsimrt_session *session, int32_t index) {
  if (index == QSIMRT_IMAGE || !session->states[index].in_pixels)
    return;
  const qsimrt_pixels map = qsimrt_output_pixels(session, index);
  qsimrt_map_to_chw(&map, session->staging);
  memcpy(qsimrt_output_data(session, index), session->staging,
         qsimrt_volume(map.shape) * (size_t)map.element);
  session->states[index].in_pixels = 0;
}

// Of a tensor in pixel order, and of what it is made from: numbers of another
// kind in CHW.
static size_t input_bytes(const qsimrt_model *model,
                          const qsimrt_packed *packed, int32_t from,
                          int reads_real) {
  const qsimrt_shape shape = qsimrt_shape_of(model, from);
  const size_t map = qsimrt_pixels_size(shape, border_of(packed, from));
  const size_t flat = qsimrt_align(qsimrt_volume(shape));
  const size_t real = qsimrt_align(qsimrt_volume(shape) * sizeof(float));
  return reads_real ? qsimrt_align(map * sizeof(float)) + flat + real
                    : qsimrt_align(map) + flat;
}

size_t qsimrt_fast_staging_bytes(const qsimrt_model *model,
                                 const qsimrt_packed *packed, int32_t index,
                                 qsimrt_mode mode) {
  const qsimrt_layer *layer = &model->layers[index];
  const int reads_real = mode == QSIMRT_FLOAT;
  const int is_fast = reads_real
                          ? layer->kind == QSIMRT_CONVOLUTIONAL &&
                                packed->layers[index].float_kind
                          : packed->layers[index].kind != QSIMRT_NOT_FAST;
  size_t bytes = 0;
  for (int32_t i = 0; is_fast && i < layer->input_count; ++i)
    bytes += input_bytes(model, packed, layer->inputs[i], reads_real);
  return is_fast && reads_real ? bytes + packed->layers[index].float_shared
                               : bytes;
}

size_t qsimrt_fast_output_bytes(const qsimrt_model *model,
                                const qsimrt_packed *packed, int32_t index,
                                qsimrt_mode mode) {
  const qsimrt_layer *layer = &model->layers[index];
  const qsimrt_packed_layer *own = &packed->layers[index];
  const size_t elements =
      qsimrt_pixels_size(layer->shape, border_of(packed, index));
  switch (mode) {
  case QSIMRT_FLOAT:
    return own->float_kind != QSIMRT_NOT_FAST ? elements * sizeof(float) : 0;
  case QSIMRT_HYBRID:
    return own->is_hybrid ? elements * sizeof(float) : 0;
  default:
    return own->kind != QSIMRT_NOT_FAST && layer->output.bits <= 8 ? elements
                                                                   : 0;
  }
}

// What is put into another form before a layer reads it, by rows.
typedef struct conversion {
  void (*rows)(const struct conversion *work, int32_t begin, int32_t end);
  qsimrt_isa isa;
  const float *chw;   // the real numbers, or
  qsimrt_pixels real; // where they lie in pixel order
  qsimrt_quant quant;
  qsimrt_pixels to;
} conversion;

enum { ROWS_PER_CONVERSION = 16 };

static void convert_rows(void *arg, int32_t task) {
  const conversion *work = arg;
  const int32_t begin = task * ROWS_PER_CONVERSION;
  const int32_t left = work->to.shape.h - begin;
  work->rows(work, begin,
             begin + (left < ROWS_PER_CONVERSION ? left : ROWS_PER_CONVERSION));
}

static void convert(const qsimrt_session *session, const conversion *work) {
  const int32_t rows = work->to.shape.h;
  conversion own = *work;
  if (session->parallel.parallel_for)
    session->parallel.parallel_for(session->parallel.context,
                                   (rows + ROWS_PER_CONVERSION - 1) /
                                       ROWS_PER_CONVERSION,
                                   convert_rows, &own);
  else
    own.rows(&own, 0, rows);
}

static void quantize_image(const conversion *work, int32_t begin, int32_t end) {
  qsimrt_fast_image_kernel(work->isa)(work->chw, work->quant, &work->to, begin,
                                      end);
}

static void quantize_pixels(const conversion *work, int32_t begin,
                            int32_t end) {
  const qsimrt_quantize_kernel kernel = qsimrt_fast_quantize_kernel(work->isa);
  const int32_t count = work->to.channels * work->to.shape.w;
  for (int32_t y = begin; y < end; ++y) {
    const float *from = qsimrt_real_pixel(&work->real, y, 0);
    uint8_t *to = qsimrt_pixel(&work->to, y, 0);
    if (kernel) {
      kernel(from, work->quant, count, to);
      continue;
    }
    qsimrt_quantize(from, (size_t)count, work->quant, to);
    for (int32_t i = 0; i < count; ++i)
      to[i] ^= QSIMRT_PIXEL_OFFSET; // modulo 256: q + 128
  }
}

static void put_into_pixels(const conversion *work, int32_t begin,
                            int32_t end) {
  qsimrt_real_pixels_from_chw(work->chw, &work->to, begin, end);
}

// Real numbers into integers in pixel order (N1).
static void quantize_map(const qsimrt_session *session, int32_t from,
                         const qsimrt_pixels *map, char *staging) {
  conversion work = {.isa = (qsimrt_isa)session->packed->isa,
                     .chw = qsimrt_output_data(session, from),
                     .quant = qsimrt_quant_of(session->model, from),
                     .to = *map};
  if (element_in_pixels(session, from)) {
    work.rows = quantize_pixels;
    work.real = qsimrt_output_pixels(session, from);
  } else if (qsimrt_fast_image_kernel(work.isa)) {
    work.rows = quantize_image;
  } else {
    qsimrt_quantize(work.chw, qsimrt_volume(map->shape), work.quant, staging);
    qsimrt_pixels_from_chw((const int8_t *)staging, map);
    return;
  }
  convert(session, &work);
}

static void put_map_into_pixels(const qsimrt_session *session, const float *chw,
                                const qsimrt_pixels *map) {
  const conversion work = {.rows = put_into_pixels, .chw = chw, .to = *map};
  convert(session, &work);
}

// Integers in CHW or in pixel order into real numbers in pixel order (N2).
static void dequantize_map(const qsimrt_session *session, int32_t from,
                           const qsimrt_pixels *map, char *staging) {
  const size_t count = qsimrt_volume(map->shape);
  const void *integers = qsimrt_output_data(session, from);
  if (element_in_pixels(session, from)) {
    const qsimrt_pixels bytes = qsimrt_output_pixels(session, from);
    qsimrt_map_to_chw(&bytes, staging);
    integers = staging;
    staging += qsimrt_align(count);
  }
  float *real = (float *)(void *)staging;
  qsimrt_dequantize(integers, count, qsimrt_quant_of(session->model, from),
                    real);
  put_map_into_pixels(session, real, map);
}

// The input of a layer as a map of elements of this size; made in `staging`,
// which moves on, where it is not there.
static qsimrt_pixels input_pixels(const qsimrt_session *session, int32_t from,
                                  int reads_real, char **staging) {
  const qsimrt_model *model = session->model;
  const qsimrt_shape shape = qsimrt_shape_of(model, from);
  const int32_t border = border_of(session->packed, from);
  const int32_t there = element_in_pixels(session, from);
  const int is_real =
      from == QSIMRT_IMAGE || session->states[from].mode != QSIMRT_INT;
  char *memory = *staging;
  *staging += input_bytes(model, session->packed, from, reads_real);
  if (there && is_real == reads_real)
    return qsimrt_output_pixels(session, from);
  const void *values = qsimrt_output_data(session, from);
  const qsimrt_pixels map =
      reads_real ? qsimrt_real_pixels_at(memory, shape, border)
                 : qsimrt_pixels_at(memory, shape, border,
                                    qsimrt_quant_of(model, from).zero_point);
  char *behind = memory + qsimrt_align((size_t)map.element *
                                       qsimrt_pixels_size(shape, border));
  if (reads_real && is_real)
    put_map_into_pixels(session, values, &map);
  else if (reads_real)
    dequantize_map(session, from, &map, behind);
  else if (is_real)
    quantize_map(session, from, &map, behind);
  else
    qsimrt_pixels_from_chw(values, &map);
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

static void run_job(const qsimrt_session *session, job *work) {
  work->tasks = 1;
  if (session->parallel.parallel_for)
    work->tasks = work->units < session->layout.tasks ? work->units
                                                      : session->layout.tasks;
  if (work->tasks == 1)
    run_task(work, 0);
  else
    session->parallel.parallel_for(session->parallel.context, work->tasks,
                                   run_task, work);
}

// What comes before the job of a layer whose tiles are one group.
static void transform_inputs(const qsimrt_session *session, const job *of) {
  const qsimrt_packed *packed = session->packed;
  job work = *of;
  work.kernel = qsimrt_fast_kernel_of((qsimrt_isa)packed->isa,
                                      QSIMRT_FAST_WINOGRAD_INPUTS);
  work.units = qsimrt_packed_of(&of->call)->winograd.tiles;
  run_job(session, &work);
}

int qsimrt_may_fuse(const qsimrt_session *session, int32_t index) {
  const int32_t next = index + 1;
  if (!session->packed || session->buffers[index].last_reader != next ||
      session->states[index].reusable || session->states[next].reusable)
    return 0;
  const qsimrt_packed_layer *packed = &session->packed->layers[index];
  if (packed->fuses_pool &&
      qsimrt_fast_kind_now(session, index) == QSIMRT_FAST_CONVOLUTION &&
      qsimrt_fast_kind_now(session, next) == QSIMRT_FAST_MAXPOOL)
    return 1;
  const qsimrt_fast_kind kind = qsimrt_fast_kind_now(session, index);
  return packed->fuses_float_pool &&
         (kind == QSIMRT_FAST_FLOAT_CONVOLUTION ||
          kind == QSIMRT_FAST_FLOAT_WINOGRAD) &&
         session->states[next].mode == QSIMRT_FLOAT &&
         !session->states[next].overridden;
}

qsimrt_counters qsimrt_run_fast(qsimrt_session *session, int32_t index,
                                qsimrt_fast_kind kind,
                                const qsimrt_layer *pool) {
  const qsimrt_model *model = session->model;
  const qsimrt_layer *layer = &model->layers[index];
  const int32_t writes = pool ? pool->index : index;
  const qsimrt_packed *packed = session->packed;
  const int is_hybrid = kind == QSIMRT_FAST_HYBRID_CONVOLUTION;
  const int is_float = session->states[index].mode == QSIMRT_FLOAT;
  char *staging = session->staging;
  for (int32_t i = 0; i < layer->input_count; ++i) {
    session->maps[i] =
        input_pixels(session, layer->inputs[i], is_float, &staging);
    session->map_quants[i] = qsimrt_quant_of(model, layer->inputs[i]);
  }
  const int is_wide = !is_hybrid && !is_float && layer->output.bits > 8;
  session->states[writes].in_pixels =
      is_hybrid || is_float ? (int32_t)sizeof(float) : !is_wide;
  job work = {.kernel = qsimrt_fast_kernel_of((qsimrt_isa)packed->isa, kind),
              .call = {.layer = layer,
                       .pool = pool,
                       .arithmetic = model->arithmetic,
                       .datapath = &model->datapath,
                       .packed = packed,
                       .inputs = session->maps,
                       .input_quants = session->map_quants,
                       .output = qsimrt_output_pixels(session, writes),
                       .wide_output =
                           is_wide ? qsimrt_output_data(session, index) : NULL},
              .scratch = session->scratch,
              .scratch_stride = session->layout.scratch,
              .units =
                  qsimrt_fast_units(layer, &packed->layers[index], kind, pool)};
  if (session->states[writes].in_pixels)
    qsimrt_fill_border(&work.call.output);
  if (kind == QSIMRT_FAST_FLOAT_WINOGRAD &&
      packed->layers[index].float_shared) {
    work.call.transformed = (float *)(void *)staging;
    transform_inputs(session, &work);
  }
  run_job(session, &work);
  qsimrt_counters counters = {0, 0};
  for (int32_t task = 0; task < work.tasks; ++task)
    counters.saturated_outputs += work.saturated[task];
  return counters;
}
