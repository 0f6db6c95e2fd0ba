// SPDX-License-Identifier: Apache-2.0
// Running one layer of a session: inputs in the form that its mode reads, work
// shared over output channels, then the activation that its kernel leaves.
#include "session.h"

enum { CONVERSION_CHUNK = 64, QUANTIZED_CHUNK = 4096 };

// N22 then N17: an integer tensor that HYBRID reads becomes real values, which
// are quantized again.
static void through_float(const void *from, size_t count, qsimrt_quant quant,
                          void *to) {
  const size_t element = qsimrt_integer_size(quant);
  float values[CONVERSION_CHUNK];
  for (size_t i = 0; i < count; i += CONVERSION_CHUNK) {
    const size_t part =
        count - i < CONVERSION_CHUNK ? count - i : CONVERSION_CHUNK;
    qsimrt_dequantize((const char *)from + i * element, part, quant, values);
    qsimrt_quantize(values, part, quant, (char *)to + i * element);
  }
}

// N44: what a layer of yolo2_light reads in HYBRID.
static qsimrt_operand light_operand(const qsimrt_session *session,
                                    const qsimrt_layer *layer, void *staging) {
  const int32_t from = layer->inputs[0];
  const qsimrt_shape shape = qsimrt_shape_of(session->model, from);
  qsimrt_quantize_light(qsimrt_output_data(session, from), qsimrt_volume(shape),
                        layer->u.convolutional.input_multiplier, staging);
  const qsimrt_operand in = {staging, shape, {8, 1, 0}};
  return in;
}

// Real numbers that an integer layer reads (N1), by vectors where there are
// kernels: those write bytes q + 128.
static void quantize(const qsimrt_session *session, const float *values,
                     size_t count, qsimrt_quant quant, void *to) {
  const qsimrt_quantize_kernel kernel =
      qsimrt_fast_quantize_kernel(session->isa);
  if (!kernel || quant.bits > 8) {
    qsimrt_quantize(values, count, quant, to);
    return;
  }
  uint8_t *bytes = to;
  for (size_t i = 0; i < count; i += QUANTIZED_CHUNK) {
    const size_t left = count - i;
    const size_t part = left < QUANTIZED_CHUNK ? left : QUANTIZED_CHUNK;
    kernel(values + i, quant, (int32_t)part, bytes + i);
    for (size_t k = i; k < i + part; ++k)
      bytes[k] ^= QSIMRT_PIXEL_OFFSET;
  }
}

// Input i of a layer; converted into `staging`, which moves on, where needed.
static qsimrt_operand operand(const qsimrt_session *session, int32_t from,
                              qsimrt_mode mode, char **staging) {
  const qsimrt_model *model = session->model;
  const int is_int =
      from != QSIMRT_IMAGE && session->states[from].mode == QSIMRT_INT;
  qsimrt_operand in = {qsimrt_output_data(session, from),
                       qsimrt_shape_of(model, from),
                       qsimrt_quant_of(model, from)};
  const size_t count = qsimrt_volume(in.shape);
  size_t element = qsimrt_integer_size(in.quant);
  if (from != QSIMRT_IMAGE && session->states[from].in_pixels) {
    const qsimrt_pixels map = qsimrt_output_pixels(session, from);
    qsimrt_map_to_chw(&map, *staging);
    in.data = *staging;
    *staging += qsimrt_align(count * (size_t)map.element);
  }
  if (mode == QSIMRT_FLOAT ? !is_int : mode == QSIMRT_INT && is_int)
    return in;
  if (mode == QSIMRT_FLOAT) {
    element = sizeof(float);
    qsimrt_dequantize(in.data, count, in.quant, (float *)(void *)*staging);
  } else if (is_int) {
    through_float(in.data, count, in.quant, *staging);
  } else {
    quantize(session, in.data, count, in.quant, *staging);
  }
  in.data = *staging;
  *staging += qsimrt_align(count * element);
  return in;
}

