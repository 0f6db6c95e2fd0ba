// SPDX-License-Identifier: Apache-2.0
// Planning a session: the mode of every layer, whether the model can do it, and
// where outputs lie.
#include "files/bind_checks.h"
#include "files/message.h"
#include "requant.h"
#include "session.h"

// Layers up to which buffers are reused: qsimrt_session_size has no memory but
// the stack to try the layout in (12 bytes a layer).
enum { MOST_LAYERS_WITH_REUSE = 512 };

qsimrt_mode qsimrt_effective_mode(const qsimrt_model *model,
                                  const qsimrt_layer *layer,
                                  const qsimrt_plan *plan) {
  qsimrt_mode mode = plan->modes ? plan->modes[layer->index] : plan->mode;
  if (mode > layer->ceiling)
    mode = layer->ceiling;
  if (model->arithmetic == QSIMRT_YOLO2_LIGHT && mode == QSIMRT_HYBRID &&
      qsimrt_has_weights(layer->kind) &&
      layer->u.convolutional.input_multiplier == 0)
    return QSIMRT_FLOAT; // N44
  return qsimrt_layer_kernel(layer, mode) ? mode : QSIMRT_FLOAT;
}

int32_t qsimrt_task_count(const qsimrt_layer *layer,
                          const qsimrt_parallel *parallel) {
  if (!qsimrt_kernel_splits(layer->kind) || !parallel->parallel_for)
    return 1;
  const int32_t shares = (layer->shape.c + QSIMRT_CHANNELS_PER_SHARE - 1) /
                         QSIMRT_CHANNELS_PER_SHARE;
  return shares < QSIMRT_MOST_TASKS ? shares : QSIMRT_MOST_TASKS;
}

// The derived data that a layer lacks in INT or HYBRID, in words; NULL where it
// has all.
static const char *missing_integers(const qsimrt_model *model,
                                    const qsimrt_layer *layer,
                                    qsimrt_mode mode) {
  const char *parameters = "the integer parameters", *table = "the table";
  const int is_table =
      mode == QSIMRT_INT && qsimrt_is_table(qsimrt_activation_of(layer));
  if (qsimrt_has_weights(layer->kind)) {
    const qsimrt_convolutional *conv = &layer->u.convolutional;
    return !conv->q_weights           ? parameters
           : is_table && !conv->table ? table
                                      : NULL;
  }
  if (qsimrt_is_elementwise(layer->kind)) {
    const qsimrt_elementwise *own = &layer->u.elementwise;
    return !own->positive ? parameters : is_table && !own->table ? table : NULL;
  }
  if (layer->kind == QSIMRT_CROP && !layer->u.crop.noadjust)
    return layer->u.crop.table ? NULL : table;
  if (layer->kind == QSIMRT_CONSTANT)
    return layer->u.constant.q_values ? NULL : parameters;
  if (layer->kind == QSIMRT_REDUCE && qsimrt_averages(layer))
    return layer->u.reduce.rescale ? NULL : "the rescaling multipliers";
  if (layer->kind == QSIMRT_AVGPOOL)
    return layer->u.avgpool.rescale ? NULL : "the rescaling multipliers";
  for (int32_t i = 0; layer->kind == QSIMRT_ROUTE && i < layer->input_count;
       ++i) {
    const qsimrt_quant quant = qsimrt_quant_of(model, layer->inputs[i]);
    if (!layer->u.route.rescale && !qsimrt_same_quant(&quant, &layer->output))
      return "the rescaling multipliers";
  }
  return NULL;
}

static int has_floats(const qsimrt_layer *layer) {
  if (qsimrt_has_weights(layer->kind))
    return layer->u.convolutional.weights != NULL;
  if (layer->kind == QSIMRT_CONSTANT)
    return layer->u.constant.values != NULL;
  return layer->kind != QSIMRT_INSTANCE_NORM ||
         (layer->u.instance_norm.scales && layer->u.instance_norm.biases);
}