// A new output takes the place of what lay there.
static void invalidate_overlapping(qsimrt_session *session, int32_t layer) {
  const qsimrt_buffer *mine = &session->buffers[layer];
  for (int32_t i = 0; i < session->model->layer_count; ++i) {
    const qsimrt_buffer *other = &session->buffers[i];
    if (other->offset < mine->offset + mine->units &&
        mine->offset < other->offset + other->units)
      session->states[i].valid = session->states[i].reusable = 0;
  }
}

// Work of one layer; every task has its own scratch and counters.
typedef struct job {
  qsimrt_kernel kernel;
  qsimrt_call call;
  char *scratch;
  size_t scratch_stride;
  int32_t tasks;
  qsimrt_counters counters[QSIMRT_MOST_TASKS];
} job;

static int32_t share_begin(const job *work, int32_t task) {
  const int32_t channels = work->call.layer->shape.c;
  if (task == work->tasks)
    return channels;
  const int32_t shares =
      (channels + QSIMRT_CHANNELS_PER_SHARE - 1) / QSIMRT_CHANNELS_PER_SHARE;
  return (int32_t)((int64_t)shares * task / work->tasks) *
         QSIMRT_CHANNELS_PER_SHARE;
}

static void run_task(void *arg, int32_t task) {
  job *work = arg;
  qsimrt_call call = work->call;
  // On the stack: neighbouring counters of two threads would share a cache
  // line.
  qsimrt_counters counters = {0, 0};
  call.scratch = work->scratch + (size_t)task * work->scratch_stride;
  call.channel_begin = share_begin(work, task);
  call.channel_end = share_begin(work, task + 1);
  call.accumulator_overflows = &counters.accumulator_overflows;
  call.saturated_outputs = &counters.saturated_outputs;
  work->kernel(&call);
  work->counters[task] = counters;
}

// The activation that a kernel leaves to be done: shared by elements, in pixel
// order by rows.
typedef struct activation_job {
  qsimrt_activate_kernel kernel; // or NULL
  qsimrt_arithmetic arithmetic;
  qsimrt_activation activation;
  const qsimrt_parameters *parameters;
  float *values;
  size_t count;
  qsimrt_pixels map; // element 0: in CHW
} activation_job;

enum { ACTIVATIONS_PER_TASK = 1 << 14 };

static void activate_run(const activation_job *work, float *values,
                         size_t count) {
  // Those kernels know no parameters.
  const int is_plain = !work->parameters || work->parameters->count == 0;
  if (!work->kernel || !is_plain ||
      !work->kernel(work->activation, values, count))
    qsimrt_activate(work->arithmetic, work->activation, work->parameters,
                    values, count);
}

static void run_activation_task(void *arg, int32_t task) {
  const activation_job *work = arg;
  if (work->map.element != 0) {
    activate_run(work, qsimrt_real_pixel(&work->map, task, 0),
                 (size_t)work->map.channels * (size_t)work->map.shape.w);
    return;
  }
  const size_t begin = (size_t)task * ACTIVATIONS_PER_TASK;
  const size_t rest = work->count - begin;
  activate_run(work, work->values + begin,
               rest < ACTIVATIONS_PER_TASK ? rest : ACTIVATIONS_PER_TASK);
}

static void activate(qsimrt_session *session, const qsimrt_layer *layer,
                     const qsimrt_hooks *hooks) {
  const qsimrt_model *model = session->model;
  const qsimrt_mode mode = session->states[layer->index].mode;
  const qsimrt_activation activation =
      qsimrt_pending_activation(layer, model->arithmetic, mode);
  activation_job work = {.kernel = qsimrt_fast_activate_kernel(session->isa),
                         .arithmetic = model->arithmetic,
                         .activation = activation,
                         .parameters = qsimrt_parameters_of(layer),
                         .values = qsimrt_output_data(session, layer->index),
                         .count = qsimrt_volume(layer->shape)};
  if (activation == QSIMRT_LINEAR)
    return;
  if (hooks && hooks->pre_activation && mode == QSIMRT_FLOAT &&
      qsimrt_is_table(activation) &&
      (!hooks->wants || hooks->wants(hooks->context, layer->index))) {
    qsimrt_flatten(session, layer->index);
    session->in_hook = 1;
    hooks->pre_activation(hooks->context, layer->index, work.values,
                          work.count);
    session->in_hook = 0;
  }
  int32_t tasks =
      (int32_t)((work.count + ACTIVATIONS_PER_TASK - 1) / ACTIVATIONS_PER_TASK);
  if (session->states[layer->index].in_pixels) {
    work.map = qsimrt_output_pixels(session, layer->index);
    tasks = layer->shape.h;
  }
  if (session->parallel.parallel_for)
    session->parallel.parallel_for(session->parallel.context, tasks,
                                   run_activation_task, &work);
  else
    for (int32_t task = 0; task < tasks; ++task)
      run_activation_task(&work, task);
}