static qsimrt_status check_quantized(const qsimrt_model *model,
                                     const qsimrt_layer *layer,
                                     qsimrt_mode mode, qsimrt_error *error) {
  if (mode == QSIMRT_INT && layer->output.bits == 0)
    return qsimrt_fail(error, QSIMRT_UNSUPPORTED,
                       "layer %s: mode int needs an output quantization, which "
                       "the model does not have",
                       layer->name);
  for (int32_t i = 0; i < layer->input_count; ++i)
    if (qsimrt_quant_of(model, layer->inputs[i]).bits == 0)
      return qsimrt_fail(error, QSIMRT_UNSUPPORTED,
                         "layer %s: mode %s needs a quantization of its input "
                         "%d, which the model does not have",
                         layer->name, qsimrt_mode_name(mode), layer->inputs[i]);
  return QSIMRT_OK;
}

qsimrt_status qsimrt_check_layer(const qsimrt_model *model,
                                 const qsimrt_layer *layer, qsimrt_mode mode,
                                 qsimrt_error *error) {
  if (mode == QSIMRT_FLOAT) {
    if (has_floats(layer))
      return QSIMRT_OK;
    return qsimrt_fail(error, QSIMRT_UNSUPPORTED,
                       "layer %s: mode float needs the float parameters "
                       "(.fweights), which the model does not have",
                       layer->name);
  }
  const char *missing = missing_integers(model, layer, mode);
  // A tensor of yolo2_light has no quantization: HYBRID needs none (N44).
  if (model->arithmetic != QSIMRT_YOLO2_LIGHT) {
    const qsimrt_status status = check_quantized(model, layer, mode, error);
    if (status != QSIMRT_OK)
      return status;
  }
  if (!missing)
    return QSIMRT_OK;
  return qsimrt_fail(error, QSIMRT_UNSUPPORTED,
                     "layer %s: mode %s needs %s (.qweights), which the model "
                     "does not have",
                     layer->name, qsimrt_mode_name(mode), missing);
}

// Bytes of the inputs of a layer that must be converted before it runs on the
// reference; and, where outputs may be overwritten, of the integers that it
// writes when it is run for its accumulators alone.
static size_t reference_staging(const qsimrt_model *model,
                                const qsimrt_plan *plan,
                                const qsimrt_layer *layer) {
  const qsimrt_mode mode = qsimrt_effective_mode(model, layer, plan);
  size_t bytes =
      plan->editable
          ? qsimrt_align(qsimrt_volume(layer->shape) * sizeof(int16_t))
          : 0;
  for (int32_t i = 0; i < layer->input_count; ++i) {
    const int32_t from = layer->inputs[i];
    const size_t count = qsimrt_volume(qsimrt_shape_of(model, from));
    const int is_int =
        from != QSIMRT_IMAGE &&
        qsimrt_effective_mode(model, &model->layers[from], plan) == QSIMRT_INT;
    if (plan->editable || (mode == QSIMRT_FLOAT && is_int))
      bytes += qsimrt_align(count * sizeof(float));
    else if (mode == QSIMRT_HYBRID || (mode == QSIMRT_INT && !is_int))
      bytes += qsimrt_align(count *
                            qsimrt_integer_size(qsimrt_quant_of(model, from)));
  }
  return bytes;
}

// The size of `bytes_of` in the mode that the layer runs in; the largest where
// that may change.
static size_t fast_bytes(const qsimrt_model *model, const qsimrt_plan *plan,
                         const qsimrt_layer *layer,
                         size_t (*bytes_of)(const qsimrt_model *model,
                                            const qsimrt_packed *packed,
                                            int32_t index, qsimrt_mode mode)) {
  size_t most = 0;
  if (!plan->packed)
    return 0;
  for (int32_t mode = QSIMRT_FLOAT; mode <= QSIMRT_INT; ++mode) {
    const size_t bytes =
        bytes_of(model, plan->packed, layer->index, (qsimrt_mode)mode);
    if (plan->editable ||
        mode == (int32_t)qsimrt_effective_mode(model, layer, plan))
      most = bytes > most ? bytes : most;
  }
  return most;
}