qsimrt_counters qsimrt_run_reference(qsimrt_session *session, int32_t index,
                                     const qsimrt_hooks *hooks,
                                     int64_t *accumulators, int beside) {
  const qsimrt_model *model = session->model;
  const qsimrt_layer *layer = &model->layers[index];
  const qsimrt_mode mode = session->states[index].mode;
  char *staging = session->staging;
  if (model->arithmetic == QSIMRT_YOLO2_LIGHT && mode == QSIMRT_HYBRID)
    session->operands[0] = light_operand(session, layer, staging);
  else
    for (int32_t i = 0; i < layer->input_count; ++i)
      session->operands[i] = operand(session, layer->inputs[i], mode, &staging);

  const qsimrt_kernel drop_in =
      qsimrt_drop_in_kernel(session->isa, layer->kind, mode);
  job work = {
      .kernel = drop_in ? drop_in : qsimrt_layer_kernel(layer, mode),
      .call = {.layer = layer,
               .datapath = &model->datapath,
               .arithmetic = model->arithmetic,
               .inputs = session->operands,
               .output = beside ? staging : qsimrt_output_data(session, index),
               .accumulators = accumulators},
      .scratch = session->scratch,
      .scratch_stride = session->layout.scratch,
      .tasks = qsimrt_task_count(layer, &session->parallel)};
  if (work.tasks == 1)
    run_task(&work, 0);
  else
    session->parallel.parallel_for(session->parallel.context, work.tasks,
                                   run_task, &work);
  if (!beside) {
    session->states[index].in_pixels = 0;
    activate(session, layer, hooks);
  }

  qsimrt_counters sum = {0, 0};
  for (int32_t task = 0; task < work.tasks; ++task) {
    sum.accumulator_overflows += work.counters[task].accumulator_overflows;
    sum.saturated_outputs += work.counters[task].saturated_outputs;
  }
  return sum;
}

void qsimrt_execute(qsimrt_session *session, int32_t index,
                    const qsimrt_hooks *hooks) {
  qsimrt_layer_state *state = &session->states[index];
  invalidate_overlapping(session, index);
  const qsimrt_fast_kind kind = qsimrt_fast_kind_now(session, index);
  if (kind == QSIMRT_NOT_FAST)
    state->counters = qsimrt_run_reference(session, index, hooks, NULL, 0);
  else
    state->counters = qsimrt_run_fast(session, index, kind, NULL);
  if (qsimrt_leaves_activation(&session->model->layers[index], kind))
    activate(session, &session->model->layers[index], hooks);
  state->valid = state->reusable = 1;
  state->overwritten = state->lost = 0;
  qsimrt_outdate_readers(session, index);
}

void qsimrt_execute_fused(qsimrt_session *session, int32_t index) {
  const int32_t next = index + 1;
  invalidate_overlapping(session, index);
  invalidate_overlapping(session, next);
  session->states[index].counters =
      qsimrt_run_fast(session, index, qsimrt_fast_kind_now(session, index),
                      &session->model->layers[next]);
  session->states[index].overwritten = session->states[index].lost = 0;
  qsimrt_layer_state *state = &session->states[next];
  state->counters = (qsimrt_counters){0, 0};
  state->valid = state->reusable = 1;
  state->overwritten = state->lost = 0;
  qsimrt_outdate_readers(session, next);
}