// Of an element of a tensor that an optimised kernel has left in pixel order.
static size_t element_bytes(const qsimrt_model *model, const qsimrt_plan *plan,
                            int32_t tensor) {
  if (!plan->editable && tensor != QSIMRT_IMAGE &&
      qsimrt_effective_mode(model, &model->layers[tensor], plan) == QSIMRT_INT)
    return 1;
  return sizeof(float);
}

// Besides, where there are optimised kernels: the inputs put into CHW or into
// pixel order, and the output when it is looked at.
static size_t staging_bytes(const qsimrt_model *model, const qsimrt_plan *plan,
                            const qsimrt_layer *layer) {
  size_t most = reference_staging(model, plan, layer);
  if (!plan->packed)
    return most;
  for (int32_t i = 0; i < layer->input_count; ++i) {
    const int32_t from = layer->inputs[i];
    most += qsimrt_align(qsimrt_volume(qsimrt_shape_of(model, from)) *
                         element_bytes(model, plan, from));
  }
  const size_t fast = fast_bytes(model, plan, layer, qsimrt_fast_staging_bytes);
  const size_t output = qsimrt_align(qsimrt_volume(layer->shape) *
                                     element_bytes(model, plan, layer->index));
  most = fast > most ? fast : most;
  return output > most ? output : most;
}

static size_t output_bytes(const qsimrt_model *model, const qsimrt_layer *layer,
                           const qsimrt_plan *plan) {
  const int is_int = !plan->editable &&
                     qsimrt_effective_mode(model, layer, plan) == QSIMRT_INT;
  const size_t element =
      is_int ? qsimrt_integer_size(layer->output) : sizeof(float);
  const size_t flat = qsimrt_volume(layer->shape) * element;
  const size_t fast = fast_bytes(model, plan, layer, qsimrt_fast_output_bytes);
  return qsimrt_align(fast > flat ? fast : flat);
}

// The lowest offset where `units` fit beside the buffers still read at `layer`
// or later: at 0 or at the end of one of them.
static uint32_t lowest_free(const qsimrt_buffer *buffers, int32_t layer,
                            uint32_t units) {
  uint32_t best = UINT32_MAX;
  for (int32_t candidate = -1; candidate < layer; ++candidate) {
    if (candidate >= 0 && buffers[candidate].last_reader < layer)
      continue;
    const uint32_t offset =
        candidate < 0 ? 0
                      : buffers[candidate].offset + buffers[candidate].units;
    if (offset >= best)
      continue;
    int free = 1;
    for (int32_t other = 0; other < layer && free; ++other)
      free = buffers[other].last_reader < layer ||
             offset + units <= buffers[other].offset ||
             buffers[other].offset + buffers[other].units <= offset;
    if (free)
      best = offset;
  }
  return best;
}

// A layer that runs together with the max pool that follows reads until that
// has run.
static void find_last_readers(const qsimrt_model *model,
                              const qsimrt_packed *packed,
                              qsimrt_buffer *buffers) {
  for (int32_t i = 0; i < model->layer_count; ++i)
    buffers[i].last_reader = model->layer_count; // an output of the network
  for (int32_t i = 0; i < model->layer_count; ++i)
    for (int32_t k = 0; k < model->layers[i].input_count; ++k)
      if (model->layers[i].inputs[k] >= 0)
        buffers[model->layers[i].inputs[k]].last_reader =
            packed && (packed->layers[i].fuses_pool ||
                       packed->layers[i].fuses_float_pool)
                ? i + 1
                : i;
  for (int32_t i = 0; i < model->output_count; ++i)
    if (model->outputs[i].layer >= 0)
      buffers[model->outputs[i].layer].last_reader = model->layer_count;
}

static size_t place_with_reuse(const qsimrt_model *model,
                               const qsimrt_plan *plan,
                               qsimrt_buffer *buffers) {
  uint32_t units = 0;
  find_last_readers(model, plan->packed, buffers);
  for (int32_t i = 0; i < model->layer_count; ++i) {
    buffers[i].units =
        (uint32_t)(output_bytes(model, &model->layers[i], plan) / QSIMRT_UNIT);
    buffers[i].offset = lowest_free(buffers, i, buffers[i].units);
    const uint32_t end = buffers[i].offset + buffers[i].units;
    units = end > units ? end : units;
  }
  return (size_t)units * QSIMRT_UNIT;
}

static size_t place_side_by_side(const qsimrt_model *model,
                                 const qsimrt_plan *plan,
                                 qsimrt_buffer *buffers) {
  size_t bytes = 0;
  for (int32_t i = 0; i < model->layer_count; ++i) {
    const size_t size = output_bytes(model, &model->layers[i], plan);
    if (buffers) {
      buffers[i].offset = (uint32_t)(bytes / QSIMRT_UNIT);
      buffers[i].units = (uint32_t)(size / QSIMRT_UNIT);
      buffers[i].last_reader = model->layer_count;
    }
    bytes += size;
  }
  return bytes;
}

static size_t place_outputs(const qsimrt_model *model, const qsimrt_plan *plan,
                            qsimrt_buffer *buffers) {
  const size_t all = place_side_by_side(model, plan, NULL);
  if (plan->retention == QSIMRT_RETAIN_ALL ||
      (plan->retention == QSIMRT_RETAIN_BUDGET && all <= plan->budget) ||
      model->layer_count > MOST_LAYERS_WITH_REUSE)
    return place_side_by_side(model, plan, buffers);
  qsimrt_buffer trial[MOST_LAYERS_WITH_REUSE];
  return place_with_reuse(model, plan, buffers ? buffers : trial);
}

static size_t scratch_bytes(const qsimrt_layer *layer, qsimrt_mode mode,
                            const qsimrt_plan *plan) {
  size_t most = qsimrt_scratch_size(layer, mode);
  for (int32_t other = QSIMRT_FLOAT; plan->editable && other <= QSIMRT_INT;
       ++other) {
    const size_t bytes = qsimrt_scratch_size(layer, (qsimrt_mode)other);
    most = bytes > most ? bytes : most;
  }
  if (plan->packed) {
    const size_t bytes = qsimrt_fast_scratch((qsimrt_isa)plan->packed->isa);
    const size_t own = plan->packed->layers[layer->index].float_scratch;
    most = bytes > most ? bytes : most;
    if (mode == QSIMRT_FLOAT || plan->editable)
      most = own > most ? own : most;
  }
  return qsimrt_align(most);
}

// Packed parameters leave weights where the model has them.
static qsimrt_status check_packed(const qsimrt_model *model,
                                  const qsimrt_packed *packed,
                                  qsimrt_error *error) {
  if (packed->layer_count != model->layer_count)
    return qsimrt_fail(error, QSIMRT_BAD_ARGUMENT,
                       "the packed parameters have %d layers; %s has %d",
                       packed->layer_count, model->name, model->layer_count);
  for (int32_t i = 0; i < model->layer_count; ++i)
    if (packed->layers[i].is_mapped &&
        (model->layers[i].kind != QSIMRT_CONVOLUTIONAL ||
         !model->layers[i].u.convolutional.quads))
      return qsimrt_fail(error, QSIMRT_BAD_ARGUMENT,
                         "layer %s: its weights were packed from a .packed, "
                         "which the model does not have",
                         model->layers[i].name);
  return QSIMRT_OK;
}

// May the layer read q_weights under this plan?
static int reads_integer_weights(const qsimrt_model *model,
                                 const qsimrt_plan *plan,
                                 const qsimrt_layer *layer) {
  const qsimrt_mode mode = qsimrt_effective_mode(model, layer, plan);
  if (plan->editable || mode == QSIMRT_FLOAT || !plan->packed)
    return plan->editable || mode != QSIMRT_FLOAT;
  const qsimrt_packed_layer *own = &plan->packed->layers[layer->index];
  return mode == QSIMRT_INT ? own->kind == QSIMRT_NOT_FAST : !own->is_hybrid;
}

qsimrt_status qsimrt_check_read_weights(const qsimrt_model *model,
                                        const qsimrt_plan *plan,
                                        qsimrt_error *error) {
  qsimrt_status status = QSIMRT_OK;
  for (int32_t i = 0; i < model->layer_count && status == QSIMRT_OK; ++i)
    if (reads_integer_weights(model, plan, &model->layers[i]))
      status = qsimrt_check_deferred(model, i, error);
  return status;
}

// Of the packed parameters, those that kernels of float read.
static uint32_t parts_of(qsimrt_float_kernels kernels) {
  switch (kernels) {
  case QSIMRT_FLOAT_DIRECT:
    return QSIMRT_PACK_FLOATS;
  case QSIMRT_FLOAT_MIXED:
    return QSIMRT_PACK_MIXED;
  default:
    return 0;
  }
}

qsimrt_status qsimrt_lay_out(const qsimrt_model *model, const qsimrt_plan *plan,
                             qsimrt_buffer *buffers, qsimrt_layout *layout,
                             qsimrt_error *error) {
  const qsimrt_layout nothing = {0, 0, 1, 0};
  const uint32_t parts = plan->packed ? plan->packed->parts : 0;
  *layout = nothing;
  if (!qsimrt_has_isa(plan->isa))
    return qsimrt_fail(error, QSIMRT_UNSUPPORTED,
                       "this machine or build has no kernels for %s",
                       qsimrt_isa_name(plan->isa));
  if (plan->packed) {
    const qsimrt_status status = check_packed(model, plan->packed, error);
    if (status != QSIMRT_OK)
      return status;
  }
  if (parts_of(plan->float_kernels) & ~parts)
    return qsimrt_fail(error, QSIMRT_BAD_ARGUMENT,
                       "%s kernels of float need float parameters that are "
                       "packed for them",
                       plan->float_kernels == QSIMRT_FLOAT_DIRECT ? "direct"
                                                                  : "mixed");
  for (int32_t i = 0; i < model->layer_count; ++i) {
    const qsimrt_layer *layer = &model->layers[i];
    const qsimrt_mode asked = plan->modes ? plan->modes[i] : plan->mode;
    if ((unsigned)asked > QSIMRT_INT)
      return qsimrt_fail(error, QSIMRT_BAD_ARGUMENT,
                         "layer %s: mode %d; wanted 0 (float), 1 (hybrid) or 2 "
                         "(int)",
                         layer->name, (int32_t)asked);
    if (asked == QSIMRT_INT && model->arithmetic == QSIMRT_YOLO2_LIGHT)
      return qsimrt_fail(error, QSIMRT_UNSUPPORTED,
                         "%s: the arithmetic yolo2_light has no mode int; "
                         "wanted float or hybrid",
                         model->name);
    const qsimrt_mode mode = qsimrt_effective_mode(model, layer, plan);
    const qsimrt_status status = qsimrt_check_layer(model, layer, mode, error);
    if (status != QSIMRT_OK)
      return status;
    const size_t staging = staging_bytes(model, plan, layer);
    const size_t scratch = scratch_bytes(layer, mode, plan);
    int32_t tasks = qsimrt_task_count(layer, &plan->parallel);
    if (plan->packed && plan->parallel.parallel_for)
      tasks = QSIMRT_MOST_TASKS;
    layout->staging = staging > layout->staging ? staging : layout->staging;
    layout->scratch = scratch > layout->scratch ? scratch : layout->scratch;
    layout->tasks = tasks > layout->tasks ? tasks : layout->tasks;
  }
  layout->arena = place_outputs(model, plan, buffers);
  if (layout->arena / QSIMRT_UNIT > UINT32_MAX)
    return qsimrt_fail(error, QSIMRT_UNSUPPORTED,
                       "the outputs of all layers need %D bytes; the most that "
                       "a session can hold is 2^38",
                       (int64_t)layout->arena);
  return QSIMRT_OK;
}
